/**
 * The two JSON documents at the head of every submission: `testimony.json`, which says what happened, and
 * `channel.json`, by which the source can be answered. Channel data is never exported or printed.
 *
 * @module
 */
import * as v from 'valibot';
import { answersLength, LONGEST_ANSWERS, type Answers, type Row } from './answers.ts';
import type { Consent } from './consent.ts';
import { WitnessboxError } from './errors.ts';
import { isEvidencePath, MOST_EVIDENCE } from './names.ts';
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
import { answersShape, consentShape, rowShape } from './testimony-shapes.ts';

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
  /** To the form's questions about files. */
  answers?: Row;
};

/** `deletion`: of everything that the organisation holds of this source. */
export const ASKS = ['deletion'] as const;
export type Ask = (typeof ASKS)[number];

export type Testimony = {
  format: 'witnessbox-testimony/1';
  kind: 'testimony' | 'follow-up';
  /** BCP 47. */
  language: string;
  /** UTC date, never finer. */
  written: string;
  /** The form that was answered: its id and the hex SHA-256 of its bytes. */
  intake: { id: string; sha256: string };
  answers: Answers;
  /** In a follow-up null where it leaves what was said before as it is. */
  consent: Consent | null;
  /** What a follow-up asks of the organisation. */
  asks?: Ask[];
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

/** Bytes of the longest testimony.json or channel.json that is read. */
export const LONGEST_JSON = 4194304;

const testimonyShape = v.pipe(
  v.object({
    format: v.literal('witnessbox-testimony/1'),
    kind: v.picklist(['testimony', 'follow-up']),
    language: languageTag,
    written: day,
    intake: v.object({ id: identifier, sha256: hex32 }),
    answers: answersShape,
    consent: v.nullable(consentShape),
    asks: v.exactOptional(
      v.pipe(
        v.array(v.picklist(ASKS)),
        v.check((asks) => new Set(asks).size === asks.length),
      ),
    ),
    evidence: v.pipe(
      v.array(
        v.object({
          path: v.pipe(v.string(), v.check(isEvidencePath)),
          name: v.pipe(v.string(), v.maxLength(1024)),
          type: v.pipe(v.string(), v.maxLength(255)),
          size: count,
          removed: v.pipe(v.array(identifier), v.maxLength(100)),
          original: v.exactOptional(v.string()),
          answers: v.exactOptional(rowShape),
        }),
      ),
      v.maxLength(MOST_EVIDENCE),
      v.check(hasOriginals),
    ),
  }),
  // Only who has written before can leave consent as it was, or ask for something to be deleted.
  v.check(({ kind, consent, asks }) => kind === 'follow-up' || (consent !== null && asks === undefined)),
);

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

/**
 * The bytes of testimony.json. Throws `bundle.too-long` (answers or evidence) or `bundle.malformed` (it could not
 * be read again).
 */
export function encodeTestimony(testimony: Testimony): Uint8Array {
  if (answersLength(testimony.answers) > LONGEST_ANSWERS) throw new WitnessboxError('bundle.too-long');
  const whole = writeJson(testimony);
  if (whole.length > LONGEST_JSON) throw new WitnessboxError('bundle.too-long');
  // What is no member of a testimony stays behind: all text-only ones must fit one size.
  return writeJson(readTestimony(whole));
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
