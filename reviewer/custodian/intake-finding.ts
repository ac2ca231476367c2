/**
 * What is found out about an intake form, and its place in words: which section, which question, which of its texts. Ids are
 * given as they stand in the file; whoever shows them makes them harmless.
 *
 * @module
 */
import type { Place } from '../../crypto/soundness.ts';
import type { IntakeFinding } from '../sentences.intake.ts';

/** `Code`: of a sentence that mends it, in one of the tables for this. */
export type Finding<Code extends string = IntakeFinding> = {
  /** A fault keeps the form from being used. */
  isFault: boolean;
  place: string;
  code: Code;
  facts: Readonly<Record<string, string | number>>;
};

/** What the items of a list are called. */
const ITEMS: Readonly<Record<string, string>> = {
  first: 'first question',
  sections: 'section',
  questions: 'question',
  fields: 'field',
  options: 'option',
  files: 'question on files',
  uses: 'use',
  is: 'option',
  about: 'paragraph',
  ways: 'way',
};

/** `form`: what was read, of whatever shape. */
export function placeInWords(form: unknown, place: Place): string {
  const words: string[] = [];
  let at = form;
  for (const [index, step] of place.entries()) {
    at = memberOf(at, step);
    const list = place[index - 1];
    if (typeof step === 'number') words.push(`${ITEMS[String(list)] ?? 'number'} ${itemName(at, step)}`);
    else if (typeof place[index + 1] !== 'number') words.push(step === 'when' ? 'condition' : step);
  }
  return words.length === 0 ? 'the form' : words.join(', ');
}

export function memberOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

/** Signs; what is longer is a text. */
const LONGEST_ID = 64;

function itemName(item: unknown, index: number): string {
  if (typeof item === 'string' && item.length <= LONGEST_ID) return JSON.stringify(item);
  const id = memberOf(item, 'id');
  return typeof id === 'string' ? JSON.stringify(id) : `number ${String(index + 1)}`;
}
