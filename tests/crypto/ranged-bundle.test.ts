/** Testimony and single files out of bundles that nobody has read as a whole. */
import { packTar, type TarHeader } from 'modern-tar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeChannel, encodeTestimony, evidencePath, packBundle, readBundle } from '../../crypto/bundle.ts';
import { collect, utf8 } from '../../crypto/encoding.ts';
import { type RangedPlaintext } from '../../crypto/ranged.ts';
import { openRangedBundle } from '../../crypto/ranged-bundle.ts';
import { codeOfAsync, digest, inPieces, patterned } from './helpers.ts';
import { plainly } from './ranged-source.ts';
import { CHANNEL, FILES, bundleOf, readAll, testimonyAbout, type SampleFile } from './samples.ts';

const packed = async (files: readonly SampleFile[]) => collect((await packBundle(bundleOf(files))).stream);

/** Every file, in the order given, read to its end. */
async function readParts(plaintext: RangedPlaintext, order?: readonly number[]): Promise<string[]> {
  const bundle = await openRangedBundle(plaintext);
  const digests: string[] = [];
  for (const index of order ?? bundle.testimony.evidence.keys()) {
    const { body } = await bundle.evidence(index);
    digests[index] = digest(await collect(body));
  }
  return digests;
}

describe('a bundle', () => {
  test('gives testimony and files as they were sent, in whatever order they are asked for', async () => {
    const lengths = fc.array(fc.oneof(fc.nat(2000), fc.nat(200_000)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.infiniteStream(fc.nat()), async (sizes, numbers) => {
        const files = sizes.map((size, index) => ({
          name: FILES[index % FILES.length]?.name ?? '',
          bytes: patterned(size),
        }));
        const plaintext = plainly(await packed(files));
        const order = Array.from(files.keys(), (index) => [numbers.next().value, index] as const)
          .sort(([a], [b]) => a - b)
          .map(([, index]) => index);
        expect(await readParts(plaintext, order)).toEqual(files.map(({ bytes }) => digest(bytes)));
        const { bytes, testimony, hasChannel } = await openRangedBundle(plaintext);
        expect(digest(bytes)).toBe(digest(encodeTestimony(testimonyAbout(files))));
        expect([testimony, hasChannel]).toEqual([testimonyAbout(files), true]);
      }),
      { numRuns: 25 },
    );
  });

  test('gives names of every script and length, and an empty file', async () => {
    expect(await readParts(plainly(await packed(FILES)))).toEqual(FILES.map(({ bytes }) => digest(bytes)));
  });

  test('gives nothing of the channel', async () => {
    const bundle = await openRangedBundle(plainly(await packed(FILES)));
    expect(JSON.stringify(bundle)).not.toContain(CHANNEL.dropSecret);
    expect(Object.keys(bundle).sort()).toEqual(['bytes', 'evidence', 'hasChannel', 'testimony']);
  });

  test('is walked by two at once without either being lost', async () => {
    const bundle = await openRangedBundle(plainly(await packed(FILES)));
    const read = await Promise.all(
      [5, 0, 4, 5].map(async (index) => digest(await collect((await bundle.evidence(index)).body))),
    );
    expect(read).toEqual([5, 0, 4, 5].map((index) => digest(FILES[index]?.bytes ?? new Uint8Array())));
  });

  test('has no file beyond its list', async () => {
    const bundle = await openRangedBundle(plainly(await packed(FILES)));
    for (const index of [-1, FILES.length, 0.5]) {
      await expect(bundle.evidence(index)).rejects.toThrow(RangeError);
    }
  });

  test('goes on after a line that broke', async () => {
    const whole = plainly(await packed(FILES));
    let broken = false;
    const plaintext: RangedPlaintext = {
      ...whole,
      stream(start, end) {
        if (broken) throw new TypeError('line broke');
        return whole.stream(start, end);
      },
    };
    const bundle = await openRangedBundle(plaintext);
    broken = true;
    await expect(bundle.evidence(4)).rejects.toThrow(new TypeError('line broke'));
    broken = false;
    expect(digest(await collect((await bundle.evidence(4)).body))).toBe(digest(patterned(70_000)));
  });
});

