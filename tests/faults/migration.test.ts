/**
 * Migrations that are interrupted. What a kill leaves is what lies in the folder at that moment, so the folder is copied
 * before every single step of a migration, and each copy is brought to its end.
 */
import { cpSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSound, MIGRATIONS, migrationState } from '../../db/migrations.node.ts';
import { migrateFolder } from '../../server/folder/migrate.node.ts';
import { StartError } from '../../server/start-errors.ts';
import { ageFile, noise } from '../server/support/files.ts';
import { makeFolders, startProgram, type Program } from '../server/support/served.node.ts';
import { execute, fillUp, freeBytes, mountMemory, noMemoryDisk, unless } from './support/disks.ts';
import { environmentFor, refusal } from './support/program.ts';
import { onStep } from './support/steps.ts';
import { digest, teamOf } from './support/team.ts';

vi.setConfig({ testTimeout: 120_000 });

const SUBMISSIONS = 500;
const DROPS = 60;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A data folder as the version left it that had so many migrations, with many rows. */
async function makeOld(folder: string, migrations: number): Promise<void> {
  const earlier = join(root, 'migrations');
  await cp(MIGRATIONS, earlier, { recursive: true });
  const path = join(earlier, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: unknown[] };
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sqlite = new SQLite(join(folder, 'witnessbox.sqlite'));
  sqlite.pragma('journal_mode = WAL');
  migrate(drizzle(sqlite), { migrationsFolder: earlier });
  const submission = sqlite.prepare("insert into submissions values (?, '2026-11-21', 1, ?, 1)");
  const drop = sqlite.prepare("insert into drops values (?, ?, null, null, '2099-01-01')");
  sqlite.transaction(() => {
    for (let row = 0; row < SUBMISSIONS; row += 1) submission.run(`id ${String(row)}`, `blob ${String(row)}`);
    for (let row = 0; row < DROPS; row += 1) drop.run(`slot ${String(row)}`, noise(8192));
  })();
  sqlite.close();
  await rm(earlier, { recursive: true });
}

/** Hashes over what every version has, so that nothing has been lost or altered where they are the same. */
function contentOf(file: string): string[] {
  const sqlite = new SQLite(file, { fileMustExist: true });
  try {
    const rows = (query: string) =>
      digest(new TextEncoder().encode(JSON.stringify(sqlite.prepare(query).all())));
    return [
      rows('select id, day, size, blob, settled from submissions order by id'),
      rows('select slot, hex(bytes), bucket, position, expires from drops order by slot'),
    ];
  } finally {
    sqlite.close();
  }
}

describe.each([1, 2])('a database that has had %i migrations', (migrations) => {
  it('and is interrupted before any step of the rest is old or new, loses nothing, and is brought to the end', async () => {
    const folder = join(root, 'data');
    await makeOld(folder, migrations);
    const file = (at: string) => join(at, 'witnessbox.sqlite');
    const content = contentOf(file(folder));
    const { done, pending } = migrationState(file(folder));
    expect([done, pending > 0]).toEqual([migrations, true]);

    let steps = 0;
    const stop = await onStep(() => {
      cpSync(folder, join(root, `step-${String((steps += 1))}`), { recursive: true });
    });
    await migrateFolder(folder).finally(stop);
    expect(migrationState(file(folder))).toEqual({ done: done + pending, pending: 0, isNewer: false });
    // Every statement of every migration is one, the copy and its removal some more.
    expect(steps).toBeGreaterThan(15);

    const seen = { old: 0, new: 0, copies: 0 };
    for (let step = 1; step <= steps; step += 1) {
      const left = join(root, `step-${String(step)}`);
      const copy = join(left, `witnessbox.sqlite.before-000${String(migrations)}`);
      const state = migrationState(file(left));
      expect([done, done + pending]).toContain(state.done);
      if (state.pending > 0) seen.old += 1;
      else seen.new += 1;
      if (isSound(copy) && migrationState(copy).done === done) {
        expect(contentOf(copy)).toEqual(content);
        seen.copies += 1;
      }
      expect(contentOf(file(left))).toEqual(content);
      await migrateFolder(left);
      expect(migrationState(file(left)).pending).toBe(0);
      expect(contentOf(file(left))).toEqual(content);
      expect((await readdir(left)).filter((name) => name !== 'witnessbox.sqlite')).toEqual([]);
    }
    // In all steps of the transaction the copy lay beside it.
    expect(seen.old).toBeGreaterThan(8);
    expect(seen.new).toBeGreaterThan(2);
    expect(seen.copies).toBeGreaterThan(8);
  });
});

it('a server killed in the midst of migrations comes up afterwards, and serves what was there', async () => {
  const folders = await makeFolders();
  const { dataFolder } = folders.options;
  const programs: Program[] = [];
  try {
    await makeOld(dataFolder, 1);
    const file = await ageFile();
    const id = 'a'.repeat(32);
    await mkdir(join(dataFolder, 'blobs'));
    await writeFile(join(dataFolder, 'blobs', id), file);
    const sqlite = new SQLite(join(dataFolder, 'witnessbox.sqlite'));
    sqlite.exec(
      `delete from submissions; insert into submissions values ('${id}', '2026-11-21', ${String(file.length)}, '${id}', 1)`,
    );
    sqlite.close();
    // The copy of the database is the first step of a migration that is called so.
    for (const killAt of [4, 14]) {
      expect(await refusal(folders, environmentFor({ killAt, killFrom: 'backup' }))).toBe('');
      expect(await readdir(dataFolder)).toContain('witnessbox.sqlite.before-0001');
    }
    expect(migrationState(join(dataFolder, 'witnessbox.sqlite')).done).toBe(1);
    programs.push(await startProgram(folders));
    const [only] = await teamOf(folders, programs[0]?.address ?? '').fetchAll();
    expect(only && digest(only)).toBe(digest(file));
  } finally {
    for (const program of programs) await program.kill();
    await folders.remove();
  }
});

it.skipIf(noMemoryDisk !== null)(
  `without room for the copy nothing is migrated, and everything once there is${unless(noMemoryDisk)}`,
  async () => {
    const folder = join(root, 'data');
    await mkdir(folder);
    mountMemory(folder, 'size=4m');
    try {
      await makeOld(folder, 1);
      const file = join(folder, 'witnessbox.sqlite');
      const content = contentOf(file);
      await fillUp(folder, join(folder, 'filler'));
      await expect(migrateFolder(folder)).rejects.toThrow();
      await rm(join(folder, 'filler'));
      expect((await readdir(folder)).filter((name) => name.includes('before'))).toEqual([]);
      expect([migrationState(file).done, contentOf(file)]).toEqual([1, content]);
      // Room to open the database, not for another of it.
      await writeFile(join(folder, 'filler'), noise((await freeBytes(folder)) - 300_000));
      await expect(migrateFolder(folder)).rejects.toThrow(StartError);
      await rm(join(folder, 'filler'));
      expect([migrationState(file).done, contentOf(file)]).toEqual([1, content]);
      const { pending } = migrationState(file);
      expect(pending).toBeGreaterThan(1);
      expect(await migrateFolder(folder)).toBe(pending);
      expect(contentOf(file)).toEqual(content);
    } finally {
      execute('umount', folder);
    }
  },
);
