/**
 * What a source answered: question id to text, to ids of options, or to the rows of a group. Which of these a question
 * wants, and what it may hold, its intake form says: fitting.ts.
 *
 * @module
 */
import { utf8 } from './encoding.ts';
import { jsonText } from './json-text.ts';

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
/** What counts against `LONGEST_ANSWERS`: bytes of `{"answers": …}` as JSON in UTF-8 with two spaces of indent. */
export function answersLength(answers: Answers): number {
  return utf8(`${jsonText({ answers }, 2)}\n`).length;
}

/** Every text in the order of the answers. A date is one, and so is the option's id of a `choice`: only the form tells them apart. */
export function textsOf(answers: Answers): string[] {
  return Object.values(answers).flatMap((answer) => {
    if (typeof answer === 'string') return [answer];
    return answer.flatMap((row) =>
      typeof row === 'string' ? [] : Object.values(row).filter((text) => typeof text === 'string'),
    );
  });
}
