/**
 * What a source answered: question id to text, to ids of options, or to the rows of a group. Which of these a question
 * wants, and what it may hold, its intake form says: fitting.ts.
 *
 * @module
 */
import * as v from 'valibot';
import { utf8 } from './encoding.ts';
import { identifier, writeJson } from './shapes.ts';

/** To one field: a text (kinds `long`, `line`; `date` in EDTF), one option's id (`choice`), or several (`choices`). */
export type FieldAnswer = string | string[];
/** Field id to answer. */
export type Row = Record<string, FieldAnswer>;
export type Answer = FieldAnswer | Row[];
/** Question id to answer. Only what was answered. */
export type Answers = Record<string, Answer>;

/**
 * The most bytes that `answersLength` may give for what is sent. With it a testimony without evidence always fits the
 * smallest legal size: 64 KiB less two tar headers, tar's end, 4 KiB for the channel and 2 KiB for the rest of the
 * testimony.
 */
export const LONGEST_ANSWERS = 57344;
export const MOST_ANSWERS = 100;

// To valibot a list is a record whose members are named by their places.
const isNoList = v.check((value: unknown) => !Array.isArray(value));

const fieldShape = v.union([v.string(), v.pipe(v.array(identifier), v.maxLength(50))]);

export const rowShape = v.pipe(v.unknown(), isNoList, v.record(identifier, fieldShape), v.maxEntries(50));

export const answersShape = v.pipe(
  v.unknown(),
  isNoList,
  v.record(identifier, v.union([fieldShape, v.pipe(v.array(rowShape), v.maxLength(50))])),
  v.maxEntries(MOST_ANSWERS),
  // Or a stranger could fill a reader's memory with texts that no page would send. Without white space, as a reader has
  // always counted: earlier pages measured what they sent in this way too.
  v.check((answers) => utf8(JSON.stringify(answers)).length <= LONGEST_ANSWERS),
);

/** What counts against `LONGEST_ANSWERS`: bytes of `{"answers": …}` as JSON in UTF-8 with two spaces of indent. */
export function answersLength(answers: Answers): number {
  return writeJson({ answers }).length;
}

/** Every text that was written, in the order of the answers; without ids of options. */
export function textsOf(answers: Answers): string[] {
  return Object.values(answers).flatMap((answer) => {
    if (typeof answer === 'string') return [answer];
    return answer.flatMap((row) =>
      typeof row === 'string' ? [] : Object.values(row).filter((text) => typeof text === 'string'),
    );
  });
}
