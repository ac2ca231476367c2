/**
 * One program at a time in a key folder. The lock is one that the operating system holds for SQLite and lets
 * go of when the process ends, however it ends; a file with a process number would outlive a crash.
 *
 * @module
 */
import Database from 'better-sqlite3';
import { WitnessboxError } from '../crypto/errors.ts';
import { diskError } from './files.ts';

export type FolderLock = { release(): void };

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** The file at `path` stays empty for ever; only the lock on it matters. @throws vault.locked */
export function takeLock(path: string): FolderLock {
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new WitnessboxError('vault.locked', {}, { cause: error });
    if (error instanceof Database.SqliteError)
      throw new WitnessboxError('vault.damaged', {}, { cause: error });
    throw diskError(error);
  }
  const held = database;
  return {
    release: () => {
      held.close();
    },
  };
}
