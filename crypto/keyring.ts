/**
 * The keyring: what an organisation says about its keys, signed by its root key (`keyring.json` and
 * `keyring.json.minisig`). Whoever encrypts opens it here first and stops at the first thing that is off.
 *
 * What this cannot do: page, keyring and pinned root key come from the same server, so it does not detect a
 * server that serves other code. Comparing the fingerprint with one learnt elsewhere does.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { parsePublicKey, verify } from './minisign.ts';
import { wordsOf16, type WordList } from './words.ts';
import {
  base64Of32,
  count,
  day,
  hex32,
  identifier,
  languageTag,
  readJson,
  recipient,
  translatedText,
  writeJson,
  type Translated,
} from './shapes.ts';

export type Desk = {
  id: string;
  names: Translated;
  /** The age hybrid recipient to which a submission to this desk is sealed. */
  recipient: string;
};

export type Keyring = {
  format: 'witnessbox-keyring/1';
  /** `id`: 32 random bytes as 64 hex digits, which survive a change of the root key. */
  organisation: { id: string; names: Translated };
  epoch: number;
  /** UTC days, both ends of the validity included. */
  issued: string;
  validFrom: string;
  validUntil: string;
  desks: Desk[];
  /**
   * The intake form: its id, the hex SHA-256 of the bytes of `intake.json`, and by language that of its intake page. Keyrings
   * of before name no pages; then the form itself is fetched.
   */
  intake: { id: string; sha256: string; pages?: Record<string, string> };
  /**
   * The organisation's own face, if it has one: the hex SHA-256 of the bytes of `appearance.json`, and by language that of its
   * page. Programs of before pass over it.
   */
  appearance?: { sha256: string; pages: Record<string, string> };
  /** The portal's onion host name (56 characters and `.onion`), if it has one. */
  onion: string | null;
  /** Ed25519 public key of the team, base64 of 32 bytes. */
  teamRequestKey: string;
  /** True for a trial set-up, whose page must say so. */
  demonstration: boolean;
};

/** By language, the hash of a page. */
const pages = v.pipe(v.record(languageTag, hex32), v.minEntries(1), v.maxEntries(100));

const keyringShape = v.object({
  format: v.literal('witnessbox-keyring/1'),
  organisation: v.object({ id: hex32, names: translatedText }),
  epoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  issued: day,
  validFrom: day,
  validUntil: day,
  desks: v.pipe(
    v.array(v.object({ id: identifier, names: translatedText, recipient })),
    v.minLength(1),
    v.maxLength(100),
    v.check((desks) => new Set(desks.map((desk) => desk.id)).size === desks.length),
  ),
  intake: v.object({ id: identifier, sha256: hex32, pages: v.exactOptional(pages) }),
  appearance: v.exactOptional(v.object({ sha256: hex32, pages })),
  onion: v.nullable(v.pipe(v.string(), v.regex(/^[a-z2-7]{56}\.onion$/))),
  teamRequestKey: base64Of32,
  demonstration: v.boolean(),
});

/** The bytes of `keyring.json`, which are then signed. Throws `keyring.malformed` if it could not be opened again. */
export function encodeKeyring(keyring: Keyring): Uint8Array {
  const bytes = writeJson(keyring);
  parseKeyring(bytes);
  return bytes;
}

/**
 * Hex SHA-256 of the bytes of `keyring.json`, as they were signed. Of one epoch there is one keyring, so whoever
 * remembers its hash notices a second one.
 */
export function keyringHash(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

export type OpenKeyringInput = {
  keyring: Uint8Array;
  /** Text of `keyring.json.minisig`. */
  signature: string;
  /** The pinned root key: text of `root.pub`, or its base64 line. */
  rootKey: string;
  /** UTC date, YYYY-MM-DD. */
  today: string;
  /** The newest epoch that was ever seen from this organisation; an older keyring is refused. */
  newestEpoch?: number;
  /** The expected organisation id as 64 hex digits. */
  organisationId?: string;
};

/**
 * Checks a keyring in this order: signature, shape, organisation, rollback, dates. Throws `keyring.bad-signature`,
 * `keyring.malformed`, `keyring.wrong-organisation`, `keyring.rollback`, `keyring.not-yet-valid` or
 * `keyring.expired`, the last two with the fact `day`.
 */
export function openKeyring(input: OpenKeyringInput): Keyring {
  const keyring = verifyKeyring(input);
  if (input.organisationId !== undefined && keyring.organisation.id !== input.organisationId) {
    throw new WitnessboxError('keyring.wrong-organisation');
  }
  if (input.newestEpoch !== undefined && keyring.epoch < input.newestEpoch) {
    throw new WitnessboxError('keyring.rollback', { epoch: keyring.epoch });
  }
  if (input.today < keyring.validFrom) {
    throw new WitnessboxError('keyring.not-yet-valid', { day: keyring.validFrom });
  }
  if (input.today > keyring.validUntil) {
    throw new WitnessboxError('keyring.expired', { day: keyring.validUntil });
  }
  return keyring;
}

/**
 * Only the first two of these checks, signature and shape, for keyrings of any day. Throws `keyring.bad-signature`
 * or `keyring.malformed`.
 */
export function verifyKeyring({
  keyring,
  signature,
  rootKey,
}: Pick<OpenKeyringInput, 'keyring' | 'signature' | 'rootKey'>): Keyring {
  try {
    verify(rootKey, keyring, signature);
  } catch {
    throw new WitnessboxError('keyring.bad-signature');
  }
  return parseKeyring(keyring);
}

/**
 * What people compare by eye or voice: the first 16 bytes of
 * SHA-256("witnessbox/1 fingerprint" || 0x00 || organisation id || root public key), as eight groups of four
 * upper-case hex digits. Throws `minisign.malformed` or `keyring.malformed`.
 */
export function fingerprint(rootKey: string, organisationId: string): string {
  const groups = bytesToHex(fingerprintBytes(rootKey, organisationId)).toUpperCase().match(/.{4}/g) ?? [];
  return groups.join(' ');
}

/** The same 16 bytes as twelve words of a BIP39 list, for comparing by voice. Throws what `fingerprint` throws. */
export function fingerprintWords(rootKey: string, organisationId: string, list: WordList): string[] {
  return wordsOf16(fingerprintBytes(rootKey, organisationId), list);
}

function fingerprintBytes(rootKey: string, organisationId: string): Uint8Array {
  if (!v.is(hex32, organisationId)) throw new WitnessboxError('keyring.malformed');
  const { key } = parsePublicKey(rootKey);
  return sha256(concatBytes(utf8('witnessbox/1 fingerprint\0'), hexToBytes(organisationId), key)).subarray(
    0,
    16,
  );
}

function parseKeyring(bytes: Uint8Array): Keyring {
  const keyring = readJson(bytes, keyringShape, 'keyring.malformed');
  if (keyring.validUntil < keyring.validFrom) throw new WitnessboxError('keyring.malformed');
  return keyring;
}
