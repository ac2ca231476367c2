/**
 * The sentence for a problem, in the reader's language.
 *
 * @module
 */
import { WitnessboxError, type ErrorFacts } from '../../crypto/errors.ts';
import type { Messages } from './messages.ts';
import { isKnownCode, PROBLEM_OF, type AnyErrorCode } from './problems.ts';

/** What went wrong: the code for whoever is asked for help, the facts for the sentence. */
export type Trouble = { code: AnyErrorCode; facts: ErrorFacts };

/** Of an error only its code and facts are kept; what is not ours becomes `page.fault`. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WitnessboxError) {
    const code = String(error.code);
    if (isKnownCode(code)) return { code, facts: error.facts };
  }
  return { code: 'page.fault', facts: {} };
}

export function sentence(messages: Messages, { code, facts }: Trouble): string {
  const said = messages.problems[PROBLEM_OF[code]];
  return typeof said === 'string' ? said : said(facts);
}
