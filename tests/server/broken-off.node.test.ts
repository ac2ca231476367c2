import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastClosing } from '../../db/closing.ts';
import { submissions } from '../../db/schema.ts';
import type { Store } from '../../db/store.ts';
import { diskBlobs } from '../../server/blobs.disk.ts';
import type { BlobStore } from '../../server/blobs.ts';
import { DEFAULT_CONFIG } from '../../server/config.ts';
import { closeDay } from '../../server/retention.ts';
import { newId } from '../../server/shuffle.ts';
import { noise, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { open, writeBlob, type DiskStores } from './support/stores.node.ts';

describe('on disk', () => {
  let disk: DiskStores;
  let folder: string;
  let store: Store;
  let blobs: BlobStore;
  const now = () => new Date('2026-11-23T00:00:01Z');
  beforeEach(async () => {
    disk = await open(now);
    ({ folder, store, blobs } = disk);
  });
  afterEach(() => disk.close());

  const write = (ref: string, bytes: Uint8Array) => writeBlob(blobs, ref, bytes);
  async function submit(): Promise<void> {
    const id = newId(random);
    await write(id, noise(1000));
    await store.db
      .insert(submissions)
      .values({ id, day: '2026-11-22', size: 1000, blob: id, settled: false });
  }

  it('a copy that is broken off leaves nothing of itself, and changes nothing of what was copied', async () => {
    const ref = newId(random);
    const bytes = noise(2_000_000);
    await write(ref, bytes);
    let asked = 0;
    const isOver = () => (asked += 1) > 2;
    await expect(blobs.rewrite(ref, '2026-11-22', isOver)).rejects.toMatchObject({ code: 'server.stopping' });
    expect(asked).toBe(3);
    const stopped = diskBlobs({ folder, now, random, isStopping: () => true });
    await expect(stopped.rewrite(ref, '2026-11-22')).rejects.toMatchObject({ code: 'server.stopping' });
    expect(await readdir(folder)).toEqual([ref]);
    expect(sameBytes(await readFile(join(folder, ref)), bytes)).toBe(true);
  });

  it('a close of the day whose time is over does nothing more, and the next one does the rest', async () => {
    for (let index = 0; index < 3; index += 1) await submit();
    const before = (await readdir(folder)).sort();
    let tidied = 0;
    const tidy = () => Promise.resolve(void (tidied += 1));
    let asked = 0;
    const isOver = () => (asked += 1) > 5;
    const parts = { store: { ...store, tidy }, blobs, config: DEFAULT_CONFIG, now, random };
    // It has begun to copy by then.
    await closeDay({ ...parts, isOver }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'server.stopping' });
    });
    const settled = async () => (await store.db.select().from(submissions)).filter((row) => row.settled);
    expect((await settled()).length).toBeLessThan(3);
    expect((await readdir(folder)).filter((name) => before.includes(name)).length).toBeGreaterThan(0);
    expect(await readdir(folder)).toHaveLength(3);
    expect(tidied).toBe(0);
    expect(await lastClosing(store.db, 'whole')).not.toBe('2026-11-23');
    await closeDay(parts);
    expect(await settled()).toHaveLength(3);
    expect(tidied).toBe(1);
    expect(await lastClosing(store.db, 'whole')).toBe('2026-11-23');
  });
});
