/**
 * Keeps in memory what is made of a snapshot: it is the same for everybody, and until the next snapshot nothing in it
 * changes. What was asked for least lately makes room.
 *
 * @module
 */
import type { Snapshot } from '../db/drops.ts';

/** Gives what `make` makes of a name, from memory where it can; at most `most` are kept. */
export function keepShown<T>(
  current: () => Promise<Snapshot | undefined>,
  most: number,
  make: (name: string) => Promise<T>,
): (name: string) => Promise<T> {
  const kept = new Map<string, T>();
  let number: number | undefined;
  const keep = (name: string, made: T): void => {
    kept.delete(name);
    kept.set(name, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
  };
  return async (name) => {
    const before = (await current())?.number;
    if (before !== number) kept.clear();
    number = before;
    const found = kept.get(name);
    if (found !== undefined) {
      // A moment ago this was shown. Who asks again once another one is taken gets that one.
      keep(name, found);
      return found;
    }
    const made = await make(name);
    // Another one may have been taken meanwhile, or none yet.
    if (number === undefined || (await current())?.number !== number || before !== number) return made;
    keep(name, made);
    return made;
  };
}
