/**
 * Answers as a reviewer reads them: in the order of the form that was answered, under its labels, options and dates in
 * words. What does not fit the form is shown as it was sent, and marked; nothing is left out, since it may be all that
 * somebody could say. All of it is a stranger's text.
 *
 * @module
 */
import type { Answer, Answers, FieldAnswer, Row } from '../crypto/answers.ts';
import { fieldFits, isFieldAnswer, isRows } from '../crypto/fitting.ts';
import { type Field, type Intake, type Question, type Translated, translated } from '../crypto/intake.ts';
import type { AnswerView, FieldView } from './contract.ts';
import { dateInWords, wordsIn } from './in-words.ts';

/** The id of a follow-up's text, which stands in no form (docs/format.md). */
const MESSAGE = 'message';

type Placed = { question: Question; section: string | null };

/** `form`: null where it is not here; then nothing can be said of whether answers fit. */
export function answersShown(
  answers: Answers,
  form: Intake | null,
  { kind, language }: { kind: 'testimony' | 'follow-up'; language: string },
): AnswerView[] {
  const asked = form ? placedIn(form, language) : [];
  const known = asked.flatMap(({ question, section }): AnswerView[] => {
    const answer = at(answers, question.id);
    if (answer === undefined) return [];
    return [{ ...answerShown(question, answer, language), ...(section !== null && { section }) }];
  });
  const rest = Object.entries(answers).filter(([id]) => !asked.some(({ question }) => question.id === id));
  return [
    ...known,
    ...rest.map(([id, answer]): AnswerView => {
      if (id === MESSAGE && kind === 'follow-up' && typeof answer === 'string') {
        return { id, label: wordsIn(language).message, text: answer };
      }
      return { id, label: id, text: raw(answer), ...(form && { misfit: true }) };
    }),
  ];
}

/** What was answered about one file. */
export function fileAnswersShown(row: Row, form: Intake | null, language: string): FieldView[] {
  return rowShown(form?.files ?? null, row, language);
}

function placedIn({ first, sections }: Intake, language: string): Placed[] {
  return [
    ...first.map((question) => ({ question, section: null })),
    ...sections.flatMap(({ label, questions }) =>
      questions.map((question) => ({ question, section: translated(label, language) })),
    ),
  ];
}

function answerShown(question: Question, answer: Answer, language: string): AnswerView {
  if (question.kind !== 'group') {
    return isFieldAnswer(answer)
      ? fieldShown(question, answer, language)
      : misfitting(question, answer, language);
  }
  if (!isRows(answer)) return misfitting(question, answer, language);
  const { id, label, fields, most } = question;
  return {
    id,
    label: translated(label, language),
    text: '',
    rows: answer.map((row) => rowShown(fields, row, language)),
    ...(answer.length > most && { misfit: true }),
  };
}

/** `fields`: null where they are not known. */
function rowShown(fields: readonly Field<Translated>[] | null, row: Row, language: string): FieldView[] {
  const known = (fields ?? []).flatMap((field): FieldView[] => {
    const answer = at(row, field.id);
    return answer === undefined ? [] : [fieldShown(field, answer, language)];
  });
  const rest = Object.entries(row).filter(([id]) => !fields?.some((field) => field.id === id));
  return [
    ...known,
    ...rest.map(([id, answer]): FieldView => ({
      id,
      label: id,
      text: raw(answer),
      ...(fields && { misfit: true }),
    })),
  ];
}

function fieldShown(field: Field<Translated>, answer: FieldAnswer, language: string): FieldView {
  if (!fieldFits(field, answer)) return misfitting(field, answer, language);
  const { id } = field;
  const label = translated(field.label, language);
  if ('options' in field) {
    const ids = typeof answer === 'string' ? [answer] : answer;
    const chosen = field.options
      .filter((option) => ids.includes(option.id))
      .map((option) => translated(option.label, language));
    return { id, label, text: chosen.join('\n'), chosen };
  }
  const text = String(answer);
  const inWords = field.kind === 'date' ? dateInWords(text, language) : null;
  return inWords === null ? { id, label, text } : { id, label, text: inWords, edtf: text };
}

function misfitting(
  { id, label }: Pick<Question, 'id' | 'label'>,
  answer: Answer,
  language: string,
): FieldView {
  return { id, label: translated(label, language), text: raw(answer), misfit: true };
}

/** A text as it is, everything else as JSON. */
function raw(answer: Answer): string {
  return typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
}

function at<Value>(of: Readonly<Record<string, Value>>, id: string): Value | undefined {
  return Object.hasOwn(of, id) ? of[id] : undefined;
}
