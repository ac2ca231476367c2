/**
 * Testimonies, channels and files for the tests, in the scripts that the product is for.
 *
 * @module
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import {
  encodeChannel,
  encodeTestimony,
  evidencePath,
  type BundleInput,
  type BundlePart,
  type Channel,
  type EvidenceSource,
  type Testimony,
} from '../../crypto/bundle.ts';
import { digest, inPieces, patterned } from './helpers.ts';

export type SampleFile = { name: string; bytes: Uint8Array };

/** Chinese, Uyghur, Hebrew beside Latin, Tibetan, a long name, an empty file, one past a chunk. */
export const FILES: readonly SampleFile[] = [
  { name: '拘留通知书 2019年.jpg', bytes: patterned(1000) },
  { name: 'گۇۋاھلىق ھۆججىتى.pdf', bytes: patterned(512) },
  { name: 'עדות mixed נוסף.txt', bytes: patterned(513) },
  { name: 'གསོལ་ཞུ།.txt', bytes: patterned(7) },
  { name: `${'非常长的文件名'.repeat(20)}.docx`, bytes: patterned(70_000) },
  { name: `${'long-name-in-ascii-'.repeat(8)}.txt`, bytes: patterned(1) },
  { name: 'empty', bytes: new Uint8Array(0) },
];

export function testimonyAbout(files: readonly SampleFile[], answers?: Record<string, string>): Testimony {
  return {
    format: 'witnessbox-testimony/1',
    kind: 'testimony',
    language: 'zh-Hans',
    written: '2026-11-20',
    intake: { id: 'default', sha256: 'ab'.repeat(32) },
    answers: answers ?? { what: '他们半夜来敲门。\n"Nobody" told us why.', where: 'قەشقەر' },
    consent: { contact: true },
    evidence: files.map(({ name, bytes }, index) => ({
      path: evidencePath(index, name),
      name,
      type: 'application/octet-stream',
      size: bytes.length,
      removed: ['gps'],
    })),
  };
}

export const CHANNEL: Channel = {
  format: 'witnessbox-channel/1',
  recipient: `age1pq1${'q'.repeat(1952)}`,
  dropSecret: base64.encode(patterned(32)),
  followUpKey: base64.encode(patterned(32)),
};

export const FOLLOW_UP = { id: '0f'.repeat(16), signature: base64.encode(patterned(64)) };

export function sourceOf(path: string, bytes: Uint8Array, pieces: readonly number[] = [300]): EvidenceSource {
  return { path, size: bytes.length, stream: () => inPieces(bytes, pieces) };
}

export function bundleOf(files: readonly SampleFile[], pieces?: readonly number[]): BundleInput {
  return {
    testimony: encodeTestimony(testimonyAbout(files)),
    channel: encodeChannel(CHANNEL),
    evidence: files.map(({ name, bytes }, index) => sourceOf(evidencePath(index, name), bytes, pieces)),
  };
}

export type ReadPart =
  Exclude<BundlePart, { part: 'evidence' }> | { part: 'evidence'; path: string; content: string };

/** All parts, bodies read whole and given as their digest. */
export async function readAll(parts: AsyncGenerator<BundlePart>): Promise<ReadPart[]> {
  const all: ReadPart[] = [];
  for await (const part of parts) {
    if (part.part !== 'evidence') {
      all.push(part);
      continue;
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of part.body) pieces.push(piece.slice());
    all.push({ part: 'evidence', path: part.record.path, content: digest(concatBytes(...pieces)) });
  }
  return all;
}
