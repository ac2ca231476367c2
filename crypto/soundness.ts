/**
 * What no shape of a single member of an intake form can say: that ids differ where they must, and that conditions can be
 * met. Each fault with its place, so that the custodian's program can tell whoever edits a form where to look.
 *
 * @module
 */
import { MOST_QUESTIONS, type Condition, type Form, type Question } from './intake-form.ts';

/** Names and places in lists, as they lead to the faulty member. */
export type Place = readonly (string | number)[];

export type Fault = {
  at: Place;
  is:
    | 'id-twice'
    | 'too-many-questions'
    | 'files-twice'
    | 'condition-on-none'
    | 'condition-on-text'
    | 'condition-on-no-option';
};

type Placed = { question: Question<unknown>; at: Place };

export function isSound(form: Form<unknown>): boolean {
  return faultsOf(form).next().done === true;
}

export function* faultsOf(form: Form<unknown>): Generator<Fault, void> {
  const questions = placed(form);
  if (questions.length > MOST_QUESTIONS) yield { at: [], is: 'too-many-questions' };
  yield* faultsTogether(questions);
  yield* faultsTogether(form.files.map((question, index) => ({ question, at: ['files', index] })));
  for (const { question, at } of questions) {
    if (question.kind !== 'group') continue;
    yield* faultsTogether(
      question.fields.map((field, index) => ({ question: field, at: [...at, 'fields', index] })),
    );
  }
  yield* twice(form.sections, ['sections']);
  yield* twice(form.notice?.uses ?? [], ['notice', 'uses']);
  let withFiles = 0;
  for (const [index, { files }] of form.sections.entries()) {
    if (files) withFiles += 1;
    if (files && withFiles > 1) yield { at: ['sections', index], is: 'files-twice' };
  }
}

function placed({ first, sections }: Form<unknown>): Placed[] {
  return [
    ...first.map((question, index) => ({ question, at: ['first', index] })),
    ...sections.flatMap(({ questions }, section) =>
      questions.map((question, index) => ({ question, at: ['sections', section, 'questions', index] })),
    ),
  ];
}

/** Each condition names an earlier question beside it, and options which that one has. */
function* faultsTogether(questions: readonly Placed[]): Generator<Fault, void> {
  const earlier = new Map<string, Question<unknown>>();
  for (const { question, at } of questions) {
    if (earlier.has(question.id)) yield { at, is: 'id-twice' };
    if ('options' in question) yield* twice(question.options, [...at, 'options']);
    if (question.when) yield* conditionFaults(question.when, earlier, [...at, 'when']);
    earlier.set(question.id, question);
  }
}

function* conditionFaults(
  { question, is }: Condition,
  earlier: ReadonlyMap<string, Question<unknown>>,
  at: Place,
): Generator<Fault, void> {
  const asked = earlier.get(question);
  if (!asked) yield { at, is: 'condition-on-none' };
  else if (!('options' in asked)) yield { at, is: 'condition-on-text' };
  else {
    for (const [index, wanted] of is.entries()) {
      const exists = asked.options.some(({ id }) => id === wanted);
      if (!exists) yield { at: [...at, 'is', index], is: 'condition-on-no-option' };
    }
  }
}

function* twice(items: readonly { id: string }[], at: Place): Generator<Fault, void> {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) yield { at: [...at, index], is: 'id-twice' };
    seen.add(id);
  }
}
