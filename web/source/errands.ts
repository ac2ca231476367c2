/**
 * What the page asks of its worker, and what it hears back. Keys, the receipt's entropy and everything that
 * encrypts live in the worker and never cross this border; ending the worker ends them. The one exception is what
 * the worker says to its crew (crew-work.ts), chunks and their file's key: the page passes it on and keeps nothing.
 *
 * @module
 */
import type { Answers, Row } from '../../crypto/answers.ts';
import type { Colours, OwnWords } from '../../crypto/appearance.ts';
import type { Consent } from '../../crypto/consent.ts';
import type { IntakePage } from '../../crypto/intake.ts';
import type { ReceiptLanguage } from '../../crypto/receipt-language.ts';
import type { WordList } from '../../crypto/receipt.ts';
import type { ErrorFacts } from '../../crypto/errors.ts';
import type { Ask } from '../../crypto/testimony.ts';
import type { Kind } from '../evidence/examined.ts';
import type { CrewNews, CrewOrder, Room } from './crew-work.ts';
import type { Tempo } from './tempo.ts';
import type { UploadProgress } from './uploader.ts';

/** How the organisation wants to look, and its own words in `language`. */
export type Face = OwnWords & {
  language: string;
  colours: Colours | null;
  logo: { picture: Blob; width: number; height: number } | null;
};

/** What the page may know of the organisation: verified, and in its own language. */
export type Organisation = {
  name: string;
  fingerprint: string;
  validUntil: string;
  /** The day since which the organisation has not been heard from, where that is long ago. */
  silentSince: string | null;
  demonstration: boolean;
  desks: { id: string; name: string }[];
  /** What it asks, in the page's language or the nearest that there is, and the hex SHA-256 of its bytes. */
  form: IntakePage;
  formHash: string;
  /** Null where it has signed none, or where what it has signed did not arrive. */
  face: Face | null;
};

/** One file as it goes along. */
export type Enclosed = {
  name: string;
  /** The media type that the browser gave. */
  type: string;
  /** What is sent: the file as it was, or with `removed` taken out of it. */
  content: Blob;
  removed: Kind[];
  /** The file as it was, where it goes along beside the one that was made from it. */
  original: Blob | null;
  /** What the source said about it. */
  answers?: Row;
};

/** What a source wrote, ready to be sealed. */
export type Letter = {
  kind: 'testimony' | 'follow-up';
  language: string;
  /** UTC day. */
  written: string;
  desk: string;
  answers: Answers;
  /** Null where a follow-up leaves it as it is. */
  consent: Consent | null;
  asks?: Ask[];
  files: Enclosed[];
};

export type ShownReply = {
  n: number;
  kind: 'acknowledgement' | 'reply';
  day: string;
  text: string;
  /** Whether it answers a follow-up and not the first testimony. */
  toFollowUp: boolean;
  complete: boolean;
};

export type Looked = {
  /** UTC day of the server's snapshot. */
  day: string;
  /** Whether the server shows an old snapshot in place of today's, or an older one than a moment ago. */
  stale: boolean;
  replies: ShownReply[];
  /** How many drops each of these happened to; what they mean: crypto/thread.ts. */
  missing: number;
  damaged: number;
  forged: number;
  swapped: number;
  replayed: number;
  /** Further drops of ours lie in buckets that were not fetched. */
  more: boolean;
};

/** Each errand: what goes in and what comes back. */
export type Errands = {
  open: { give: { rootKey: string; today: string; language: string }; get: Organisation };
  /**
   * A new receipt in place of one that was made before, and whatever sending will need, ahead of time. `lists`: all,
   * the one of `language` among them. `files`: bytes of the files as far as they are chosen.
   */
  newReceipt: {
    give: { language: ReceiptLanguage; lists: readonly WordList[]; files: number };
    get: { words: string[] };
  };
  /** `lists`: all, the likelier first. */
  enterWords: { give: { text: string; lists: readonly WordList[] }; get: null };
  /** The organisation's fingerprint in words. */
  fingerprintWords: { give: { rootKey: string; list: WordList }; get: { words: string[] } };
  /** With the words that were entered; a follow-up too, and a testimony with those that were made. */
  look: { give: { today: string }; get: Looked };
  send: { give: Letter; get: null };
  /** Looks at a file that was encrypted elsewhere, and prepares what sending it will need. */
  weigh: { give: { file: Blob }; get: null };
  /** Sends it as it is. */
  handIn: { give: { file: Blob }; get: null };
  /** How slowly to send from now on; null: as fast as the line allows. */
  keepTo: { give: Tempo | null; get: null };
  pause: { give: null; get: null };
  resume: { give: null; get: null };
  cancel: { give: null; get: { mayHaveArrived: boolean } };
};

export type Errand = keyof Errands;

export type ToWorker =
  { [E in Errand]: { id: number; errand: E; give: Errands[E]['give'] } }[Errand] | CrewNews;

export type FromWorker =
  | { ready: true }
  | { id: number; get: Errands[Errand]['get'] }
  | { id: number; code: string; facts: ErrorFacts }
  | { progress: UploadProgress }
  | CrewOrder;

/** The worker as the page uses it: backstage.ts. */
export interface Errander {
  onprogress: (progress: UploadProgress) => void;
  /** Where the worker's crew is; comes with the later views, before which nothing is sealed. */
  room: Room | null;
  /** Resolves once the worker runs. `page.unsupported`, `page.unreachable` or `page.fault`. */
  start(): Promise<void>;
  run<E extends Errand>(errand: E, give: Errands[E]['give']): Promise<Errands[E]['get']>;
  /** Ends it at once, and with it every key, file and byte that it holds. */
  end(): void;
}
