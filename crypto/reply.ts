/**
 * One reply in one drop: an age file of exactly 8 KiB to the source's recipient, authenticated with a key that both
 * sides hold, so that a seized reply proves nothing to anybody else.
 *
 * Plaintext: JSON in one line, a newline, spaces, a newline, 64 hex digits of HMAC and a newline.
 *
 * @module
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { sameBytes, uint32be, utf8 } from './encoding.ts';
import { openBytes, sealBytes } from './envelope.ts';
import { WitnessboxError } from './errors.ts';
import { jsonText } from './json-text.ts';
import { DROP_SIZE, plaintextSize } from './padding.ts';
import { count, day, hex16, hex32, readJson } from './shapes.ts';

/** Slots that one receipt has. */
export const SLOTS = 256;
/** Bytes of plaintext in a drop: what age leaves of 8,192. */
export const DROP_CAPACITY = plaintextSize(DROP_SIZE) ?? 0;
/** 64 hex digits and a newline. */
const MAC_LENGTH = 65;
/** Bytes of JSON that fit: the line ends, the padding ends. */
const LONGEST_LINE = DROP_CAPACITY - MAC_LENGTH - 2;

export type Reply = {
  format: 'witnessbox-reply/1';
  /** The slot, 0 to 255. */
  n: number;
  /** UTC date. */
  day: string;
  kind: 'acknowledgement' | 'reply';
  text: string;
  /** This is part `part` (from 1) of `of`. */
  part: number;
  of: number;
  /** Hex SHA-256 of the 8,192 bytes of the drop placed before this one for the same source; null for the first. */
  previous: string | null;
  /** Hex id of the follow-up that this answers. */
  answers?: string;
};

const replyShape = v.pipe(
  v.object({
    format: v.literal('witnessbox-reply/1'),
    n: v.pipe(count, v.maxValue(SLOTS - 1)),
    day,
    kind: v.picklist(['acknowledgement', 'reply']),
    text: v.string(),
    part: v.pipe(count, v.minValue(1), v.maxValue(SLOTS)),
    of: v.pipe(count, v.minValue(1), v.maxValue(SLOTS)),
    previous: v.nullable(hex32),
    answers: v.exactOptional(hex16),
  }),
  v.check((reply) => reply.part <= reply.of),
);

/** SHA-256 of a drop's bytes as the next one's `previous` has it. */
export function dropHash(drop: Uint8Array): string {
  return bytesToHex(sha256(drop));
}

export type MakeDropInput = { recipient: string; dropSecret: Uint8Array; reply: Reply };

/**
 * A drop of 8,192 bytes. Throws `drop.too-many` if the text does not fit (see `splitReply`) and `drop.damaged` if the
 * reply is malformed.
 */
export async function makeDrop({ recipient, dropSecret, reply }: MakeDropInput): Promise<Uint8Array> {
  const line = utf8(jsonText(reply));
  if (line.length > LONGEST_LINE) throw new WitnessboxError('drop.too-many');
  readJson(line, replyShape, 'drop.damaged');
  const plaintext = new Uint8Array(DROP_CAPACITY).fill(0x20);
  plaintext.set(line);
  plaintext[line.length] = 0x0a;
  const authenticated = plaintext.subarray(0, -MAC_LENGTH);
  authenticated[authenticated.length - 1] = 0x0a;
  const key = macKeyOf(dropSecret);
  plaintext.set(utf8(`${macOf(key, reply.n, authenticated)}\n`), authenticated.length);
  key.fill(0);
  return sealBytes(recipient, plaintext);
}

export type OpenDropInput = { identity: string; dropSecret: Uint8Array; n: number; drop: Uint8Array };

/**
 * Opens the drop found in slot n. The reply's own `n` is the slot for which it was made: another one if somebody has
 * moved the drop, which the caller must notice. Throws `drop.damaged` (wrong size, not sealed to this receipt,
 * altered) or `drop.not-authentic` (sealed to it, but not by who holds D: the MAC fits no slot).
 */
export async function openDrop({ identity, dropSecret, n, drop }: OpenDropInput): Promise<Reply> {
  if (drop.length !== DROP_SIZE) throw new WitnessboxError('drop.damaged');
  let plaintext: Uint8Array;
  try {
    plaintext = await openBytes([identity], drop);
  } catch {
    throw new WitnessboxError('drop.damaged');
  }
  const authenticated = plaintext.subarray(0, -MAC_LENGTH);
  const mac = plaintext.subarray(-MAC_LENGTH);
  const key = macKeyOf(dropSecret);
  const fits = (slot: number) => sameBytes(mac, utf8(`${macOf(key, slot, authenticated)}\n`));
  // Every slot is tried, so that nothing of the text is read before it is known to be authentic.
  const slot = fits(n) ? n : Array.from({ length: SLOTS }, (_, other) => other).find(fits);
  key.fill(0);
  if (slot === undefined) throw new WitnessboxError('drop.not-authentic');
  const end = authenticated.indexOf(0x0a);
  const filling = authenticated.subarray(end + 1, -1);
  if (!filling.every((byte) => byte === 0x20)) throw new WitnessboxError('drop.damaged');
  const reply = readJson(authenticated.subarray(0, end), replyShape, 'drop.damaged');
  if (reply.n !== slot) throw new WitnessboxError('drop.not-authentic');
  return reply;
}

/** HKDF-SHA-256(D, "", "witnessbox/1 reply mac", 32): the key of all MACs of one receipt. */
export function macKeyOf(dropSecret: Uint8Array): Uint8Array {
  return hkdf(sha256, dropSecret, undefined, utf8('witnessbox/1 reply mac'), 32);
}

/** HMAC-SHA-256 over uint32be(n) || bytes; hex. */
export function macOf(key: Uint8Array, n: number, bytes: Uint8Array): string {
  return bytesToHex(hmac(sha256, key, concatBytes(uint32be(n), bytes)));
}
