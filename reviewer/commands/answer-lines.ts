/**
 * Answers and consent as lines of a terminal. Texts of strangers are made harmless on the way; what they say stands deeper
 * than what this program says of it.
 *
 * @module
 */
import type { AnswerView, Consent, FieldView } from '../contract.ts';
import { shownLine, shownText } from '../terminal.ts';

const MISFIT = 'Does not fit the form; as it was sent:';

export const FORM_MISSING =
  'The form that was answered is not here, so ids stand in place of its questions. "witnessbox pull" fetches the present form.';

/** One answer, with the heading of its section where a new one begins. */
export function answerTexts(answers: readonly AnswerView[]): string[] {
  let section: string | undefined;
  return answers.map((answer) => {
    // What stands before all sections has no heading; what comes behind them is no question of the form.
    const heading =
      answer.section === section ? [] : [`  == ${shownLine(answer.section ?? 'Not in the form')} ==`, ''];
    section = answer.section;
    return [...heading, ...answerLines(answer)].join('\n');
  });
}

function answerLines({ rows, ...answer }: AnswerView): string[] {
  if (!rows) return fieldLines(answer, '  ');
  return [
    `  ${shownLine(answer.label)}`,
    ...(answer.misfit ? ['    More of them than the form asks for.'] : []),
    ...rows.flatMap((row, index) => [
      `    ${String(index + 1)}.`,
      ...row.flatMap((field) => fieldLines(field, '      ')),
    ]),
  ];
}

export function fieldLines({ label, text, edtf, misfit }: FieldView, indent: string): string[] {
  return [
    `${indent}${shownLine(label)}`,
    ...(misfit ? [`${indent}  ${MISFIT}`] : []),
    shownText(text, `${indent}  `) + (edtf === undefined ? '' : `  (${shownLine(edtf)})`),
  ];
}

/** The uses with yes or no, and the notice that was read. Nothing where the source was asked about none. */
export function ladderLines({ uses, notice }: Consent, indent = ''): string[] {
  if (!uses) return [];
  const lines = uses.map(({ label, agreed, unasked }) => {
    const more = unasked ? '  (a yes was sent, but no notice asks for it: this is no consent)' : '';
    return `  ${agreed ? 'yes' : 'no '}  ${shownLine(label)}${more}`;
  });
  return ['Uses to which the source consents:', ...lines, `  ${noticeLine(notice)}`].map(
    (line) => indent + line,
  );
}

function noticeLine(notice: Consent['notice']): string {
  if (!notice) return 'Said without a notice.';
  const read = `Notice read: version ${shownLine(notice.version)}, in ${shownLine(notice.language)}.`;
  return notice.known
    ? read
    : `${read} It is not known here as one that the organisation signed: do not rely on a yes before asking.`;
}
