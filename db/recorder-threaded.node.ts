/** The recorder of a server: in a thread of its own, so that no request waits while another one's rows are flushed. @module */
import { Worker } from 'node:worker_threads';
import { errorOf, heard, type Answer, type Call } from './recorder-call.node.ts';
import type { Recorder } from './recorder.node.ts';

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

const THREAD = new URL('recorder-thread.node.ts', import.meta.url);
/** Mebibytes of young objects: rows are small, and nothing is kept. */
const MEMORY = { maxYoungGenerationSizeMb: 2 };

/** `file`: a database that is up to date. */
export function recorderInThread(file: string): Recorder {
  const thread = new Worker(THREAD, { workerData: file, resourceLimits: MEMORY });
  /** In the order in which they are answered. */
  const waiting: Waiting[] = [];
  let isGone = false;
  // Whether it had recorded what it was given nobody knows, which is what this code of SQLite's says.
  const gone = (): Error => errorOf({ code: 'SQLITE_IOERR', message: 'the thread has ended' });
  thread.on('message', (answer: Answer) => waiting.shift()?.resolve(answer));
  // What it says of an error is said to those who wait.
  thread.on('error', () => undefined);
  thread.on('exit', () => {
    isGone = true;
    for (const { reject } of waiting.splice(0)) reject(gone());
  });
  const ask = async (call: Call): Promise<Answer> => {
    if (isGone) throw gone();
    const answer = await new Promise<Answer>((resolve, reject) => {
      // First: who waited for what could not be sent would be given the answer of the next one.
      thread.postMessage(call);
      waiting.push({ resolve, reject });
    });
    if ('failure' in answer) throw errorOf(answer.failure);
    return answer;
  };
  return {
    async record(jobs) {
      const answer = await ask({ act: 'record', jobs });
      return 'recorded' in answer ? answer.recorded.map(heard) : [];
    },
    async settle(day) {
      await ask({ act: 'settle', day });
    },
    async tidy() {
      await ask({ act: 'tidy' });
    },
    async close() {
      await ask({ act: 'close' });
      await thread.terminate();
    },
  };
}
