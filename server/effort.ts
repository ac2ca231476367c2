/**
 * How much work an upload costs, and how that rises and falls. Each step doubles it. A text's effort rises only
 * with the texts that began in the recent past and, once files have used up their room, with what is left of the
 * reserve; a file's rises with everything that began, with its length, and with what is left of the room for
 * files. So a flood of files does not make texts dearer, and every price falls again by itself.
 *
 * What is counted is two numbers that fade, in memory, for nobody in particular. What is asked is worked out now and
 * then only, each time with other thresholds that are drawn, or it would tell whoever asks often of each upload that begins.
 *
 * @module
 */
import type { Random } from '../crypto/encoding.ts';
import { MOST_EFFORT } from '../crypto/puzzle.ts';
import type { Config } from './config.ts';
import { SMALL_UPLOAD, type AskedEffort } from './contract.ts';

/** After this time half of what began is forgotten. */
const HALF_LIFE_MS = 600_000;
/** Doublings at most: a phone must be able to pay for a text, if not gladly, for as long as a flood lasts. */
const MOST_STEPS = { text: 8, file: 16 };
/** Each of these times longer costs twice as much. */
export const LENGTH_STEP = 4;
/** Doublings for scarce room at most. */
const MOST_SCARCITY = 6;

/** Bytes of one kind of room: all there is, and what is left of it. */
export type Extent = { whole: number; left: number };

export type Kind = 'text' | 'file';

export type Effort = {
  /** Works out anew what is asked. The room that a text would use, and that a file would use. */
  look(room: Record<Kind, Extent>): void;
  /** What one upload of `length` bytes costs, by the last look; the base price of its length before the first. */
  asked: (length: number) => number;
  /** The most that may ever be asked for it. */
  most(length: number): number;
  /** One more of `length` bytes has begun. */
  count: (length: number) => void;
  /** So many have begun elsewhere. */
  hear(elsewhere: { texts: number; files: number }): void;
};

export function createEffort(
  { baseEffort, calmUploads }: Pick<Config, 'baseEffort' | 'calmUploads'>,
  ticks: () => number,
  random: Random,
): Effort {
  const begun = { text: fading(ticks), file: fading(ticks) };
  const seen = { text: 0, file: 0 };
  const priceOf = (length: number, steps: number): number =>
    Math.min(MOST_EFFORT, baseEffort * 2 ** Math.min(MOST_STEPS[kindOf(length)], steps));
  return {
    look(room) {
      for (const kind of ['text', 'file'] as const) {
        const flood = doublings(begun[kind].value() / (calmUploads * drawFactor(random)));
        seen[kind] = flood + scarcity(room[kind], drawFactor(random));
      }
    },
    asked: (length) => priceOf(length, seen[kindOf(length)] + lengthSteps(length)),
    most: (length) => priceOf(length, Infinity),
    count(length) {
      begun.file.add(1);
      if (kindOf(length) === 'text') begun.text.add(1);
    },
    hear({ texts, files }) {
      begun.file.add(texts + files);
      begun.text.add(texts);
    },
  };
}

const kindOf = (length: number): Kind => (length > SMALL_UPLOAD ? 'file' : 'text');

/** From 1 to below 2, so that each threshold may lie anywhere up to the next. */
function drawFactor(random: Random): number {
  const [high = 0, low = 0] = random(2);
  return 2 ** ((high * 256 + low) / 65_536);
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
function scarcity({ whole, left }: Extent, factor: number): number {
  if (left === Infinity) return 0;
  return left <= 0 ? MOST_SCARCITY : Math.min(MOST_SCARCITY, doublings(whole / (left * factor)));
}

function doublings(ratio: number): number {
  return ratio < 1 ? 0 : Math.floor(Math.log2(ratio));
}

/** A count of which half is gone after the half-life. */
function fading(ticks: () => number): { value(): number; add(more: number): void } {
  let held = 0;
  let at = ticks();
  const value = (): number => {
    const time = ticks();
    held *= 2 ** -((time - at) / HALF_LIFE_MS);
    at = time;
    return held;
  };
  return {
    value,
    add: (more) => {
      held = value() + more;
    },
  };
}
