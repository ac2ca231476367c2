/**
 * What lies inside of an opened submission: the archive and its two documents. All of it is written by strangers.
 *
 * @module
 */
import { readBundle, packBundle, type BundlePart } from '../../../crypto/bundle.ts';
import { collect, sameBytes, utf8 } from '../../../crypto/encoding.ts';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { fileMisfits, misfits } from '../../../crypto/fitting.ts';
import { openRangedBundle } from '../../../crypto/ranged-bundle.ts';
import {
  encodeChannel,
  encodeTestimony,
  readChannel,
  readTestimony,
  type Testimony,
} from '../../../crypto/testimony.ts';
import { FORM } from '../../crypto/forms.ts';
import { HONEST_ARCHIVE, HOSTILE_ARCHIVES } from '../../crypto/hostile-archives.ts';
import { inPieces } from '../../crypto/helpers.ts';
import { paxEntry, rawArchive, rawEntry, rechecked } from '../../crypto/raw-tar.ts';
import { CHANNEL, FOLLOW_UP, sourceOf, testimonyAbout } from '../../crypto/samples.ts';
import { hold, type Target } from '../target.ts';

type File = { path: string; bytes: Uint8Array };
type Read = { documents: Uint8Array[]; files: File[] };

async function readWhole(bytes: Uint8Array, pieces: number[]): Promise<Read> {
  const read: Read = { documents: [], files: [] };
  const parts: AsyncGenerator<BundlePart> = readBundle(inPieces(bytes, pieces));
  for await (const part of parts) {
    if (part.part !== 'evidence') read.documents.push(part.bytes);
    else read.files.push({ path: part.record.path, bytes: (await collect(part.body)).slice() });
  }
  return read;
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'read';
  } catch (error) {
    if (error instanceof WitnessboxError) return String(error.code);
    throw error;
  }
}

/** The same, read in part: each file by its place in the list, those that the archive holds first last. */
async function readInPart(bytes: Uint8Array): Promise<Read> {
  const bundle = await openRangedBundle({
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
    stream: (start, end) => inPieces(bytes.slice(start, end), [1000]),
  });
  const files: File[] = [];
  for (let index = bundle.testimony.evidence.length - 1; index >= 0; index -= 1) {
    const { record, body } = await bundle.evidence(index);
    files.push({ path: record.path, bytes: (await collect(body)).slice() });
  }
  return { documents: [bundle.bytes], files };
}

/** Without the padding, which is nothing but zeros up to 64 KiB. */
const short = (archive: Uint8Array): Uint8Array => {
  let end = archive.length;
  while (end > 0 && archive[end - 1] === 0) end -= 1;
  return archive.subarray(0, Math.ceil(end / 512) * 512 + 1024);
};

const withChannel = rawArchive([
  rawEntry({ name: 'testimony.json' }, encodeTestimony(testimonyAbout([]))),
  rawEntry({ name: 'channel.json' }, JSON.stringify({ ...CHANNEL, followUp: FOLLOW_UP })),
]);
const byPax = rawArchive([
  rawEntry(
    { name: 'testimony.json' },
    encodeTestimony(testimonyAbout([{ name: '证.txt', bytes: utf8('x') }])),
  ),
  paxEntry({ path: 'evidence/001-证.txt', mtime: '0', size: '1' }),
  rawEntry({ name: 'x', size: 1 }, 'x'),
]);

export const archive: Target = {
  name: 'archive',
  covers: [
    '/crypto/tar.ts',
    '/crypto/unbundle.ts',
    '/crypto/ranged-bundle.ts',
    '/crypto/bytes.ts',
    '/crypto/names.ts',
  ],
  seeds: () => [
    short(HONEST_ARCHIVE),
    withChannel,
    byPax,
    ...HOSTILE_ARCHIVES.filter((_, index) => index % 3 === 0).map(({ plaintext }) => short(plaintext)),
  ],
  tokens: [
    'ustar\u000000',
    'ustar  \u0000',
    '19 path=evidence/x\n',
    '11 size=12\n',
    'path=',
    'testimony.json\0',
    'channel.json\0',
    'evidence/001-a.txt\0',
    '../',
    '00000000004\0',
  ],
  longest: 16_384,
  async check(input) {
    // A wrong checksum ends most mutants at once; every other one is given the right ones.
    const bytes = (input[input.length - 1] ?? 0) % 2 === 0 ? rechecked(input) : input;
    const code = await codeOf(readWhole(bytes, [65536]));
    for (const pieces of [[512], [700, 1, 4096]]) {
      hold((await codeOf(readWhole(bytes, pieces))) === code, 'pieces change the verdict');
    }
    // Whatever it makes of an archive that is refused, it may do so only with a code.
    await codeOf(readInPart(bytes));
    const { documents, files } = await readWhole(bytes, [65536]);
    const inPart = await readInPart(bytes);
    hold(inPart.files.length === files.length, 'read in part, files are missing');
    for (const { path, bytes: whole } of files) {
      const part = inPart.files.find((file) => file.path === path);
      hold(part !== undefined && sameBytes(part.bytes, whole), 'read in part, a file is another');
    }
    const [testimony, channel] = documents;
    hold(testimony !== undefined, 'read without a testimony');
    if (channel === undefined) return;
    const { stream } = await packBundle({
      testimony,
      channel,
      evidence: files.map((file) => sourceOf(file.path, file.bytes)),
    });
    const again = await readWhole(await collect(stream), [65536]);
    hold(again.files.length === files.length, 'packed again, files are missing');
    again.files.forEach((file, index) => {
      const before = files[index];
      hold(before !== undefined && file.path === before.path, 'packed again, a name is another');
      hold(sameBytes(file.bytes, before.bytes), 'packed again, a file is another');
    });
    again.documents.forEach((document, index) => {
      hold(sameBytes(document, documents[index] ?? new Uint8Array(0)), 'packed again, a document is another');
    });
  },
};

