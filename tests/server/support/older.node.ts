/** Data folders as earlier versions left them: their tables, their rows, their marker, and the files that go with them. @module */
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { addDays, dayOf } from '../../../crypto/days.ts';
import { signFreshness } from '../../../crypto/freshness.ts';
import { MIGRATIONS } from '../../../db/migrations.node.ts';
import { newId } from '../../../server/shuffle.ts';
import { ageFile, dropFile } from './files.ts';
import { random } from './runtime.ts';
import type { Folders } from './served.node.ts';

/** Bytes that had come of the upload that was under way. */
export const BEGUN = 5000;

export type Older = {
  /** By id: one of yesterday, whose day is not closed, and one of before. */
  submissions: Map<string, Uint8Array>;
  upload: { id: string; file: Uint8Array };
  finished: { id: string; length: number };
  /** By slot; the last is not in the snapshot yet. */
  drops: [string, Uint8Array][];
  nonce: string;
  /** Null where the version had no such table. */
  note: string | null;
};

/** Makes a database in `file` with the first `count` migrations. */
export async function makeDatabase(file: string, count: number): Promise<void> {
  const earlier = `${file}.migrations`;
  await cp(MIGRATIONS, earlier, { recursive: true });
  const path = join(earlier, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: unknown[] };
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  const sqlite = new SQLite(file);
  sqlite.pragma('journal_mode = WAL');
  migrate(drizzle(sqlite), { migrationsFolder: earlier });
  sqlite.close();
  await chmod(file, 0o600);
  await rm(earlier, { recursive: true });
}

/** Fills the data folder as the version did that knew the first `count` migrations, 1 to 3. */
export async function makeOlder(folders: Folders, count: number): Promise<Older> {
  const { dataFolder } = folders.options;
  const today = dayOf(new Date());
  const [yesterday, before, soon, later] = [-1, -5, 2, 40].map((days) => addDays(today, days));
  const blobs = join(dataFolder, 'blobs');
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  await chmod(dataFolder, 0o700);
  const file = join(dataFolder, 'witnessbox.sqlite');
  await makeDatabase(file, count);
  await writeMarker(folders);
  const write = (name: string, bytes: Uint8Array) => writeFile(join(blobs, name), bytes, { mode: 0o600 });

  const sqlite = new SQLite(file);
  const insert = (table: string, ...values: unknown[]): void => {
    sqlite.prepare(`insert into ${table} values (${values.map(() => '?').join(', ')})`).run(...values);
  };
  const submissions = new Map<string, Uint8Array>();
  for (const [day, isSettled] of [
    [yesterday, 0],
    [before, 1],
  ]) {
    const [id, blob, bytes] = [newId(random), newId(random), await ageFile()];
    await write(blob, bytes);
    insert('submissions', id, day, bytes.length, blob, isSettled, ...(count > 2 ? [later] : []));
    submissions.set(id, bytes);
  }
  const upload = { id: newId(random), file: await ageFile() };
  const blob = newId(random);
  await write(blob, upload.file.subarray(0, BEGUN));
  insert('uploads', upload.id, newId(random), blob, upload.file.length, BEGUN, soon);
  const finished = { id: newId(random), length: upload.file.length };
  insert('finished', finished.id, finished.length, today);
  const drops: [string, Uint8Array][] = [];
  for (const place of [0, 1, null]) {
    const [slot, bytes] = [newId(random), await dropFile()];
    insert('drops', slot, bytes, place === null ? null : 0, place, later);
    drops.push([slot, bytes]);
  }
  insert('snapshot', 'current', 7, today, 2);
  const nonce = newId(random);
  insert('nonces', nonce, today);
  const note = count > 1 ? insertNote(folders, today, insert) : null;
  if (count > 2) insert('closing', 'current', today);
  sqlite.close();
  return { submissions, upload, finished, drops, nonce, note };
}

/** It named no keyring yet. */
async function writeMarker({ organisation, options }: Folders): Promise<void> {
  const { id } = organisation.keyring.organisation;
  const marker = JSON.stringify({ id, kind: 'real', epoch: 1 });
  await writeFile(join(options.dataFolder, 'organisation.json'), marker, { mode: 0o600 });
}

function insertNote(
  { organisation }: Folders,
  day: string,
  insert: (table: string, ...values: unknown[]) => void,
): string {
  const { teamSeed, keyring } = organisation;
  const { bytes, signature } = signFreshness(teamSeed, {
    format: 'witnessbox-freshness/1',
    organisationId: keyring.organisation.id,
    epoch: 1,
    day,
  });
  const note = new TextDecoder().decode(bytes);
  insert('freshness', 'current', 1, day, note, signature);
  return note;
}
