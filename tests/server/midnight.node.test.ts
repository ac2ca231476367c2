import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BlobStore } from '../../server/blobs.ts';
import { diskBlobs } from '../../server/blobs.disk.ts';
import { closeDay } from '../../server/retention.ts';
import { ageFile, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { eventually } from './support/served.node.ts';
import { createUpload, makeWorld, offsetOf, onlySubmission, patch, type World } from './support/world.ts';

describe('an upload that is under way at midnight', () => {
  let folder: string;
  let blobs: BlobStore;
  let world: World;
  let file: Uint8Array;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-'));
    blobs = diskBlobs({ folder, now: () => world.clock.now, random });
    world = await makeWorld({ blobs });
    world.clock.now = new Date('2026-11-22T23:59:55Z');
    file = await ageFile();
    path = await createUpload(world, file.length);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
    await rm(folder, { recursive: true });
  });

  const close = () => closeDay({ ...world, blobs, now: () => world.clock.now, random });
  /** The one blob: its name, its size and when its file came to be, in real nanoseconds. */
  const blob = async () => {
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    const { birthtimeNs, size } = await stat(join(folder, names[0] ?? ''), { bigint: true });
    return { name: names[0], birth: birthtimeNs, size: Number(size) };
  };
  const grownTo = (size: number) =>
    eventually(async () => (await readdir(folder)).length === 1 && (await blob()).size === size);
  /** A PATCH whose body comes when the test wants. */
  const openAppend = (offset: number) => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    const answer = patch(world, path, offset, body);
    return {
      answer,
      give: (from: number, to?: number) => controller?.enqueue(file.subarray(from, to)),
      end: () => controller?.close(),
    };
  };
  const toNextDay = () => {
    world.clock.now = new Date('2026-11-23T00:00:01Z');
  };

  it('goes on in a file of the new day, without losing its connection or a byte', async () => {
    const append = openAppend(0);
    append.give(0, 5000);
    await grownTo(5000);
    const before = await blob();
    toNextDay();
    // The close leaves it alone, and says that it must look again.
    await expect(close()).rejects.toMatchObject({ code: 'upload.busy' });
    expect(await blob()).toEqual(before);

    append.give(5000, 5001);
    await eventually(async () => (await blob().catch(() => before)).name !== before.name);
    expect((await blob()).birth).toBeGreaterThan(before.birth);
    await close();
    append.give(5001);
    append.end();
    expect((await append.answer).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('keeps what it brought if nothing more comes: the close ends it and copies that', async () => {
    const append = openAppend(0);
    append.give(0, 5000);
    await grownTo(5000);
    const before = await blob();
    world.clock.now = new Date('2026-11-23T00:00:55Z');
    await close();
    expect((await append.answer).status).toBe(423);
    expect(await offsetOf(world, path)).toBe(5000);
    expect((await blob()).birth).toBeGreaterThan(before.birth);
    expect((await patch(world, path, 5000, file.subarray(5000))).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('holds up no close by requests of the next day that bring nothing', async () => {
    await patch(world, path, 0, file.subarray(0, 5000));
    const before = await blob();
    toNextDay();
    const append = openAppend(5000);
    await eventually(async () => (await blob().catch(() => before)).name !== before.name);
    await close();
    append.give(5000);
    append.end();
    expect((await append.answer).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('loses nothing if its first byte comes after midnight', async () => {
    const append = openAppend(0);
    await eventually(async () => (await readdir(folder)).length === 1);
    const before = await blob();
    toNextDay();
    append.give(0);
    append.end();
    expect((await append.answer).status).toBe(204);
    expect((await blob()).birth).toBeGreaterThan(before.birth);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('goes on where it is if there is no room for a copy, and the next close makes one', async () => {
    const append = openAppend(0);
    append.give(0, 5000);
    await grownTo(5000);
    const before = await blob();
    toNextDay();
    const rewrite = vi.spyOn(blobs, 'rewrite').mockRejectedValue(new Error('no room'));
    append.give(5000, 6000);
    append.end();
    expect((await append.answer).status).toBe(204);
    expect(rewrite).toHaveBeenCalledTimes(1);
    expect((await blob()).name).toBe(before.name);
    rewrite.mockRestore();
    await close();
    expect((await blob()).name).not.toBe(before.name);
    expect((await patch(world, path, 6000, file.subarray(6000))).status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('is not copied again by a second close of the same day', async () => {
    await patch(world, path, 0, file.subarray(0, 5000));
    const before = await blob();
    toNextDay();
    await close();
    const once = await blob();
    expect(once.name).not.toBe(before.name);
    await close();
    expect(await blob()).toEqual(once);
  });

  it('is safe from the sweep while its copy is made', async () => {
    await patch(world, path, 0, file.subarray(0, 5000));
    toNextDay();
    const [before] = await readdir(folder);
    const copy = await blobs.rewrite(before ?? '', '2026-11-23');
    await blobs.sweep(() => Promise.resolve([before ?? '']));
    expect(await readdir(folder)).toContain(copy.ref);
    await copy.undo();
    expect(await readdir(folder)).toEqual([before]);
  });
});
