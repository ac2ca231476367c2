/** Chance that can be repeated: the same seed draws the same numbers. @module */

export type Chance = {
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
};

/** WITNESSBOX_FAULTS_SEED repeats what a test that failed has named. */
export const SEED = Number(process.env['WITNESSBOX_FAULTS_SEED'] ?? Date.now() % 1_000_000);

/** Mulberry32: 32 bits of state, good enough to choose moments with. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { below, pick: (from) => from[below(from.length)] ?? from[0] };
}
