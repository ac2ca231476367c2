/**
 * What opens and is no submission of our page's, or a broken one: a text or an archive that somebody encrypted with age by
 * hand, or what a later page, or somebody who means harm, made otherwise than this program reads. It is kept whole, as one file under a name of ours, and never unpacked: whatever is in it is a stranger's. A short text can be read
 * like an answer as well.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { concatBytes } from '@noble/hashes/utils.js';
import { sameBytes, utf8 } from '../crypto/encoding.ts';
import { LONGEST_ANSWERS } from '../crypto/answers.ts';
import type { Testimony } from '../crypto/testimony.ts';
import { drain } from './file-streams.ts';
import type { EvidenceEntry } from './records.ts';

/** The problem that a case of it has: the second where it begins as our page's do. */
export type ForeignProblem = 'submission.foreign' | 'submission.malformed';
/** Under which its text stands among answers. No form has asked for it. */
const ANSWER = 'text';
/** A tar's first header. */
const START = 512;
const OURS = utf8('testimony.json\0');
const TAR = utf8('ustar');
const TAR_AT = 257;

export type Foreign = {
  testimony: Testimony;
  bytes: Uint8Array;
  channel: null;
  evidence: EvidenceEntry[];
  foreign: ForeignProblem;
};

/** Where a copy goes meanwhile. It must consume the body. */
type Copying = {
  evidence(file: { path: string }, body: ReadableStream<Uint8Array>): Promise<void>;
};

/** @throws what the plaintext throws */
export async function readForeign(
  plaintext: ReadableStream<Uint8Array>,
  copying?: Copying,
): Promise<Foreign> {
  const reader = plaintext.getReader();
  const start = await startOf(reader);
  const beginsAsOurs = sameBytes(start.subarray(0, OURS.length), OURS);
  const kind = kindOf(start);
  const path = `evidence/001-opened.${kind}`;
  const read = reading(reader, start);
  if (copying) await copying.evidence({ path }, read.body);
  else await drain(read.body);
  const { size, sha256, text } = read.end();
  const entry = { path, name: `opened.${kind}`, type: '', size, removed: [] };
  return {
    testimony: { ...NOTHING_SAID, answers: text === null ? {} : { [ANSWER]: text }, evidence: [entry] },
    bytes: new Uint8Array(),
    channel: null,
    evidence: [{ ...entry, sha256 }],
    foreign: beginsAsOurs ? 'submission.malformed' : 'submission.foreign',
  };
}

/** In the place of what such a submission does not say. */
const NOTHING_SAID: Testimony = {
  format: 'witnessbox-testimony/1',
  kind: 'testimony',
  language: 'und',
  written: '1970-01-01',
  intake: { id: 'none', sha256: '0'.repeat(64) },
  answers: {},
  consent: { contact: false },
  evidence: [],
};

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** At least the bytes of a tar's header, where there are as many. Copied: what the source gave may be filled anew. */
async function startOf(reader: Reader): Promise<Uint8Array> {
  let start = new Uint8Array() as Uint8Array;
  while (start.length < START) {
    const { done, value } = await reader.read();
    if (done) return start;
    start = concatBytes(start, value);
  }
  return start;
}

/** An extension, for whoever saves it. It says what it looks like and promises nothing. */
function kindOf(start: Uint8Array): 'tar' | 'txt' | 'bin' {
  if (sameBytes(start.subarray(TAR_AT, TAR_AT + TAR.length), TAR)) return 'tar';
  return start.length > 0 && textIn(start, true) !== null ? 'txt' : 'bin';
}

/** `isCut`: more may follow. Null for what is no text. */
function textIn(bytes: Uint8Array, isCut: boolean): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}

function reading(reader: Reader, start: Uint8Array) {
  const hash = createHash('sha256');
  const first = [start];
  let size = 0;
  let kept: Uint8Array | null = new Uint8Array();
  const next = async (): Promise<Uint8Array | null> => {
    const begun = first.shift();
    if (begun) return begun;
    const { done, value } = await reader.read();
    return done ? null : value;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await next();
        if (!piece) {
          controller.close();
          return;
        }
        // Before it is handed on: whoever gets it may take its memory over.
        hash.update(piece);
        size += piece.length;
        kept = kept && size <= LONGEST_ANSWERS ? concatBytes(kept, piece) : null;
        controller.enqueue(piece);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const end = () => {
    const text = kept && kept.length > 0 ? textIn(kept, false) : null;
    return { size, sha256: hash.digest('hex'), text };
  };
  return { body, end };
}
