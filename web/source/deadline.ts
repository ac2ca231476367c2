/**
 * How long somebody may say nothing: a deadline that every sign of life puts off. Time is an argument.
 *
 * @module
 */

/** Resolves after the time, or as soon as the signal fires; never rejects. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * A device that has slept, or a thread that was busy, finds its timer due before it hears what came meanwhile.
 * Waiting in parts, it loses one of them and not the whole.
 */
const PARTS = 4;

export class Deadline {
  readonly #sleep: Sleep;
  readonly #milliseconds: number;
  readonly #missed: () => void;
  #waiting: AbortController | null = null;

  /** `missed`: called once for each `begin` that nothing has put off. */
  constructor(sleep: Sleep, milliseconds: number, missed: () => void) {
    this.#sleep = sleep;
    this.#milliseconds = milliseconds;
    this.#missed = missed;
  }

  /** The time runs from now on, whether or not it ran before. */
  begin(): void {
    this.end();
    const waiting = new AbortController();
    this.#waiting = waiting;
    void this.#wait(waiting.signal);
  }

  end(): void {
    this.#waiting?.abort();
  }

  async #wait(signal: AbortSignal): Promise<void> {
    for (let part = 0; part < PARTS; part += 1) {
      await this.#sleep(this.#milliseconds / PARTS, signal);
      if (signal.aborted) return;
    }
    this.#missed();
  }
}
