/**
 * Intake forms for the tests: a small one of every kind, and arbitrary ones.
 *
 * @module
 */
import fc from 'fast-check';
import { USES } from '../../crypto/consent.ts';
import type { Field, Intake, Question, Translated } from '../../crypto/intake.ts';

export const FORM: Intake = {
  format: 'witnessbox-intake/2',
  id: 'harbour',
  first: [
    { id: 'what', kind: 'long', required: true, label: { en: 'What happened?', 'zh-Hans': '发生了什么？' } },
  ],
  sections: [
    {
      id: 'time',
      label: { en: 'When?', 'zh-Hans': '什么时候？' },
      questions: [
        { id: 'when', kind: 'date', required: false, label: { en: 'The date', 'zh-Hans': '日期' } },
        { id: 'clock', kind: 'line', required: false, label: { en: 'The hour', 'zh-Hans': '钟点' } },
      ],
    },
    {
      id: 'people',
      label: { en: 'Who?', 'zh-Hans': '谁？' },
      hint: { en: 'Whoever it was.' },
      questions: [
        {
          id: 'relation',
          kind: 'choices',
          required: false,
          label: { en: 'How do you know?', 'zh-Hans': '怎么知道的？' },
          options: [
            { id: 'saw', label: { en: 'I saw it', 'zh-Hans': '我看到的' } },
            { id: 'told', label: { en: 'I was told', 'zh-Hans': '听说的' } },
          ],
        },
        {
          id: 'by-whom',
          kind: 'line',
          required: false,
          label: { en: 'By whom?', 'zh-Hans': '听谁说的？' },
          when: { question: 'relation', is: ['told'] },
        },
        {
          id: 'officials',
          kind: 'group',
          required: false,
          label: { en: 'Officials', 'zh-Hans': '官员' },
          most: 2,
          add: { en: 'Another one', 'zh-Hans': '再加一位' },
          fields: [
            { id: 'name', kind: 'line', required: false, label: { en: 'Name', 'zh-Hans': '姓名' } },
            { id: 'since', kind: 'date', required: false, label: { en: 'Since', 'zh-Hans': '何时起' } },
            {
              id: 'rank',
              kind: 'choice',
              required: false,
              label: { en: 'Rank', 'zh-Hans': '级别' },
              options: [
                { id: 'high', label: { en: 'High', 'zh-Hans': '高' } },
                { id: 'low', label: { en: 'Low', 'zh-Hans': '低' } },
              ],
            },
          ],
        },
      ],
    },
    { id: 'evidence', label: { en: 'Files?', 'zh-Hans': '文件？' }, questions: [], files: true },
  ],
  files: [
    {
      id: 'made-when',
      kind: 'date',
      required: false,
      label: { en: 'When was it made?', 'zh-Hans': '何时制作？' },
    },
    {
      id: 'copy',
      kind: 'choice',
      required: false,
      label: { en: 'Original?', 'zh-Hans': '原件？' },
      options: [
        { id: 'original', label: { en: 'The original', 'zh-Hans': '原件' } },
        { id: 'copy', label: { en: 'A copy', 'zh-Hans': '副本' } },
      ],
    },
  ],
  notice: {
    version: '3',
    text: { en: 'Each use needs your yes.', 'zh-Hans': '每种用途都要您同意。' },
    uses: [
      {
        id: 'numbers',
        label: { en: 'Count it', 'zh-Hans': '计数' },
        consequence: { en: 'Figures.', 'zh-Hans': '数字。' },
      },
      {
        id: 'anonymous',
        label: { en: 'Publish it', 'zh-Hans': '发表' },
        consequence: { en: 'Read by all.', 'zh-Hans': '都能看到。' },
      },
    ],
  },
};

const identifier = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
  .filter((id) => id !== 'constructor' && id !== 'prototype');
const text: fc.Arbitrary<Translated> = fc.dictionary(
  fc.constantFrom('en', 'zh-Hans', 'zh', 'ug', 'pt-BR'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  { minKeys: 1 },
);
const optional = { hint: fc.option(text, { nil: undefined }) };
const distinct = <One extends { id: string }>(one: fc.Arbitrary<One>, least: number, most: number) =>
  fc.uniqueArray(one, { selector: ({ id }) => id, minLength: least, maxLength: most });
const options = distinct(fc.record({ id: identifier, label: text }), 1, 3);
const common = { id: identifier, required: fc.boolean(), label: text, ...optional };

const field: fc.Arbitrary<Field<Translated>> = fc
  .oneof(
    fc.record({ ...common, kind: fc.constantFrom('long' as const, 'line' as const, 'date' as const) }),
    fc.record({ ...common, kind: fc.constantFrom('choice' as const, 'choices' as const), options }),
  )
  .map(withoutGaps);

const group = fc
  .record({
    ...common,
    kind: fc.constant('group' as const),
    fields: distinct(field, 1, 4).map(withConditions),
    most: fc.integer({ min: 1, max: 50 }),
    add: fc.option(text, { nil: undefined }),
  })
  .map(withoutGaps);

const question: fc.Arbitrary<Question> = fc.oneof({ arbitrary: field, weight: 3 }, group);

/** Sound forms. */
export const forms: fc.Arbitrary<Intake> = fc
  .record({
    id: identifier,
    questions: distinct(question, 1, 8).map(withConditions),
    headings: distinct(fc.record({ id: identifier, label: text, ...optional }), 0, 3),
    at: fc.nat(3),
    files: distinct(field, 0, 3).map(withConditions),
    notice: fc.option(
      fc.record({
        version: identifier,
        text,
        uses: fc.uniqueArray(fc.record({ id: fc.constantFrom(...USES), label: text, consequence: text }), {
          selector: ({ id }) => id,
        }),
      }),
    ),
  })
  .map(({ id, questions, headings, at, files, notice }): Intake => {
    const [first, ...rest] = questions;
    const share = Math.ceil(rest.length / Math.max(1, headings.length));
    const isWhole = headings.length === 0;
    return {
      format: 'witnessbox-intake/2',
      id,
      first: first ? [first, ...(isWhole ? rest : [])] : [],
      sections: headings.map((heading, index) => ({
        ...withoutGaps(heading),
        questions: rest.slice(index * share, (index + 1) * share),
        ...(index === at && { files: true as const }),
      })),
      files,
      notice,
    };
  });

/** Every third one is asked only where the first with options before it was answered with its first. */
function withConditions<One extends Question>(questions: One[]): One[] {
  return questions.map((one, index) => {
    const before: Question | undefined = questions.slice(0, index).find((each) => 'options' in each);
    const option = before && 'options' in before ? before.options[0] : undefined;
    return before && option && index % 3 === 2
      ? { ...one, when: { question: before.id, is: [option.id] } }
      : one;
  });
}

type Whole<One> = { [Name in keyof One as undefined extends One[Name] ? never : Name]: One[Name] } & {
  [Name in keyof One as undefined extends One[Name] ? Name : never]?: Exclude<One[Name], undefined>;
};

/** A member that is not there is left out, as in JSON. */
function withoutGaps<One extends object>(one: One): Whole<One> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Whole<One>;
}
