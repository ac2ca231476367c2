import { describe, expect, test } from 'vitest';
import { fileMisfits, isAsked, misfits } from '../../crypto/fitting.ts';
import { intakePage, parseIntakePage } from '../../crypto/intake.ts';
import { FORM } from './forms.ts';

const PAGE = parseIntakePage(intakePage(FORM, 'en'));

describe('answers fit a form', () => {
  test.each([
    ['where nothing was answered', {}],
    [
      'in every kind',
      {
        what: 'They came.\nAt night.',
        when: '2019-03~/..',
        clock: 'At three.',
        relation: ['told', 'saw'],
        'by-whom': 'A neighbour.',
        officials: [{ name: 'Chen', since: '2012', rank: 'high' }, {}],
      },
    ],
    ['with nothing chosen and no rows', { relation: [], officials: [] }],
  ])('%s', (_, answers) => {
    expect([misfits(FORM, answers), misfits(PAGE, answers)]).toEqual([[], []]);
  });
});

test.each([
  ['a question that there is not', { nobody: 'x' }, ['nobody']],
  ['options in place of a text', { what: ['saw'] }, ['what']],
  ['rows in place of a text', { what: [{ name: 'x' }] }, ['what']],
  ['lines in place of one', { clock: 'a\nb' }, ['clock']],
  ['a date in words', { when: 'in spring' }, ['when']],
  ['a day that there is not', { when: '2021-02-29' }, ['when']],
  ['one option in place of several', { relation: 'saw' }, ['relation']],
  ['an option that there is not', { relation: ['saw', 'heard'] }, ['relation']],
  ['an option twice', { relation: ['saw', 'saw'] }, ['relation']],
  ['a text in place of rows', { officials: 'Chen' }, ['officials']],
  ['options in place of rows', { officials: ['high'] }, ['officials']],
  ['more rows than are asked for', { officials: [{}, {}, {}] }, ['officials']],
  ['a field that there is not', { officials: [{ name: 'x', age: '40' }] }, ['officials']],
  ['a field that holds something else', { officials: [{ rank: 'middle' }] }, ['officials']],
  ['what every object of JavaScript has', { valueof: 'x', 'to-string': 'y' }, ['valueof', 'to-string']],
])('%s does not fit, and the rest does', (_, answers, expected) => {
  const all = { ...answers, ...('what' in answers ? {} : { what: 'x' }) };
  expect([misfits(FORM, all), misfits(PAGE, all)]).toEqual([expected, expected]);
});

test('what was said of a file fits the questions on files', () => {
  expect(fileMisfits(FORM, { 'made-when': '2019', copy: 'copy' })).toEqual([]);
  expect(fileMisfits(FORM, { 'made-when': 'lately', copy: ['copy'], what: 'x' })).toEqual([
    'made-when',
    'copy',
    'what',
  ]);
});

test('a question under a condition is asked where one of the options was chosen', () => {
  const one = { when: { question: 'relation', is: ['told', 'read'] } };
  expect(isAsked({}, {})).toBe(true);
  expect([isAsked(one, {}), isAsked(one, { relation: [] }), isAsked(one, { relation: ['saw'] })]).toEqual([
    false,
    false,
    false,
  ]);
  expect([isAsked(one, { relation: ['saw', 'read'] }), isAsked(one, { relation: 'told' })]).toEqual([
    true,
    true,
  ]);
  expect(isAsked(one, { relation: [{ told: 'told' }] })).toBe(false);
});
