/**
 * The desk in English; the shape that every other language follows.
 *
 * @module
 */
import type { SyncReport } from '../../../reviewer/contract.ts';
import type { Kind } from '../../evidence/examined.ts';
import { enErrors } from './en.errors.ts';
import type { ErrorSentences } from './errors.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export type Messages = {
  /** In its own words, for the language switch. */
  languageName: string;
  language: string;
  title: string;
  demonstration: string;
  fingerprint: string;
  fingerprintHint: string;
  keys: (epoch: number, day: string) => string;
  keysEnding: (days: number) => string;
  keysEnded: string;
  noPortal: string;
  portal: string;

  sync: string;
  syncHint: string;
  syncing: (done: number, total: number) => string;
  syncDone: (report: SyncReport) => string;
  syncFailed: string;

  cases: string;
  caseCount: (n: number) => string;
  loading: string;
  noCases: string;
  noCasesHint: string;
  chooseCase: string;
  chooseCaseHint: string;
  back: string;
  files: (n: number) => string;
  followUps: (n: number) => string;
  replies: (n: number) => string;
  unknownLanguage: string;
  nothingToRead: string;

  testimony: string;
  followUp: string;
  acknowledgement: string;
  reply: string;
  received: (day: string) => string;
  written: (day: string) => string;
  queued: string;
  placed: string;
  caseId: string;
  contactYes: string;
  contactNo: string;
  /** Of one testimony or follow-up, which a later one may have changed. */
  saysContactYes: string;
  saysContactNo: string;
  /** Of a follow-up that says nothing of it. */
  consentUnchanged: string;
  /** Of what no page of ours sent. */
  foreignConsent: string;
  foreignNoText: string;
  foreignName: string;
  uses: string;
  useYes: string;
  useNo: string;
  /** A yes to what no notice asks for. */
  useUnasked: string;
  /** Before the version and the language of the notice. */
  noticeRead: string;
  noticeNone: string;
  noticeUnknown: string;
  deletionAsked: (day: string) => string;
  deletionAskedShort: string;
  /** Of one follow-up. */
  asksDeletion: string;
  formMissing: string;
  misfit: string;
  tooManyRows: string;
  notInForm: string;
  saidOfFile: string;
  noAnswers: string;
  thread: string;

  evidence: string;
  noEvidence: string;
  evidenceCaution: string;
  declaredType: string;
  noType: string;
  size: string;
  sha256: string;
  removed: string;
  nothingRemoved: string;
  /** What the source's page may have removed. */
  kinds: Readonly<Record<Kind, string>>;
  original: string;
  originalOf: string;
  originalCaution: string;
  fromFollowUp: string;
  hiddenCharacter: string;

  save: string;
  saveHint: string;
  folder: string;
  saveButton: string;
  saving: string;
  saved: (files: number) => string;

  replyTo: string;
  replyHint: string;
  replyLabel: string;
  replyQueue: string;
  replyQueueing: string;
  replyParts: (parts: number) => string;
  replyQueued: (parts: number) => string;
  noReply: string;
  replyUnwanted: string;

  lockedHint: string;
  shortcuts: string;
  shortcutsOn: string;
  shortcutNext: string;
  shortcutPrevious: string;
  shortcutOpen: string;
  shortcutReply: string;
  shortcutBack: string;

  errors: ErrorSentences;
  unknownError: (code: string) => string;
};

