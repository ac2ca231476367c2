/**
 * Fair draws.
 *
 * @module
 */
import type { Random } from '../../crypto/encoding.ts';

/** A random number from 0 to `limit` - 1 without bias: draws beyond the last full round are thrown away. */
export function below(limit: number, random: Random): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    const draw = ((a * 256 + b) * 256 + c) * 256 + d;
    if (draw < fair) return draw % limit;
  }
}
