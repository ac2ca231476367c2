/**
 * A power cut. It leaves what a kill does not: ends of files that are missing, zeros or anything, names that were never
 * written, a log that is torn in the midst of a record. What had been confirmed was flushed before, and is there.
 */
import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { openStore } from '../../db/open.node.ts';
import { listAllSubmissions } from '../../db/submissions.ts';
import { createUpload, findUpload, finishUpload } from '../../db/uploads.ts';
import { checkData } from '../../server/folder/check.node.ts';
import { newId } from '../../server/shuffle.ts';
import { ageFile, noise, sameBytes } from '../server/support/files.ts';
import { perTest } from '../server/support/per-test.node.ts';
import { random } from '../server/support/runtime.ts';
import { append, create, eventually, offsetAt } from '../server/support/served.node.ts';
import { chanceOf, SEED } from './support/chance.ts';
import { execute, makeRealDisk, mountReal, noRealDisk, unless } from './support/disks.ts';
import { digest, makeBatch, teamOf, wereAllPlaced } from './support/team.ts';

// As the program does, or `check` finds files that others can read.
process.umask(0o077);
vi.setConfig({ testTimeout: 120_000 });

const own = perTest();
const data = () => own.folders.options.dataFolder;

describe('after a power cut', () => {
  it.each<[string, (path: string, confirmed: number) => Promise<unknown>]>([
    ['with noise behind what was confirmed', (path) => appendFile(path, noise(5_000))],
    ['with zeros behind it, up to the end and beyond', (path) => truncate(path, 500_000)],
    ['with nothing behind it', (path, confirmed) => truncate(path, confirmed)],
  ])('an upload %s goes on where it was, and comes to be what was sent', async (_, tear) => {
    const file = await ageFile(ciphertextSize(2 ** 18));
    const before = await own.start();
    const url = await create(before.address, file.length);
    expect((await append(url, 0, file.subarray(0, 100_000))).status).toBe(204);
    await before.stop();
    const [name = ''] = await readdir(join(data(), 'blobs'));
    await tear(join(data(), 'blobs', name), 100_000);

    const { address } = await own.start();
    const moved = url.replace(before.address, address);
    expect(await offsetAt(moved)).toBe(100_000);
    expect((await append(moved, 100_000, file.subarray(100_000))).status).toBe(204);
    const [only] = await teamOf(own.folders, address).fetchAll();
    expect(only && sameBytes(only, file)).toBe(true);
  });

  it('files without a row, and rows without a file of which nothing was confirmed, are no harm', async () => {
    const file = await ageFile();
    const before = await own.start();
    const url = await create(before.address, file.length);
    await before.stop();
    await writeFile(join(data(), 'blobs', newId(random)), file);
    await writeFile(join(data(), 'blobs', newId(random)), '');
    await writeFile(join(data(), 'organisation.json.tmp'), '{"id"');
    const moved = url.replace(before.address, (await own.start()).address);
    // The first close removes what nothing names.
    await eventually(async () => (await readdir(join(data(), 'blobs'))).length === 0);
    expect((await append(moved, 0, file)).status).toBe(204);
    expect(await checkData(data())).toEqual([]);
  });

  it('a log torn at any place keeps every row before it, each as a whole', async () => {
    const folder = join(own.folders.root, 'rows');
    await mkdir(folder);
    const path = join(folder, 'witnessbox.sqlite');
    const store = openStore(path);
    await store.settle('2026-11-22');
    /** Length of the log after so many submissions, each of which was on the disk by then. */
    const lengths: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const [id, submission] = [newId(random), newId(random)];
      const row = { id, submission, blob: submission, length: 1000, offset: 0, expires: '2026-11-25' };
      await createUpload(store, row, { hash: newId(random), day: '2026-11-22' });
      const upload = await findUpload(store.db, id);
      if (upload) await finishUpload(store, upload, submission, '2026-11-22');
      lengths.push((await readFile(`${path}-wal`)).length);
    }
    const whole = join(own.folders.root, 'whole');
    await cp(folder, whole, { recursive: true });
    await store.close();

    const chance = chanceOf(SEED);
    const length = lengths.at(-1) ?? 0;
    const borders = Array.from({ length: (length - 32) / 4120 + 1 }, (_, frame) => 32 + frame * 4120);
    const places = [...borders, ...borders.map(() => chance.below(length))];
    for (const [index, place] of places.entries()) {
      const torn = join(own.folders.root, 'torn');
      await cp(whole, torn, { recursive: true });
      // What a log has behind its end may be of a time before.
      await truncate(join(torn, 'witnessbox.sqlite-wal'), place);
      await appendFile(join(torn, 'witnessbox.sqlite-wal'), noise(index % 2 === 0 ? 0 : 4_096));
      await rm(join(torn, 'witnessbox.sqlite-shm'));
      const again = openStore(join(torn, 'witnessbox.sqlite'));
      const rows = await listAllSubmissions(again.db);
      const confirmed = lengths.filter((end) => end <= place).length;
      expect(rows.length, `torn at ${String(place)}, seed ${String(SEED)}`).toBe(confirmed);
      const sizes = await again.db.values<[number]>('select count(*) from finished');
      expect(sizes).toEqual([[confirmed]]);
      await again.close();
      const sqlite = new SQLite(join(torn, 'witnessbox.sqlite'));
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      sqlite.close();
      await rm(torn, { recursive: true });
    }
  });
});

