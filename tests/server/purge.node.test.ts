/** Commands that change a data folder while no server runs: purge and migrate. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrationState } from '../../db/migrations.node.ts';
import { migrateFolder } from '../../server/folder/migrate.node.ts';
import { serve } from '../../server/main.node.ts';
import { addDays, dayOf } from '../../crypto/days.ts';
import { command, copyOf, makeFilled, readRows, run, type Filled } from './support/filled.node.ts';
import { noise } from './support/files.ts';
import { makeDatabase } from './support/older.node.ts';
import { makeFolders } from './support/served.node.ts';

const IN_USE = 'Another server is running on this data folder.\n';

describe('server purge', () => {
  let filled: Filled;
  let copy: Awaited<ReturnType<typeof copyOf>>;
  beforeAll(async () => {
    filled = await makeFilled();
  });
  afterAll(() => filled.folders.remove());
  beforeEach(async () => {
    copy = await copyOf(filled.folders.options.dataFolder);
    run(
      copy.folder,
      `insert or replace into closing values ('current', '${addDays(dayOf(new Date()), -1)}')`,
    );
  });
  afterEach(() => copy.remove());
  const purge = () => command('purge', '--data', copy.folder);
  const blobs = () => readdir(join(copy.folder, 'blobs'));

  it('removes what has had its time, and what a crash left, and nothing else', async () => {
    const [gone = ''] = filled.submissions;
    run(copy.folder, `update submissions set expires = '2026-01-01' where blob = '${gone}'`);
    run(copy.folder, "update uploads set expires = '2026-01-01'");
    await writeFile(join(copy.folder, 'blobs', 'f'.repeat(32)), noise(10), { mode: 0o600 });
    expect(await purge()).toEqual({
      code: 0,
      out: 'Removed: 1 submissions, 1 unfinished uploads.\n',
      err: '',
    });
    const kept = readRows(copy.folder).rows.map(({ blob }) => blob);
    expect(kept).toHaveLength(2);
    expect((await blobs()).sort()).toEqual(kept.sort());
    const bytes = await readFile(join(copy.folder, 'witnessbox.sqlite'));
    expect([gone, filled.upload].map((trace) => bytes.includes(trace))).toEqual([false, false]);
    expect((await command('check', '--data', copy.folder)).code).toBe(0);
  });

  it('removes no submission after a long pause, and says so', async () => {
    run(copy.folder, "update submissions set expires = '2026-01-01'; update closing set day = '2026-01-01'");
    const { code, out } = await purge();
    expect(code).toBe(0);
    expect(out).toMatch(/^Removed: 0 submissions, 0[^]+3 submissions whose time is over stay/);
    expect(await blobs()).toHaveLength(4);
  });

  it('refuses while a server runs, and where there are no data', async () => {
    const serving = await serve({ ...filled.folders.options, dataFolder: copy.folder });
    expect(await purge()).toEqual({ code: 1, out: '', err: IN_USE });
    await serving.stop();
    expect((await purge()).code).toBe(0);
    expect((await command('purge', '--data', copy.root)).code).toBe(2);
    expect(await readdir(copy.root)).toEqual(['data']);
  });
});

describe('server migrate', () => {
  let folder: string;
  const file = () => join(folder, 'witnessbox.sqlite');
  const names = async () => (await readdir(folder)).filter((name) => name.includes('.before-'));
  /** As an earlier version left it, with one submission. */
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-'));
    await makeDatabase(file(), 1);
    run(folder, "insert into submissions values ('a', '2026-11-21', 1, 'b', 1)");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('runs what is due, once, and leaves no copy behind', async () => {
    const { done, pending } = migrationState(file());
    expect([done, pending > 0]).toEqual([1, true]);
    expect(await command('migrate', '--data', folder)).toEqual({
      code: 0,
      out: `The database is up to date now: ${String(pending)} migrations have run.\n`,
      err: '',
    });
    expect(readRows(folder).rows).toMatchObject([{ id: 'a', expires: null }]);
    expect((await command('migrate', '--data', folder)).out).toBe('The database is up to date.\n');
    expect(await names()).toEqual([]);
  });

  it('happens at the start of a server too, which removes what an interrupted one left', async () => {
    const folders = await makeFolders();
    await writeFile(`${file()}.before-0000`, 'x');
    const serving = await serve({ ...folders.options, dataFolder: folder });
    expect(await command('migrate', '--data', folder)).toMatchObject({ code: 1, err: IN_USE });
    await serving.stop();
    await folders.remove();
    expect(migrationState(file()).pending).toBe(0);
    expect(await names()).toEqual([]);
  });

  it('has the database as it was beside it while it works, for this account alone', async () => {
    const seen: unknown[] = [];
    await migrateFolder(folder, async () => {
      const copy = `${file()}.before-0001`;
      seen.push((await stat(copy)).mode & 0o777, migrationState(copy).done);
      throw new Error('power cut');
    }).catch((error: unknown) => seen.push(error));
    expect(seen).toMatchObject([0o600, 1, { code: 'server.not-migrated' }]);
    expect(migrationState(file()).done).toBe(1);
    expect(await names()).toEqual([]);
  });

  it('changes nothing when a migration fails', async () => {
    const sqlite = new SQLite(file());
    sqlite.exec('create table freshness (x)');
    sqlite.close();
    const answer = await command('migrate', '--data', folder);
    expect(answer).toMatchObject({ code: 1, err: expect.stringMatching(/nothing was changed/) as string });
    expect(migrationState(file()).done).toBe(1);
    expect(readRows(folder).rows).toEqual([{ id: 'a', day: '2026-11-21', size: 1, blob: 'b', settled: 1 }]);
    expect(await names()).toEqual([]);
  });

  it('keeps the copy when the database does not outlive it, and starts nothing on it', async () => {
    const ruin = () => writeFile(file(), noise(20_000));
    await expect(migrateFolder(folder, ruin)).rejects.toMatchObject({ code: 'server.migration-broken' });
    expect(await names()).toEqual(['witnessbox.sqlite.before-0001']);
    await mkdir(join(folder, 'blobs'));
    const again = await command('migrate', '--data', folder);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/as it was before/) as string });
    expect(await names()).toEqual(['witnessbox.sqlite.before-0001']);
    expect(migrationState(`${file()}.before-0001`).done).toBe(1);
  });
});
