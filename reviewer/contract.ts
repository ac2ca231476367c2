/**
 * What the reviewer's program tells its two faces, the command line and the desk in the browser: cases,
 * evidence, threads and reports. Holds no key and imports nothing, so that a page can read it.
 *
 * @module
 */

/** What a reviewer should see at the top of every view: whose portal this is and how long its keys are good. */
export type About = {
  /** The organisation's name, in English where there is one. */
  organisation: string;
  /** 64 hexadecimal digits. */
  organisationId: string;
  /** Eight groups of four, to be compared aloud. */
  fingerprint: string;
  epoch: number;
  /** UTC day, YYYY-MM-DD, the last on which the keyring is good. */
  validUntil: string;
  /** The portal's address, null where none is set yet. */
  portal: string | null;
  demonstration: boolean;
  /** Of this epoch, and of the one after it. */
  grant: GrantState;
  nextGrant: GrantState;
};

/** Whether a grant is here, is asked for, or is not even asked for. */
export type GrantState = 'held' | 'asked' | 'missing';

export type CaseSummary = {
  /** The submission's id: 32 hexadecimal digits. A unique prefix finds it too. */
  id: string;
  /** UTC day on which the portal received it. */
  day: string;
  /** BCP 47; 'und' where the submission cannot be opened, or says nothing of it. */
  language: string;
  /** First words of the first answer, white space folded; empty where nothing can be shown. */
  excerpt: string;
  /** Files, follow-ups included. */
  evidence: number;
  /** Bytes of that evidence. */
  size: number;
  /** Follow-ups that are proven to be by the same source. */
  followUps: number;
  /** Replies by a person (not acknowledgements), queued or placed. */
  replies: number;
  /** UTC day of the last follow-up, proven to be the source's, that asks for all to be deleted; null where none does. */
  deletionAsked: string | null;
  /** Whether the source left a channel and this case may be answered. */
  canReply: boolean;
  /** A code (see reviewer/sentences.ts for its sentence) where something is wrong with the case, else null. */
  problem: string | null;
};

/** What was answered to one field of the form. `label` is the organisation's, all else a stranger's text. */
export type FieldView = {
  id: string;
  label: string;
  /** What was written; a date in words; the labels of the options that were chosen, one a line. */
  text: string;
  /** The date as it was sent, where `text` says it in words. */
  edtf?: string;
  /** The labels of the options that were chosen. */
  chosen?: string[];
  /** Where it does not fit the form that it claims to answer; then it is shown as it was sent. */
  misfit?: true;
};

export type AnswerView = FieldView & {
  /** The heading of the section in which the question stands. */
  section?: string;
  /** Of a question that can be answered several times; `text` is empty then. */
  rows?: FieldView[][];
};

export type EvidenceView = {
  /** Where it lies inside the submission, e.g. `evidence/001-photo.jpg`. */
  path: string;
  /** The name as the source had it: a stranger's text. */
  name: string;
  type: string;
  size: number;
  /** Hexadecimal, computed while the submission was opened. */
  sha256: string;
  /** What the source's page removed before sending. */
  removed: string[];
  /** Where the file came along as well, the path of that from which this one was made. */
  original?: string;
  /** What the source said about it. */
  answers?: FieldView[];
  /** Where no page of ours sent it: the name is this program's, and nothing was declared. */
  foreign?: true;
  /** The submission that brought it. */
  from: string;
};

/** What a source allows the organisation to do. */
export type Consent = {
  /** To ask back. */
  contact: boolean;
  /** From the least to the most exposed; absent where they were asked about none. */
  uses?: UseView[];
  /** What they had read before. */
  notice?: NoticeView;
};

export type UseView = {
  id: string;
  /** In the words in which it was asked, where they are known. */
  label: string;
  /** Never where `unasked`. */
  agreed: boolean;
  /** Where a yes was sent although no notice asks for it: that is no consent. */
  unasked?: true;
};

export type NoticeView = {
  version: string;
  /** BCP 47. */
  language: string;
  /** Whether it is one that the organisation signed, and says what is shown here. */
  known: boolean;
};

export type ThreadItem = {
  kind: 'testimony' | 'follow-up' | 'acknowledgement' | 'reply';
  /** A submission's id, or the id of a reply of ours. */
  id: string;
  /** UTC day: received (from the source) or written (by us). */
  day: string;
  /**
   * Only for what the source sent: what this very item says; absent in a follow-up that leaves it as it was. One that stands
   * alone proves nothing by it.
   */
  consent?: Consent;
  /** Only for follow-ups: what this very item asks for. */
  asks?: 'deletion'[];
  /** Only for what no page of ours sent: nobody was asked anything, and all that is known is one opened file. */
  foreign?: true;
  /** Only for what the source sent, and only where the form that was answered is not here: ids stand for labels. */
  formMissing?: true;
  /** Only for what the source sent: BCP 47, as the source says. */
  language?: string;
  /** What the source answered; empty for what we wrote. */
  answers: AnswerView[];
  /** What we wrote; empty for what the source sent. */
  text: string;
  /** Only for what we wrote: waiting in the vault, or laid down at the portal. */
  state?: 'queued' | 'placed';
  evidence: EvidenceView[];
};

export type CaseView = CaseSummary & {
  answers: AnswerView[];
  /** As it stands after all follow-ups; null where nothing is proven, as of a follow-up that stands alone, or nothing known. */
  consent: Consent | null;
  /** Id of the intake form that was answered; empty where none was. */
  intake: string;
  evidenceList: EvidenceView[];
  /** Oldest first, the testimony itself included. */
  thread: ThreadItem[];
};

export type SyncReport = {
  /** Submissions downloaded now. */
  fetched: number;
  /** Of those, opened. */
  opened: number;
  /** Of those, kept but not openable. */
  unreadable: number;
  /** Follow-ups added to a case. */
  followUps: number;
  /** Acknowledgements and parts of replies laid down (dummies not counted). */
  placed: number;
  /** Codes with a sentence in reviewer/sentences.ts, each once. */
  warnings: string[];
};

export type SyncProgress = { done: number; total: number };

export type Saved = { folder: string; files: number };
export type Queued = { parts: number };

/* The desk: what its loopback door adds. Routes are in reviewer/desk/app.ts, the page's client in web/desk/api.ts. */

/** `GET /api/cases/:id`: the case, and where its files would go if the reviewer names no folder. */
export type DeskCase = CaseView & { proposedFolder: string };

/** `GET /api/sync`, asked again and again while one runs. */
export type SyncState =
  | { state: 'idle' }
  | ({ state: 'running' } & SyncProgress)
  | { state: 'done'; report: SyncReport }
  | { state: 'failed'; error: string };

/** What the door itself can answer; other codes pass through from the session. The body is `{ "error": code }`. */
export const DESK_ERROR_CODES = [
  'desk.wrong-host',
  'desk.foreign-page',
  'desk.wrong-token',
  'desk.not-found',
  'desk.method-not-allowed',
  'desk.not-json',
  'desk.malformed',
  'desk.too-large',
  'desk.folder-relative',
  'desk.sync-running',
  'desk.fault',
] as const;

export type DeskErrorCode = (typeof DESK_ERROR_CODES)[number];
