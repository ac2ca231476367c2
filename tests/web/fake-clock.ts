/** Time that passes when a test says so. */
import type { Sleep } from '../../web/source/deadline.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve));

export class FakeClock {
  #now = 0;
  #timers: { at: number; wake: () => void; signal: AbortSignal }[] = [];

  readonly sleep: Sleep = (milliseconds, signal) =>
    new Promise((resolve) => {
      const wake = () => {
        resolve();
      };
      this.#timers.push({ at: this.#now + milliseconds, wake, signal });
      signal.addEventListener('abort', wake);
    });

  /** How many are waiting. */
  get waiting(): number {
    return this.#timers.filter(({ signal }) => !signal.aborted).length;
  }

  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await turn();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#now = next.at;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.wake();
      await turn();
    }
    this.#now = until;
  }

  #next(until: number) {
    const due = this.#timers.filter(({ at, signal }) => at <= until && !signal.aborted);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}
