/**
 * What went wrong, in English: what it means for the reviewer and, where there is something, what to do.
 *
 * @module
 */
import type { ErrorSentences } from './errors.ts';

export const enErrors: ErrorSentences = {
  'desk.no-token': 'Open the address that the program printed in the terminal.',
  'desk.wrong-token':
    'This address is from an earlier start of the desk. Open the one that the program printed last.',
  'desk.unreachable':
    'The program no longer answers. Start it again with “npx witnessbox desk” and open the new address.',
  'desk.wrong-host': 'The desk answers only at the address that the program printed.',
  'desk.foreign-page': 'Another page tried to use the desk. It was refused.',
  'desk.not-found': 'The desk has nothing at this address.',
  'desk.method-not-allowed': 'The desk does not do this.',
  'desk.not-json': 'The desk did not understand the request.',
  'desk.malformed': 'The desk did not understand the request.',
  'desk.too-large': 'This is longer than the desk takes at once.',
  'desk.folder-relative': 'Give the whole path of the folder, from the root of the disk or from ~/.',
  'desk.sync-running': 'A sync is already running.',
  'desk.fault': 'Something failed inside the program. Nothing was changed; try again.',

  'vault.missing': 'Your key folder is gone. Stop the desk and name the folder with --home.',
  'vault.wrong-passphrase': 'That passphrase does not open your key folder.',
  'vault.locked': 'Your key folder is in use by another Witnessbox. Close that one first.',
  'vault.damaged': 'Your key folder is damaged or was altered. Stop using it and restore it from a backup.',
  'portal.none': 'No portal address is set. Stop the desk and start it again with --portal ADDRESS.',
  'portal.bad-address':
    'The portal’s address must begin with https://, or with http:// for an onion or this machine.',
  'portal.needs-tor':
    'The portal is an onion address. Start Tor, and start the desk again with “torsocks” before the command.',
  'portal.unreachable':
    'The portal cannot be reached. Check the connection and sync again; what was fetched is kept.',
  'portal.refused': 'The portal refused the request. Ask the custodian whether the keys were changed.',
  'portal.malformed':
    'The portal gave an answer that makes no sense. Check its address, or tell the operator.',
  'portal.mismatch':
    'The portal shows the keys of another organisation. Nothing was fetched; tell the custodian.',
  'portal.clock': 'The clock of this machine is wrong. Set date and time, and sync again.',
  'portal.wrong-size':
    'The portal sent more of a submission than announced; none of it was kept. The next sync tries again.',
  'keyring.ends-soon': 'The organisation’s keys end soon. Ask the custodian for the next epoch.',
  'keyring.held-back':
    'The portal still shows older keys than the custodian gave you. If it stays so, tell the operator and the custodian.',
  'epoch.request-due':
    'You have not asked for a grant of the next epoch. Close the desk, type “npx witnessbox keys request”, and bring what it writes to the custodian.',
  'epoch.request-made':
    'Your request for the next epoch is made. If the custodian does not have it yet, bring it; take in what you get with “npx witnessbox keys accept”.',
  'grant.missing':
    'The organisation has begun a new epoch, and you hold no grant for it. Close the desk, type “npx witnessbox keys request”, bring what it writes to the custodian, and take in what you get with “npx witnessbox keys accept”.',
  'grant.awaited':
    'The organisation has begun a new epoch. Bring your request to the custodian, if they do not have it yet, and take in what you get with “npx witnessbox keys accept”.',
  'freshness.not-taken':
    'The portal did not take the note that you were here today. If it stays so, its page says that the organisation has not been heard from: tell the operator.',
  'submission.expires-soon':
    'A submission that could not be fetched is deleted from the portal within 30 days. Sync again soon; if it stays so, tell the operator before then.',
  'submission.foreign':
    'This was not made by our page: somebody encrypted a file by hand. It is kept as one file that was not unpacked. Nothing proves who sent it, and it cannot be answered here.',
  'submission.malformed':
    'This opens, but its contents are not in the agreed form: a newer page may have made it, or somebody who means harm. It is kept as one file that was not unpacked. Do not unpack it on a machine that matters, and hand it to nobody: it may hold the reply channel.',
  'case.not-found': 'There is no such case in the vault.',
  'case.ambiguous': 'More than one case begins like this.',
  'case.repeated': 'This testimony came twice, with the same reply channel. Answer the first one.',
  'followup.unsigned': 'This follow-up is not signed, so nobody knows whom it is from. It stands alone.',
  'followup.forged':
    'This follow-up claims to belong to a case, but its signature is wrong. It stands alone.',
  'followup.replayed': 'This follow-up may be a copy of an earlier one. It stands alone.',
  'followup.unknown-source':
    'This follow-up belongs to no testimony that is here. It stands alone until that arrives.',
  'reply.no-channel': 'This source left no way to be answered.',
  'reply.empty': 'Write something first.',
  'reply.channel-broken': 'The reply channel of a case cannot be used. Its replies stay queued.',
  'reply.slots-used-up':
    'All 256 places for replies to this source are used. No further reply can reach them.',
  'drops.contested':
    'The portal says that many places of one source are taken. Replies wait; tell the custodian if it stays so.',
  'save.exists': 'There is already something in this folder. Nothing was overwritten; choose another.',
  'save.no-parent': 'The folder in which to save does not exist. Make it first, or choose another.',
  'disk.full': 'There is no room left on this disk. Make room and try again.',
  'disk.refused': 'This folder may not be written to. Choose another, or check who owns it.',
  'disk.failed': 'The disk reports a failure. Copy your key folder to another disk before anything else.',
  'program.fault': 'Something failed that the program did not foresee. Nothing that was complete is lost.',

  'request.malformed': 'The portal did not understand the request. Check that both run the same version.',
  'request.not-found': 'The portal has nothing at this address. Check it.',
  'request.method-not-allowed': 'The portal does not allow this. Check that both run the same version.',
  'request.too-large': 'The portal says that the request is too large.',
  'request.unsigned': 'The portal saw no signature. Something in between may remove it; tell the operator.',
  'request.bad-signature':
    'The portal does not accept your team’s key. Ask the custodian whether the epoch has changed.',
  'request.stale':
    'The clocks of this machine and of the portal differ too much. Set the time and try again.',
  'request.replayed': 'The portal has seen this very request before. Try again.',
  'request.wrong-range': 'The portal does not have this part of what was asked for. Try again.',
  'freshness.refused':
    'The portal did not take the note that the organisation is there. Check this machine’s date.',
  'freshness.older': 'The portal holds a note of a later day already.',
  'drops.malformed': 'The portal did not understand the replies. Check that both run the same version.',
  'storage.full': 'The portal’s disk is full. Replies wait here; tell the operator.',
  'storage.failed': 'The portal’s disk fails. Replies wait here; tell the operator.',
  'server.stopping': 'The portal is being stopped or restarted. Try again in a minute.',
  'server.fault': 'The portal has a fault. Try again later.',

  'envelope.not-age': 'This is not an encrypted testimony.',
  'envelope.malformed-key': 'A key cannot be read. Ask the custodian for a new grant.',
  'envelope.wrong-stanza': 'This was encrypted in a way that is not accepted here.',
  'envelope.too-many-stanzas': 'This was encrypted to more than one recipient, which is not accepted.',
  'envelope.wrong-identity':
    'None of your keys opens this. It may be meant for another desk or an earlier epoch.',
  'envelope.wrong-passphrase': 'The passphrase is not right.',
  'envelope.truncated': 'The end of this submission is missing.',
  'envelope.damaged': 'This submission is damaged or was altered, and was not opened.',
  'padding.not-legal': 'This has a size that no submission may have.',
  'bundle.malformed': 'This submission does not have the form it should have.',
  'bundle.hostile-entry': 'This submission holds an entry made to do harm. Nothing of it was unpacked.',
  'bundle.too-long': 'The text is longer than a submission may hold.',
  'bundle.file-changed': 'A file changed while it was being read.',
  'intake.malformed': 'The intake form does not have the form it should have.',
  'offline.malformed': 'This is no offline page that this program has made.',
  'appearance.malformed': 'The organisation’s appearance does not have the form it should have.',
  'receipt.wrong-count': 'A receipt has twelve words.',
  'receipt.unknown-word': 'One of the words is not on the list.',
  'receipt.checksum': 'The words do not fit together; one of them is wrong.',
  'drop.damaged': 'A reply at the portal is damaged.',
  'drop.not-authentic': 'A reply at the portal was not made by this organisation.',
  'drop.too-many': 'The source’s reply channel has no room left for this.',
  'snapshot.malformed': 'The portal published a snapshot that cannot be read.',
  'followup.malformed': 'A follow-up does not have the form it should have.',
  'followup.bad-signature':
    'A follow-up is not proven to be by the same source, so it was not added to the case.',
  'keyring.malformed': 'The portal’s keyring cannot be read.',
  'keyring.bad-signature':
    'The portal’s keyring is not signed by your organisation. Do not trust this portal; tell the custodian.',
  'keyring.not-yet-valid': 'The organisation’s keys are not valid yet. Check the date of this machine.',
  'keyring.expired': 'The organisation’s keys have ended. Ask the custodian for the next epoch.',
  'keyring.rollback':
    'The portal shows an older keyring than before. Do not trust this portal; tell the custodian.',
  'keyring.forked':
    'These are other keys of the same epoch than this program has seen before, and your organisation’s root key signed both: an old copy of the custodian’s folder was used, or somebody else has the root key. Nothing was fetched. Tell the custodian at once, by voice.',
  'keyring.wrong-organisation': 'The portal belongs to another organisation.',
  'keyring.wrong-intake': 'The portal’s intake form is not the one that your organisation signed.',
  'keyring.wrong-appearance': 'The portal’s appearance is not the one that your organisation signed.',
  'grant.malformed': 'Your grant cannot be read. Ask the custodian for a new one.',
  'grant.not-of-keyring':
    'Your grant does not belong to the keys that the organisation signed. Ask the custodian for a new one.',
  'minisign.malformed': 'A signature or signing key cannot be read.',
  'minisign.wrong-key': 'This was signed with another key.',
  'minisign.bad-signature': 'The signature is not right.',
  'minisign.wrong-passphrase': 'The passphrase is not right.',
};
