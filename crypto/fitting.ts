/**
 * Whether answers fit the form that they claim to answer. A page holds to it before it sends, and the reviewer's program says
 * where a testimony does not: it may come from another form, from a page of another version, or from a program of somebody else.
 *
 * @module
 */
import type { Answer, Answers, FieldAnswer, Row } from './answers.ts';
import { readEdtf } from './edtf.ts';
import {
  questionsOf,
  type Condition,
  type Field,
  type Intake,
  type IntakePage,
  type Question,
} from './intake-form.ts';

/** Whether a question is asked, by what was answered beside it. */
export function isAsked({ when }: { when?: Condition }, beside: Answers): boolean {
  if (when === undefined) return true;
  const answer = beside[when.question];
  const chosen = typeof answer === 'string' ? [answer] : (answer ?? []);
  return chosen.some((option) => typeof option === 'string' && when.is.includes(option));
}

/** Ids of the questions whose answers do not fit, and of answers that no question asks for. */
export function misfits(form: Intake | IntakePage, answers: Answers): string[] {
  const questions = new Map(questionsOf<unknown>(form).map((question) => [question.id, question]));
  return Object.keys(answers).filter((id) => {
    const question = questions.get(id);
    const answer = answers[id];
    return question === undefined || answer === undefined || !fits(question, answer);
  });
}

/** The same for what was answered about one file. */
export function fileMisfits({ files }: Intake | IntakePage, answers: Row): string[] {
  return misfitsOfRow(files, answers);
}

function fits(question: Question<unknown>, answer: Answer): boolean {
  if (question.kind !== 'group') return isFieldAnswer(answer) && fieldFits(question, answer);
  if (!isRows(answer) || answer.length > question.most) return false;
  return answer.every((row) => misfitsOfRow(question.fields, row).length === 0);
}

function misfitsOfRow(fields: readonly Field<unknown>[], row: Row): string[] {
  return Object.keys(row).filter((id) => {
    const field = fields.find((each) => each.id === id);
    const answer = row[id];
    return field === undefined || answer === undefined || !fieldFits(field, answer);
  });
}

export function fieldFits(field: Field<unknown>, answer: FieldAnswer): boolean {
  switch (field.kind) {
    case 'long':
      return typeof answer === 'string';
    case 'line':
      return typeof answer === 'string' && !/[\n\r]/u.test(answer);
    case 'date':
      return typeof answer === 'string' && readEdtf(answer) !== null;
    case 'choice':
      return typeof answer === 'string' && isOption(field.options, answer);
    case 'choices':
      return (
        Array.isArray(answer) &&
        new Set(answer).size === answer.length &&
        answer.every((id) => isOption(field.options, id))
      );
  }
}

const isOption = (options: readonly { id: string }[], id: string): boolean =>
  options.some((option) => option.id === id);

export const isFieldAnswer = (answer: Answer): answer is FieldAnswer =>
  typeof answer === 'string' || answer.every((item) => typeof item === 'string');

export const isRows = (answer: Answer): answer is Row[] =>
  typeof answer !== 'string' && answer.every((item) => typeof item !== 'string');
