/**
 * Group commit. Whatever requests want to record within one turn of the event loop is recorded in one transaction, so
 * that the disk is flushed once for all of them. Nobody is told before that flush: a promise still means what it says.
 *
 * @module
 */
import type SQLite from 'better-sqlite3';

type Job = { run: () => void; done: () => void; fail: (error: unknown) => void };

/** Gives a function that runs an action in a transaction, all or nothing, and resolves once it is on the disk. */
export function createGroups(sqlite: SQLite.Database): <T>(action: () => T) => Promise<T> {
  let waiting: Job[] = [];
  const commit = (): void => {
    const jobs = waiting;
    waiting = [];
    let failures: Map<Job, unknown>;
    try {
      failures = sqlite.transaction(() => runEach(sqlite, jobs)).immediate();
    } catch (error) {
      for (const job of jobs) job.fail(error);
      return;
    }
    for (const job of jobs) {
      if (failures.has(job)) job.fail(failures.get(job));
      else job.done();
    }
  };
  return (action) =>
    new Promise((resolve, reject) => {
      let result: ReturnType<typeof action>;
      const run = (): void => {
        result = action();
      };
      const done = (): void => {
        resolve(result);
      };
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ run, done, fail: reject });
    });
}

/** One that fails takes back what it did, and nothing of the others. */
function runEach(sqlite: SQLite.Database, jobs: readonly Job[]): Map<Job, unknown> {
  const failures = new Map<Job, unknown>();
  for (const job of jobs) {
    try {
      // Within a transaction this is a savepoint.
      sqlite.transaction(job.run)();
    } catch (error) {
      // A full disk, for instance: SQLite has taken back everything, that of the others too.
      if (!sqlite.inTransaction) throw error;
      failures.set(job, error);
    }
  }
  return failures;
}

/** An action that those who ask for it within one turn of the event loop share; with the last one's argument. */
export function together<T>(action: (argument: T) => void): (argument: T) => Promise<void> {
  let latest: T;
  let next: Promise<void> | null = null;
  return (argument) => {
    latest = argument;
    next ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        next = null;
        try {
          action(latest);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error('not done', { cause: error }));
        }
      });
    });
    return next;
  };
}
