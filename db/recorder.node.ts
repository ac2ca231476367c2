/**
 * Who writes to the embedded database, over a connection that nobody else has.
 *
 * @module
 */
import type SQLite from 'better-sqlite3';
import { statementsOf, type Query } from './connection.node.ts';
import { empty, rewrite } from './upkeep.node.ts';

/** What became of one job: per statement the rows that it returned, or why nothing of the job was recorded. */
export type Recorded = { rows: unknown[][][] } | { error: unknown };

export type Recorder = {
  /** Each job's statements are recorded all or none, all jobs in one transaction. Rejects if nothing of any was. */
  record: (jobs: readonly (readonly Query[])[]) => Promise<Recorded[]>;
  /** See Store. */
  settle: (day: string) => Promise<void>;
  /** See Store. */
  tidy: () => Promise<void>;
  close: () => Promise<void>;
};

/** `sqlite`: a connection to `file`. */
export function recorderOn(sqlite: SQLite.Database, file: string): Recorder {
  const statement = statementsOf(sqlite);
  const runOne = ({ sql, params }: Query): unknown[][] => {
    const prepared = statement(sql);
    if (prepared.reader) return prepared.all(...params);
    prepared.run(...params);
    return [];
  };
  /** One that fails takes back what it did, and nothing of the others. */
  const runEach = (jobs: readonly (readonly Query[])[]): Recorded[] =>
    jobs.map((queries) => {
      try {
        // Within a transaction this is a savepoint.
        return { rows: sqlite.transaction(() => queries.map(runOne))() };
      } catch (error) {
        // A full disk, for instance: SQLite has taken back everything, that of the others too.
        if (!sqlite.inTransaction) throw error;
        return { error };
      }
    });
  const soon = <T>(action: () => T): Promise<T> => Promise.resolve().then(action);
  return {
    record: (jobs) => soon(() => sqlite.transaction(() => runEach(jobs)).immediate()),
    settle: (day) =>
      soon(() => {
        empty(sqlite, file, day);
      }),
    tidy: () =>
      soon(() => {
        rewrite(sqlite, file);
      }),
    close: () => soon(() => void sqlite.close()),
  };
}
