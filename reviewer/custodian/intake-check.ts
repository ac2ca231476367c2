/**
 * What is wrong with an intake form, and what could be better, before it is signed. Finds a fault exactly where parseIntake()
 * refuses the form; it only says more.
 *
 * @module
 */
import * as v from 'valibot';
import { type Intake, parseIntake } from '../../crypto/intake.ts';
import { firstVersion, intakeMembers } from '../../crypto/intake-shapes.ts';
import { faultsOf } from '../../crypto/soundness.ts';
import { advices } from './intake-advice.ts';
import { type Finding, memberOf, placeInWords } from './intake-finding.ts';
import { fault, faultOf, readJsonFile } from './json-faults.ts';

/** `form`: null where there is a fault. */
export type Checked = { form: Intake | null; findings: Finding[] };

export function checkIntake(bytes: Uint8Array): Checked {
  const read = readJsonFile(bytes);
  if ('code' in read) return { form: null, findings: [read] };
  const { value } = read;
  const format = memberOf(value, 'format');
  const isFirst = format === 'witnessbox-intake/1';
  if (!isFirst && format !== 'witnessbox-intake/2') {
    return { form: null, findings: [fault('the file', 'not-a-form')] };
  }
  const shape = isFirst ? firstVersion : intakeMembers;
  const result = v.safeParse(shape, value);
  const shapeFaults = (result.issues ?? []).map((issue) => faultOf(value, issue));
  const faults =
    result.success && result.output.format === 'witnessbox-intake/2'
      ? [...faultsOf(result.output)].map(({ at, is }) => fault(placeInWords(value, at), is))
      : shapeFaults;
  if (faults.length > 0 || !result.success) return { form: null, findings: faults };
  const form = parseIntake(bytes);
  return { form, findings: advices(form, { value, known: result.output, isFirst }) };
}
