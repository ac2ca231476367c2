/**
 * What a language has to say for the source's page: the types that every file in web/messages satisfies. English is
 * the model; a language that lacks a sentence does not compile.
 *
 * @module
 */
import type { frame, first, handIn, intake, later, offline, offlinePlain, plain } from '../messages/en.ts';
import type { Problems } from './problems.ts';
import type { Review } from './review.ts';

export type { Problems, Review };

/** Literal strings widened to string, parameters of functions kept. */
type Widened<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => infer Said
    ? (...parameters: P) => Widened<Said>
    : T extends readonly (infer Item)[]
      ? readonly Widened<Item>[]
      : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Frame = Widened<typeof frame>;
export type FirstMessages = Omit<Widened<typeof first>, 'dir'> & { readonly dir: 'ltr' | 'rtl' };
export type LaterMessages = Widened<typeof later>;
export type PlainMessages = Widened<typeof plain>;
export type IntakeMessages = Widened<typeof intake>;
export type OfflineMessages = Widened<typeof offline>;
export type HandInMessages = Widened<typeof handIn>;
export type OfflinePlainMessages = Widened<typeof offlinePlain>;

/** One file in web/messages. `later` arrives after the first view, `frame` and `plain` stand in the HTML alone. */
export type LanguageFile = {
  review: Review;
  frame: Frame;
  problems: Problems;
  first: FirstMessages;
  later: LaterMessages;
  plain: PlainMessages;
  intake: IntakeMessages;
  /** What the offline page says beside these. */
  offline: OfflineMessages;
  /** Fetching that page, and handing in what it made; arrives with `later`. */
  handIn: HandInMessages;
  /** The same without scripts, in the HTML alone. */
  offlinePlain: OfflinePlainMessages;
};

/** All that the page's scripts say. */
export type Messages = FirstMessages & LaterMessages & { readonly problems: Problems };

export const allMessages = ({ first, later, problems }: LanguageFile): Messages => ({
  ...first,
  ...later,
  problems,
});

/** A language as the others name it. */
export type LanguageName = { readonly lang: string; readonly name: string };
