/** A disk on which there is no room: at each step, and that everything goes on once there is. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { placeDrops } from '../../db/drops.ts';
import { openStore } from '../../db/open.node.ts';
import { diskBlobs } from '../../server/blobs.disk.ts';
import { codeOf } from '../../server/errors.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { newId } from '../../server/shuffle.ts';
import { ageFile, noise, sameBytes } from '../server/support/files.ts';
import { command, readRows } from '../server/support/filled.node.ts';
import { proofFor } from '../server/support/proof.ts';
import { random } from '../server/support/runtime.ts';
import {
  append,
  create,
  eventually,
  makeFolders,
  offsetAt,
  startProgram,
  type Folders,
} from '../server/support/served.node.ts';
import { execute, fillUp, freeBytes, mountMemory, noMemoryDisk, unless } from './support/disks.ts';
import { DAY_MS, refusal } from './support/program.ts';
import { look, makeBatch, teamOf, wereAllPlaced } from './support/team.ts';

vi.setConfig({ testTimeout: 120_000 });

function rowsIn(dataFolder: string): Record<string, number> {
  const sqlite = new SQLite(join(dataFolder, 'witnessbox.sqlite'), { readonly: true });
  try {
    const count = (table: string) =>
      (sqlite.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
    return { submissions: count('submissions'), uploads: count('uploads'), finished: count('finished') };
  } finally {
    sqlite.close();
  }
}

describe.skipIf(noMemoryDisk !== null)(`a disk that is full${unless(noMemoryDisk)}`, () => {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  let folders: Folders;
  let serving: Serving | undefined;
  const start = async () => {
    serving = await serve({ ...folders.options, now });
  };
  beforeEach(async () => {
    clock.ahead = 0;
    folders = await makeFolders();
    await mkdir(data());
    mountMemory(data(), 'size=6m');
    await start();
  });
  afterEach(async () => {
    await serving?.stop();
    execute('umount', data());
    await folders.remove();
  });
  const data = () => folders.options.dataFolder;
  const filler = () => join(data(), 'filler');
  const fill = () => fillUp(data(), filler());
  const blobNames = () => readdir(join(data(), 'blobs'));
  const addressOf = () => serving?.address ?? '';
  const team = () => teamOf(folders, addressOf(), () => now().getTime());
  const roomIsNoticed = () => new Promise((resolve) => setTimeout(resolve, 1_100));

  it('is said with 507, nothing is half recorded, and it works again once there is room', async () => {
    const file = await ageFile(ciphertextSize(2 ** 23));
    execute('mount', '-o', 'remount,size=24m', data());
    const url = await create(addressOf(), file.length);
    // What others use of the disk shows in the next measurement, and until then when a write fails.
    await writeFile(filler(), noise((await freeBytes(data())) - 2 ** 22));
    const answer = await append(url, 0, file);
    expect(answer.status).toBe(507);
    expect(await answer.json()).toEqual({ error: 'storage.full' });
    const offset = await offsetAt(url);
    expect(offset).toBeLessThan(file.length);
    expect(rowsIn(data())).toEqual({ submissions: 0, uploads: 1, finished: 0 });

    execute('mount', '-o', 'remount,size=64m', data());
    expect((await append(url, offset, file.subarray(offset))).status).toBe(204);
    const [only] = await teamOf(folders, addressOf()).fetchAll();
    expect(sameBytes(only ?? new Uint8Array(0), file)).toBe(true);
    expect(rowsIn(data())).toEqual({ submissions: 1, uploads: 0, finished: 1 });
  });

  it('to the last byte is said at every step, and each step works again once there is room', async () => {
    const file = await ageFile();
    const begun = await create(addressOf(), file.length);
    const half = await append(begun, 0, file.subarray(0, 30_000));
    expect(half.status).toBe(204);
    await fill();

    const rows = rowsIn(data());
    const names = await blobNames();
    let refusals = 0;
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const proof = await proofFor((path) => fetch(`${addressOf()}${path}`), file.length);
      const created = await fetch(`${addressOf()}/uploads`, {
        method: 'POST',
        headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(file.length), ...proof },
      });
      if (created.status === 507) {
        expect(await created.json()).toEqual({ error: 'storage.full' });
        refusals += 1;
      } else {
        expect(created.status).toBe(201);
        rows['uploads'] = (rows['uploads'] ?? 0) + 1;
        await fill();
      }
    }
    expect(refusals).toBeGreaterThan(0);
    const more = await append(begun, 30_000, file.subarray(30_000));
    expect(more.status).toBe(507);
    expect(await offsetAt(begun)).toBe(30_000);
    expect(rowsIn(data())).toEqual(rows);
    expect(await blobNames()).toEqual(names);
    expect((await fetch(`${addressOf()}/en/`)).status).toBe(200);
    expect(await teamOf(folders, addressOf()).fetchAll()).toEqual([]);

    await rm(filler());
    await roomIsNoticed();
    expect((await append(begun, 30_000, file.subarray(30_000))).status).toBe(204);
    const url = await create(addressOf(), file.length);
    expect((await append(url, 0, file)).status).toBe(204);
    expect(await teamOf(folders, addressOf()).fetchAll()).toHaveLength(2);
  });

  it('does not keep what is refused', async () => {
    const file = await ageFile();
    const url = await create(addressOf(), file.length);
    await append(url, 0, file.subarray(0, 100));
    await fill();
    const bad = await append(url, 100, noise(60_000));
    expect([422, 507]).toContain(bad.status);
    expect(await blobNames()).toEqual([]);
    await rm(filler());
    await roomIsNoticed();
    // The row may have had no room to go; without its blob it can come to nothing.
    expect([-410, 100]).toContain(await offsetAt(url));
    expect((await append(url, 100, file.subarray(100))).status).toBe(410);
    expect(rowsIn(data())).toEqual({ submissions: 0, uploads: 0, finished: 0 });
  });

  it('takes a batch of replies whole or not at all, and the whole once there is room', async () => {
    await fill();
    const batch = await makeBatch();
    const answer = await team().place(batch);
    expect([answer.status, await answer.json()]).toEqual([507, { error: 'storage.full' }]);
    expect(await Promise.all(batch.map((drop) => team().isPlaced(drop)))).not.toContain(true);
    await rm(filler());
    expect(await wereAllPlaced(await team().place(batch))).toBe(true);
    expect(await Promise.all(batch.map((drop) => team().isPlaced(drop)))).not.toContain(false);
  });

  it('holds a snapshot back as a whole, and the close of a day, until there is room', async () => {
    const file = await ageFile();
    expect((await append(await create(addressOf(), file.length), 0, file)).status).toBe(204);
    const [name] = await blobNames();
    const batch = await makeBatch();
    expect(await wereAllPlaced(await team().place(batch))).toBe(true);
    const before = await look(addressOf());
    expect(before.places.size).toBe(0);
    await fill();
    clock.ahead += DAY_MS;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await fill();
    expect((await look(addressOf())).number).toBe(before.number);
    expect(await blobNames()).toEqual([name]);
    await rm(filler());
    // After a failure it is tried again in a minute.
    clock.ahead += 61_000;
    await eventually(async () => (await look(addressOf())).places.size === batch.length, 10_000);
    await eventually(async () => (await blobNames()).length === 1 && (await blobNames())[0] !== name);
    const [only] = await team().fetchAll();
    expect(sameBytes(only ?? noise(0), file)).toBe(true);
  });

  it('is not filled by a copy for which there is no room', async () => {
    const folder = join(data(), 'blobs');
    const blobs = diskBlobs({ folder, now, random });
    const ref = newId(random);
    const writer = await blobs.writer(ref, 0);
    await writer?.write(noise(3 * 2 ** 20));
    await writer?.flush();
    await writer?.close();
    await writeFile(filler(), noise((await freeBytes(data())) - 2 ** 20));
    const before = await freeBytes(data());
    let least = before;
    const copying = blobs.rewrite(ref, '2026-11-22').then(
      () => 'made',
      (error: unknown) => codeOf(error),
    );
    let outcome: string | undefined;
    while (outcome === undefined) {
      outcome = await Promise.race([
        copying,
        freeBytes(data()).then((free) => void (least = Math.min(least, free))),
      ]);
    }
    expect(outcome).toBe('storage.full');
    expect(await blobNames()).toEqual([ref]);
    expect(before - least).toBeLessThan(2 ** 19);
  });

  it('is not filled by writing a database anew for which there is no room', async () => {
    const database = join(data(), 'another.sqlite');
    const store = openStore(database);
    try {
      await placeDrops(
        store,
        Array.from({ length: 200 }, () => ({
          slot: newId(random),
          bytes: noise(8192),
          expires: '2099-12-31',
        })),
      );
      await store.settle('2026-11-22');
      await writeFile(filler(), noise((await freeBytes(data())) - 2 ** 20));
      const error: unknown = await store.tidy().catch((thrown: unknown) => thrown);
      expect(codeOf(error)).toBe('storage.full');
      expect((await stat(`${database}-wal`)).size).toBe(0);
      await rm(filler());
      await store.tidy();
    } finally {
      await store.close();
    }
  });

  it('keeps a server from starting with a sentence that says what to do, and costs nothing', async () => {
    const file = await ageFile();
    expect((await append(await create(addressOf(), file.length), 0, file)).status).toBe(204);
    await serving?.stop();
    await fill();
    expect(await refusal(folders)).toMatch(
      /^The disk on which the data folder lies is full\. Make room[^\n]*\n$/,
    );
    await rm(filler());
    await start();
    expect(await team().list()).toHaveLength(1);
  });

  it('makes no backup in part', async () => {
    const file = await ageFile(ciphertextSize(2 ** 20));
    expect((await append(await create(addressOf(), file.length), 0, file)).status).toBe(204);
    const small = join(folders.root, 'small');
    await mkdir(small);
    mountMemory(small, 'size=1m');
    try {
      const backup = () => command('backup', join(small, 'backup'), '--data', data());
      expect(await backup()).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/nothing half-done is in place/) as string,
      });
      expect(await readdir(small)).toEqual([]);
      execute('mount', '-o', 'remount,size=8m', small);
      expect((await backup()).code).toBe(0);
      expect((await command('restore', join(small, 'backup'), '--data', join(small, 'data'))).err).toBe('');
      expect(readRows(join(small, 'data')).rows).toHaveLength(1);
    } finally {
      execute('umount', small);
    }
  });
});

it('a file that may not grow any more, for another reason than room, is said, and the upload goes on later', async () => {
  const folders = await makeFolders();
  const program = await startProgram(folders);
  const limit = (most: string) =>
    execute('prlimit', '--pid', String(program.process.pid), `--fsize=${most}:unlimited`);
  try {
    const file = await ageFile(ciphertextSize(2 ** 20));
    const url = await create(program.address, file.length);
    limit('500000');
    const answer = await append(url, 0, file);
    expect([answer.status, await answer.json()]).toEqual([503, { error: 'storage.failed' }]);
    limit('unlimited');
    const offset = await offsetAt(url);
    expect((await append(url, offset, file.subarray(offset))).status).toBe(204);
    const [only] = await teamOf(folders, program.address).fetchAll();
    expect(sameBytes(only ?? noise(0), file)).toBe(true);
  } finally {
    await program.kill();
    await folders.remove();
  }
});
