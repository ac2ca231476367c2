/** Answers as a reviewer reads them, those among them that no honest page would send. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../../crypto/answers.ts';
import { misfits } from '../../crypto/fitting.ts';
import { answersShown, fileAnswersShown } from '../../reviewer/answers-shown.ts';
import { answerTexts, fieldLines } from '../../reviewer/commands/answer-lines.ts';
import { dateInWords } from '../../reviewer/in-words.ts';
import { FORM, forms } from '../crypto/forms.ts';

const shown = (answers: Answers, language = 'en', kind: 'testimony' | 'follow-up' = 'testimony') =>
  answersShown(answers, FORM, { kind, language });

test('stand in the order of the form, under its sections, with options and dates in words', () => {
  const answers = {
    officials: [{ rank: 'high', name: 'Chen' }, { since: '2012' }],
    relation: ['told', 'saw'],
    when: '2019-03~/..',
    what: 'They came.',
  };
  expect(shown(answers)).toEqual([
    { id: 'what', label: 'What happened?', text: 'They came.' },
    {
      id: 'when',
      section: 'When?',
      label: 'The date',
      text: 'since about March 2019, still going on',
      edtf: '2019-03~/..',
    },
    {
      id: 'relation',
      section: 'Who?',
      label: 'How do you know?',
      text: 'I saw it\nI was told',
      chosen: ['I saw it', 'I was told'],
    },
    {
      id: 'officials',
      section: 'Who?',
      label: 'Officials',
      text: '',
      rows: [
        [
          { id: 'name', label: 'Name', text: 'Chen' },
          { id: 'rank', label: 'Rank', text: 'High', chosen: ['High'] },
        ],
        [{ id: 'since', label: 'Since', text: '2012', edtf: '2012' }],
      ],
    },
  ]);
  expect(shown(answers, 'zh-Hans').map(({ label }) => label)).toEqual([
    '发生了什么？',
    '日期',
    '怎么知道的？',
    '官员',
  ]);
  expect(shown(answers, 'fr').map(({ label }) => label)).toEqual(shown(answers).map(({ label }) => label));
  expect(answerTexts(shown(answers)).join('\n')).toBe(`  What happened?
    They came.
  == When? ==

  The date
    since about March 2019, still going on  (2019-03~/..)
  == Who? ==

  How do you know?
    I saw it
    I was told
  Officials
    1.
      Name
        Chen
      Rank
        High
    2.
      Since
        2012  (2012)`);
});

describe('what does not fit the form is shown as it was sent, and marked', () => {
  test.each<[string, Answers, object]>([
    ['an unknown question', { secret: 'x' }, { id: 'secret', label: 'secret', text: 'x' }],
    [
      'an unknown option',
      { relation: ['saw', 'heard'] },
      { label: 'How do you know?', text: '[\n  "saw",\n  "heard"\n]' },
    ],
    ['a date that is none', { when: 'in spring' }, { label: 'The date', text: 'in spring' }],
    ['rows in place of a text', { what: [{ name: 'x' }] }, { label: 'What happened?' }],
    ['a text in place of rows', { officials: 'Chen' }, { label: 'Officials', text: 'Chen' }],
    ['a message in a testimony', { message: 'x' }, { label: 'message', text: 'x' }],
  ])('%s', (_, answers, expected) => {
    expect(shown(answers)).toEqual([expect.objectContaining({ ...expected, misfit: true })]);
  });

  test('the field of a row by itself, beside those that fit', () => {
    const [officials] = shown({ officials: [{ name: 'Chen', rank: 'middle', age: '40' }] });
    expect(officials?.rows?.[0]).toEqual([
      { id: 'name', label: 'Name', text: 'Chen' },
      { id: 'rank', label: 'Rank', text: 'middle', misfit: true },
      { id: 'age', label: 'age', text: '40', misfit: true },
    ]);
  });

  test('more rows than there can be, all of them', () => {
    const [officials] = shown({ officials: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    expect([officials?.misfit, officials?.rows?.length]).toEqual([true, 3]);
  });

  test('on a terminal with words that say so', () => {
    const lines = answerTexts(shown({ secret: '\u001b[2Jx' })).join('\n');
    expect(lines).toBe('  secret\n    Does not fit the form; as it was sent:\n    ⟨U+001B⟩[2Jx');
  });
});

test('without the form, ids stand for labels and nothing is judged', () => {
  const answers = { what: 'x', relation: ['saw'] };
  expect(answersShown(answers, null, { kind: 'testimony', language: 'en' })).toEqual([
    { id: 'what', label: 'what', text: 'x' },
    { id: 'relation', label: 'relation', text: '[\n  "saw"\n]' },
  ]);
});

test('the text of a follow-up stands in no form and is no misfit', () => {
  expect(shown({ message: 'More.' }, 'zh-Hans', 'follow-up')).toEqual([
    { id: 'message', label: '留言', text: 'More.' },
  ]);
});

test('what was said of a file is shown by the questions on files', () => {
  const said = fileAnswersShown({ copy: 'copy', 'made-when': '2019', x: ['y'] }, FORM, 'en');
  expect(said).toEqual([
    { id: 'made-when', label: 'When was it made?', text: '2019', edtf: '2019' },
    { id: 'copy', label: 'Original?', text: 'A copy', chosen: ['A copy'] },
    { id: 'x', label: 'x', text: '[\n  "y"\n]', misfit: true },
  ]);
  expect(said.flatMap((field) => fieldLines(field, ' '))[0]).toBe(' When was it made?');
});

test('of whatever was answered nothing is left out, and only what does not fit is marked', () => {
  const id = fc.constantFrom('what', 'when', 'relation', 'officials', 'name', 'rank', 'x', 'message');
  const field = fc.oneof(
    fc.constantFrom('2019', 'high', 'saw', 'a\nb'),
    fc.string(),
    fc.array(fc.constantFrom('saw', 'told', 'x')),
  );
  const answers = fc.dictionary(id, fc.oneof(field, fc.array(fc.dictionary(id, field), { maxLength: 3 })));
  fc.assert(
    fc.property(fc.constant(FORM), answers, (form, said) => {
      const views = answersShown(said, form, { kind: 'testimony', language: 'en' });
      expect(views.map((view) => view.id).sort()).toEqual(Object.keys(said).sort());
      const marked = views.filter((view) => view.misfit ?? view.rows?.flat().some((each) => each.misfit));
      expect(marked.map((view) => view.id).sort()).toEqual(misfits(form, said).sort());
      for (const view of views) {
        const answer = said[view.id];
        if (typeof answer === 'string' && view.edtf === undefined && !view.chosen)
          expect(view.text).toBe(answer);
        if (view.rows) expect(view.rows).toHaveLength((answer as unknown[]).length);
      }
    }),
  );
});

test('any form shows any answers without failing', () => {
  fc.assert(
    fc.property(forms, fc.dictionary(fc.string(), fc.string()), (form, said) => {
      expect(answersShown(said, form, { kind: 'testimony', language: 'zh-Hans' })).toHaveLength(
        Object.keys(said).length,
      );
    }),
    { numRuns: 30 },
  );
});

describe('a date in words', () => {
  test.each([
    ['2019', '2019', '2019年'],
    ['2019-03', 'March 2019', '2019年3月'],
    ['2019-03-07', '7 March 2019', '2019年3月7日'],
    ['2019~', 'about 2019', '2019年前后'],
    ['2018/2019-03', 'from 2018 to March 2019', '2018年至2019年3月'],
    ['2018-01-02/..', 'since 2 January 2018, still going on', '自2018年1月2日起，仍在持续'],
    ['0044-03-15', '15 March 44', '44年3月15日'],
  ])('%s', (edtf, english, chinese) => {
    expect([dateInWords(edtf, 'en'), dateInWords(edtf, 'zh-Hans'), dateInWords(edtf, 'xx\u0000')]).toEqual([
      english,
      chinese,
      english,
    ]);
  });

  test('is none where it is no date', () => {
    expect(dateInWords('in spring', 'en')).toBeNull();
  });
});
