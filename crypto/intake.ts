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
import type { Condition, Field, Intake, IntakePage, Question } from './intake-form.ts';
import { firstVersion, intakeShape, pageShape, type FirstIntake } from './intake-shapes.ts';
import { readJson, writeJson, type Translated } from './shapes.ts';

export {
  questionsOf,
  type Condition,
  type Field,
  type Group,
  type Intake,
  type IntakePage,
  type Notice,
  type Option,
  type Question,
  type Section,
} from './intake-form.ts';
export type { FirstIntake } from './intake-shapes.ts';
export { nearest, translated, type Translated } from './shapes.ts';

const eitherVersion = v.union([intakeShape, firstVersion]);

/** Reads `intake.json` of this version or the first. Throws `intake.malformed`. */
export function parseIntake(bytes: Uint8Array): Intake {
  const read = readJson(bytes, eitherVersion, 'intake.malformed');
  if (read.format === 'witnessbox-intake/2') return read;
  return fromFirst(read);
}

/** What a form of the first version asks, as one of this. */
export function fromFirst({ id, questions }: FirstIntake): Intake {
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
  const base = language.split('-')[0] ?? language;
  // As docs/format.md has it and for ever, or a page would have another hash than its keyring names.
  const say = (text: Translated): string =>
    [language, base, 'en'].map((tag) => text[tag]).find((said) => said !== undefined) ??
    Object.values(text)[0] ??
    '';
  const hinted = (hint: Translated | undefined) => (hint === undefined ? {} : { hint: say(hint) });
  const common = ({ required, label, hint, when }: Field<Translated> | Question) => ({
    required,
    label: say(label),
    ...hinted(hint),
    ...(when && { when: { question: when.question, is: when.is } satisfies Condition }),
  });
  const field = (asked: Field<Translated>): Field<string> => {
    if (!('options' in asked)) return { id: asked.id, kind: asked.kind, ...common(asked) };
    const options = asked.options.map(({ id, label }) => ({ id, label: say(label) }));
    return { id: asked.id, kind: asked.kind, ...common(asked), options };
  };
  const question = (asked: Question): Question<string> => {
    if (asked.kind !== 'group') return field(asked);
    const { id, kind, fields, most, add } = asked;
    return { id, kind, ...common(asked), fields: fields.map(field), most, ...(add && { add: say(add) }) };
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
