/**
 * The first words of a testimony, for the list of cases. Made once, when it is filed, so that a list need not
 * open what may be megabytes.
 *
 * @module
 */
import { textsOf } from '../crypto/answers.ts';
import type { Testimony } from '../crypto/testimony.ts';

/** Characters. */
const LENGTH = 80;
/** What is looked at, in UTF-16 units: a text may begin with any number of blanks. */
const START = LENGTH * 8;

/** The beginning of the first text that says anything, white space folded. */
export function excerptOf({ answers }: Testimony): string {
  const text = textsOf(answers).find((answer) => answer.trim() !== '') ?? '';
  const start = text.slice(0, START).replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(start);
  return characters.length > LENGTH ? `${characters.slice(0, LENGTH - 1).join('')}…` : characters.join('');
}
