/**
 * Sentences for the codes that only the reviewer's program raises.
 *
 * @module
 */
import { EXIT, type Entry, type ReviewerErrorCode } from './codes.ts';

export const OWN_SENTENCES: Record<ReviewerErrorCode, Entry> = {
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
  'portal.wrong-size': [
    'The portal sent more of a submission than it had announced, and none of it was kept. The next sync tries again; tell the operator if it stays so.',
    EXIT.portal,
  ],
  'keyring.ends-soon': [
    'The keys are good until {day} only. Tell the custodian to renew them, or intake closes then.',
    EXIT.trust,
  ],
  'keyring.held-back': [
    'The portal still shows the keys of epoch {epoch}, although the custodian has given you those of a newer one that are good already. If it stays so, tell the operator and the custodian: somebody may be holding the new keys back.',
    EXIT.trust,
  ],
  'epoch.request-due': [
    'The keys of epoch {epoch} are good until {day}, and you have not asked for a grant of the next one. Type "witnessbox keys request" and bring what it writes to the custodian.',
    EXIT.trust,
  ],
  'epoch.request-made': [
    'The keys of epoch {epoch} are good until {day}. Your request for the next one is made: if the custodian does not have it yet, bring grant-request.json and its .minisig; what you get for it is taken in by "witnessbox keys accept".',
    EXIT.trust,
  ],
  'grant.missing': [
    'The organisation has begun epoch {epoch}, for which this key folder holds no grant. Type "witnessbox keys request", bring what it writes to the custodian, and take in what you get for it with "witnessbox keys accept". What is here already can still be read.',
    EXIT.trust,
  ],
  'grant.awaited': [
    'The organisation has begun epoch {epoch}. You have made a request for it: bring grant-request.json and its .minisig to the custodian, if they do not have them yet, and take in what you get for it with "witnessbox keys accept". What is here already can still be read.',
    EXIT.trust,
  ],
  'freshness.not-taken': [
    'The portal did not take the note that says you were here today. If it stays so, its page tells sources that the organisation has not been heard from: tell the operator.',
    EXIT.portal,
  ],
  'submission.expires-soon': [
    'A submission that could not be fetched is deleted from the portal within 30 days. Type "witnessbox pull" again soon, and tell the operator if it stays so; "witnessbox peek" shows the day.',
    EXIT.portal,
  ],
  'submission.foreign': [
    'A submission was not made by our page: somebody encrypted a file by hand. It opens, and is kept as one file that is not unpacked; "witnessbox save" writes it. Nothing proves who sent it, and it cannot be answered here.',
    EXIT.case,
  ],
  'submission.malformed': [
    'A submission opens, but its contents are not in the agreed form: a newer page may have made it, or somebody who means harm. It is kept as one file that is not unpacked; "witnessbox save" writes it. Do not unpack it on a machine that matters, and hand it to nobody: it may hold the reply channel. Upgrade, and ask who runs the page.',
    EXIT.case,
  ],
  'case.not-found': [
    'There is no such case here. "witnessbox list" shows all; "witnessbox pull" may bring new ones.',
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
  'peek.not-found': [
    'Neither the portal nor this key folder has such a submission. "witnessbox peek" lists what is not here yet.',
    EXIT.case,
  ],
  'peek.no-file': [
    'This submission lists no file of that number. "witnessbox peek ID" shows its files with their numbers.',
    EXIT.usage,
  ],
  'peek.exists': [
    'A file of that name is there already, with or without ".incomplete", and nothing is overwritten. Name another.',
    EXIT.disk,
  ],
  'peek.refused': [
    'This submission cannot be read in part ({reason}): what was read is damaged, altered or not in the agreed form. Nothing of it was kept. "witnessbox pull" fetches it whole and judges it.',
  ],
  'peek.wrong-identity': [
    'This submission cannot be opened with your grants: it may be for another desk or epoch, or its header was altered. "witnessbox pull" keeps it until a grant can.',
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
};
