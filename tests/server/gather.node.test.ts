/** Bytes that gather on their way into a file: none is lost or told too early, and memory is bounded. */
import { describe, expect, it } from 'vitest';
import { createSlabs, gather } from '../../server/gather.disk.ts';
import { concat, noise, sameBytes } from './support/files.ts';

const KB = 1024;

describe('what gathers on its way into a file', () => {
  it('is written in order, in fewer parts than it came in, whatever their sizes', async () => {
    const parts: Uint8Array[] = [];
    const gathering = gather(createSlabs(), (bytes) => {
      parts.push(bytes.slice());
      return Promise.resolve();
    });
    const given = [1, 70 * KB, 512 * KB, 3, 1300 * KB, 512 * KB - 1, ...Array<number>(40).fill(64 * KB)].map(
      noise,
    );
    for (const bytes of given) {
      const lent = bytes.slice();
      await gathering.add(lent);
      lent.fill(0);
    }
    await gathering.drain();
    expect(sameBytes(concat(...parts), concat(...given))).toBe(true);
    expect(parts.length).toBeLessThan(given.length / 2);
  });

  it('is written without more to come, as from a slow line', async () => {
    const written = Promise.withResolvers<number>();
    const gathering = gather(createSlabs(), (bytes) => {
      written.resolve(bytes.length);
      return Promise.resolve();
    });
    await gathering.add(noise(100));
    expect(await written.promise).toBe(100);
  });

  it('is told of a failure with the next bytes and at the end, and is not written behind it', async () => {
    const puts: number[] = [];
    const gathering = gather(createSlabs(), (bytes) => {
      puts.push(bytes.length);
      return Promise.reject(new Error('no room'));
    });
    await gathering.add(noise(10));
    await expect(gathering.drain()).rejects.toThrow('no room');
    await expect(gathering.add(noise(10))).rejects.toThrow('no room');
    await expect(gathering.drain()).rejects.toThrow('no room');
    expect(puts).toEqual([10]);
  });

  it('takes up so much memory at most, however many files wait for the disk, and gives all of it back', async () => {
    const slabs = createSlabs();
    const disk = Promise.withResolvers<undefined>();
    const files = Array.from({ length: 50 }, () => gather(slabs, () => disk.promise));
    const adding = files.map(async (gathering) => {
      for (let index = 0; index < 40; index += 1) await gathering.add(noise(64 * KB));
      await gathering.end();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(slabs.take()).toBeNull();
    disk.resolve(undefined);
    await Promise.all(adding);
    const free: Uint8Array<ArrayBuffer>[] = [];
    for (let slab = slabs.take(); slab; slab = slabs.take()) free.push(slab);
    expect(free.reduce((sum, { length }) => sum + length, 0)).toBe(8 * KB * KB);
  });
});