export const JSON_TOKENS: readonly string[] = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  '0.5',
  '\\u0000',
  '\\ud800',
  '\\n',
  '"__proto__":',
  '"constructor":',
  '""',
  '{}',
  '[]',
  '"2026-02-30"',
  '"2026-11-22"',
  'ab',
  '\ufeff',
];

/** Written again and read again, a document says the same. */
function sameAgain(
  value: unknown,
  write: (value: never) => Uint8Array,
  read: (bytes: Uint8Array) => unknown,
): void {
  const again = read(write(value as never));
  hold(JSON.stringify(again) === JSON.stringify(value), 'written and read again, it says something else');
}

const FILES = [
  { name: 'a.txt', bytes: utf8('text') },
  { name: '拘留通知书.jpg', bytes: utf8('') },
];

const STRUCTURED: Testimony = {
  ...testimonyAbout([]),
  answers: {
    what: 'x',
    when: '2019-03~/..',
    relation: ['saw', 'told'],
    officials: [{ name: 'y', since: '2012-01-31', rank: 'high' }, {}],
  },
  consent: {
    contact: false,
    uses: ['numbers', 'named'],
    notice: { version: '3', language: 'en', sha256: 'ab'.repeat(32) },
  },
  evidence: [
    { path: 'evidence/001-a', name: 'a', type: '', size: 0, removed: [], answers: { copy: 'copy' } },
  ],
};

export const testimony: Target = {
  name: 'testimony',
  covers: [
    '/crypto/testimony.ts',
    '/crypto/answers.ts',
    '/crypto/consent.ts',
    '/crypto/fitting.ts',
    '/crypto/edtf.ts',
    '/crypto/shapes.ts',
    '/crypto/json-text.ts',
    '/crypto/names.ts',
    '/valibot/',
  ],
  seeds: () => [
    encodeTestimony(testimonyAbout(FILES)),
    encodeTestimony({ ...testimonyAbout([]), kind: 'follow-up', language: 'ug' }),
    utf8(JSON.stringify({ ...testimonyAbout(FILES), later: { of: ['any', 'kind'] } })),
    encodeTestimony(STRUCTURED),
    encodeTestimony({ ...STRUCTURED, kind: 'follow-up', consent: null, asks: ['deletion'] }),
    utf8('{"format":"witnessbox-testimony/1"}'),
    utf8('[]'),
    utf8('null'),
  ],
  tokens: [
    ...JSON_TOKENS,
    '"format":"witnessbox-testimony/1",',
    '"kind":"follow-up",',
    '"language":"zh-Hans",',
    '"removed":["gps"]',
    '"evidence/002-b"',
    '"evidence/../x"',
    '"officials":[{"name":"x"}]',
    '"relation":["saw"]',
    '"2019-03~/.."',
    '"consent":null,',
    '"asks":["deletion"],',
    '"uses":["numbers"],',
  ],
  longest: 4096,
  check: (input) => {
    const read = readTestimony(input);
    sameAgain(read, encodeTestimony, readTestimony);
    const ids = Object.keys(read.answers);
    hold(
      misfits(FORM, read.answers).every((id) => ids.includes(id)),
      'an answer that does not fit and was not given',
    );
    for (const { answers = {} } of read.evidence) fileMisfits(FORM, answers);
  },
};

export const channel: Target = {
  name: 'channel',
  covers: ['/crypto/testimony.ts', '/crypto/shapes.ts', '/crypto/json-text.ts', '/valibot/'],
  seeds: () => [
    encodeChannel(CHANNEL),
    encodeChannel({ ...CHANNEL, followUp: FOLLOW_UP }),
    utf8(JSON.stringify({ ...CHANNEL, recipient: 'age1' })),
    utf8('{}'),
  ],
  tokens: [...JSON_TOKENS, '"followUp":{"id":"', '"signature":"', '"dropSecret":"', 'AAAA', '=='],
  longest: 4096,
  check: (input) => {
    sameAgain(readChannel(input), encodeChannel, readChannel);
  },
};
