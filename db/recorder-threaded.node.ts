/** The recorder of a server: in a thread of its own, so that no request waits while another one's rows are flushed. @module */
import { Worker } from 'node:worker_threads';
import { errorOf, heard, type Answer, type Call } from './recorder-call.node.ts';
import type { Recorder } from './recorder.node.ts';

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

const THREAD = new URL('recorder-thread.node.ts', import.meta.url);
/** Mebibytes of young objects: rows are small, and nothing is kept. */
const MEMORY = { maxYoungGenerationSizeMb: 2 };

type Thread = { worker: Worker; /** In the order in which they are answered. */ waiting: Waiting[] };

/** `file`: a database that is up to date. */
export function recorderInThread(file: string): Recorder {
  let isClosed = false;
  // Whether it had recorded what it was given nobody knows, which is what this code of SQLite's says.
  const gone = (): Error => errorOf({ code: 'SQLITE_IOERR', message: 'the thread has ended' });
  const start = (): Thread => {
    const worker = new Worker(THREAD, { workerData: file, resourceLimits: MEMORY });
    const thread: Thread = { worker, waiting: [] };
    worker.on('message', (answer: Answer) => thread.waiting.shift()?.resolve(answer));
    // What it says of an error is said to those who wait.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (current === thread) current = null;
      for (const { reject } of thread.waiting.splice(0)) reject(gone());
    });
    return thread;
  };
  let current: Thread | null = start();
  const ask = async (call: Call): Promise<Answer> => {
    if (isClosed) throw gone();
    // One that has ended, for want of memory perhaps, is no reason to take nothing in until somebody starts the server anew.
    const { worker, waiting } = (current ??= start());
    const answer = await new Promise<Answer>((resolve, reject) => {
      // First: who waited for what could not be sent would be given the answer of the next one.
      worker.postMessage(call);
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
      const thread = current;
      try {
        if (thread) await ask({ act: 'close' });
      } finally {
        isClosed = true;
        await thread?.worker.terminate();
      }
    },
  };
}
