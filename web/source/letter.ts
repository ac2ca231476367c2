/**
 * From what a source wrote to the ciphertext that goes out: testimony.json, channel.json and the files, packed,
 * padded and sealed as one stream whose size is known before its first byte (docs/format.md, "Submission").
 * A first testimony and a follow-up differ only in the signature that the latter carries.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { evidencePath, packBundle } from '../../crypto/bundle.ts';
import type { Aead, ChunkCipher } from '../../crypto/chunk-cipher.ts';
import type { Random } from '../../crypto/encoding.ts';
import type { PreparedSeal } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { signFollowUp } from '../../crypto/followup.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { ReceiptKeys } from '../../crypto/receipt.ts';
import {
  encodeChannel,
  encodeTestimony,
  type Channel,
  type EvidenceRecord,
  type Testimony,
} from '../../crypto/testimony.ts';
import type { Enclosed, Letter } from './errands.ts';

/** Names and media types are only labels; absurdly long ones are cut, not refused. */
const LONGEST_NAME = 255;
const LONGEST_TYPE = 127;
/** Tar cannot say more; the server's own limit is lower. */
const LARGEST_FILE = 8 ** 11 - 1;

export type SealedLetter = { ciphertext: ReadableStream<Uint8Array>; length: number };

export type LetterTools = {
  random: Random;
  /** The envelope to a recipient, made just now or ahead of time. */
  envelopeFor: (recipient: string) => Promise<PreparedSeal>;
  /** What seals so many bytes of plaintext. */
  cipherFor: (size: number) => Promise<Aead | ChunkCipher>;
};

/** Throws `bundle.too-long`; a file that cannot be read to its end errors the stream with `bundle.file-changed`. */
export async function sealLetter(
  letter: Letter,
  keyring: Keyring,
  keys: ReceiptKeys,
  { random, envelopeFor, cipherFor }: LetterTools,
): Promise<SealedLetter> {
  const desk = keyring.desks.find(({ id }) => id === letter.desk);
  if (desk === undefined) throw new WitnessboxError('page.fault');
  const files = partsOf(letter.files);
  if (files.some(({ content }) => content.size > LARGEST_FILE)) throw new WitnessboxError('upload.too-large');
  const records = files.map(({ record }) => record);
  const testimony = encodeTestimony(testimonyOf(letter, keyring, records));
  const channel = encodeChannel(channelOf(letter, keyring, keys, testimony, random));
  const bundle = await packBundle({
    testimony,
    channel,
    evidence: files.map(({ record: { path, size }, content }) => ({
      path,
      size,
      stream: () => readable(content),
    })),
  });
  const envelope = await envelopeFor(desk.recipient);
  const cipher = await cipherFor(bundle.size);
  return { ciphertext: envelope(bundle.stream, cipher), length: ciphertextSize(bundle.size) };
}

function testimonyOf(letter: Letter, keyring: Keyring, evidence: EvidenceRecord[]): Testimony {
  const { kind, language, written, answers, consent, asks } = letter;
  const { id, sha256 } = keyring.intake;
  return {
    format: 'witnessbox-testimony/1',
    kind,
    language,
    written,
    intake: { id, sha256 },
    answers,
    consent,
    ...(asks && { asks }),
    evidence,
  };
}

function channelOf(
  letter: Letter,
  keyring: Keyring,
  keys: ReceiptKeys,
  testimony: Uint8Array,
  random: Random,
): Channel {
  const channel: Channel = {
    format: 'witnessbox-channel/1',
    recipient: keys.recipient,
    dropSecret: base64.encode(keys.dropSecret),
    followUpKey: base64.encode(keys.followUpKey),
  };
  if (letter.kind === 'testimony') return channel;
  const id = random(16);
  const signature = signFollowUp({
    seed: keys.followUpSeed,
    organisationId: hexToBytes(keyring.organisation.id),
    epoch: keyring.epoch,
    kind: letter.kind,
    id,
    testimony,
  });
  return { ...channel, followUp: { id: bytesToHex(id), signature: base64.encode(signature) } };
}

type Part = { record: EvidenceRecord; content: Blob };

/** An original comes directly behind what was made from it. */
function partsOf(files: readonly Enclosed[]): Part[] {
  const parts: Part[] = [];
  for (const { name, type, content, removed, original, answers } of files) {
    const index = parts.length;
    const record = recordOf(evidencePath(index, name), name, type, content.size);
    const said = answers && { answers };
    if (original === null) {
      parts.push({ record: { ...record, removed, ...said }, content });
      continue;
    }
    // Whoever unpacks with plain tar must not take one for the other, and publish the wrong one.
    const path = evidencePath(index + 1, `original-${name}`);
    parts.push({ record: { ...record, removed, original: path, ...said }, content });
    parts.push({ record: recordOf(path, name, type, original.size), content: original });
  }
  return parts;
}

function recordOf(path: string, name: string, type: string, size: number): EvidenceRecord {
  return {
    path,
    name: Array.from(name).slice(0, LONGEST_NAME).join(''),
    type: type.slice(0, LONGEST_TYPE),
    size,
    removed: [],
  };
}

/** A browser fails with errors of its own where a file has gone or changed; they may quote its name. */
export function readable(file: Blob): ReadableStream<Uint8Array> {
  const reader = file.stream().getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        controller.error(new WitnessboxError('bundle.file-changed'));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
