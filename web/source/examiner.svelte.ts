/**
 * The page's side of the worker that looks into files. It is fetched when the word lists are, whether or not anybody
 * chooses a file, and again at fixed times where it did not arrive: what goes over the wire depends on no file.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { Deadline, type Sleep } from './deadline.ts';
import { SCRIPT_PATIENCE } from './pace.ts';
import type { Seen } from './seen.ts';

export type FromExaminer = { ready: true } | { seen: Seen } | { code: 'bundle.file-changed' | 'page.fault' };

/** The examiner as the rest of the page uses it. */
export interface Examining {
  /** Whether nobody is there to look into files: then they go as they are. */
  readonly isMissing: boolean;
  /** Fetches it, after something else that is being fetched, or when that takes long. */
  wake(after?: Promise<unknown>): void;
  /** Waits for as long as `isMissing`. `bundle.file-changed`, or `page.fault` where looking into this file failed. */
  examine(file: Blob): Promise<Seen>;
  /** Ends the worker and lets go of the files. */
  end(): void;
}

/** For so long what is fetched before has the line for itself. */
const TURN = 20_000;
/** Nobody has to wait with a file for a script for longer than this, though it may still come. */
const PATIENCE = 60_000;
/** One file takes seconds, many seconds without JIT. What takes longer than this does not end. */
const FILE_PATIENCE = 180_000;
/** Milliseconds before each further try to fetch the worker. */
const TRIES = [10_000, 30_000, 60_000, 120_000];

type Job = {
  file: Blob;
  resolve: (seen: Seen) => void;
  reject: (error: unknown) => void;
};

export class Examiner implements Examining {
  isMissing = $state(false);
  readonly #hire: () => Worker;
  readonly #sleep: Sleep;
  readonly #ending = new AbortController();
  readonly #late: Deadline;
  #isAwake = false;
  #worker: Worker | null = null;
  /** The first is with the worker, if there is one. */
  #jobs: Job[] = [];

  /** `hire`: starts evidence.worker.ts. */
  constructor(hire: () => Worker, sleep: Sleep) {
    this.#hire = hire;
    this.#sleep = sleep;
    this.#late = new Deadline(sleep, FILE_PATIENCE, () => this.#lose());
  }

  wake(after?: Promise<unknown>): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    void this.#fetch(after);
  }

  examine(file: Blob): Promise<Seen> {
    return new Promise((resolve, reject) => {
      this.#jobs.push({ file, resolve, reject });
      if (this.#jobs.length === 1) this.#next();
    });
  }

  end(): void {
    this.#ending.abort();
    this.#lose();
    this.#jobs = [];
  }

  async #fetch(after?: Promise<unknown>): Promise<void> {
    const soon = new Deadline(this.#sleep, PATIENCE, () => {
      this.isMissing = true;
    });
    soon.begin();
    if (after) await this.#letPass(after);
    for (const pause of [0, ...TRIES]) {
      if (pause > 0) await this.#sleep(pause, this.#ending.signal);
      if (this.#ending.signal.aborted) break;
      this.#worker = await this.#start();
      if (this.#worker !== null) break;
      this.isMissing = true;
    }
    soon.end();
    if (this.#worker === null) return;
    this.isMissing = false;
    this.#next();
  }

  async #letPass(other: Promise<unknown>): Promise<void> {
    const turn = new AbortController();
    await Promise.race([other, this.#sleep(TURN, turn.signal)]);
    turn.abort();
  }

  /** Null where it did not arrive, or broke on arrival. */
  #start(): Promise<Worker | null> {
    const worker = this.#hire();
    return new Promise((resolve) => {
      const arrive = (arrived: boolean) => {
        late.end();
        this.#ending.signal.removeEventListener('abort', leave);
        if (!arrived) worker.terminate();
        resolve(arrived ? worker : null);
      };
      const leave = () => arrive(false);
      const late = new Deadline(this.#sleep, SCRIPT_PATIENCE, leave);
      late.begin();
      this.#ending.signal.addEventListener('abort', leave);
      worker.addEventListener('message', ({ data }: MessageEvent<FromExaminer>) => {
        if ('ready' in data) arrive(true);
        else this.#hear(data);
      });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        if (this.#worker === worker) this.#lose();
        else arrive(false);
      });
    });
  }

  #next(): void {
    const [job] = this.#jobs;
    if (job === undefined || this.#worker === null) return;
    this.#late.begin();
    this.#worker.postMessage(job.file);
  }

  #hear(answer: Exclude<FromExaminer, { ready: true }>): void {
    this.#late.end();
    const job = this.#jobs.shift();
    if ('seen' in answer) job?.resolve(answer.seen);
    else job?.reject(new WitnessboxError(answer.code));
    this.#next();
  }

  /** Not started again: that would show on the wire that there is a file on which it breaks. */
  #lose(): void {
    this.#late.end();
    this.#worker?.terminate();
    this.#worker = null;
    this.isMissing = true;
  }
}
