/**
 * A clock that stands before the first day of the keyring is wrong, as that of a machine whose battery is empty: it
 * began years ago. What came meanwhile would have expired as soon as it is set right, so that day counts instead.
 *
 * @module
 */
import { midnight } from '../crypto/days.ts';

const DAY_MS = 86_400_000;

export type Clock = {
  now: () => Date;
  /** Whether it can be right. */
  isBelievable: () => boolean;
};

/** `first`: UTC date, YYYY-MM-DD. The hour is the clock's own, so that what measures seconds by it goes on. */
export function believable(told: () => Date, first: string): Clock {
  const start = midnight(first).getTime();
  const isBelievable = (): boolean => told().getTime() >= start;
  const now = (): Date => {
    const time = told();
    if (time.getTime() >= start) return time;
    return new Date(start + (((time.getTime() % DAY_MS) + DAY_MS) % DAY_MS));
  };
  return { now, isBelievable };
}
