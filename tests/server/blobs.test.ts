import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { dayOf } from '../../crypto/days.ts';
import { PIECE_SIZE, type BlobRef } from '../../server/blobs.ts';
import { newId } from '../../server/shuffle.ts';
import { concat, noise, sameBytes } from './support/files.ts';
import { inWorkerd, random, type Stores } from './support/runtime.ts';
import { openStores } from './support/stores.ts';

const DAY = '2026-11-22';

describe('a blob store', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores(() => new Date());
  });
  afterEach(() => stores.close());

  const create = (): BlobRef => stores.blobs.create(newId(random));

  async function append(ref: BlobRef, length: number, ...pieces: Uint8Array[]): Promise<BlobRef> {
    const writer = await stores.blobs.writer(ref, length);
    if (!writer) throw new Error('cannot be continued');
    for (const piece of pieces) await writer.write(piece);
    const flushed = await writer.flush();
    await flushed.recorded();
    await writer.close();
    return flushed.ref;
  }

  async function read(ref: BlobRef, start: number, end: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of stores.blobs.read(ref, { start, end })) parts.push(part);
    return concat(...parts);
  }

  it('gives back what was written, whole and in ranges', async () => {
    const bytes = noise(PIECE_SIZE + 5);
    let ref = await append(create(), 0, bytes.subarray(0, 10), bytes.subarray(10, PIECE_SIZE));
    ref = await append(ref, PIECE_SIZE, bytes.subarray(PIECE_SIZE));
    await stores.blobs.seal(ref, DAY);
    expect(sameBytes(await read(ref, 0, bytes.length), bytes)).toBe(true);
    expect(sameBytes(await read(ref, 1, 2), bytes.subarray(1, 2))).toBe(true);
    expect(
      sameBytes(
        await read(ref, PIECE_SIZE - 3, PIECE_SIZE + 2),
        bytes.subarray(PIECE_SIZE - 3, PIECE_SIZE + 2),
      ),
    ).toBe(true);
  });

  it('gives the same bytes however they were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 8 }),
        async (pieces) => {
          let ref = create();
          let length = 0;
          for (const piece of pieces) {
            ref = await append(ref, length, piece);
            length += piece.length;
          }
          const all = concat(...pieces.map((piece) => new Uint8Array(piece)));
          expect(await read(ref, 0, length)).toEqual(all);
          await stores.blobs.remove(ref);
        },
      ),
      { numRuns: 15 },
    );
    expect(await stores.countObjects()).toBe(0);
  });

  it('reads an empty range as nothing', async () => {
    const ref = await append(create(), 0, noise(10));
    expect(await read(ref, 4, 4)).toEqual(new Uint8Array(0));
  });

  it('copies what it is given, so that the caller may use the memory again', async () => {
    const bytes = noise(100);
    const original = bytes.slice();
    const writer = await stores.blobs.writer(create(), 0);
    await writer?.write(bytes);
    bytes.fill(0);
    const flushed = await writer?.flush();
    await writer?.close();
    expect(await read(flushed?.ref ?? '', 0, 100)).toEqual(original);
  });

  it('loses what was not flushed', async () => {
    const ref = await append(create(), 0, noise(10));
    const writer = await stores.blobs.writer(ref, 10);
    await writer?.write(noise(10));
    await writer?.close();
    const again = await append(ref, 10, Uint8Array.of(1));
    expect((await read(again, 10, 11))[0]).toBe(1);
    await expect(read(again, 0, 12)).rejects.toMatchObject({ code: 'storage.failed' });
  });

  it('cuts off what was flushed but never recorded', async () => {
    const first = noise(10);
    const ref = await append(create(), 0, first);
    const writer = await stores.blobs.writer(ref, 10);
    await writer?.write(noise(20));
    await writer?.flush(); // and then a crash: the new reference is forgotten
    await writer?.close();
    const again = await append(ref, 10, Uint8Array.of(7, 8));
    expect(await read(again, 0, 12)).toEqual(concat(first, Uint8Array.of(7, 8)));
  });

  it('takes a flush back', async () => {
    const first = noise(10);
    const ref = await append(create(), 0, first);
    const before = await stores.countObjects();
    const writer = await stores.blobs.writer(ref, 10);
    await writer?.write(noise(20));
    await (await writer?.flush())?.undo();
    await writer?.close();
    expect(await stores.countObjects()).toBe(before);
    expect(await read(ref, 0, 10)).toEqual(first);
  });

  it('says that a blob cannot be continued when bytes are missing', async () => {
    const ref = await append(create(), 0, noise(10));
    expect(await stores.blobs.writer(ref, 11)).toBeNull();
    await stores.loseObjects();
    expect(await stores.blobs.writer(ref, 10)).toBeNull();
    await expect(read(ref, 0, 10)).rejects.toMatchObject({ code: 'storage.failed' });
    await expect(stores.blobs.seal(ref, DAY)).rejects.toThrow();
  });

  it('removes, twice if asked', async () => {
    const ref = await append(create(), 0, noise(10));
    await stores.blobs.remove(ref);
    await stores.blobs.remove(ref);
    await stores.blobs.remove(create());
    expect(await stores.countObjects()).toBe(0);
  });

  it('lets nobody write to what is shut, and shuts nothing that is written to', async () => {
    const ref = await append(create(), 0, noise(10));
    const writer = await stores.blobs.writer(ref, 10);
    expect(stores.blobs.shut(ref)).toBeNull();
    await writer?.close();
    const reopen = stores.blobs.shut(ref);
    // Where others may write in another process, nothing can be.
    expect(reopen === null).toBe(inWorkerd);
    if (inWorkerd) return;
    expect([await stores.blobs.writer(ref, 10), stores.blobs.shut(ref)]).toEqual([null, null]);
    reopen?.();
    await append(ref, 10, noise(10));
  });

  it('rewrites without changing a byte', async () => {
    const bytes = noise(1000);
    const ref = await append(create(), 0, bytes);
    const copy = await stores.blobs.rewrite(ref, DAY);
    await copy.recorded();
    expect(await read(copy.ref, 0, 1000)).toEqual(bytes);
    expect(await stores.countObjects()).toBe(1);
  });

  it('knows of what day a blob is', async () => {
    const [today, tomorrow] = [0, 86_400_000].map((shift) => dayOf(new Date(Date.now() + shift)));
    const ref = await append(create(), 0, noise(10));
    expect(await stores.blobs.isOld(ref, today ?? '')).toBe(false);
    expect(await stores.blobs.isOld(ref, tomorrow ?? '')).toBe(true);
    expect(await stores.blobs.isOld(create(), tomorrow ?? '')).toBe(false);
  });

  it('asks for no more memory than a piece and a little while many small ones come', async () => {
    let ref = create();
    for (let length = 0; length < 30; length += 1) ref = await append(ref, length, Uint8Array.of(length));
    expect(await stores.countObjects()).toBe(1);
    expect(await read(ref, 0, 30)).toEqual(Uint8Array.from({ length: 30 }, (_, index) => index));
  });
});
