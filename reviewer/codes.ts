/**
 * The codes that only the reviewer's program raises, and its exit codes. Sentences are in sentences.ts and the
 * files beside it.
 *
 * @module
 */
import type { CryptoErrorCode, CustodyErrorCode } from '../crypto/errors.ts';
import type { ServerErrorCode } from '../server/contract.ts';
import type { KeyErrorCode } from './codes.keys.ts';
import type { CustodianErrorCode } from './custodian/codes.ts';

export const REVIEWER_ERROR_CODES = [
  'passphrase.weak',
  'passphrase.different',
  'passphrase.none',
  'input.aborted',
  'vault.missing',
  'vault.wrong-passphrase',
  'vault.locked',
  'vault.damaged',
  'setup.exists',
  'setup.no-name',
  'setup.bad-days',
  'setup.bad-onion',
  'portal.none',
  'portal.bad-address',
  'portal.needs-tor',
  'portal.unreachable',
  'portal.refused',
  'portal.malformed',
  'portal.mismatch',
  'portal.clock',
  'portal.wrong-size',
  'keyring.ends-soon',
  'keyring.held-back',
  'epoch.request-due',
  'epoch.request-made',
  'grant.missing',
  'grant.awaited',
  'freshness.not-taken',
  'submission.expires-soon',
  'submission.foreign',
  'submission.malformed',
  'case.not-found',
  'case.ambiguous',
  'case.repeated',
  'followup.unsigned',
  'followup.forged',
  'followup.replayed',
  'followup.unknown-source',
  'reply.no-channel',
  'reply.empty',
  'reply.channel-broken',
  'reply.slots-used-up',
  'drops.contested',
  'save.exists',
  'save.no-parent',
  'peek.not-found',
  'peek.no-file',
  'peek.exists',
  'peek.refused',
  'peek.wrong-identity',
  'file.unreadable',
  'disk.full',
  'disk.refused',
  'disk.failed',
  'desk.not-built',
  'desk.port-taken',
  'program.fault',
] as const;

export type ReviewerErrorCode = (typeof REVIEWER_ERROR_CODES)[number];
export type KnownCode =
  | CryptoErrorCode
  | CustodyErrorCode
  | CustodianErrorCode
  | KeyErrorCode
  | ServerErrorCode
  | ReviewerErrorCode;

/** Stable: scripts may rely on them. */
export const EXIT = {
  done: 0,
  /** Something that no table foresaw, or an input that makes no sense. */
  failed: 1,
  usage: 2,
  /** Key folder, passphrase or vault. */
  vault: 3,
  /** The portal cannot be reached, or refuses. */
  portal: 4,
  /** What the portal shows is not what the organisation signed, or no longer good. */
  trust: 5,
  /** No such case, or more than one. */
  case: 6,
  /** Nothing is overwritten; no room; not allowed. */
  disk: 7,
} as const;

/** What is said for a code, and what a command that ends with it exits with; EXIT.failed where nothing is named. */
export type Entry = readonly [sentence: string, exit?: number];
