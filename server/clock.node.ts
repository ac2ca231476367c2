/**
 * Runs the work of midnight UTC, the close of the day, and the snapshots at their hours. Looks at the clock often instead of
 * sleeping until midnight, so that a machine that was suspended catches up. In a demonstration snapshots are
 * taken every minute.
 *
 * @module
 */
import { dayOf } from '../crypto/days.ts';
import { snapshotPeriod } from './snapshot.ts';

export type ClockParts = {
  now: () => Date;
  snapshotEvery: 'day' | 'minute';
  /** UTC, ascending; at which of them snapshots are taken if not every minute. */
  snapshotHours?: readonly number[];
  closeDay: () => Promise<void>;
  takeSnapshot: () => Promise<unknown>;
};

const LOOK_EVERY_MS = 1_000;
/** After a failure, a full disk for instance. */
const RETRY_MS = 60_000;

/** When either work was last done; null: not yet. */
export type LastDone = { closed: Date | null; shown: Date | null };

/** Gives a function that stops the clock and waits for work under way. */
export function startClock(parts: ClockParts, last: LastDone): () => Promise<void> {
  const { now, snapshotEvery, snapshotHours = [0] } = parts;
  const periodOf = (time: Date): string =>
    snapshotEvery === 'minute' ? time.toISOString().slice(0, 16) : snapshotPeriod(time, snapshotHours);
  let closed = last.closed && dayOf(last.closed);
  let shown = last.shown && periodOf(last.shown);
  let failed = -Infinity;
  let running: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    const time = now();
    // Each by itself: a blob that cannot be copied must not keep replies from their sources.
    const attempt = async (task: () => Promise<unknown>): Promise<boolean> => {
      try {
        await task();
        return true;
      } catch {
        failed = time.getTime();
        return false;
      }
    };
    if (dayOf(time) !== closed && (await attempt(parts.closeDay))) closed = dayOf(time);
    const period = periodOf(time);
    if (period !== shown && (await attempt(parts.takeSnapshot))) shown = period;
  };
  const timer = setInterval(() => {
    // However far a clock that is set leaps, nobody waits longer than that.
    if (running || Math.abs(now().getTime() - failed) < RETRY_MS) return;
    running = work().finally(() => {
      running = null;
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
