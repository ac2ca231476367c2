/** Orders and names that carry no information. @module */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Random } from '../crypto/encoding.ts';
import { below } from '../crypto/random.ts';

/** A fresh random id: 16 bytes, hex. */
export function newId(random: Random): string {
  return bytesToHex(random(16));
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** A copy in uniformly random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) {
    const index = below(rest.length, random);
    const [last] = rest.splice(-1);
    const picked = index === rest.length ? last : rest[index];
    if (picked !== undefined) result.push(picked);
    if (index < rest.length && last !== undefined) rest[index] = last;
  }
  return result;
}
