/**
 * The first words of a testimony, for the list of cases. Made once, when it is filed, so that a list need not
 * open what may be megabytes.
 *
 * @module
 */
import { type Answers, textsOf } from '../crypto/answers.ts';
import { type Intake, questionsOf } from '../crypto/intake.ts';
import type { Testimony } from '../crypto/testimony.ts';

/** Characters. */
const LENGTH = 80;
/** What is looked at, in UTF-16 units: a text may begin with any number of blanks. */
const START = LENGTH * 8;

/**
 * The beginning of the first text that says anything, white space folded: of one in the source's own words where the form is here
 * and tells, else of any.
 */
export function excerptOf({ answers }: Pick<Testimony, 'answers'>, form: Intake | null): string {
  const texts = [...(form ? inOwnWords(answers, form) : []), ...textsOf(answers)];
  const text = texts.find((answer) => answer.trim() !== '') ?? '';
  const start = text.slice(0, START).replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(start);
  return characters.length > LENGTH ? `${characters.slice(0, LENGTH - 1).join('')}…` : characters.join('');
}

function inOwnWords(answers: Answers, form: Intake): string[] {
  return questionsOf(form).flatMap(({ id, kind }) => {
    const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
    return (kind === 'long' || kind === 'line') && typeof answer === 'string' ? [answer] : [];
  });
}
