/**
 * The codes that the desk has a sentence for. A table of messages that lacks one does not compile.
 *
 * @module
 */
import type { CryptoErrorCode } from '../../../crypto/errors.ts';
import type { DeskErrorCode } from '../../../reviewer/contract.ts';
import type { ServerErrorCode } from '../../../server/contract.ts';

/** Codes that only the page itself raises. */
type PageErrorCode = 'desk.no-token' | 'desk.unreachable';

/** What an open session raises or reports, as in reviewer/errors.ts; tests/desk holds the two lists together. */
type SessionErrorCode =
  | 'vault.missing'
  | 'vault.wrong-passphrase'
  | 'vault.locked'
  | 'vault.damaged'
  | 'portal.none'
  | 'portal.bad-address'
  | 'portal.needs-tor'
  | 'portal.unreachable'
  | 'portal.refused'
  | 'portal.malformed'
  | 'portal.mismatch'
  | 'portal.clock'
  | 'portal.wrong-size'
  | 'keyring.ends-soon'
  | 'keyring.held-back'
  | 'epoch.request-due'
  | 'epoch.request-made'
  | 'grant.missing'
  | 'grant.awaited'
  | 'freshness.not-taken'
  | 'submission.expires-soon'
  | 'submission.foreign'
  | 'submission.malformed'
  | 'case.not-found'
  | 'case.ambiguous'
  | 'case.repeated'
  | 'followup.unsigned'
  | 'followup.forged'
  | 'followup.replayed'
  | 'followup.unknown-source'
  | 'reply.no-channel'
  | 'reply.empty'
  | 'reply.channel-broken'
  | 'reply.slots-used-up'
  | 'drops.contested'
  | 'save.exists'
  | 'save.no-parent'
  | 'disk.full'
  | 'disk.refused'
  | 'disk.failed'
  | 'program.fault';

/** The reviewer's program uploads nothing, so the portal's words about uploads never reach the desk. */
type PortalErrorCode = Exclude<ServerErrorCode, `upload.${string}`>;

export type ErrorSentences = Readonly<
  Record<CryptoErrorCode | PortalErrorCode | SessionErrorCode | DeskErrorCode | PageErrorCode, string>
>;
