/**
 * The two JSON documents at the head of every submission: `testimony.json`, which says what happened, and
 * `channel.json`, by which the source can be answered. Channel data is never exported or printed.
 *
 * @module
 */
import * as v from 'valibot';
import { utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { isEvidencePath } from './names.ts';
import {
  base64Of32,
  base64Of64,
  count,
  day,
  hex16,
  hex32,
  identifier,
  languageTag,
  readJson,
  recipient,
  writeJson,
} from './shapes.ts';

export type EvidenceRecord = {
  /** Where it lies in the bundle, `evidence/001-name.ext`. */
  path: string;
  /** The name as the source had it. Untrusted: show it as text, never use it as a path. */
  name: string;
  /** The media type that the source's browser gave. Untrusted. */
  type: string;
  size: number;
  /** What was removed from it before it was sent, one identifier each. */
  removed: string[];
  /** Where the file was sent along as well, the path of the record that it was made from. */
  original?: string;
};

export type Testimony = {
  format: 'witnessbox-testimony/1';
  kind: 'testimony' | 'follow-up';
  /** BCP 47. */
  language: string;
  /** UTC date, never finer. */
  written: string;
  /** The form that was answered: its id and the hex SHA-256 of its bytes. */
  intake: { id: string; sha256: string };
  /** Question id to text. */
  answers: Record<string, string>;
  consent: { contact: boolean };
  evidence: EvidenceRecord[];
};

export type Channel = {
  format: 'witnessbox-channel/1';
  /** The age hybrid recipient of the source's reply identity. */
  recipient: string;
  /** `D`, base64 of 32 bytes. */
  dropSecret: string;
  /** Ed25519 public key, base64 of 32 bytes. */
  followUpKey: string;
  /** In a follow-up: its fresh id (16 bytes, hex) and signature (64 bytes, base64); see followup.ts. */
  followUp?: { id: string; signature: string };
};

/**
 * The most bytes that `answersLength` may give. With it a testimony without evidence always fits the smallest
 * legal size: 64 KiB less two tar headers, tar's end, 4 KiB for the channel and 2 KiB for the rest of the
 * testimony.
 */
export const LONGEST_ANSWERS = 57344;
/** Bytes of the longest testimony.json or channel.json that is read. */
export const LONGEST_JSON = 4194304;
export const MOST_EVIDENCE = 10000;
export const MOST_ANSWERS = 100;

const testimonyShape = v.object({
  format: v.literal('witnessbox-testimony/1'),
  kind: v.picklist(['testimony', 'follow-up']),
  language: languageTag,
  written: day,
  intake: v.object({ id: identifier, sha256: hex32 }),
  answers: v.pipe(
    v.unknown(),
    // To valibot a list is a record whose members are named by their places.
    v.check((answers) => !Array.isArray(answers)),
    v.record(identifier, v.string()),
    v.maxEntries(MOST_ANSWERS),
    // Readers hold to it as well, or a stranger could fill their memory with texts that no page would send.
    v.check((answers) => answersLength(answers) <= LONGEST_ANSWERS),
  ),
  consent: v.object({ contact: v.boolean() }),
  evidence: v.pipe(
    v.array(
      v.object({
        path: v.pipe(v.string(), v.check(isEvidencePath)),
        name: v.pipe(v.string(), v.maxLength(1024)),
        type: v.pipe(v.string(), v.maxLength(255)),
        size: count,
        removed: v.pipe(v.array(identifier), v.maxLength(100)),
        original: v.exactOptional(v.string()),
      }),
    ),
    v.maxLength(MOST_EVIDENCE),
    v.check(hasOriginals),
  ),
});

const channelShape = v.object({
  format: v.literal('witnessbox-channel/1'),
  recipient,
  dropSecret: base64Of32,
  followUpKey: base64Of32,
  followUp: v.exactOptional(v.object({ id: hex16, signature: base64Of64 })),
});

/** Whether each original that is named is a record of the list, and one that was itself made from no other. */
function hasOriginals(records: EvidenceRecord[]): boolean {
  const originals = new Set(records.filter(({ original }) => original === undefined).map(({ path }) => path));
  return records.every(({ original }) => original === undefined || originals.has(original));
}

/** What counts against `LONGEST_ANSWERS`: bytes of the answers as compact JSON in UTF-8. */
export function answersLength(answers: Record<string, string>): number {
  return utf8(JSON.stringify(answers)).length;
}

/**
 * The bytes of testimony.json. Throws `bundle.too-long` (answers or evidence) or `bundle.malformed` (it could not
 * be read again).
 */
export function encodeTestimony(testimony: Testimony): Uint8Array {
  if (answersLength(testimony.answers) > LONGEST_ANSWERS) throw new WitnessboxError('bundle.too-long');
  const bytes = writeJson(testimony);
  if (bytes.length > LONGEST_JSON) throw new WitnessboxError('bundle.too-long');
  readTestimony(bytes);
  return bytes;
}

/** The bytes of channel.json. Throws `bundle.malformed`. */
export function encodeChannel(channel: Channel): Uint8Array {
  const bytes = writeJson(channel);
  readChannel(bytes);
  return bytes;
}

/** Throws `bundle.malformed`. */
export function readTestimony(bytes: Uint8Array): Testimony {
  return readJson(bytes, testimonyShape, 'bundle.malformed');
}

/** Throws `bundle.malformed`. */
export function readChannel(bytes: Uint8Array): Channel {
  return readJson(bytes, channelShape, 'bundle.malformed');
}
