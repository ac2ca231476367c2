/**
 * What all isolates together have taken in, where there are several, so that a flood makes an upload dearer wherever it
 * is begun. Each adds what it has counted to a number in the database, at most once a minute, and learns there what the
 * others have. The row carries a day and nothing finer, and when anything was added is written nowhere by us.
 *
 * @module
 */
import { addBegun, readBegun, type Begun } from '../db/begun.ts';
import type { Store } from '../db/store.ts';
import { dayOf, midnight } from '../crypto/days.ts';
import { SMALL_UPLOAD } from './contract.ts';

export type Tally = {
  /** An upload of `length` has begun here. */
  count(length: number): void;
  /** Tells the others and gives what they have counted since the last time. Never fails: then nobody hears anything. */
  exchange(): Promise<Begun>;
};

const NOTHING: Begun = { texts: 0, files: 0 };
/** For so long one upload counts on average (the half-life in effort.ts, over ln 2), in seconds. */
const LIFE_SECONDS = 866;

export function createTally(store: Store, now: () => Date): Tally {
  let own = NOTHING;
  let known: { day: string; total: Begun; at: Date } | undefined;

  const exchange = async (): Promise<Begun> => {
    const at = now();
    const day = dayOf(at);
    const told = own;
    const isEmpty = told.texts + told.files === 0;
    const total = await (isEmpty ? readBegun(store.db, day) : addBegun(store.db, day, told));
    own = minus(own, told);
    const before = known?.day === day ? known : { total: NOTHING, at: midnight(day) };
    known = { day, total, at };
    const others = minus(minus(total, before.total), told);
    return lately(others, (at.getTime() - before.at.getTime()) / 1000);
  };
  return {
    count(length) {
      const { texts, files } = own;
      own = length > SMALL_UPLOAD ? { texts, files: files + 1 } : { texts: texts + 1, files };
    },
    exchange: () => exchange().catch(() => NOTHING),
  };
}

/**
 * Who has just started, or rested for long, hears only how many there were since midnight, or since then: the part of them
 * that would still count had all come evenly.
 */
function lately({ texts, files }: Begun, seconds: number): Begun {
  const share = Math.min(1, LIFE_SECONDS / Math.max(1, seconds));
  return { texts: texts * share, files: files * share };
}

function minus(a: Begun, b: Begun): Begun {
  return { texts: Math.max(0, a.texts - b.texts), files: Math.max(0, a.files - b.files) };
}
