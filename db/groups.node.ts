/**
 * Group commit. Whatever requests want to record while an earlier group is on its way to the disk is recorded in one
 * transaction, so that the disk is flushed once for all of them. Nobody is told before that flush: a promise still means what
 * it says.
 *
 * @module
 */
import type { Query } from './connection.node.ts';
import type { Recorder } from './recorder.node.ts';

type Job = { queries: readonly Query[]; done: (rows: unknown[][][]) => void; fail: (error: unknown) => void };

/** Gives a function that records statements, all or none, and resolves with what each returned once it is on the disk. */
export function createGroups({ record }: Pick<Recorder, 'record'>) {
  let waiting: Job[] = [];
  let isRecording = false;
  const recordGroup = async (jobs: readonly Job[]): Promise<void> => {
    try {
      const outcomes = await record(jobs.map(({ queries }) => queries));
      for (const [index, { done, fail }] of jobs.entries()) {
        const outcome = outcomes[index] ?? { error: new Error('not recorded') };
        if ('error' in outcome) fail(outcome.error);
        else done(outcome.rows);
      }
    } catch (error) {
      for (const { fail } of jobs) fail(error);
    }
  };
  const recordAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const jobs = waiting;
      waiting = [];
      await recordGroup(jobs);
    }
    isRecording = false;
  };
  return (queries: readonly Query[]): Promise<unknown[][][]> =>
    new Promise((done, fail) => {
      waiting.push({ queries, done, fail });
      if (isRecording) return;
      isRecording = true;
      // All that comes within this turn of the event loop goes together.
      setImmediate(() => void recordAll());
    });
}
