/**
 * From anything thrown to a code, a sentence for a person and an exit code.
 *
 * @module
 */
import { type ErrorFacts, WitnessboxError } from '../crypto/errors.ts';
import { EXIT, type KnownCode } from './codes.ts';
import { SENTENCES } from './sentences.ts';

function known(code: string): code is KnownCode {
  return Object.hasOwn(SENTENCES, code);
}

/** The sentence for a code; an unknown one gets that of program.fault. */
export function sentenceFor(code: string, facts: ErrorFacts = {}): string {
  const [sentence] = SENTENCES[known(code) ? code : 'program.fault'];
  return sentence.replaceAll(/\{(\w+)\}/gu, (_, fact: string) => String(facts[fact] ?? '?'));
}

/** The code that one of our own errors carries, or null. */
export function ownCode(error: unknown): string | null {
  if (!(error instanceof WitnessboxError)) return null;
  const code: unknown = error.code;
  return typeof code === 'string' ? code : null;
}

/** The code of anything thrown. What is not ours is program.fault: its own words may hold a path or a text. */
export function codeOf(error: unknown): KnownCode {
  const code = ownCode(error);
  return code !== null && known(code) ? code : 'program.fault';
}

export function explain(error: unknown): string {
  return sentenceFor(codeOf(error), error instanceof WitnessboxError ? error.facts : {});
}

export function exitCodeFor(code: string): number {
  return (known(code) ? SENTENCES[code][1] : undefined) ?? EXIT.failed;
}
