/**
 * Which file of a case is the original of which: both may have come along, and who publishes must not take one for the other.
 *
 * @module
 */
import type { EvidenceView } from '../../reviewer/contract.ts';

/** Finds the copy that was made from a file. Paths are unique within one submission only. */
export function copiesIn(
  evidence: readonly EvidenceView[],
): (file: EvidenceView) => EvidenceView | undefined {
  const copies = new Map(
    evidence.flatMap((copy) => (copy.original === undefined ? [] : [[key(copy.from, copy.original), copy]])),
  );
  return ({ from, path }) => copies.get(key(from, path));
}

const key = (from: string, path: string): string => `${from}/${path}`;
