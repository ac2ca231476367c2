/**
 * How much work an upload costs, and how that rises and falls. Each step doubles it. A text's effort rises only
 * with the texts that began in the recent past and, once files have used up their room, with what is left of the
 * reserve; a file's rises with everything that began, with its length, and with what is left of the room for
 * files. So a flood of files does not make texts dearer, and every price falls again by itself.
 *
 * What is counted is two numbers that fade, in memory, for nobody in particular.
 *
 * @module
 */
import { MOST_EFFORT } from '../crypto/puzzle.ts';
import type { Config } from './config.ts';
import { SMALL_UPLOAD, type AskedEffort } from './contract.ts';

/** After this time half of what began is forgotten. */
const HALF_LIFE_MS = 600_000;
/** Doublings at most: a phone must be able to pay for a text, if not gladly, for as long as a flood lasts. */
const MOST_STEPS = { text: 8, file: 16 };
/** Each of these times longer costs twice as much. */
const LENGTH_STEP = 4;
/** Doublings for scarce room at most. */
const MOST_SCARCITY = 6;

/** Bytes of one kind of room: all there is, and what is left of it. */
export type Extent = { whole: number; left: number };

export type Effort = {
  /** What one upload of `length` bytes costs now. `extent`: of the room that it would use. */
  asked(length: number, extent: Extent): number;
  /** One more of `length` bytes has begun. */
  count: (length: number) => void;
};

export function createEffort(
  { baseEffort, calmUploads }: Pick<Config, 'baseEffort' | 'calmUploads'>,
  now: () => Date,
): Effort {
  const texts = fading(now);
  const all = fading(now);
  return {
    asked(length, extent) {
      const isText = length <= SMALL_UPLOAD;
      const flood = doublings((isText ? texts : all).value() / calmUploads);
      const steps = flood + lengthSteps(length) + scarcity(extent);
      const most = isText ? MOST_STEPS.text : MOST_STEPS.file;
      return Math.min(MOST_EFFORT, baseEffort * 2 ** Math.min(most, steps));
    },
    count(length) {
      all.add();
      if (length <= SMALL_UPLOAD) texts.add();
    },
  };
}

/** The lengths up to `most` at which the effort changes, each with what is asked up to it. */
export function effortTable(most: number, asked: (length: number) => number): AskedEffort[] {
  const table: AskedEffort[] = [];
  for (let upTo = SMALL_UPLOAD; ; upTo *= LENGTH_STEP) {
    const end = Math.min(upTo, most);
    table.push({ upTo: end, effort: asked(end) });
    if (end === most) return table;
  }
}

function lengthSteps(length: number): number {
  let steps = 0;
  for (let upTo = SMALL_UPLOAD; length > upTo; upTo *= LENGTH_STEP) steps += 1;
  return steps;
}

/** One step for each halving of what is left. */
function scarcity({ whole, left }: Extent): number {
  if (left === Infinity) return 0;
  return left <= 0 ? MOST_SCARCITY : Math.min(MOST_SCARCITY, doublings(whole / left));
}

function doublings(ratio: number): number {
  return ratio < 1 ? 0 : Math.floor(Math.log2(ratio));
}

/** A count of which half is gone after the half-life. A clock that jumps back changes nothing. */
function fading(now: () => Date): { value(): number; add(): void } {
  let held = 0;
  let at = now().getTime();
  const value = (): number => {
    const time = now().getTime();
    held *= 2 ** -(Math.max(0, time - at) / HALF_LIFE_MS);
    at = time;
    return held;
  };
  return {
    value,
    add: () => {
      held = value() + 1;
    },
  };
}
