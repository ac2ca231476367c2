/**
 * Copies a data folder while its server goes on working. The database is copied first, by SQLite's own means, and then
 * every ciphertext that this copy names, in random order. What has moved or gone meanwhile (the close of a day renames
 * all of a day) is found under the names of a fresh copy; what was copied already is not copied again.
 *
 * @module
 */
import { lstat, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { migrationState } from '../../db/migrations.node.ts';
import { copyDatabase } from '../../db/read.node.ts';
import { openStore } from '../../db/open.node.ts';
import { listAllSubmissions } from '../../db/submissions.ts';
import { trim } from '../../db/trim.ts';
import { dayOf, midnight } from '../../crypto/days.ts';
import type { Random } from '../../crypto/encoding.ts';
import { readMarker } from '../organisation.node.ts';
import { isId, shuffled } from '../shuffle.ts';
import { StartError } from '../start-errors.ts';
import { copyHashed, fillFolder, seal } from './draft.node.ts';
import { encodeManifest, MANIFEST, type Entry } from './manifest.ts';
import { BLOBS, DATABASE, MARKER } from './names.ts';

/** Copies of the database that are made before it is given up. */
const TRIES = 8;
const PAUSE_MS = 1_000;

export type BackupParts = {
  now: () => Date;
  random: Random;
  wait: (milliseconds: number) => Promise<unknown>;
};

type Row = { day: string; size: number; blob: string };

/**
 * `target`: a folder that does not exist yet. Gives how many submissions it holds. Throws StartError
 * `server.no-data`, `server.database-newer`, `backup.exists`, `backup.inside`, `backup.nowhere`, `backup.incomplete`.
 */
export async function backUp(dataFolder: string, target: string, parts: BackupParts): Promise<number> {
  const place = await placeFor(dataFolder, target);
  if (!(await readMarker(dataFolder))) throw new StartError('server.no-data');
  const day = dayOf(parts.now());
  let count = 0;
  await fillFolder(place, midnight(day), async (draft) => {
    const blobs = await copyAll(dataFolder, draft, parts);
    count = blobs.length;
    const time = midnight(day);
    const files: Entry[] = [
      ...blobs,
      { path: DATABASE, ...(await seal(join(draft, DATABASE), time)) },
      { path: MARKER, ...(await copyHashed(join(dataFolder, MARKER), join(draft, MARKER), time)) },
    ];
    await writeFile(join(draft, MANIFEST), encodeManifest(day, files), { mode: 0o600 });
    await seal(join(draft, MANIFEST), time);
  });
  return count;
}

/** The target with every link on its way resolved. */
async function placeFor(dataFolder: string, target: string): Promise<string> {
  const [data = null, parent = null] = await Promise.all(
    [dataFolder, dirname(target)].map((path) => realpath(path).catch(() => null)),
  );
  if (data === null) throw new StartError('server.no-data');
  if (parent === null) throw new StartError('backup.nowhere');
  const way = relative(data, parent);
  if (way === '' || !/^\.\.(\/|$)/.test(way)) throw new StartError('backup.inside');
  const place = join(parent, basename(target));
  if (await lstat(place).catch(() => null)) throw new StartError('backup.exists');
  return place;
}

async function copyAll(dataFolder: string, draft: string, { random, wait }: BackupParts): Promise<Entry[]> {
  await mkdir(join(draft, BLOBS), { mode: 0o700 });
  const done = new Map<string, Entry>();
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await wait(PAUSE_MS);
    const rows = await copyRows(dataFolder, draft);
    await forgetOthers(draft, rows, done);
    let isWhole = true;
    for (const row of shuffled(rows, random)) {
      if (!done.has(row.blob) && !(await copyBlob(dataFolder, draft, row, done))) isWhole = false;
    }
    if (isWhole) return [...done.values()];
  }
  throw new StartError('backup.incomplete');
}

/** A fresh copy of the database, without what is unfinished. */
async function copyRows(dataFolder: string, draft: string): Promise<Row[]> {
  const file = join(draft, DATABASE);
  await rm(file, { force: true });
  await copyDatabase(join(dataFolder, DATABASE), file);
  if (migrationState(file).isNewer) throw new StartError('server.database-newer');
  const store = openStore(file);
  try {
    await trim(store);
    return await listAllSubmissions(store.db);
  } finally {
    await store.close();
  }
}

async function forgetOthers(draft: string, rows: readonly Row[], done: Map<string, Entry>): Promise<void> {
  const named = new Set(rows.map(({ blob }) => blob));
  for (const name of await readdir(join(draft, BLOBS))) {
    if (named.has(name)) continue;
    await rm(join(draft, BLOBS, name));
    done.delete(name);
  }
}

/** False if it is gone. A blob's bytes never change under one name once a submission has it. */
async function copyBlob(
  dataFolder: string,
  draft: string,
  { blob, size, day }: Row,
  done: Map<string, Entry>,
): Promise<boolean> {
  if (!isId(blob)) throw new StartError('backup.incomplete');
  try {
    const from = join(dataFolder, BLOBS, blob);
    // Some things can be read without an end.
    if (!(await lstat(from)).isFile()) throw new StartError('backup.incomplete');
    const copied = await copyHashed(from, join(draft, BLOBS, blob), midnight(day));
    if (copied.size !== size) throw new StartError('backup.incomplete');
    done.set(blob, { path: `${BLOBS}/${blob}`, ...copied });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
