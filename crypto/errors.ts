/**
 * The one error class of Witnessbox and the codes that `crypto/` can raise.
 *
 * A code is stable and dotted; it is what tests, HTTP answers and translation tables refer to. An error
 * never carries what was put in: no text, name, key or path of a person may travel in one.
 *
 * @module
 */

/** What can go wrong in `crypto/`. Every code has one sentence in each table of translations that shows it. */
export const CRYPTO_ERROR_CODES = [
  'envelope.not-age',
  'envelope.malformed-key',
  'envelope.wrong-stanza',
  'envelope.too-many-stanzas',
  'envelope.wrong-identity',
  'envelope.wrong-passphrase',
  'envelope.truncated',
  'envelope.damaged',
  'padding.not-legal',
  'bundle.malformed',
  'bundle.hostile-entry',
  'bundle.too-long',
  'bundle.file-changed',
  'intake.malformed',
  'appearance.malformed',
  'receipt.wrong-count',
  'receipt.unknown-word',
  'receipt.checksum',
  'drop.damaged',
  'drop.not-authentic',
  'drop.too-many',
  'snapshot.malformed',
  'followup.malformed',
  'followup.bad-signature',
  'keyring.malformed',
  'keyring.bad-signature',
  'keyring.not-yet-valid',
  'keyring.expired',
  'keyring.rollback',
  'keyring.forked',
  'keyring.wrong-organisation',
  'keyring.wrong-intake',
  'keyring.wrong-appearance',
  'grant.malformed',
  'grant.not-of-keyring',
  'minisign.malformed',
  'minisign.wrong-key',
  'minisign.bad-signature',
  'minisign.wrong-passphrase',
  'request.malformed',
  'request.stale',
  'request.bad-signature',
  'offline.malformed',
] as const;

export type CryptoErrorCode = (typeof CRYPTO_ERROR_CODES)[number];

/** What only the command line of custodians and reviewers can meet, so that no page needs a sentence for it. */
export const CUSTODY_ERROR_CODES = [
  'grant-request.malformed',
  'grant-request.bad-signature',
  'grant-request.wrong-organisation',
  'retirement.malformed',
  'retirement.bad-signature',
  'retirement.wrong-organisation',
  'freshness.malformed',
  'freshness.bad-signature',
  'freshness.wrong-organisation',
  'freshness.wrong-epoch',
  'freshness.future',
  'quorum.bad-numbers',
  'quorum.wrong-count',
  'quorum.unknown-word',
  'quorum.checksum',
  'quorum.unknown-version',
  'quorum.mixed',
  'quorum.repeated',
  'quorum.too-few',
  'quorum.wrong-share',
  'quorum.unreadable-file',
] as const;

export type CustodyErrorCode = (typeof CUSTODY_ERROR_CODES)[number];

/** Small facts that help a sentence along: a position, a count, a day. Never user input. */
export type ErrorFacts = Readonly<Record<string, number | string>>;

export class WitnessboxError<Code extends string = string> extends Error {
  override readonly name = 'WitnessboxError';
  readonly code: Code;
  readonly facts: ErrorFacts;

  constructor(code: Code, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }
}
