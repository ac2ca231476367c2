/**
 * One type for both databases. Queries are drizzle's; a query is a value that runs when it is awaited, or
 * together with others, all or none, when it is given to `atomically`. (Builders only: on better-sqlite3 a raw
 * `db.run` runs at once.)
 *
 * @module
 */
import type { BatchItem } from 'drizzle-orm/batch';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type * as schema from './schema.ts';

export type Database = BaseSQLiteDatabase<'async', unknown, typeof schema>;
export type Statement = BatchItem<'sqlite'>;

export type Store = {
  readonly db: Database;
  /** Whether a statement that was prepared once can be run again and again; see kept.ts. */
  readonly keepsStatements: boolean;
  /** Runs the statements in order in one transaction; gives per statement the rows that it returned. */
  atomically(statements: readonly [Statement, ...Statement[]]): Promise<unknown[]>;
  /**
   * Empties the write-ahead log, which still names an upload beside the submission it became, and gives the files
   * of the database the day as their time. To be called every second or so. Costs next to nothing where both are so
   * already. Best effort: nothing is lost if it cannot be done.
   */
  settle(day: string): Promise<void>;
  /** Rewrites the file so that neither free pages nor the journal keep what was deleted or in which order. */
  tidy(): Promise<void>;
  close(): Promise<void>;
};

/** Whether a statement with RETURNING, run by `atomically`, touched a row. */
export function touched(result: unknown): boolean {
  return Array.isArray(result) && result.length > 0;
}
