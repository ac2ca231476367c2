/** How far a database has been brought, and whether it is sound; migrates nothing. @module */
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';

export const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

export type MigrationState = {
  /** Migrations that have run. */
  done: number;
  /** Those that openStore() would run. */
  pending: number;
  /** Whether one has run that this program does not know: a newer one wrote the database. */
  isNewer: boolean;
};

/** Throws what SQLite throws. */
export function migrationState(file: string): MigrationState {
  const sqlite = new SQLite(file, { fileMustExist: true });
  try {
    return stateOf(sqlite);
  } finally {
    sqlite.close();
  }
}

export function stateOf(sqlite: SQLite.Database): MigrationState {
  const isNew = !sqlite.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
  const journal = isNew
    ? []
    : sqlite.prepare<[], { at: number }>('select created_at as at from __drizzle_migrations').all();
  const all = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  const known = new Set(all.map(({ folderMillis }) => folderMillis));
  // The same comparison as the migrator's own.
  const last = Math.max(0, ...journal.map(({ at }) => at));
  const pending = all.filter(({ folderMillis }) => folderMillis > last).length;
  return { done: all.length - pending, pending, isNewer: journal.some(({ at }) => !known.has(at)) };
}

/** Whether SQLite finds nothing amiss with any page. */
export function isSound(file: string): boolean {
  try {
    const sqlite = new SQLite(file, { fileMustExist: true });
    try {
      return sqlite.pragma('integrity_check', { simple: true }) === 'ok';
    } finally {
      sqlite.close();
    }
  } catch {
    return false;
  }
}
