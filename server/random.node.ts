/**
 * Random bytes of the system, of which many are drawn at once: identifiers and days take a few at a time, and asking for them
 * takes longer than making them.
 *
 * @module
 */
import { randomFillSync } from 'node:crypto';
import type { Random } from '../crypto/encoding.ts';

const DRAWN = 4096;

/** Each byte is given out once, and nothing of it is kept. */
export function drawnRandom(): Random {
  const pool = new Uint8Array(DRAWN);
  let used = DRAWN;
  return (length) => {
    if (length > DRAWN) return randomFillSync(new Uint8Array(length));
    if (used + length > DRAWN) {
      randomFillSync(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return bytes;
  };
}
