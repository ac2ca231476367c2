/** What it costs to look into a large submission: bytes that are asked for, and none of the rest. */
import { packTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { encodeChannel, encodeTestimony, evidencePath, packBundle } from '../../crypto/bundle.ts';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import { padTo } from '../../crypto/padding.ts';
import { openRanged } from '../../crypto/ranged.ts';
import { openRangedBundle } from '../../crypto/ranged-bundle.ts';
import { digest, patterned } from './helpers.ts';
import { SEALED, bytesAsked, sealedOnDemand, storedBytes } from './ranged-source.ts';
import { CHANNEL, bundleOf, testimonyAbout, type SampleFile } from './samples.ts';

const packed = async (files: readonly SampleFile[]) => collect((await packBundle(bundleOf(files))).stream);

describe('a submission of 2 GB', () => {
  const FILE_SIZE = 600_000_000;
  const NAMES = ['first.avi', 'second.avi', 'third.avi'];
  const contentOf = (file: number, offset: number) => (offset * 7 + (offset >> 13) + file) & 0xff;

  /** A tar of three large files that exists only where somebody looks. */
  async function hugeTar(): Promise<{ size: number; at(start: number, end: number): Uint8Array }> {
    const testimony = testimonyAbout([]);
    const evidence = NAMES.map((name, index) => ({
      path: evidencePath(index, name),
      name,
      type: 'video/x-msvideo',
      size: FILE_SIZE,
      removed: [],
    }));
    const documents: [string, Uint8Array][] = [
      [
        'testimony.json',
        encodeTestimony({ ...testimony, answers: { what: '他们。'.repeat(6000) }, evidence }),
      ],
      ['channel.json', encodeChannel(CHANNEL)],
    ];
    const head = await packTar(
      documents.map(([name, body]) => ({ header: { name, size: body.length }, body })),
    );
    const pieces: { start: number; length: number; byte: (offset: number) => number }[] = [];
    let end = 0;
    const add = (length: number, byte: (offset: number) => number) => {
      pieces.push({ start: end, length, byte });
      end += Math.ceil(length / 512) * 512;
    };
    add(head.length - 1024, (offset) => head[offset] ?? 0);
    for (const [index, { path }] of evidence.entries()) {
      const header = headerOf(await packTar([{ header: { name: path, size: 0 } }]), FILE_SIZE);
      add(512, (offset) => header[offset] ?? 0);
      add(FILE_SIZE, (offset) => contentOf(index, offset));
    }
    return {
      size: padTo(end + 1024),
      at(from, to) {
        const bytes = new Uint8Array(to - from);
        for (const { start, length, byte } of pieces) {
          for (let at = Math.max(from, start); at < Math.min(to, start + length); at += 1) {
            bytes[at - from] = byte(at - start);
          }
        }
        return bytes;
      },
    };
  }

  /** The header of an empty file, saying another size. */
  function headerOf(tar: Uint8Array, size: number): Uint8Array {
    const header = tar.slice(0, 512);
    header.set(utf8(size.toString(8).padStart(11, '0')), 124);
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    return header;
  }

  test('shows its testimony for 330 KB, and the end of its third file for another few pieces', async () => {
    const identity = await generateIdentity();
    const tar = await hugeTar();
    const source = await sealedOnDemand(await recipientOf(identity), tar.size, (start, end) =>
      tar.at(start, end),
    );
    expect(source.size).toBeGreaterThan(1_800_000_000);

    const bundle = await openRangedBundle(await openRanged([identity], source));
    expect(bundle.testimony.answers['what']).toHaveLength(18_000);
    expect(bundle.testimony.evidence.map(({ name }) => name)).toEqual(NAMES);
    expect(bytesAsked(source)).toBeLessThan(330_000);
    expect(source.asked).toHaveLength(2);

    const before = bytesAsked(source);
    const { record, body } = await bundle.evidence(2);
    expect(record.name).toBe('third.avi');
    // One place between two files each, of one chunk or of two.
    expect(bytesAsked(source) - before).toBeLessThanOrEqual(4 * SEALED);
    const reader = body.getReader();
    const { value = new Uint8Array(0) } = await reader.read();
    expect(value.length).toBeGreaterThan(0);
    expect(digest(value)).toBe(digest(Uint8Array.from(value, (_, offset) => contentOf(2, offset))));
    await reader.cancel();
    expect(bytesAsked(source)).toBeLessThan(5_000_000);
  });
});

describe('a submission of many files', () => {
  const FILES_IN_IT = 400;

  test('gives file k for at most one chunk each place between large files, and all small ones for one', async () => {
    const identity = await generateIdentity();
    const files = Array.from({ length: FILES_IN_IT }, (_, index) => ({
      name: `${String(index)}.jpg`,
      bytes: patterned(index === 5 ? 700_000 : 40),
    }));
    const sealed = await collect(await seal(await recipientOf(identity), streamOf(await packed(files))));
    const source = storedBytes(sealed);
    const bundle = await openRangedBundle(await openRanged([identity], source));
    for (const index of [399, 5, 0, 200]) {
      const { body } = await bundle.evidence(index);
      expect(digest(await collect(body))).toBe(digest(files[index]?.bytes ?? new Uint8Array()));
    }
    // 400 files, 1 MiB and more in all: never a request a file.
    expect(source.asked.length).toBeLessThan(20);
  });
});
