/**
 * Fair draws from random bytes. Which source of bytes is used is the caller's choice (`Random`, encoding.ts);
 * nothing here makes any.
 *
 * @module
 */
import type { Random } from './encoding.ts';

/**
 * A uniform integer from 0 to `limit` - 1; `limit`: an integer from 1 to 2^32. A plain remainder would favour
 * small numbers, so a draw beyond the last full round of `limit` is thrown away and another one made (rejection
 * sampling). Four bytes a draw, two draws at most on average. Throws nothing.
 */
export function below(limit: number, random: Random): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const bytes = random(4);
    const draw = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (draw < fair) return draw % limit;
  }
}
