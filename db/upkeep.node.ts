/** What keeps the files of the database from telling more than is in them. @module */
import { statSync, utimesSync } from 'node:fs';
import type SQLite from 'better-sqlite3';
import { hasRoomForCopy } from './room.node.ts';

/** Milliseconds for which who still reads what the log is needed for is waited for. Whoever records waits as long. */
const PATIENCE_MS = 50;

/**
 * Empties the write-ahead log, and gives all files of the database `day` as their time. Where somebody reads on for longer,
 * a program of the operator's perhaps, the log stays until the next call.
 */
export function empty(sqlite: SQLite.Database, file: string, day: string): void {
  if (statSync(`${file}-wal`).size > 0) {
    const usual = Number(sqlite.pragma('busy_timeout', { simple: true }));
    sqlite.pragma(`busy_timeout = ${String(PATIENCE_MS)}`);
    try {
      sqlite.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      sqlite.pragma(`busy_timeout = ${String(usual)}`);
    }
  }
  for (const end of ['', '-wal', '-shm']) level(`${file}${end}`, day);
}

/** Writes the file anew. Throws an error with the code ENOSPC where there is no room for that. */
export function rewrite(sqlite: SQLite.Database, file: string): void {
  // The whole database goes into the log beside it.
  if (!hasRoomForCopy(file)) {
    throw Object.assign(new Error('There is no room to write the database anew.'), { code: 'ENOSPC' });
  }
  sqlite.exec('VACUUM');
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
}

/** Gives a file the midnight that begins the day as its times. Whatever has no other time is left alone. */
function level(path: string, day: string): void {
  const midnight = new Date(`${day}T00:00:00Z`);
  const { atimeMs, mtimeMs } = statSync(path);
  if ([atimeMs, mtimeMs].some((time) => time !== midnight.getTime())) utimesSync(path, midnight, midnight);
}

/** Best effort: a disk that can only be read has nothing new on it. */
export function levelled(path: string, day: string): void {
  try {
    level(path, day);
  } catch {
    // What could not be set stays.
  }
}