describe('an archive by a stranger', () => {
  type Entry = { header: Partial<TarHeader> & { name: string }; body?: Uint8Array };
  const TWO = [
    { name: 'a.txt', bytes: utf8('text') },
    { name: 'b.txt', bytes: utf8('more') },
  ];
  const [A, B] = [evidencePath(0, 'a.txt'), evidencePath(1, 'b.txt')];
  const testimony = (files = TWO, change: object = {}): Entry => ({
    header: { name: 'testimony.json' },
    body: utf8(JSON.stringify({ ...testimonyAbout(files), ...change })),
  });
  const channel: Entry = { header: { name: 'channel.json' }, body: encodeChannel(CHANNEL) };
  const entry = (name: string, header: Partial<TarHeader> = {}, body = utf8('text')): Entry => ({
    header: { name, ...header },
    body,
  });
  const tar = (entries: Entry[]) =>
    packTar(
      entries.map(({ header, body = new Uint8Array(0) }) => ({
        header: { mtime: new Date(0), type: 'file', ...header, size: body.length },
        body,
      })),
    );
  /** The verdict of the reader in part; the last file lies behind whatever is wrong. */
  const verdict = async (...entries: Entry[]) => {
    const bytes = await tar(entries);
    const inPart = await codeOfAsync(() => readParts(plainly(bytes)));
    const whole = await codeOfAsync(() => readAll(readBundle(inPieces(bytes, [700]))));
    expect(inPart).toBe(whole);
    return inPart;
  };
  const record = testimonyAbout(TWO).evidence[0];
  const NOTHING = new Uint8Array(0);

  test('that is in order is read, whatever the order of its files, with or without a channel', async () => {
    expect(await verdict(testimony(), channel, entry(A), entry(B))).toBe('no error');
    expect(await verdict(testimony(), entry(B), entry(A))).toBe('no error');
    expect(await verdict(testimony([]))).toBe('no error');
    const bundle = await openRangedBundle(plainly(await tar([testimony(), entry(A), entry(B)])));
    expect(bundle.hasChannel).toBe(false);
  });

  test.each<[string, Entry[], string]>([
    ['a link', [entry(A, { type: 'symlink', linkname: '/etc/passwd' }, NOTHING)], 'bundle.hostile-entry'],
    ['a device', [entry(A, { type: 'block-device' }, NOTHING)], 'bundle.hostile-entry'],
    ['a folder', [entry('evidence/', { type: 'directory' }, NOTHING)], 'bundle.hostile-entry'],
    ['a global header', [entry('x', { type: 'pax-global-header' })], 'bundle.hostile-entry'],
    ['a way out', [entry('../x')], 'bundle.hostile-entry'],
    ['a second testimony', [entry('testimony.json')], 'bundle.hostile-entry'],
    ['a file that is not listed', [entry('evidence/003-c.txt')], 'bundle.hostile-entry'],
    ['a file twice', [entry(A), entry(A)], 'bundle.hostile-entry'],
    ['a size that is not the listed one', [entry(A, {}, utf8('texts'))], 'bundle.malformed'],
    ['a channel out of its place', [entry(A), channel], 'bundle.hostile-entry'],
    ['a channel that is none', [entry('channel.json')], 'bundle.malformed'],
  ])('with %s on the way to a file is refused as a whole reading refuses it', async (_, between, code) => {
    expect(await verdict(testimony(), ...between, entry(B))).toBe(code);
  });

  test('that does not begin with its testimony, or whose testimony is none, is refused', async () => {
    expect(await verdict(channel, testimony(), entry(A), entry(B))).toBe('bundle.malformed');
    expect(await verdict(testimony(TWO, { written: 'today' }))).toBe('bundle.malformed');
    expect(await verdict(entry('testimony.json', {}, new Uint8Array(4194305)))).toBe('bundle.hostile-entry');
    expect(await codeOfAsync(() => readParts(plainly(new Uint8Array(65536))))).toBe('bundle.malformed');
    expect(await codeOfAsync(() => readParts(plainly(new Uint8Array(0))))).toBe('bundle.malformed');
  });

  test('that lists more than it holds, or two names that are one, is refused', async () => {
    expect(await verdict(testimony(), channel, entry(A))).toBe('bundle.malformed');
    expect(await verdict(testimony())).toBe('bundle.malformed');
    const evidence = ['evidence/001-A.txt', 'evidence/001-a.txt'].map((path) => ({ ...record, path }));
    expect(await verdict(testimony(TWO, { evidence }))).toBe('bundle.hostile-entry');
  });

  test('whose list is larger than itself is refused before any of it is shown', async () => {
    const evidence = [A, B].map((path) => ({ ...record, path, size: 40_000 }));
    const bytes = new Uint8Array(65536);
    bytes.set(await tar([testimony(TWO, { evidence }), channel]));
    expect(await codeOfAsync(() => openRangedBundle(plainly(bytes)))).toBe('bundle.malformed');
  });

  test('whose bodies end past its end is refused', async () => {
    const bytes = await tar([
      testimony(TWO, { evidence: [{ ...record, size: 4096 }] }),
      entry(A, {}, new Uint8Array(4096)),
    ]);
    expect(await codeOfAsync(() => readParts(plainly(bytes.slice(0, -3072))))).toBe('bundle.malformed');
  });

  test('stays refused, also when it is asked for what lies behind', async () => {
    const bytes = await tar([testimony(), channel, entry('evidence/003-c.txt'), entry(A), entry(B)]);
    const bundle = await openRangedBundle(plainly(bytes));
    for (const index of [0, 1, 0]) {
      expect(await codeOfAsync(() => bundle.evidence(index))).toBe('bundle.hostile-entry');
    }
  });

  test('cannot hide a file inside another one', async () => {
    const inner = await tar([entry(B, {}, utf8('fake'))]);
    const files = [{ name: 'a.txt', bytes: inner }, TWO[1] ?? { name: '', bytes: inner }];
    const bytes = await tar([testimony(files), channel, entry(A, {}, inner), entry(B, {}, utf8('more'))]);
    expect(await readParts(plainly(bytes), [1])).toEqual([undefined, digest(utf8('more'))]);
  });

  test('may hide nothing in the zeros behind a body that is jumped over', async () => {
    const bytes = await tar([testimony(), entry(A), entry(B)]);
    // Behind it lie the header and the body of b.txt and two blocks of zeros.
    const body = bytes.length - 5 * 512;
    expect(bytes.subarray(body, body + 4)).toEqual(utf8('text'));
    bytes[body + 100] = 1;
    expect(await codeOfAsync(() => readParts(plainly(bytes), [1]))).toBe('bundle.malformed');
  });

  test('of any bytes at all, or changed anywhere, ends in one of two codes', async () => {
    const sound = await packed(FILES);
    const noise = fc.uint8Array({ maxLength: 3000 });
    const change = fc
      .record({ at: fc.nat(12_000), by: fc.integer({ min: 1, max: 255 }) })
      .map(({ at, by }) => {
        const bytes = sound.slice();
        bytes[at] = (bytes[at] ?? 0) ^ by;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, change), async (bytes) => {
        expect(await codeOfAsync(() => readParts(plainly(bytes)))).toMatch(
          /^(?:no error|bundle\.(?:malformed|hostile-entry))$/,
        );
      }),
      { numRuns: 120 },
    );
  });
});