export const en: Messages = {
  languageName: 'English',
  language: 'Language',
  title: 'Witnessbox desk',
  demonstration:
    'Demonstration. The keys were made on this machine for trying things out. Nobody should be invited to testify here.',
  fingerprint: 'Fingerprint',
  fingerprintHint: 'Read it aloud to the custodian: the source’s page must show the same.',
  keys: (epoch, day) => `Epoch ${epoch}, keys good until ${day}`,
  keysEnding: (days) =>
    days === 0
      ? 'The organisation’s keys end today. From tomorrow the portal takes no testimony until the custodian has signed the next epoch.'
      : `The organisation’s keys end in ${count(days, 'day', 'days')}. Ask the custodian for the next epoch: without it the portal will take no more testimonies.`,
  keysEnded:
    'The organisation’s keys have ended, and the portal takes no testimony. Ask the custodian for the next epoch.',
  noPortal:
    'No portal address is set, so nothing can be fetched. Stop the desk and start it again with --portal ADDRESS.',
  portal: 'Portal',

  sync: 'Sync',
  syncHint: 'Fetches all that is new and lays down the replies that wait.',
  syncing: (done, total) => (total === 0 ? 'Syncing…' : `Syncing, ${done} of ${total}`),
  syncDone: (report) => {
    const parts = [
      report.fetched === 0 ? 'Nothing new' : `${count(report.fetched, 'submission', 'submissions')} fetched`,
    ];
    if (report.followUps > 0) parts.push(count(report.followUps, 'follow-up', 'follow-ups'));
    if (report.unreadable > 0) parts.push(`${report.unreadable} cannot be opened`);
    if (report.placed > 0) parts.push(`${count(report.placed, 'message', 'messages')} laid down for sources`);
    return `${parts.join(', ')}.`;
  },
  syncFailed: 'The sync stopped. Nothing is lost; try again.',

  cases: 'Cases',
  caseCount: (n) => count(n, 'case', 'cases'),
  loading: 'Opening…',
  noCases: 'No cases yet',
  noCasesHint: 'Press Sync to fetch what the portal holds. Everything is opened on this machine.',
  chooseCase: 'Choose a case',
  chooseCaseHint: 'Go through the list with the arrow keys or j and k, and open one with Enter.',
  back: 'All cases',
  files: (n) => count(n, 'file', 'files'),
  followUps: (n) => count(n, 'follow-up', 'follow-ups'),
  replies: (n) => count(n, 'reply', 'replies'),
  unknownLanguage: 'Language not known',
  nothingToRead: 'No text',

  testimony: 'Testimony',
  followUp: 'Follow-up from the source',
  acknowledgement: 'Acknowledgement',
  reply: 'Reply',
  received: (day) => `received ${day}`,
  written: (day) => `written ${day}`,
  queued: 'Waits for the next sync',
  placed: 'Laid down at the portal',
  caseId: 'Case',
  contactYes: 'The source agrees to be asked back.',
  contactNo: 'The source does not wish to be asked back.',
  saysContactYes: 'Here the source says yes to being asked back.',
  saysContactNo: 'Here the source says no to being asked back.',
  consentUnchanged: 'It leaves the consent as it was.',
  foreignConsent: 'Nothing is known of what this person agrees to. Read what they sent.',
  foreignNoText: 'It is no short text that could be shown here. See the file below.',
  foreignName: 'named by this program',
  uses: 'What the source allows',
  useYes: 'Yes',
  useNo: 'No',
  useUnasked: 'A yes was sent, but no notice asks for it. This is no consent.',
  noticeRead: 'Notice read before: version',
  noticeNone: 'Said without a notice.',
  noticeUnknown:
    'This notice is not known here as one that the organisation signed, so it is not certain what was agreed to. Ask before you rely on a yes.',
  deletionAsked: (day) =>
    `The source asks for everything to be deleted. The follow-up of ${day} says so and is proven to be theirs. Nothing is deleted by itself: decide, act and answer.`,
  deletionAskedShort: 'Deletion asked for',
  asksDeletion: 'Here it is asked that everything be deleted.',
  formMissing: 'The form that was answered is not here, so ids stand in place of its questions.',
  misfit: 'Does not fit the form. As it was sent:',
  tooManyRows: 'More entries than the form asks for.',
  notInForm: 'Not in the form',
  saidOfFile: 'What the source says about it',
  noAnswers: 'It holds no written answer.',
  thread: 'What was written',

  evidence: 'Evidence',
  noEvidence: 'No files came with this case.',
  evidenceCaution:
    'Files from strangers can harm the machine that opens them, or report to somebody that they were opened. Open them offline, on a machine kept for it.',
  declaredType: 'Type, as declared',
  noType: 'none declared',
  size: 'Size',
  sha256: 'SHA-256',
  removed: 'Removed before sending',
  nothingRemoved: 'nothing',
  kinds: {
    place: 'place',
    time: 'times',
    device: 'device',
    serial: 'serial number',
    author: 'names of people',
    software: 'program',
    title: 'title',
    comment: 'notes',
    thumbnail: 'small preview',
    history: 'earlier versions',
    'tracked-changes': 'tracked changes',
    identifier: 'identifying numbers',
    'unknown-part': 'parts of unknown meaning',
  },
  original: 'Its original',
  originalOf: 'Original of',
  originalCaution: 'What was removed from that copy is still in this one. Do not publish it by mistake.',
  fromFollowUp: 'from a follow-up',
  hiddenCharacter: 'A character that is invisible or changes the order of others',

  save: 'Save this case',
  saveHint:
    'Writes text and files unencrypted into a new or empty folder. Whoever can read the folder can read the case.',
  folder: 'Folder',
  saveButton: 'Save',
  saving: 'Saving…',
  saved: (files) => `${count(files, 'file', 'files')} saved in`,

  replyTo: 'Reply to the source',
  replyHint:
    'It goes out with the next sync and can be read from the portal’s next snapshot on, usually the next day. It cannot be taken back. Write nothing that would endanger the source if read over their shoulder.',
  replyLabel: 'Your reply',
  replyQueue: 'Queue reply',
  replyQueueing: 'Queueing…',
  replyParts: (parts) => (parts === 0 ? '' : parts === 1 ? 'Fits one part' : `Goes out in ${parts} parts`),
  replyQueued: (parts) => `Queued in ${count(parts, 'part', 'parts')}. Sync to send.`,
  replyUnwanted:
    'The source did not agree to be asked back. A reply may put them in danger; write only if silence would be worse.',
  noReply: 'This case cannot be answered: no reply channel is known for it.',

  lockedHint:
    'The key in the printed address is kept in this page’s memory only, so a reload forgets it. Copy the address from the terminal into the address bar again.',
  shortcuts: 'Keyboard',
  shortcutsOn: 'Use single keys',
  shortcutNext: 'next case',
  shortcutPrevious: 'previous case',
  shortcutOpen: 'open',
  shortcutReply: 'reply',
  shortcutBack: 'back to the list',

  errors: enErrors,
  unknownError: (code) => `That did not work (${code}).`,
};
