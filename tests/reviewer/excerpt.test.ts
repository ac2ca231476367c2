/** The first words of a case in the list. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseIntake, questionsOf } from '../../crypto/intake.ts';
import { excerptOf } from '../../reviewer/excerpt.ts';

const FORM = parseIntake(await readFile(new URL('../../crypto/intake.default.json', import.meta.url)));
const idOf = (kind: string): string => questionsOf(FORM).find((one) => one.kind === kind)?.id ?? '';

test('an excerpt is in the source’s own words, not a date or the id of an option, where the form is here', () => {
  const answers = {
    [idOf('choice')]: 'an-option',
    [idOf('date')]: '2019-03~',
    [idOf('long')]: ' They came\n at night. ',
  };
  expect(Object.keys(answers)).toHaveLength(3);
  expect(excerptOf({ answers }, FORM)).toBe('They came at night.');
  expect(excerptOf({ answers }, null)).toBe('an-option');
});

test('an excerpt is of whatever was answered where nothing was written, and of nothing where nothing was', () => {
  expect(excerptOf({ answers: { [idOf('date')]: '2019-03~', [idOf('long')]: ' ' } }, FORM)).toBe('2019-03~');
  expect(excerptOf({ answers: {} }, FORM)).toBe('');
});
