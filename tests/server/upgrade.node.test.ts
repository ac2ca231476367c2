/** Data folders of earlier versions under the present one, and one of a later version. */
import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signRequest } from '../../crypto/requests.ts';
import { migrationState } from '../../db/migrations.node.ts';
import { openStore } from '../../db/open.node.ts';
import { ROUTES, type SnapshotIndex, type SubmissionList } from '../../server/contract.ts';
import { checkData } from '../../server/folder/check.node.ts';
import { migrateFolder } from '../../server/folder/migrate.node.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { sameBytes } from './support/files.ts';
import { command, run } from './support/filled.node.ts';
import { BEGUN, makeOlder, type Older } from './support/older.node.ts';
import { append, makeFolders, offsetAt, type Folders } from './support/served.node.ts';
import { newNonce } from './support/world.ts';

let folders: Folders;
beforeEach(async () => {
  folders = await makeFolders();
});
afterEach(() => folders.remove());

const file = () => join(folders.options.dataFolder, 'witnessbox.sqlite');
const isCopy = (name: string) => name.includes('.before-');

/** Every row of every table that is not about migrations. */
function allRows(database: string): Record<string, unknown[]> {
  const sqlite = new SQLite(database);
  const tables = sqlite.prepare<[], { name: string }>("select name from sqlite_schema where type = 'table'");
  const names = tables.all().map(({ name }) => name);
  const rows = names
    .filter((name) => !name.startsWith('__') && !name.startsWith('sqlite_'))
    .map((name) => [name, sqlite.prepare(`select * from ${name} order by 1`).all()] as const);
  sqlite.close();
  return Object.fromEntries(rows);
}

describe.each([1, 2, 3])('a data folder of the version with %i migrations', (count) => {
  let older: Older;
  let serving: Serving | undefined;
  beforeEach(async () => {
    older = await makeOlder(folders, count);
  });
  afterEach(() => serving?.stop());

  const get = (path: string) => fetch(`${serving?.address ?? ''}${path}`);
  const getSigned = (path: string) => {
    const url = `${serving?.address ?? ''}${path}`;
    const created = Math.floor(Date.now() / 1000);
    const { teamSeed } = folders.organisation;
    const headers = signRequest({ method: 'GET', url, seed: teamSeed, created, nonce: newNonce() });
    return fetch(url, { headers });
  };
  const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

  it('is what that version wrote', () => {
    const { done, pending } = migrationState(file());
    expect([done, pending > 0]).toEqual([count, true]);
    expect(Object.keys(allRows(file())).includes('freshness')).toBe(count > 1);
  });

  it('is served whole by the present one: what waits, what was begun, replies and the note', async () => {
    serving = await serve(folders.options);
    const list = (await (await getSigned(ROUTES.reviewSubmissions)).json()) as SubmissionList;
    const listed = list.days.flatMap(({ submissions }) => submissions.map(({ id }) => id));
    expect(listed.sort()).toEqual([...older.submissions.keys()].sort());
    for (const [id, bytes] of older.submissions) {
      const answer = await getSigned(`${ROUTES.reviewSubmissions}/${id}`);
      expect(sameBytes(await bytesOf(answer), bytes)).toBe(true);
    }

    const { upload, finished } = older;
    const url = `${serving.address}${ROUTES.uploads}/`;
    expect(await offsetAt(`${url}${finished.id}`)).toBe(finished.length);
    expect(await offsetAt(`${url}${upload.id}`)).toBe(BEGUN);
    expect((await append(`${url}${upload.id}`, BEGUN, upload.file.subarray(BEGUN))).status).toBe(204);

    const index = (await (await get(ROUTES.snapshotIndex)).json()) as SnapshotIndex;
    expect(index).toMatchObject({ number: 7, buckets: [{ id: 0 }] });
    const bucket = await bytesOf(await get(`${ROUTES.snapshotBuckets}/0`));
    const [first, second, hidden] = older.drops.map(([, bytes]) => bytes);
    expect(sameBytes(bucket.subarray(0, 8192), first ?? bucket)).toBe(true);
    expect(sameBytes(bucket.subarray(8192, 16_384), second ?? bucket)).toBe(true);
    expect(Buffer.from(bucket).includes(Buffer.from(hidden ?? bucket))).toBe(false);

    const note = await get(ROUTES.freshness);
    expect(note.status === 200 ? await note.text() : null).toBe(older.note);
  });

  it('loses no row, and passes the check when the server has stopped', async () => {
    serving = await serve(folders.options);
    await serving.stop();
    const rows = allRows(file());
    expect(rows['drops']).toHaveLength(3);
    expect(rows['nonces']).toMatchObject([{ nonce: older.nonce }]);
    expect([rows['submissions'], rows['uploads'], rows['finished']].map((all) => all?.length)).toEqual([
      2, 1, 1,
    ]);
    // Programs run with a umask of 077; this one does not.
    const problems = await checkData(folders.options.dataFolder, { wait: () => Promise.resolve() });
    expect(problems.filter(({ code }) => code !== 'file.open')).toEqual([]);
    expect(migrationState(file())).toMatchObject({ pending: 0, isNewer: false });
  });

  it('has the database as it was beside it while it is brought up to date, and not afterwards', async () => {
    const before = allRows(file());
    const { dataFolder } = folders.options;
    await migrateFolder(dataFolder, async (path) => {
      const [copy = ''] = (await readdir(dataFolder)).filter(isCopy);
      expect(copy).toBe(`witnessbox.sqlite.before-000${String(count)}`);
      expect(allRows(join(dataFolder, copy))).toEqual(before);
      await openStore(path).close();
    });
    expect((await readdir(dataFolder)).filter(isCopy)).toEqual([]);
  });

  it('is copied so at the start of a server too', async () => {
    const seen = new Set<string>();
    const watcher = watch(folders.options.dataFolder, (_, name) => name !== null && seen.add(name));
    serving = await serve(folders.options);
    watcher.close();
    expect(seen).toContain(`witnessbox.sqlite.before-000${String(count)}`);
    expect((await readdir(folders.options.dataFolder)).filter(isCopy)).toEqual([]);
  });
});