describe.skipIf(noRealDisk !== null)(`a disk that loses what was not flushed${unless(noRealDisk)}`, () => {
  it('has all that was confirmed when the power is back', async () => {
    const image = join(own.folders.root, 'disk.img');
    const disk = join(own.folders.root, 'disk');
    await mkdir(disk);
    await makeRealDisk(image, disk, 48 * 2 ** 20);
    // Made by the server, so that its name has to be flushed as well.
    own.folders.options.dataFolder = join(disk, 'srv', 'data');
    const program = await own.startProgram();
    try {
      const team = teamOf(own.folders, program.address);
      const [small, large, half] = await Promise.all(
        [2 ** 16, 5 * 2 ** 20, 2 ** 20].map((size) => ageFile(ciphertextSize(size))),
      );
      if (!small || !large || !half) throw new Error('three were made');
      const batch = await makeBatch();
      expect(await wereAllPlaced(await team.place(batch))).toBe(true);
      const halfUrl = await create(program.address, half.length);
      expect((await append(halfUrl, 0, half.subarray(0, 400_000))).status).toBe(204);
      for (const file of [large, small]) {
        expect((await append(await create(program.address, file.length), 0, file)).status).toBe(204);
      }
      // This is not flushed, and shows that the disk does forget.
      await writeFile(join(disk, 'unflushed'), noise(100_000));
      execute('mount', '-o', 'remount,abort', disk);
      const late = await append(halfUrl, 400_000, half.subarray(400_000)).catch(() => null);
      expect(late?.status).toBe(503);
      await program.kill();
      execute('umount', disk);
      mountReal(image, disk);
      expect(await readdir(disk)).not.toContain('unflushed');

      const again = await own.startProgram();
      try {
        const kept = await teamOf(own.folders, again.address).fetchAll();
        expect(kept.map(digest).sort()).toEqual([large, small].map(digest).sort());
        const there = await Promise.all(
          batch.map((drop) => teamOf(own.folders, again.address).isPlaced(drop)),
        );
        expect(there).not.toContain(false);
        const url = halfUrl.replace(program.address, again.address);
        expect(await offsetAt(url)).toBe(400_000);
        expect((await append(url, 400_000, half.subarray(400_000))).status).toBe(204);
        expect(await checkData(data())).toEqual([]);
      } finally {
        await again.kill();
      }
    } finally {
      await program.kill();
      execute('umount', disk);
    }
  });
});
