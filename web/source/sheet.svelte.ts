/**
 * What is filled in to questions that stand beside one another: a form's, those of one row of a group, those about one
 * file. It keeps what was typed as it was typed, wrong dates too; `answers` gives what may be sent of it.
 *
 * @module
 */
import type { Answer, Answers, Row } from '../../crypto/answers.ts';
import { isAsked } from '../../crypto/fitting.ts';
import type { Question } from '../../crypto/intake-form.ts';
import { readFilled, type FilledDate, type Span } from './filled-date.ts';

export class DateEntry {
  span = $state<Span>('exact');
  from = $state<FilledDate>({ year: '', month: '', day: '' });
  to = $state<FilledDate>({ year: '', month: '', day: '' });
  /** Whether the source has gone on from it; before that nothing in it is called wrong. */
  isLeft = $state(false);
  readonly read = $derived(readFilled(this.span, this.from, this.to));
}

export class Sheet {
  /** Of kinds `long`, `line` and `choice`; an option that was unchosen is empty. */
  readonly texts = $state<Record<string, string>>({});
  readonly picks = $state<Record<string, string[]>>({});
  readonly dates: Record<string, DateEntry> = {};
  readonly rows = $state<Record<string, Sheet[]>>({});

  constructor(questions: readonly Question<string>[] = []) {
    this.prepare(questions);
  }

  /** Makes room for answers; what is there stays, also where a question is asked no longer. */
  prepare(questions: readonly Question<string>[]): void {
    for (const question of questions) {
      const { id } = question;
      if (question.kind === 'choices') this.picks[id] ??= [];
      else if (question.kind === 'date') this.dates[id] ??= new DateEntry();
      else if (question.kind !== 'group') this.texts[id] ??= '';
      else {
        this.rows[id] ??= [new Sheet()];
        for (const row of this.rows[id]) row.prepare(question.fields);
      }
    }
  }

  /** By id, what was answered to questions that are asked; what is empty or wrong is left out. */
  answers(questions: readonly Question<string>[]): Answers {
    const given: Answers = {};
    for (const question of questions) {
      // A condition names an earlier question, so whether that one is asked itself is settled here.
      if (!isAsked(question, given)) continue;
      const answer = this.#answer(question);
      if (answer.length > 0) given[question.id] = answer;
    }
    return given;
  }

  /** The same for questions among which there is no group. */
  row(fields: readonly Question<string>[]): Row {
    return this.answers(fields) as Row;
  }

  /** Where something is wrong, or missing: `prefix` and the question's id, as the page names its fields. */
  faults(questions: readonly Question<string>[], prefix: string, areNeeded = true): string[] {
    const given = this.answers(questions);
    return questions
      .filter((question) => isAsked(question, given))
      .flatMap((question) => {
        const id = prefix + question.id;
        const isMissing = areNeeded && question.required && !(question.id in given);
        const isWrong = question.kind === 'date' && this.dates[question.id]?.read.problem;
        if (question.kind !== 'group') return isMissing || isWrong ? [id] : [];
        const rows = (this.rows[question.id] ?? []).flatMap((row, index) => {
          const isBegun = Object.keys(row.answers(question.fields)).length > 0;
          return row.faults(question.fields, `${id}.${String(index)}.`, isBegun);
        });
        return isMissing && rows.length === 0 ? [id] : rows;
      });
  }

  #answer(question: Question<string>): Answer {
    const text = this.texts[question.id] ?? '';
    switch (question.kind) {
      case 'long':
        return text.trim() === '' ? '' : text;
      case 'line':
        return text.trim() === '' ? '' : text.replace(/[\r\n]+/gu, ' ');
      case 'date':
        return this.dates[question.id]?.read.text ?? '';
      case 'choice':
        return question.options.find(({ id }) => id === text)?.id ?? '';
      case 'choices':
        return question.options.map(({ id }) => id).filter((id) => this.picks[question.id]?.includes(id));
      case 'group':
        return (this.rows[question.id] ?? [])
          .map((row) => row.row(question.fields))
          .filter((row) => Object.keys(row).length > 0)
          .slice(0, question.most);
    }
  }
}
