/**
 * Whether a ciphertext of the vault is still the one that was filed. That it opens says nothing: anybody can seal
 * something to the desk, and who can write to the disk can put it in the place of what was pulled. The record is ours.
 *
 * @module
 */
import type { Testimony } from '../crypto/testimony.ts';
import type { BodyRecord } from './records.ts';

type Said = Pick<BodyRecord, 'testimony' | 'evidence'>;

/** By what it says and by the hash of every file, in the archive's order. */
export function isFiled(filed: Said, { testimony, evidence }: Said): boolean {
  return isSameTestimony(filed.testimony, testimony) && isSame(filed.evidence, evidence);
}

export function isSameTestimony(filed: Testimony, read: Testimony): boolean {
  return isSame(filed, read);
}

/** Both were read by the same schema, which fixes the order of members. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
