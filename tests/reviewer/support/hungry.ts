/**
 * Reads one archive that would fill memory, in a process of its own, and prints how it ended and the most memory that
 * the process ever held: `node hungry.ts NAME`. The archive is made as it is read.
 *
 * @module
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { readBundle } from '../../../crypto/bundle.ts';
import { generateIdentity, open, recipientOf, seal } from '../../../crypto/envelope.ts';
import { chacha } from '../../../reviewer/chacha.ts';
import { paxEntry, rawEntry, rawHeader } from '../../crypto/raw-tar.ts';

const BASE = {
  format: 'witnessbox-testimony/1',
  kind: 'testimony',
  language: 'en',
  written: '2026-11-22',
  intake: { id: 'default', sha256: 'ab'.repeat(32) },
  answers: {},
  consent: { contact: true },
};
const path = (index: number) => `evidence/${String(index + 1).padStart(3, '0')}-a`;
const document = (value: unknown) => rawEntry({ name: 'testimony.json' }, JSON.stringify(value));
const listing = (count: number, size: number, more: object = {}) =>
  document({
    ...BASE,
    evidence: Array.from({ length: count }, (_, index) => ({
      path: path(index),
      name: 'a',
      type: '',
      size,
      removed: [],
      ...more,
    })),
  });

function* repeated(count: number, entry: (index: number) => Uint8Array): Generator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield entry(index);
}

const MILLION = 1_000_000;
const END = new Uint8Array(1024);

const ARCHIVES: Record<string, () => Generator<Uint8Array>> = {
  *'one file'() {
    yield listing(1, 0);
    yield rawEntry({ name: path(0) });
    yield END;
  },
  *'a million entries that are not listed'() {
    yield listing(0, 0);
    yield* repeated(MILLION, (index) => rawEntry({ name: path(index) }));
    yield END;
  },
  *'a million entries behind ten thousand that are listed'() {
    yield listing(10_000, 0);
    yield* repeated(MILLION, (index) => rawEntry({ name: path(index) }));
    yield END;
  },
  *'a million entries under one listed name'() {
    yield listing(1, 0);
    yield* repeated(MILLION, () => rawEntry({ name: path(0) }));
    yield END;
  },
  *'a million pax headers'() {
    yield listing(1, 0);
    yield* repeated(MILLION, () => paxEntry({ path: path(0) }));
    yield END;
  },
  *'a million entries in the list'() {
    const record = `{"path":"evidence/001-a","name":"","type":"","size":0,"removed":[]},`;
    yield rawHeader({ name: 'testimony.json', size: record.length * MILLION });
    yield* repeated(MILLION, () => new TextEncoder().encode(record));
  },
  *'ten thousand files, each with the longest pax header'() {
    yield listing(10_000, 0);
    yield* repeated(10_000, (index) =>
      concatBytes(paxEntry({ path: path(index), comment: 'x'.repeat(8000) }), rawEntry({ name: 'x' })),
    );
    yield END;
  },
  *'ten thousand files of 10 KB'() {
    yield listing(10_000, 10_000);
    const body = new Uint8Array(10_000);
    yield* repeated(10_000, (index) => rawEntry({ name: path(index) }, body));
    yield END;
  },
  *'the longest list that is read, with all that a record may hold'() {
    yield listing(3000, 0, { name: '名'.repeat(300), removed: Array.from({ length: 20 }, () => 'gps') });
    yield* repeated(3000, (index) => rawEntry({ name: path(index) }));
    yield END;
  },
  *'four megabytes of brackets'() {
    yield rawEntry({ name: 'testimony.json' }, '['.repeat(4_194_304));
  },
  *'four megabytes of empty lists'() {
    yield rawEntry({ name: 'testimony.json' }, `[${'[],'.repeat(1_398_000)}[]]`);
  },
  *'four megabytes of members'() {
    const members = Array.from({ length: 400_000 }, (_, index) => `"${index.toString(36)}":0`).join(',');
    yield rawEntry({ name: 'testimony.json' }, `{${members}}`);
  },
};

async function read(name: string): Promise<{ verdict: string; files: number; made: number }> {
  const make = ARCHIVES[name];
  if (!make) throw new Error(`no such archive: ${name}`);
  let made = 0;
  const pieces = make();
  const plaintext = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = pieces.next();
        if (next.done === true) {
          controller.close();
          return;
        }
        made += next.value.length;
        controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
  const identity = await generateIdentity();
  const sealed = await seal(await recipientOf(identity), plaintext, chacha);
  let files = 0;
  let verdict = 'whole';
  try {
    for await (const part of readBundle(await open([identity], sealed, chacha)))
      if (part.part === 'evidence') files += 1;
  } catch (error) {
    verdict = (error as { code: string }).code;
  }
  return { verdict, files, made };
}

const result = await read(process.argv[2] ?? '');
console.log(JSON.stringify({ ...result, peak: process.resourceUsage().maxRSS * 1024 }));
