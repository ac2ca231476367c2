/**
 * One clear English sentence for every code, with a way forward, and the exit code of a command that ends with
 * it. The compiler holds the table complete. Facts fill `{braces}`.
 *
 * @module
 */
import { EXIT, type KnownCode } from './codes.ts';

export type Entry = readonly [sentence: string, exit?: number];

const UNREADABLE = 'It is kept as it arrived; ask the custodian, and do not delete it.';

export const SENTENCES: Record<KnownCode, Entry> = {
  'passphrase.weak': [
    'That passphrase is too easy to guess. Use at least {least} characters, best five or more words picked at random.',
    EXIT.usage,
  ],
  'passphrase.different': [
    'The two passphrases differ. Start again and type the same one twice.',
    EXIT.usage,
  ],
  'passphrase.none': [
    'No passphrase was given. Type it when asked, or pass it as a line on standard input.',
    EXIT.usage,
  ],
  'input.aborted': ['Stopped, as you asked. Nothing was changed.', EXIT.failed],
  'vault.missing': [
    'There is no key folder at that place. Name the folder the custodian gave you with --home FOLDER, or set WITNESSBOX_HOME.',
    EXIT.vault,
  ],
  'vault.wrong-passphrase': [
    'That passphrase does not open this key folder. Check the keyboard layout and caps lock, and try again.',
    EXIT.vault,
  ],
  'vault.locked': [
    'This key folder is in use by another Witnessbox, perhaps an open desk. Close that one first, then try again.',
    EXIT.vault,
  ],
  'vault.damaged': [
    'The key folder is damaged or was altered. Do not use it further: restore it from a backup, or ask the custodian for a new one.',
    EXIT.vault,
  ],
  'setup.exists': [
    'That folder exists already, and nothing is overwritten. Name a folder that does not exist yet.',
    EXIT.disk,
  ],
  'setup.no-name': ['An organisation needs at least an English name. Give one with --name.', EXIT.usage],
  'setup.bad-days': [
    'The number of days must be a whole number from 1 to 730. Give it with --days.',
    EXIT.usage,
  ],
  'setup.bad-onion': [
    'That is not an onion address: it is 56 letters and digits and ".onion". Leave it empty if there is none yet.',
    EXIT.usage,
  ],
  'portal.none': [
    "This key folder does not know the portal's address yet. Give it once with --portal ADDRESS.",
    EXIT.usage,
  ],
  'portal.bad-address': [
    'That is not a portal address this program will use: it must be https://…, or http:// for an onion or for this machine.',
    EXIT.usage,
  ],
  'portal.needs-tor': [
    'The portal is an onion address, and Tor does not answer. Start Tor, or the Tor Browser and add --tor 127.0.0.1:9150; then try again.',
    EXIT.portal,
  ],
  'portal.unreachable': [
    'The portal cannot be reached. Check the connection and the address, and try again; what was fetched is kept.',
    EXIT.portal,
  ],
  'portal.refused': [
    'The portal refused the request. Your grant may have ended: ask the custodian whether the keys were changed.',
    EXIT.portal,
  ],
  'portal.malformed': [
    'The portal gave an answer that makes no sense. Check the address; if it is right, tell the operator.',
    EXIT.portal,
  ],
  'portal.mismatch': [
    'This portal shows the keys of another organisation than yours. Nothing was fetched. Check the address, and tell the custodian if it is right.',
    EXIT.trust,
  ],
  'portal.clock': [
    "The portal says that this machine's clock is wrong. Set date and time, and try again.",
    EXIT.portal,
  ],
  'portal.shortened': [
    'The portal delivered a submission shorter or longer than it had announced. The next sync tries again; tell the operator if it stays so.',
    EXIT.portal,
  ],
  'keyring.ends-soon': [
    'The keys are good until {day} only. Tell the custodian to renew them, or intake closes then.',
    EXIT.trust,
  ],
  'grant.missing': [
    'The organisation has begun epoch {epoch}, for which this key folder holds no grant. Ask the custodian for it.',
    EXIT.trust,
  ],
  'case.not-found': [
    'There is no such case here. "witnessbox list" shows all; a sync may bring new ones.',
    EXIT.case,
  ],
  'case.ambiguous': ['More than one case begins like that. Give more of its id.', EXIT.case],
  'case.repeated': [
    'This testimony came twice, with the same reply channel. It is kept on its own; answer the first one.',
    EXIT.case,
  ],
  'followup.unsigned': [
    'This follow-up is not signed, so nobody knows whom it is from. It stands alone and changes no case.',
    EXIT.case,
  ],
  'followup.forged': [
    'This follow-up claims to belong to a case, but its signature is wrong. It stands alone and changes no case.',
    EXIT.case,
  ],
  'followup.replayed': [
    'This follow-up repeats the number of an earlier one, so it may be a copy. It stands alone and changes no case.',
    EXIT.case,
  ],
  'followup.unknown-source': [
    'This follow-up belongs to no testimony that is here. It stands alone until that testimony arrives.',
    EXIT.case,
  ],
  'reply.no-channel': [
    'This case cannot be answered: it came without a reply channel, or is not proven to be its own.',
    EXIT.case,
  ],
  'reply.empty': ['The reply is empty. Write something and send it again.', EXIT.usage],
  'reply.channel-broken': [
    'The reply channel of a case is not usable, so its replies stay queued. Other replies are not affected.',
    EXIT.case,
  ],
  'reply.slots-used-up': [
    'All 256 places for replies to this source are used. No further reply can reach them.',
    EXIT.case,
  ],
  'drops.contested': [
    'The portal says that many places of one source are taken already. Replies to them wait; tell the custodian if it stays so.',
    EXIT.portal,
  ],
  'save.exists': [
    'That folder is not empty, and nothing is overwritten. Name a new or an empty folder.',
    EXIT.disk,
  ],
  'save.no-parent': [
    'The folder in which to save does not exist. Make it first, or name another.',
    EXIT.disk,
  ],
  'file.unreadable': [
    'The file with the reply cannot be read. Check its name; it must be a text file in UTF-8.',
    EXIT.usage,
  ],
  'disk.full': [
    'There is no room left on this disk. Make room and try again; nothing that was complete is lost.',
    EXIT.disk,
  ],
  'disk.refused': [
    'This folder may not be written to or read. Check who owns it, or name another.',
    EXIT.disk,
  ],
  'disk.failed': [
    'The disk reports a failure. Copy the key folder to another disk before anything else.',
    EXIT.disk,
  ],
  'desk.not-built': [
    'The pages of the desk have not been built yet. Type "npm run build" once, then try again.',
    EXIT.failed,
  ],
  'desk.port-taken': [
    'That port of this machine is taken or not allowed. Leave --port out, or give another one.',
    EXIT.usage,
  ],
  'program.fault': [
    'Something went wrong that this program did not foresee. Nothing that was complete is lost. Please report what you did.',
    EXIT.failed,
  ],

  'envelope.not-age': [`This submission is not an age file. ${UNREADABLE}`],
  'envelope.malformed-key': [
    'A key is not in the agreed form. If this is about your key folder, restore it from a backup.',
    EXIT.vault,
  ],
  'envelope.wrong-stanza': [`This submission is encrypted in another way than agreed. ${UNREADABLE}`],
  'envelope.too-many-stanzas': [`This submission is encrypted to more than one recipient. ${UNREADABLE}`],
  'envelope.wrong-identity': [
    `This submission cannot be opened with your grants: it may be for another desk or epoch. ${UNREADABLE}`,
  ],
  'envelope.wrong-passphrase': ['That passphrase does not open this file. Try again.', EXIT.vault],
  'envelope.truncated': [`This submission ends too early. ${UNREADABLE}`],
  'envelope.damaged': [`This submission was damaged or altered on its way. ${UNREADABLE}`],
  'padding.not-legal': [`This submission has a size that cannot be right. ${UNREADABLE}`],
  'bundle.malformed': [`This submission opens, but its contents are not in the agreed form. ${UNREADABLE}`],
  'bundle.hostile-entry': [
    `This submission contains files made to do harm when unpacked, so it was not unpacked. ${UNREADABLE}`,
  ],
  'bundle.too-long': ['The text is longer than one submission holds. Shorten it.'],
  'bundle.file-changed': [
    'A file changed while it was being read. Close the program that uses it and try again.',
  ],
  'intake.malformed': ['The intake form is not in the agreed form. Tell the custodian.', EXIT.trust],
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
  'keyring.wrong-organisation': [
    'This portal shows the keys of another organisation than yours. Nothing was fetched. Check the address, and tell the custodian if it is right.',
    EXIT.trust,
  ],
  'keyring.wrong-intake': [
    "The portal's intake form is not the one the organisation signed. Answers are shown without their questions. Tell the custodian.",
    EXIT.trust,
  ],
  'grant.malformed': [
    'A grant in this key folder is not in the agreed form. Ask the custodian for a new one.',
    EXIT.vault,
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

  'request.malformed': [
    'The portal did not understand the request. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.not-found': ['The portal has no such thing. Check the address.', EXIT.portal],
  'request.method-not-allowed': [
    'The portal does not allow that. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.too-large': [
    'The portal says the request is too large. Check that both run the same version.',
    EXIT.portal,
  ],
  'request.unsigned': [
    'The portal wants a signature and saw none. Something between may remove it; tell the operator.',
    EXIT.portal,
  ],
  'request.bad-signature': [
    'The portal refused the request. Your grant may have ended: ask the custodian whether the keys were changed.',
    EXIT.portal,
  ],
  'request.stale': [
    "The portal says that this machine's clock is wrong. Set date and time, and try again.",
    EXIT.portal,
  ],
  'request.replayed': [
    'The portal has seen this very request before. Try again; tell the operator if it stays so.',
    EXIT.portal,
  ],
  'request.wrong-range': [
    'The portal has less of a submission than is here already. Try again.',
    EXIT.portal,
  ],
  'upload.closed': ['The portal takes no submissions at present. Tell the custodian.', EXIT.portal],
  'upload.unsupported-version': [
    'The portal refused an upload. Check that both run the same version.',
    EXIT.portal,
  ],
  'upload.metadata-refused': ['The portal refused an upload that carried metadata.', EXIT.portal],
  'upload.length-missing': ['The portal refused an upload that did not say its length.', EXIT.portal],
  'upload.length-not-legal': ['The portal refused an upload of that length.', EXIT.portal],
  'upload.too-large': ['The portal refused an upload as too large.', EXIT.portal],
  'upload.wrong-type': ['The portal refused an upload of that type.', EXIT.portal],
  'upload.wrong-offset': ['The portal refused an upload that went on at the wrong place.', EXIT.portal],
  'upload.gone': ['The portal no longer knows that upload.', EXIT.portal],
  'upload.overlong': ['The portal refused an upload longer than announced.', EXIT.portal],
  'upload.busy': ['The portal is already receiving that upload.', EXIT.portal],
  'upload.not-age': ['The portal refused an upload that is not encrypted.', EXIT.portal],
  'upload.wrong-stanza': [
    'The portal refused an upload that is encrypted in another way than agreed.',
    EXIT.portal,
  ],
  'upload.too-many-stanzas': [
    'The portal refused an upload that is encrypted to several recipients.',
    EXIT.portal,
  ],
  'drops.malformed': [
    'The portal did not understand the replies. Check that both run the same version.',
    EXIT.portal,
  ],
  'storage.full': ["The portal's disk is full. Tell the operator; replies wait here.", EXIT.portal],
  'storage.failed': ["The portal's disk fails. Tell the operator; replies wait here.", EXIT.portal],
  'server.fault': [
    'The portal has a fault. Try again later, and tell the operator if it stays so.',
    EXIT.portal,
  ],
};
