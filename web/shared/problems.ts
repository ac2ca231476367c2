/**
 * From an error code to the sentence that a source reads: one table, without any language. Many codes end in
 * the same advice, and a code that a source can hardly meet still must not end in silence. A code that is added
 * to crypto or to the server's contract does not compile until it has its line here.
 *
 * @module
 */
import type { CryptoErrorCode, ErrorFacts } from '../../crypto/errors.ts';
import type { ServerErrorCode } from '../../server/contract.ts';

/** What only the page itself can run into. */
export const PAGE_ERROR_CODES = [
  'page.unsupported',
  'page.unreachable',
  'page.bad-answer',
  'page.fault',
  'page.cancelled',
  'page.questions-changed',
] as const;

export type PageErrorCode = (typeof PAGE_ERROR_CODES)[number];
export type AnyErrorCode = CryptoErrorCode | ServerErrorCode | PageErrorCode;

export const PROBLEMS = [
  'browserTooOld',
  'unreachable',
  'badAnswer',
  'fault',
  'cancelled',
  'notGenuine',
  'notYetValid',
  'expired',
  'wrongQuestions',
  'questionsChanged',
  'textTooLong',
  'fileChanged',
  'wrongCount',
  'unknownWord',
  'checksum',
  'repliesUnreadable',
  'uploadGone',
  'tooLarge',
  'storageFull',
  'textOnly',
  'serverTrouble',
  'refused',
] as const;

export type Problem = (typeof PROBLEMS)[number];

/** What is said of a problem; some say where, by the facts of the error. */
export type Sentence = string | ((facts: ErrorFacts) => string);

export type Problems = Readonly<Record<Problem, Sentence>>;

export const PROBLEM_OF: Readonly<Record<AnyErrorCode, Problem>> = {
  'page.unsupported': 'browserTooOld',
  'page.unreachable': 'unreachable',
  'page.bad-answer': 'badAnswer',
  'page.fault': 'fault',
  'page.cancelled': 'cancelled',
  'page.questions-changed': 'questionsChanged',
  'envelope.not-age': 'fault',
  'envelope.wrong-stanza': 'fault',
  'envelope.too-many-stanzas': 'fault',
  'envelope.wrong-identity': 'repliesUnreadable',
  'envelope.wrong-passphrase': 'fault',
  'envelope.malformed-key': 'fault',
  'envelope.truncated': 'repliesUnreadable',
  'envelope.damaged': 'repliesUnreadable',
  'padding.not-legal': 'fault',
  'bundle.malformed': 'fault',
  'bundle.hostile-entry': 'fault',
  'bundle.too-long': 'textTooLong',
  'bundle.file-changed': 'fileChanged',
  'intake.malformed': 'wrongQuestions',
  'appearance.malformed': 'notGenuine',
  'offline.malformed': 'notGenuine',
  'receipt.wrong-count': 'wrongCount',
  'receipt.unknown-word': 'unknownWord',
  'receipt.checksum': 'checksum',
  'drop.damaged': 'repliesUnreadable',
  'drop.not-authentic': 'repliesUnreadable',
  'drop.too-many': 'fault',
  'snapshot.malformed': 'badAnswer',
  'followup.malformed': 'fault',
  'followup.bad-signature': 'fault',
  'keyring.malformed': 'notGenuine',
  'keyring.bad-signature': 'notGenuine',
  'keyring.not-yet-valid': 'notYetValid',
  'keyring.expired': 'expired',
  'keyring.rollback': 'notGenuine',
  'keyring.forked': 'notGenuine',
  'keyring.wrong-organisation': 'notGenuine',
  'keyring.wrong-intake': 'wrongQuestions',
  'keyring.wrong-appearance': 'notGenuine',
  'grant.malformed': 'fault',
  'grant.not-of-keyring': 'fault',
  'minisign.malformed': 'notGenuine',
  'minisign.wrong-key': 'notGenuine',
  'minisign.bad-signature': 'notGenuine',
  'minisign.wrong-passphrase': 'fault',
  'request.malformed': 'refused',
  'request.not-found': 'badAnswer',
  'request.method-not-allowed': 'refused',
  'request.too-large': 'tooLarge',
  'request.unsigned': 'refused',
  'request.bad-signature': 'refused',
  'request.stale': 'refused',
  'request.replayed': 'refused',
  'request.wrong-range': 'refused',
  'upload.closed': 'expired',
  'upload.unsupported-version': 'refused',
  'upload.metadata-refused': 'refused',
  'upload.length-missing': 'refused',
  'upload.length-not-legal': 'refused',
  'upload.too-large': 'tooLarge',
  'upload.wrong-type': 'refused',
  'upload.wrong-offset': 'serverTrouble',
  'upload.gone': 'uploadGone',
  'upload.overlong': 'refused',
  'upload.busy': 'serverTrouble',
  'upload.not-age': 'refused',
  'upload.wrong-stanza': 'refused',
  'upload.too-many-stanzas': 'refused',
  'upload.proof-missing': 'serverTrouble',
  'upload.proof-stale': 'serverTrouble',
  'upload.proof-weak': 'serverTrouble',
  'upload.proof-used': 'serverTrouble',
  'upload.crowded': 'serverTrouble',
  'upload.text-only': 'textOnly',
  'drops.malformed': 'refused',
  'freshness.refused': 'refused',
  'freshness.older': 'refused',
  'storage.full': 'storageFull',
  'storage.failed': 'serverTrouble',
  'server.stopping': 'serverTrouble',
  'server.fault': 'serverTrouble',
};

export function isKnownCode(code: string): code is AnyErrorCode {
  return Object.hasOwn(PROBLEM_OF, code);
}
