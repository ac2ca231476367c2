/**
 * The shapes of an intake form and of its pages, in both versions, each member by itself. What several members must be to
 * one another is in soundness.ts; what is done with a form in intake.ts.
 *
 * @module
 */
import * as v from 'valibot';
import { USES } from './consent.ts';
import { MOST_QUESTIONS } from './intake-form.ts';
import { identifier, languageTag, translatedText } from './shapes.ts';
import { isSound } from './soundness.ts';

/** `text`: of one language, or of all. The order of members is that of a page's bytes. */
function formShapes<Text extends v.GenericSchema>(text: Text) {
  const common = {
    required: v.boolean(),
    label: text,
    hint: v.exactOptional(text),
    when: v.exactOptional(
      v.object({ question: identifier, is: v.pipe(v.array(identifier), v.minLength(1), v.maxLength(50)) }),
    ),
  };
  const written = v.object({ id: identifier, kind: v.picklist(['long', 'line', 'date']), ...common });
  const options = v.pipe(v.array(v.object({ id: identifier, label: text })), v.minLength(1), v.maxLength(50));
  const chosen = v.object({ id: identifier, kind: v.picklist(['choice', 'choices']), ...common, options });
  const fields = v.pipe(v.array(v.variant('kind', [written, chosen])), v.maxLength(50));
  const group = v.object({
    id: identifier,
    kind: v.literal('group'),
    ...common,
    fields: v.pipe(fields, v.minLength(1)),
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

/** Without what isSound() asks. */
export const intakeMembers = v.object({
  format: v.literal('witnessbox-intake/2'),
  ...formShapes(translatedText),
});

export const intakeShape = v.pipe(
  intakeMembers,
  v.check((form) => isSound(form)),
);

export const pageShape = v.pipe(
  v.object({
    format: v.literal('witnessbox-intake-page/1'),
    language: languageTag,
    ...formShapes(v.pipe(v.string(), v.minLength(1), v.maxLength(4000))),
  }),
  v.check((form) => isSound(form)),
);

/** The first version knew only questions of one and of several lines, and no consent but that to being written to. */
export const firstVersion = v.object({
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
    v.check((questions) => new Set(questions.map(({ id }) => id)).size === questions.length),
  ),
});

export type FirstIntake = v.InferOutput<typeof firstVersion>;
