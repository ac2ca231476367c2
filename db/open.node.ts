/**
 * The embedded store: better-sqlite3, write-ahead log, one file. A commit is on disk when it returns
 * (synchronous FULL), and what is deleted is overwritten (secure_delete).
 *
 * @module
 */
import { statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import type { SQLitePreparedQuery } from 'drizzle-orm/sqlite-core';
import { createGroups, together } from './groups.node.ts';
import { MIGRATIONS } from './migrations.node.ts';
import * as schema from './schema.ts';
import { hasRoomForCopy } from './room.node.ts';
import type { Database, Statement, Store } from './store.ts';

type Prepared = { type: 'sync'; run: unknown; all: unknown; get: unknown; values: unknown; execute: unknown };
/** What drizzle's own `batch` uses of a query, where a driver has one. */
type Preparable = { _prepare(): SQLitePreparedQuery<Prepared> };

/** More than there are in the program; those that are put together for one occasion must not pile up. */
const MOST_STATEMENTS = 200;

/** Opens and, if need be, brings up to date the database in `file`. Throws what SQLite throws. */
export function openStore(file: string): Store {
  const sqlite = new SQLite(file);
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('secure_delete = ON');
    // Large sorts and VACUUM would otherwise leave copies in the system's folder for temporary files.
    sqlite.pragma('temp_store = MEMORY');
    keepStatements(sqlite);
    const db = drizzle(sqlite, { schema });
    const commit = createGroups(sqlite);
    const settle = together<string>((day) => {
      if (statSync(`${file}-wal`).size > 0) sqlite.pragma('wal_checkpoint(TRUNCATE)');
      for (const end of ['', '-wal', '-shm']) level(`${file}${end}`, day);
    });
    migrate(db, { migrationsFolder: MIGRATIONS });
    return {
      // Its queries can be awaited like D1's, which is all that the type promises.
      db: db as unknown as Database,
      keepsStatements: true,
      atomically: (statements) => commit(() => statements.map(runNow)),
      settle,
      tidy: () =>
        Promise.resolve().then(() => {
          // The whole database goes into the log beside it.
          if (!hasRoomForCopy(file)) {
            throw Object.assign(new Error('There is no room to write the database anew.'), {
              code: 'ENOSPC',
            });
          }
          sqlite.exec('VACUUM');
          sqlite.pragma('wal_checkpoint(TRUNCATE)');
        }),
      close: () =>
        Promise.resolve().then(() => {
          const { mtime } = statSync(file);
          sqlite.close();
          for (const path of [file, dirname(file)]) levelled(path, mtime.toISOString().slice(0, 10));
        }),
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Gives a file the midnight that begins the day as its times. Whatever has no other time is left alone. */
function level(path: string, day: string): void {
  const midnight = new Date(`${day}T00:00:00Z`);
  const { atimeMs, mtimeMs } = statSync(path);
  if ([atimeMs, mtimeMs].some((time) => time !== midnight.getTime())) utimesSync(path, midnight, midnight);
}

/** The same few statements come with every request, and SQLite takes longer to read one than to run it. */
function keepStatements(sqlite: SQLite.Database): void {
  const kept = new Map<string, SQLite.Statement>();
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((source: string) => {
    const found = kept.get(source);
    // As if it were new: drizzle may have asked for rows as arrays.
    if (found && !found.busy) return found.reader ? found.raw(false) : found;
    const made = prepare(source);
    if (kept.size < MOST_STATEMENTS) kept.set(source, made);
    return made;
  }) as typeof sqlite.prepare;
}

/** Best effort: a disk that can only be read has nothing new on it. */
function levelled(path: string, day: string): void {
  try {
    level(path, day);
  } catch {
    // What could not be set stays.
  }
}

function runNow(statement: Statement): unknown {
  const outcome = (statement as unknown as Preparable)._prepare().execute();
  return (outcome as { sync(): unknown }).sync();
}
