/**
 * One server per data folder. The lock is SQLite's on a file of its own: the system holds it for the process
 * and lets go when the process ends, however it ends, so that no stale file ever stands in the way.
 *
 * @module
 */
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { StartError } from './start-errors.ts';

/** Throws StartError `server.data-in-use`. */
export function lockFolder(dataFolder: string): () => void {
  const lock = new SQLite(join(dataFolder, 'lock.sqlite'), { timeout: 0 });
  try {
    // Nothing is ever written to it, so it needs no journal beside it.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StartError('server.data-in-use');
    }
    throw error;
  }
  return () => {
    lock.close();
  };
}
