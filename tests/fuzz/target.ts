/**
 * What a fuzz target is, and what must hold for every input: it gives a value that survives its round trip, or an
 * error of ours with a known code that carries nothing of the input. Never another exception.
 *
 * @module
 */
import { CRYPTO_ERROR_CODES, CUSTODY_ERROR_CODES, WitnessboxError } from '../../crypto/errors.ts';
import { SERVER_ERROR_CODES } from '../../server/contract.ts';

export type Target = {
  name: string;
  /** Which scripts count as reached, by a part of their address. */
  covers: readonly string[];
  /** Whole and broken inputs to begin with. */
  seeds(): Promise<Uint8Array[]> | Uint8Array[];
  /** Pieces of text that inputs are made of. */
  tokens: readonly string[];
  /** The most bytes of an input. */
  longest: number;
  /** Inputs tried for one of the corpus in `npm test`, where one of them takes long. */
  runs?: number;
  /**
   * Parses. Throws what the parser throws; throws an `Unsound` where a value came out that does not survive its
   * round trip, or where two ways of reading do not agree.
   */
  check(input: Uint8Array): Promise<void> | void;
};

/** A property that does not hold. Says which, and nothing of the input. */
export class Unsound extends Error {
  override readonly name = 'Unsound';
}

export function hold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Unsound(what);
}

const KNOWN: ReadonlySet<string> = new Set([
  ...CRYPTO_ERROR_CODES,
  ...CUSTODY_ERROR_CODES,
  ...SERVER_ERROR_CODES,
]);
/** A day is the one text that a fact may be; see `ErrorFacts`. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** CPU seconds for one input. Far more than any takes, far less than a person notices as endless. */
const LONGEST_CPU = 3;

/** The code with which the input was refused, or `read`. Throws where the invariant does not hold. */
export async function judge(target: Target, input: Uint8Array): Promise<string> {
  const before = process.cpuUsage();
  let verdict = 'read';
  try {
    // A copy, so that a parser that writes into what it is given is seen to do so.
    const given = input.slice();
    await target.check(given);
    hold(
      given.every((byte, index) => byte === input[index]),
      'the parser changed its input',
    );
  } catch (error) {
    verdict = codeOf(error);
  }
  const { user, system } = process.cpuUsage(before);
  hold((user + system) / 1e6 < LONGEST_CPU, 'one input takes longer than seconds');
  return verdict;
}

const isOurs = (error: unknown): error is WitnessboxError => error instanceof WitnessboxError;

function codeOf(error: unknown): string {
  if (!isOurs(error)) throw error;
  hold(KNOWN.has(error.code), 'a code that no table knows');
  hold(error.message === error.code, 'an error that says more than its code');
  hold(error.cause === undefined, 'an error that carries another one');
  for (const fact of Object.values(error.facts)) {
    hold(typeof fact === 'number' || DAY.test(fact), 'a fact that is neither a number nor a day');
  }
  return error.code;
}
