/**
 * The intake form of an organisation: which questions a source is asked, in which languages. The keyring carries
 * its hash, so a server cannot slip in another question. `intake.default.json` is the form to start from.
 *
 * Whether the source may be written back to is no question of a form; it is a field of its own in the testimony.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { identifier, readJson, translatedText, type Translated } from './shapes.ts';

export { translated, type Translated } from './shapes.ts';

export type Question = {
  id: string;
  /** `long`: several paragraphs; `line`: one line. */
  kind: 'long' | 'line';
  required: boolean;
  label: Translated;
  hint?: Translated;
};

export type Intake = { format: 'witnessbox-intake/1'; id: string; questions: Question[] };

const intakeShape = v.object({
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
    v.maxLength(100),
    v.check((questions) => new Set(questions.map((question) => question.id)).size === questions.length),
  ),
});

/** Throws `intake.malformed`. */
export function parseIntake(bytes: Uint8Array): Intake {
  return readJson(bytes, intakeShape, 'intake.malformed');
}

/** Hex SHA-256 of the bytes of `intake.json`, as the keyring and every testimony carry it. */
export function intakeHash(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
