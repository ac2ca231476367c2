/**
 * How good a passphrase has to be where one is set. What is locked with it may be copied by whoever seizes the
 * machine and guessed at leisure, with nothing but scrypt in the way.
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';

const LEAST_CHARACTERS = 14;
/** A repeated pattern is long, and no passphrase. */
const LEAST_DIFFERENT = 6;

export const PASSPHRASE_ADVICE =
  `At least ${String(LEAST_CHARACTERS)} characters; best five or more words picked at random, which nobody has used before. ` +
  'It cannot be recovered: write it down and keep it away from the machine.';

/** A Chinese character, being one of thousands, counts for two. @throws passphrase.weak */
export function checkPassphrase(passphrase: string): void {
  const characters = Array.from(passphrase.normalize('NFC').trim());
  const length = characters.reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
  if (length < LEAST_CHARACTERS || new Set(characters).size < LEAST_DIFFERENT) {
    throw new WitnessboxError('passphrase.weak', { least: LEAST_CHARACTERS });
  }
}
