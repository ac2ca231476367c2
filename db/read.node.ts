/**
 * Reads a database that a server may be using, without writing to it: all of it at one moment, in memory, or a copy in
 * another file.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { stateOf } from './migrations.node.ts';
import * as schema from './schema.ts';
import type { Database } from './store.ts';

/** Where the header says how the file is read and written: 1 with a rollback journal, 2 with a write-ahead log. */
const VERSIONS = [18, 19] as const;
const ROLLBACK_JOURNAL = 1;
/** Pages in one step of a copy: some milliseconds in which the server may have to wait with emptying its log. */
const STEP = 4096;
/** Steps after which a copy that a busy server makes begin anew takes all pages in one. */
const PATIENCE = 256;
const ALL = 2 ** 31 - 1;

export type Reading = {
  db: Database;
  /** What SQLite finds amiss with the pages, in its own words; empty: nothing. */
  faults(): string[];
  /** Whether a newer program wrote it. */
  isNewer(): boolean;
  close(): void;
};

/** As it is at this moment. Throws what SQLite throws. */
export async function readDatabase(file: string): Promise<Reading> {
  const sqlite = await openSource(file, (source) => {
    const bytes = source.serialize();
    source.close();
    return fromBytes(bytes);
  });
  return {
    db: drizzle(sqlite, { schema }) as unknown as Database,
    faults: () =>
      sqlite
        .prepare<[], { integrity_check: string }>('PRAGMA integrity_check')
        .all()
        .map((row) => row.integrity_check)
        .filter((text) => text !== 'ok'),
    isNewer: () => stateOf(sqlite).isNewer,
    close: () => void sqlite.close(),
  };
}

/** SQLite's own online backup, into a file that does not exist yet. */
export async function copyDatabase(file: string, target: string): Promise<void> {
  const source = await openSource(file, (connection) => connection);
  let steps = 0;
  try {
    await source.backup(target, { progress: () => ((steps += 1) > PATIENCE ? ALL : STEP) });
  } finally {
    source.close();
  }
}

/**
 * Where there is a log, a server runs, or did until it crashed, and a connection reads both. Where there is none, the
 * file is all, and a connection would make a log and could not take it away again.
 */
async function openSource(
  file: string,
  connected: (source: SQLite.Database) => SQLite.Database,
): Promise<SQLite.Database> {
  const bytes = (await hasLog(file)) ? null : await readFile(file);
  // A server that has started meanwhile may have written into the midst of what was read.
  if (bytes !== null && !(await hasLog(file))) return fromBytes(bytes);
  return connected(new SQLite(file, { readonly: true, fileMustExist: true }));
}

function fromBytes(bytes: Buffer): SQLite.Database {
  for (const at of VERSIONS) bytes[at] = ROLLBACK_JOURNAL;
  return new SQLite(bytes);
}

function hasLog(file: string): Promise<boolean> {
  return stat(`${file}-wal`).then(
    () => true,
    () => false,
  );
}
