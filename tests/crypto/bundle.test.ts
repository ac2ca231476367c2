import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LONGEST_ANSWERS,
  answersLength,
  encodeChannel,
  encodeTestimony,
  evidencePath,
  packBundle,
  readBundle,
  type EvidenceSource,
  type Testimony,
} from '../../crypto/bundle.ts';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import { SMALLEST_PLAINTEXT, isLegalPlaintextSize } from '../../crypto/padding.ts';
import { codeOf, codeOfAsync, digest, inPieces, patterned } from './helpers.ts';
import { CHANNEL, FILES, FOLLOW_UP, bundleOf, readAll, sourceOf, testimonyAbout } from './samples.ts';

describe('a bundle', () => {
  test('gives testimony, channel and every file back, in order', async () => {
    const input = bundleOf(FILES);
    const { size, stream } = await packBundle(input);
    const plaintext = await collect(stream);
    expect(plaintext.length).toBe(size);
    expect(isLegalPlaintextSize(size)).toBe(true);
    expect(await readAll(readBundle(streamOf(plaintext)))).toEqual([
      { part: 'testimony', testimony: testimonyAbout(FILES), bytes: input.testimony },
      { part: 'channel', channel: CHANNEL, bytes: input.channel },
      ...FILES.map(({ name, bytes }, index) => ({
        part: 'evidence',
        path: evidencePath(index, name),
        content: digest(bytes),
      })),
    ]);
  });

  test('of any files, in any pieces, has the size said beforehand and gives the same back', async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 });
    const files = fc.array(
      fc.record({
        name: fc.string({ unit: 'binary', maxLength: 120 }),
        bytes: fc.oneof(fc.constantFrom(0, 511, 512, 513), fc.nat(40_000)).map(patterned),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(files, pieces, pieces, async (chosen, before, after) => {
        const { size, stream } = await packBundle(bundleOf(chosen, before));
        const plaintext = await collect(stream);
        expect(plaintext.length).toBe(size);
        const parts = await readAll(readBundle(inPieces(plaintext, after)));
        expect(parts.slice(2)).toEqual(
          chosen.map(({ name, bytes }, index) => ({
            part: 'evidence',
            path: evidencePath(index, name),
            content: digest(bytes),
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('says every name that is not short ASCII in a pax record, as POSIX wants it', async () => {
    const text = new TextDecoder().decode(await collect((await packBundle(bundleOf(FILES))).stream));
    for (const [index, { name }] of FILES.entries()) {
      const path = evidencePath(index, name);
      expect(text.includes(` path=${path}\n`)).toBe(name !== 'empty');
    }
  });

  test('is the same for the same content: no clock and no user of the machine is in it', async () => {
    const [a, b] = await Promise.all([packBundle(bundleOf(FILES)), packBundle(bundleOf(FILES, [7]))]);
    expect(digest(await collect(a.stream))).toBe(digest(await collect(b.stream)));
  });

  test('of text alone always has the smallest size, even with the longest text and every field at its longest', async () => {
    const ids = Array.from(
      { length: 100 },
      (_, index) => `${'q'.repeat(61)}${String(index).padStart(3, '0')}`,
    );
    const empty = Object.fromEntries(ids.map((id) => [id, '']));
    const [first = ''] = ids;
    const answers = { ...empty, [first]: 'a'.repeat(LONGEST_ANSWERS - answersLength(empty)) };
    expect(answersLength(answers)).toBe(LONGEST_ANSWERS);
    const testimony: Testimony = {
      ...testimonyAbout([], answers),
      kind: 'follow-up',
      language: `zh${'-abcdefgh'.repeat(3)}-abcd`,
      intake: { id: 'i'.repeat(64), sha256: 'ab'.repeat(32) },
    };
    const channel = encodeChannel({ ...CHANNEL, followUp: FOLLOW_UP });
    const { size } = await packBundle({ testimony: encodeTestimony(testimony), channel, evidence: [] });
    expect(size).toBe(SMALLEST_PLAINTEXT);

    const longer = { ...answers, [first]: `${answers[first] ?? ''}a` };
    expect(codeOf(() => encodeTestimony({ ...testimony, answers: longer }))).toBe('bundle.too-long');
  });

  test('counts text in bytes, as it is stored, with the white space around it', () => {
    expect(answersLength({ a: '证' })).toBe(utf8('{\n  "answers": {\n    "a": "证"\n  }\n}\n').length);
  });
});

describe('a file that changed while it was sent', () => {
  const changed = async (declared: number, actual: number) => {
    const source: EvidenceSource = { ...sourceOf('evidence/001-a', patterned(actual)), size: declared };
    const { stream } = await packBundle({ ...bundleOf([]), evidence: [source] });
    return codeOfAsync(() => collect(stream));
  };

  test('errors the stream when it became longer or shorter', async () => {
    expect(await changed(1000, 1001)).toBe('bundle.file-changed');
    expect(await changed(1000, 999)).toBe('bundle.file-changed');
    expect(await changed(1000, 0)).toBe('bundle.file-changed');
    expect(await changed(0, 1)).toBe('bundle.file-changed');
    expect(await changed(1000, 1000)).toBe('no error');
  });

  test('errors the stream with its own error when it cannot be read', async () => {
    const source: EvidenceSource = {
      path: 'evidence/001-a',
      size: 10,
      stream: () =>
        new ReadableStream({
          pull() {
            throw new RangeError('unreadable');
          },
        }),
    };
    const { stream } = await packBundle({ ...bundleOf([]), evidence: [source] });
    await expect(collect(stream)).rejects.toThrow(new RangeError('unreadable'));
  });

  test.each([-1, 1.5, 8 ** 11])('is refused beforehand when its size is %d', async (size) => {
    const source: EvidenceSource = {
      path: 'evidence/001-a',
      size,
      stream: () => streamOf(new Uint8Array(0)),
    };
    expect(await codeOfAsync(() => packBundle({ ...bundleOf([]), evidence: [source] }))).toBe(
      'bundle.too-long',
    );
  });
});

describe('streaming', () => {
  test('opens no file before the bundle is read, and only one at a time', async () => {
    const opened: string[] = [];
    const evidence = ['evidence/001-a', 'evidence/002-b'].map((path) => ({
      path,
      size: 20_000_000,
      stream: () => {
        opened.push(path);
        let left = 20_000_000;
        return new ReadableStream<Uint8Array>({
          pull(controller) {
            const piece = new Uint8Array(Math.min(65536, left));
            left -= piece.length;
            if (piece.length > 0) controller.enqueue(piece);
            else controller.close();
          },
        });
      },
    }));
    const { stream } = await packBundle({ ...bundleOf([]), evidence });
    expect(opened).toEqual([]);
    const reader = stream.getReader();
    await reader.read();
    expect(opened.length).toBeLessThanOrEqual(1);
    let length = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      length += piece.value.length;
    expect(opened).toEqual(['evidence/001-a', 'evidence/002-b']);
    expect(length).toBeGreaterThan(40_000_000);
  });

  test('reads a source no more than a few megabytes ahead of a slow reader', async () => {
    let read = 0;
    const source: EvidenceSource = {
      path: 'evidence/001-a',
      size: 1e9,
      stream: () =>
        new ReadableStream({
          pull(controller) {
            read += 65536;
            controller.enqueue(new Uint8Array(65536));
          },
        }),
    };
    const { stream } = await packBundle({ ...bundleOf([]), evidence: [source] });
    const reader = stream.getReader();
    for (let piece = 0; piece < 10; piece += 1) await reader.read();
    await new Promise((done) => setTimeout(done, 50));
    expect(read).toBeLessThan(12_000_000);
    await reader.cancel();
  });

  test('a body may be left unread, read in part, or read late without harm to the next', async () => {
    const files = [1, 2, 3].map((n) => ({ name: `${String(n)}.bin`, bytes: patterned(100_000 + n) }));
    const plaintext = await collect((await packBundle(bundleOf(files))).stream);
    const seen: string[] = [];
    let first: ReadableStream<Uint8Array> | undefined;
    for await (const part of readBundle(inPieces(plaintext, [1000]))) {
      if (part.part !== 'evidence') continue;
      if (part.record.name === '1.bin') first = part.body;
      if (part.record.name === '2.bin') await part.body.getReader().read();
      if (part.record.name === '3.bin') seen.push(digest(await collect(part.body)));
    }
    expect(seen).toEqual([digest(patterned(100_003))]);
    expect(await codeOfAsync(() => collect(first ?? streamOf(new Uint8Array(0))))).toBe('bundle.malformed');
  });

  test('a read that is under way when the archive moves on takes no byte from the next entry', async () => {
    const files = [1, 2].map((n) => ({ name: `${String(n)}.bin`, bytes: patterned(100_000 + n) }));
    const plaintext = await collect((await packBundle(bundleOf(files))).stream);
    let last = '';
    for await (const part of readBundle(inPieces(plaintext, [1000]))) {
      if (part.part !== 'evidence') continue;
      if (part.record.name === '1.bin') void part.body.getReader().read();
      if (part.record.name === '2.bin') last = digest(await collect(part.body));
    }
    expect(last).toBe(digest(patterned(100_002)));
  });

  test('whoever stops half-way lets go of the source', async () => {
    const plaintext = await collect((await packBundle(bundleOf(FILES))).stream);
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(plaintext);
      },
      cancel() {
        cancelled = true;
      },
    });
    for await (const part of readBundle(source)) {
      if (part.part === 'channel') break;
    }
    expect(cancelled).toBe(true);
  });
});
