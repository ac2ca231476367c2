/**
 * Sentences for what goes wrong with the papers that custodian and reviewers hand each other: grant requests,
 * statements, shares of a split key. Only the command line shows them.
 *
 * @module
 */
import type { CustodyErrorCode } from '../crypto/errors.ts';
import { EXIT, type Entry } from './codes.ts';

export const CUSTODY_SENTENCES: Record<CustodyErrorCode, Entry> = {
  'grant-request.malformed': [
    'This is no grant request, or it was cut off on its way. Ask the reviewer to send both files again: grant-request.json and grant-request.json.minisig.',
    EXIT.trust,
  ],
  'grant-request.bad-signature': [
    'The signature of this grant request does not fit, so somebody may have altered it. Nothing was granted. Ask the reviewer for a new one by another way.',
    EXIT.trust,
  ],
  'grant-request.wrong-organisation': [
    'This grant request was made for another organisation. Nothing was granted.',
    EXIT.trust,
  ],
  'retirement.malformed': [
    'This is no retirement statement, or it was cut off on its way. Ask the reviewer to send both files again: retirement-N.json and its .minisig.',
    EXIT.trust,
  ],
  'retirement.bad-signature': [
    'The signature of this retirement statement does not fit, so it says nothing. Ask the reviewer for it again by another way.',
    EXIT.trust,
  ],
  'retirement.wrong-organisation': [
    'This retirement statement was made for another organisation.',
    EXIT.trust,
  ],
  'freshness.malformed': ['This is no freshness note.', EXIT.trust],
  'freshness.bad-signature': [
    'This freshness note was not signed by the team of the present epoch, so it says nothing of whether the organisation is there.',
    EXIT.trust,
  ],
  'freshness.wrong-organisation': ['This freshness note was made for another organisation.', EXIT.trust],
  'freshness.wrong-epoch': ['This freshness note is of another epoch than the keyring.', EXIT.trust],
  'freshness.future': [
    'This freshness note names a day that is still to come. Check date and time of this machine.',
    EXIT.trust,
  ],
  'quorum.bad-numbers': [
    'A key can be split into 2 to 20 shares, of which at least 2 and at most all are needed.',
    EXIT.usage,
  ],
  'quorum.wrong-count': [
    'A share has 36 words; these are {count}. Compare with the sheet: a line may be missing, or there twice.',
    EXIT.vault,
  ],
  'quorum.unknown-word': [
    'Word number {position} is not in the list. Compare it with the sheet, letter by letter.',
    EXIT.vault,
  ],
  'quorum.checksum': [
    'All words are known, but they do not belong together like this: one may be wrong, or two may have changed places. Compare with the sheet.',
    EXIT.vault,
  ],
  'quorum.unknown-version': [
    'This share was made by a newer Witnessbox than this one. Use that one to join it.',
    EXIT.vault,
  ],
  'quorum.mixed': [
    'Share number {position} of those given belongs to another key, or to another splitting of the same key, than the first one. Only shares that were made together can be joined.',
    EXIT.vault,
  ],
  'quorum.repeated': [
    'Share number {position} of those given is one that was given before. Each share counts once.',
    EXIT.vault,
  ],
  'quorum.too-few': ['Only {count} of the {needed} shares that are needed are here.', EXIT.vault],
  'quorum.wrong-share': [
    'The shares are in order one by one, but together they do not give the key that was split: at least one was altered on purpose. Number of the wrong one, where it can be told (else 0): {position}. With one share more than needed it can be told.',
    EXIT.vault,
  ],
  'quorum.unreadable-file': [
    'File number {file} of those given cannot be read. Check its name; a share is a text file.',
    EXIT.usage,
  ],
};
