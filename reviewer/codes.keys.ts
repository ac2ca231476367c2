/**
 * The codes that only a reviewer's own key commands raise (`witnessbox keys join`, `request`, `accept`, `retire`).
 * Their sentences are in `sentences.keys.ts`.
 *
 * @module
 */
export const KEY_ERROR_CODES = [
  'join.not-compared',
  'join.other-fingerprint',
  'delivery.incomplete',
  'grant.all-held',
  'grant.not-asked',
  'grant.wrong-reader',
  'retire.not-synced',
  'retire.unfetched',
  'retire.damaged',
] as const;

export type KeyErrorCode = (typeof KEY_ERROR_CODES)[number];
