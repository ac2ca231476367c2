/**
 * The intake form of an organisation: what a source is asked, in which languages, and to what they can consent. The
 * keyring carries its hash, so a server cannot slip in another question. `intake.default.json` is the form to start
 * from (docs/intake.md). The source's page fetches one language of it, an intake page, which the keyring names too.
 *
 * Whether the source may be written back to is no question of a form; it is a field of its own in the testimony.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import {
  identifier,
  languageTag,
  readJson,
  translated,
  translatedText,
  writeJson,
  type Translated,
} from './shapes.ts';
import { USES, type Use } from './consent.ts';

export { translated, type Translated } from './shapes.ts';

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

type Form<Text> = {
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

const MOST_QUESTIONS = 100;

/** `text`: of one language, or of all. */
function formShapes<Text extends v.GenericSchema>(text: Text) {
  const common = {
    id: identifier,
    required: v.boolean(),
    label: text,
    hint: v.exactOptional(text),
    when: v.exactOptional(
      v.object({ question: identifier, is: v.pipe(v.array(identifier), v.minLength(1), v.maxLength(50)) }),
    ),
  };
  const written = v.object({ ...common, kind: v.picklist(['long', 'line', 'date']) });
  const options = v.pipe(v.array(v.object({ id: identifier, label: text })), v.minLength(1), v.maxLength(50));
  const chosen = v.object({ ...common, kind: v.picklist(['choice', 'choices']), options });
  const fields = v.pipe(v.array(v.variant('kind', [written, chosen])), v.maxLength(50));
  const group = v.object({
    ...common,
    kind: v.literal('group'),
    fields,
    most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
    add: v.exactOptional(text),
  });
  const questions = v.pipe(v.array(v.variant('kind', [written, chosen, group])), v.maxLength(MOST_QUESTIONS));
  const section = v.object({
    id: identifier,
    label: text,
    hint: v.exactOptional(text),
    questions,
    files: v.exactOptional(v.literal(true)),
  });
  const use = v.object({ id: v.picklist(USES), label: text, consequence: text });
  return {
    id: identifier,
    first: v.pipe(questions, v.minLength(1)),
    sections: v.pipe(v.array(section), v.maxLength(50)),
    files: fields,
    notice: v.nullable(v.object({ version: identifier, text, uses: v.array(use) })),
  };
}

/** All questions, whatever section they stand in; no two of them bear one id. */
export function questionsOf<Text>({
  first,
  sections,
}: Pick<Form<Text>, 'first' | 'sections'>): Question<Text>[] {
  return [...first, ...sections.flatMap(({ questions }) => questions)];
}

/** What no shape of a single member can say. */
function isSound(form: Form<unknown>): boolean {
  const questions = questionsOf(form);
  if (questions.length > MOST_QUESTIONS || !areDistinct(questions)) return false;
  if (!areDistinct(form.sections) || !areDistinct(form.notice?.uses ?? [])) return false;
  if (form.sections.filter(({ files }) => files).length > 1) return false;
  const groups = questions.filter((question) => question.kind === 'group');
  return [questions, form.files, ...groups.map(({ fields }) => fields)].every(areSoundTogether);
}

/** Each condition names an earlier question beside it, and options which that one has. */
function areSoundTogether(questions: readonly Question<unknown>[]): boolean {
  if (!areDistinct(questions)) return false;
  return questions.every((question, index) => {
    if ('options' in question && !areDistinct(question.options)) return false;
    if (question.kind === 'group' && question.fields.length === 0) return false;
    const { when } = question;
    if (when === undefined) return true;
    const earlier = questions.slice(0, index).find(({ id }) => id === when.question);
    if (earlier === undefined || !('options' in earlier)) return false;
    return when.is.every((wanted) => earlier.options.some(({ id }) => id === wanted));
  });
}

function areDistinct(items: readonly { id: string }[]): boolean {
  return new Set(items.map(({ id }) => id)).size === items.length;
}

const intakeShape = v.pipe(
  v.object({ format: v.literal('witnessbox-intake/2'), ...formShapes(translatedText) }),
  v.check((form) => isSound(form)),
);

const pageShape = v.pipe(
  v.object({
    format: v.literal('witnessbox-intake-page/1'),
    language: languageTag,
    ...formShapes(v.pipe(v.string(), v.minLength(1), v.maxLength(4000))),
  }),
  v.check((form) => isSound(form)),
);

/** The first version knew only questions of one and of several lines, and no consent but that to being written to. */
const firstVersion = v.object({
  format: v.literal('witnessbox-intake/1'),
  id: identifier,
  questions: v.pipe(
    v.array(
      v.object({
        id: identifier,
        kind: v.picklist(['long', 'line']),
        required: v.boolean(),
        label: translatedText,
        hint: v.exactOptional(translatedText),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_QUESTIONS),
    v.check((questions) => areDistinct(questions)),
  ),
});

const eitherVersion = v.union([intakeShape, firstVersion]);

/** Reads `intake.json` of this version or the first. Throws `intake.malformed`. */
export function parseIntake(bytes: Uint8Array): Intake {
  const read = readJson(bytes, eitherVersion, 'intake.malformed');
  if (read.format === 'witnessbox-intake/2') return read;
  const { id, questions } = read;
  return { format: 'witnessbox-intake/2', id, first: questions, sections: [], files: [], notice: null };
}

/** Throws `intake.malformed`. */
export function parseIntakePage(bytes: Uint8Array): IntakePage {
  return readJson(bytes, pageShape, 'intake.malformed');
}

/** Hex SHA-256 of the bytes of `intake.json` or of an intake page, as the keyring and every testimony carry it. */
export function intakeHash(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** The tags in which at least the first question has a text, in code point order; at least one. */
export function intakeLanguages({ first }: Intake): string[] {
  return Object.keys(first[0]?.label ?? {}).sort();
}

/**
 * The bytes of the form in one language; a text that it lacks there stands in another one. Whoever makes it from the same
 * form makes the same bytes, so that custodian and server need not hand it to one another.
 */
export function intakePage(intake: Intake, language: string): Uint8Array {
  const say = (text: Translated): string => translated(text, language);
  const hinted = (hint: Translated | undefined) => (hint === undefined ? {} : { hint: say(hint) });
  const field = (asked: Field<Translated>): Field<string> => {
    const { id, required, label, hint, when } = asked;
    const common = { id, required, label: say(label), ...hinted(hint), ...(when && { when }) };
    if (!('options' in asked)) return { ...common, kind: asked.kind };
    const options = asked.options.map((option) => ({ id: option.id, label: say(option.label) }));
    return { ...common, kind: asked.kind, options };
  };
  const question = (asked: Question): Question<string> => {
    if (asked.kind !== 'group') return field(asked);
    const { id, kind, required, label, hint, when, fields, most, add } = asked;
    const common = { id, kind, required, label: say(label), ...hinted(hint), ...(when && { when }) };
    return { ...common, fields: fields.map(field), most, ...(add && { add: say(add) }) };
  };
  const { id, first, sections, files, notice } = intake;
  const page: IntakePage = {
    format: 'witnessbox-intake-page/1',
    language,
    id,
    first: first.map(question),
    sections: sections.map(({ id, label, hint, questions, files }) => ({
      id,
      label: say(label),
      ...hinted(hint),
      questions: questions.map(question),
      ...(files && { files }),
    })),
    files: files.map(field),
    notice: notice && {
      version: notice.version,
      text: say(notice.text),
      uses: notice.uses.map(({ id, label, consequence }) => ({
        id,
        label: say(label),
        consequence: say(consequence),
      })),
    },
  };
  return writeJson(page);
}
