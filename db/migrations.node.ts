/** How far a database has been brought, and whether it is sound; migrates nothing. @module */
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';

export const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/** `done`: migrations that have run; `pending`: those that openStore() would run. Throws what SQLite throws. */
export function migrationState(file: string): { done: number; pending: number } {
  const sqlite = new SQLite(file, { fileMustExist: true });
  try {
    const isNew = !sqlite.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
    // The same comparison as the migrator's own.
    const last = isNew
      ? undefined
      : sqlite.prepare<[], { at: number }>('select max(created_at) as at from __drizzle_migrations').get();
    const all = readMigrationFiles({ migrationsFolder: MIGRATIONS });
    const pending = all.filter(({ folderMillis }) => folderMillis > (last?.at ?? 0)).length;
    return { done: all.length - pending, pending };
  } finally {
    sqlite.close();
  }
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
