/**
 * Sentences for what goes wrong with a format, a key or a signature (crypto/errors.ts), as a reviewer or a
 * custodian meets it. What a server answers as well is in sentences.server.ts.
 *
 * @module
 */
import type { CryptoErrorCode } from '../crypto/errors.ts';
import type { ServerErrorCode } from '../server/contract.ts';
import { EXIT, type Entry } from './codes.ts';

/** With another grant it can perhaps be opened. */
const KEPT = 'It is kept as it arrived; ask the custodian, and do not delete it.';
/** No grant opens it. The bytes are not kept (pull.ts). */
const HOPELESS =
  'Nobody can open it, so only this note of it is kept; tell the custodian if it happens often.';

export const CRYPTO_SENTENCES: Record<Exclude<CryptoErrorCode, ServerErrorCode>, Entry> = {
  'envelope.not-age': [`This submission is not an age file. ${HOPELESS}`],
  'envelope.malformed-key': [
    'A key is not in the agreed form. If this is about your key folder, restore it from a backup.',
    EXIT.vault,
  ],
  'envelope.wrong-stanza': [`This submission is encrypted in another way than agreed. ${HOPELESS}`],
  'envelope.too-many-stanzas': [`This submission is encrypted to more than one recipient. ${HOPELESS}`],
  'envelope.wrong-identity': [
    `This submission cannot be opened with your grants: it may be for another desk or epoch. ${KEPT}`,
  ],
  'envelope.wrong-passphrase': ['That passphrase does not open this file. Try again.', EXIT.vault],
  'envelope.truncated': [`This submission ends too early. ${HOPELESS}`],
  'envelope.damaged': [`This submission was damaged or altered on its way. ${HOPELESS}`],
  'padding.not-legal': [`This submission has a size that cannot be right. ${KEPT}`],
  'bundle.malformed': [`This submission opens, but its contents are not in the agreed form. ${HOPELESS}`],
  'bundle.hostile-entry': [
    `This submission contains files made to do harm when unpacked, so it was not unpacked. ${HOPELESS}`,
  ],
  'bundle.too-long': ['The text is longer than one submission holds. Shorten it.'],
  'bundle.file-changed': [
    'A file changed while it was being read. Close the program that uses it and try again.',
  ],
  'intake.malformed': ['The intake form is not in the agreed form. Tell the custodian.', EXIT.trust],
  'offline.malformed': [
    'What was built for the offline pages is not what this program expects. Type "npm run build" in its folder and try again.',
    EXIT.failed,
  ],
  'appearance.malformed': ["The organisation's appearance is not in the agreed form.", EXIT.trust],
  'receipt.wrong-count': ['A receipt has twelve words.'],
  'receipt.unknown-word': ['One word of the receipt is not in the list.'],
  'receipt.checksum': ['The words of the receipt do not belong together. Check their order.'],
  'drop.damaged': ['A reply lying at the portal is damaged.'],
  'drop.not-authentic': ['A reply lying at the portal is not by this organisation.'],
  'drop.too-many': ['The reply is too long. Shorten it, or send it as several.', EXIT.usage],
  'snapshot.malformed': ["The portal's list of replies makes no sense. Tell the operator.", EXIT.portal],
  'followup.malformed': [
    'This follow-up is not in the agreed form. It stands alone and changes no case.',
    EXIT.case,
  ],
  'followup.bad-signature': [
    'This follow-up claims to belong to a case, but its signature is wrong. It stands alone and changes no case.',
    EXIT.case,
  ],
  'keyring.malformed': [
    "The portal's keyring is not in the agreed form. Nothing was fetched. Tell the custodian.",
    EXIT.trust,
  ],
  'keyring.bad-signature': [
    "The portal's keyring was altered: the signature of the organisation's root key does not fit. Nothing was fetched. Tell the custodian at once.",
    EXIT.trust,
  ],
  'keyring.not-yet-valid': [
    "The portal's keyring is not valid yet. Check date and time of this machine; if they are right, tell the custodian.",
    EXIT.trust,
  ],
  'keyring.expired': [
    'The keys of the organisation have ended, and sources can send nothing until the custodian renews them. Tell the custodian today.',
    EXIT.trust,
  ],
  'keyring.rollback': [
    'The portal shows older keys than this program has seen before. Nothing was fetched. Somebody may have put back an old copy: tell the custodian.',
    EXIT.trust,
  ],
  'keyring.forked': [
    "These are other keys of epoch {epoch} than this program has seen before, and the organisation's root key signed both: an old copy of the custodian's folder was used, or somebody else has the root key. Nothing was fetched or taken in. Tell the custodian at once, by voice.",
    EXIT.trust,
  ],
  'keyring.wrong-organisation': [
    'This portal shows the keys of another organisation than yours. Nothing was fetched. Check the address, and tell the custodian if it is right.',
    EXIT.trust,
  ],
  'keyring.wrong-intake': [
    "The portal's intake form is not the one the organisation signed. Answers are shown without their questions. Tell the custodian.",
    EXIT.trust,
  ],
  'keyring.wrong-appearance': [
    "The organisation's appearance is not the one that its root key signed. Nothing was done with it.",
    EXIT.trust,
  ],
  'grant.malformed': [
    'A grant in this key folder is not in the agreed form. Ask the custodian for a new one.',
    EXIT.vault,
  ],
  'grant.not-of-keyring': [
    "This grant does not belong to the keyring that the organisation's root key signed. It was not taken. Ask the custodian for both files again, and by voice whether they sent them.",
    EXIT.trust,
  ],
  'minisign.malformed': [
    'A signature or key file is not in minisign form. Restore it from its source.',
    EXIT.trust,
  ],
  'minisign.wrong-key': [
    'This portal shows the keys of another organisation than yours. Nothing was fetched. Check the address, and tell the custodian if it is right.',
    EXIT.trust,
  ],
  'minisign.bad-signature': [
    'A signature does not fit what it should sign. Do not trust that file.',
    EXIT.trust,
  ],
  'minisign.wrong-passphrase': ['That passphrase does not open the root key. Try again.', EXIT.vault],
};
