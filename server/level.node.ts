/**
 * Once a second this empties the write-ahead log, which still names an upload beside the submission it became, and takes
 * the time of the last visit off the database's files. At rest it costs three looks at a file.
 *
 * @module
 */
import { dayOf } from '../crypto/days.ts';
import type { Store } from '../db/store.ts';

const EVERY_MS = 1_000;

/** Gives a function that stops it and waits for work under way. */
export function startLevelling(store: Store, now: () => Date): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= store
      .settle(dayOf(now()))
      // A disk that fails now may do it in a second.
      .catch(() => undefined)
      .finally(() => {
        running = null;
      });
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
