/**
 * What an intake form is made of: of all its languages (`Translated`) or, as a page of it, of one (`string`).
 *
 * @module
 */
import type { Use } from './consent.ts';
import type { Translated } from './shapes.ts';

export type Option<Text> = { id: string; label: Text };

/** Asked only where an earlier question beside it was answered with one of these options. */
export type Condition = { question: string; is: string[] };

type Common<Text> = { id: string; required: boolean; label: Text; hint?: Text; when?: Condition };

/** `long`: several paragraphs; `line`: one line; `date`: an EDTF date, see edtf.ts; `choice`: one of the options; `choices`: any. */
export type Field<Text> =
  | (Common<Text> & { kind: 'long' | 'line' | 'date' })
  | (Common<Text> & { kind: 'choice' | 'choices'; options: Option<Text>[] });

/** Fields that belong together, such as those on one official; answered up to `most` times. */
export type Group<Text> = Common<Text> & {
  kind: 'group';
  fields: Field<Text>[];
  most: number;
  /** What adds another one, where `most` is above 1. */
  add?: Text;
};

export type Question<Text = Translated> = Field<Text> | Group<Text>;

export type Section<Text = Translated> = {
  id: string;
  label: Text;
  hint?: Text;
  questions: Question<Text>[];
  /** Whether files are added here; in one section at most. Without any, behind them all. */
  files?: true;
};

/** To what a source can consent. Whatever they are not asked they have not consented to. */
export type Notice<Text = Translated> = {
  /** Changes whenever the meaning of the notice does. */
  version: string;
  /** What consent means, how it is withdrawn, and what cannot be undone. */
  text: Text;
  /** From the least to the most exposed. */
  uses: { id: Use; label: Text; consequence: Text }[];
};

export type Form<Text> = {
  id: string;
  /** What stands open before all sections: the free text. */
  first: Question<Text>[];
  /** Each can be passed over as a whole. */
  sections: Section<Text>[];
  /** Asked for each file. */
  files: Field<Text>[];
  notice: Notice<Text> | null;
};

export type Intake = { format: 'witnessbox-intake/2' } & Form<Translated>;

/** An intake form in one language, as the source's page fetches it. */
export type IntakePage = { format: 'witnessbox-intake-page/1'; language: string } & Form<string>;

/** Of one form, those of groups and of files apart. */
export const MOST_QUESTIONS = 100;

/** All questions, whatever section they stand in; no two of them bear one id. */
export function questionsOf<Text>({
  first,
  sections,
}: Pick<Form<Text>, 'first' | 'sections'>): Question<Text>[] {
  return [...first, ...sections.flatMap(({ questions }) => questions)];
}
