/**
 * Sentences for the codes that only the custodian's commands raise.
 *
 * @module
 */
import { EXIT, type Entry } from '../codes.ts';
import type { CustodianErrorCode } from './codes.ts';

export const CUSTODIAN_SENTENCES: Record<CustodianErrorCode, Entry> = {
  'confirm.needed': [
    'This cannot be undone, and nobody is there to be asked. Add --yes if you mean it. Nothing was changed.',
    EXIT.usage,
  ],
  'custodian.missing': [
    "There is no custodian's folder at that place: it would hold root.key. Name the right one with --custodian FOLDER.",
    EXIT.vault,
  ],
  'custodian.damaged': [
    "The custodian's folder is damaged or was altered. Do not use it further: take the other copy of it, and compare the two.",
    EXIT.vault,
  ],
  'custodian.earlier-version': [
    "This custodian's folder was made by an earlier version, which kept no list of reviewers. Name the public folder with --public FOLDER, and the command begins such a list.",
    EXIT.vault,
  ],
  'custodian.other-organisation': [
    "That public folder is not this organisation's: its keyring was not signed with this root key. Nothing was changed. Name the right one with --public FOLDER.",
    EXIT.trust,
  ],
  'custodian.old-copy': [
    "That public folder shows epoch {epoch}, which this custodian's folder does not know: this is an old copy of it. Nothing was changed. Take the newest copy.",
    EXIT.vault,
  ],
  'custodian.forked': [
    "That public folder shows another epoch {epoch} than this custodian's folder holds, and the same root key signed both: keys were made from two copies of the folder, or somebody else has the root key. Nothing was changed. If one of you made what is shown, go on with the copy of the folder that it was made from; if nobody did, the root key is in wrong hands.",
    EXIT.trust,
  ],
  'custodian.unfinished': [
    'Epoch {epoch} is the newest, but that public folder does not show it: the last command was interrupted, or the folder is an old or empty copy. Type "witnessbox keys rotate --finish" with the same folders. It puts epoch {epoch} there and makes no other; what you wanted now was not done, so type that again afterwards.',
    EXIT.failed,
  ],
  'custodian.clock': [
    'By the clock of this machine it is {today}, which is before the day on which the present keys were made ({issued}). Nothing was made. Set the clock, and type it again.',
    EXIT.failed,
  ],
  'custodian.nothing-unfinished': [
    'There is nothing to finish: that public folder shows epoch {epoch}, the newest one. Leave --finish out to make a new epoch.',
    EXIT.usage,
  ],
  'intake.unreadable-file': [
    'The file with the intake form cannot be read, or is far too large. Check its name.',
    EXIT.usage,
  ],
  'intake.faulty': [
    'The intake form has faults, and nothing was done with it. Mend what is named above; "witnessbox intake check FILE" looks again.',
    EXIT.failed,
  ],
  'intake.no-language': [
    'The form is not offered in that language. It is offered in those in which its first question has a text: {languages}.',
    EXIT.usage,
  ],
  'intake.other-file': [
    'Where the preview would be written lies something that is no preview, and it was not touched. Name another file with --out.',
    EXIT.disk,
  ],
  'appearance.unreadable-file': [
    'The file with the appearance cannot be read, or is far too large. Check its name.',
    EXIT.usage,
  ],
  'appearance.faulty': [
    'The appearance has faults, and nothing was done with it. Mend what is named above; "witnessbox appearance check FILE" looks again.',
    EXIT.failed,
  ],
  'keys.one-folder': [
    "Name either --custodian FOLDER (the organisation's keys) or --home FOLDER (a reviewer's), not both.",
    EXIT.usage,
  ],
  'keys.nothing-to-verify': [
    'There is nothing to check at that place. Name a public folder, what a reviewer was handed, or a folder with a request or a statement.',
    EXIT.usage,
  ],
  'keys.no-public': [
    'That is no public folder: it would hold keyring.json, keyring.json.minisig and root.pub. Name the one that goes to the server.',
    EXIT.disk,
  ],
  'keys.not-a-delivery': [
    'Where the folder for a reviewer would be written, something else lies under their name, and it was not touched. Name another place with --out.',
    EXIT.disk,
  ],
  'keys.unreadable-file': [
    'File number {position} of those named cannot be read, or is far too large. Check its name.',
    EXIT.usage,
  ],
  'keys.no-signature': [
    'Beside file number {position} of those named there is no signature: a file of the same name with .minisig at its end. Ask for both.',
    EXIT.usage,
  ],
  'keys.file-exists': [
    'That file exists already, and nothing is overwritten. Name one that does not exist yet.',
    EXIT.disk,
  ],
  'keys.whose-name': [
    'Say who it is, after "revoke", or with --name at "grant". On a terminal you are asked for it.',
    EXIT.usage,
  ],
  'keys.bad-number': ['Epochs and numbers of days are whole numbers from 0 to 10000.', EXIT.usage],
  'keys.bad-language': [
    'There is no list of words for that language. These are there: {languages}.',
    EXIT.usage,
  ],
  'keys.bad-fingerprint': [
    'That is neither a root.pub that can be read nor a fingerprint: eight groups of four hexadecimal digits, or twelve words.',
    EXIT.usage,
  ],
  'keys.bad-desk': [
    'A desk is given as ID=NAME or ID:LANGUAGE=NAME; its id is lower-case letters, digits and hyphens, such as legal="Legal aid".',
    EXIT.usage,
  ],
  'keys.desk-exists': ['There is a desk with that id already. Give the new one another id.', EXIT.usage],
  'keys.unknown-desk': [
    'There is no desk with that id. "witnessbox keys status" shows the desks.',
    EXIT.usage,
  ],
  'keys.last-desk': ['An organisation needs at least one desk. Add the new one before.', EXIT.usage],
  'keys.which-desk': [
    'There are several desks. Say which of them this reviewer reads, with --desk ID for each.',
    EXIT.usage,
  ],
  'offline.not-built': [
    'The offline pages cannot be made, because this program has not been built. Type "npm run build" in its folder and try again. Nothing was changed.',
    EXIT.failed,
  ],
  'grant-request.old-epoch': [
    'That request is for epoch {wanted}, and epoch {epoch} is the present one. Ask the reviewer to make a new one with "witnessbox keys request".',
    EXIT.usage,
  ],
  'grant-request.far-epoch': [
    "That request is for epoch {wanted}, and the next one would be {epoch}. Check whether this is the newest copy of the custodian's folder.",
    EXIT.usage,
  ],
  'grant-request.reused-recipient': [
    'That request names an identity that was used in another epoch or is another reviewer’s. Each epoch and person needs a fresh one: ask the reviewer for a new request.',
    EXIT.trust,
  ],
  'roster.bad-name': [
    'A name has 1 to 60 letters, digits, spaces, hyphens, dots or apostrophes, and begins with a letter or digit.',
    EXIT.usage,
  ],
  'roster.unknown-name': [
    'No present reviewer has that name. "witnessbox keys status" shows all.',
    EXIT.usage,
  ],
  'roster.unknown-key': [
    'Paper number {position} of those named was signed with a key that belongs to no reviewer whom it could concern. Nothing was done. A new reviewer is added with "witnessbox keys grant".',
    EXIT.trust,
  ],
  'roster.other-key': [
    'A reviewer of that name has another signing key. Nothing was granted: somebody may be posing as them. Speak to them; if they really have new keys, add --replace-key.',
    EXIT.trust,
  ],
  'roster.other-name': [
    'A reviewer of another name has this signing key. Nothing was granted. Use the name that "witnessbox keys status" shows.',
    EXIT.trust,
  ],
  'retire.unknown-epoch': ['There is no such epoch. "witnessbox keys status" shows all of them.', EXIT.usage],
  'retire.newest': [
    'Epoch {epoch} is the newest one, and sources still write to it. Rotate first.',
    EXIT.usage,
  ],
  'retire.too-early': [
    'Epoch {epoch} can be retired from {day} on: sources may have sent to it until then, and reviewers need time to fetch and read it. Nothing was destroyed.',
    EXIT.failed,
  ],
  'retire.wrong-epoch': ['Paper number {position} of those named is about another epoch.', EXIT.usage],
  'retire.unlisted': [
    "It is not known who had a grant of epoch {epoch}: this folder's list of reviewers begins later. If all of them have destroyed theirs, add --unlisted. Nothing was destroyed.",
    EXIT.failed,
  ],
  'retire.statements-missing': [
    'Reviewers who have not yet said that their part of epoch {epoch} is destroyed: {count}. Nothing was destroyed. Ask them for "witnessbox keys retire", or leave out who is gone with --except NAME.',
    EXIT.failed,
  ],
};
