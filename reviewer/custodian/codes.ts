/**
 * The codes that only the custodian's commands raise. Their sentences are in `sentences.ts`.
 *
 * @module
 */
export const CUSTODIAN_ERROR_CODES = [
  'confirm.needed',
  'custodian.missing',
  'custodian.damaged',
  'custodian.earlier-version',
  'custodian.other-organisation',
  'custodian.old-copy',
  'custodian.forked',
  'custodian.unfinished',
  'custodian.clock',
  'custodian.nothing-unfinished',
  'keys.one-folder',
  'keys.nothing-to-verify',
  'keys.no-public',
  'keys.not-a-delivery',
  'keys.unreadable-file',
  'keys.no-signature',
  'keys.file-exists',
  'keys.whose-name',
  'keys.bad-number',
  'keys.bad-language',
  'keys.bad-fingerprint',
  'keys.bad-desk',
  'keys.desk-exists',
  'keys.unknown-desk',
  'keys.last-desk',
  'keys.which-desk',
  'grant-request.old-epoch',
  'grant-request.far-epoch',
  'grant-request.reused-recipient',
  'roster.bad-name',
  'roster.unknown-name',
  'roster.unknown-key',
  'roster.other-key',
  'roster.other-name',
  'retire.unknown-epoch',
  'retire.newest',
  'retire.too-early',
  'retire.wrong-epoch',
  'retire.unlisted',
  'retire.statements-missing',
] as const;

export type CustodianErrorCode = (typeof CUSTODIAN_ERROR_CODES)[number];