describe('a data folder of a later version', () => {
  const REFUSED = /^The database was written by a newer version of this program.+Install that version again/;
  const OF_TOMORROW = `insert into __drizzle_migrations (hash, created_at) values ('x', ${String(Date.UTC(2099))})`;
  beforeEach(async () => {
    await (await serve(folders.options)).stop();
    run(folders.options.dataFolder, OF_TOMORROW);
  });

  it('is not served, and nothing in it is changed', async () => {
    const before = await readFile(file());
    await expect(serve(folders.options)).rejects.toMatchObject({
      code: 'server.database-newer',
      message: expect.stringMatching(REFUSED) as string,
    });
    expect((await readFile(file())).equals(before)).toBe(true);
  });

  it.each(['check', 'backup', 'purge', 'migrate'])(
    'is refused by "server %s" with a sentence',
    async (name) => {
      const { dataFolder } = folders.options;
      const before = await readFile(file());
      const target = name === 'backup' ? [join(folders.root, 'backup')] : [];
      const { code, out, err } = await command(name, ...target, '--data', dataFolder);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(REFUSED);
      expect((await readFile(file())).equals(before)).toBe(true);
      expect((await readdir(folders.root)).sort()).toEqual(['data', 'organisation', 'web']);
    },
  );

  it('is not restored from its backup', async () => {
    const { dataFolder } = folders.options;
    run(dataFolder, "delete from __drizzle_migrations where hash = 'x'");
    const backup = join(folders.root, 'backup');
    expect((await command('backup', backup, '--data', dataFolder)).code).toBe(0);
    run(backup, OF_TOMORROW);
    const [database, manifest] = ['witnessbox.sqlite', 'manifest.json'].map((name) => join(backup, name));
    const bytes = await readFile(database ?? '');
    const listed = JSON.parse(await readFile(manifest ?? '', 'utf8')) as { files: { path: string }[] };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const files = listed.files.map((entry) =>
      entry.path === 'witnessbox.sqlite' ? { ...entry, size: bytes.length, sha256 } : entry,
    );
    await writeFile(manifest ?? '', JSON.stringify({ ...listed, files }));
    const answer = await command('restore', backup, '--data', join(folders.root, 'restored'));
    expect(answer).toMatchObject({ code: 1, err: expect.stringMatching(REFUSED) as string });
    expect(await readdir(folders.root)).not.toContain('restored');
  });
});
