/**
 * Asks for a new passphrase: twice on a terminal, and again until it will do.
 *
 * @module
 */
import { WitnessboxError } from '../crypto/errors.ts';
import { explain, ownCode } from './errors.ts';
import type { Input } from './input.ts';
import { PASSPHRASE_ADVICE, checkPassphrase } from './passphrase.ts';

export type AskPassphrase = { input: Input; warn: (text: string) => void };

/**
 * @param whose as it stands after "Passphrase for"
 * @param mayBeWeak only for demonstrations
 * @throws passphrase.weak, passphrase.none, input.aborted
 */
export async function newPassphrase(
  { input, warn }: AskPassphrase,
  whose: string,
  mayBeWeak = false,
): Promise<string> {
  if (input.interactive) warn(`\nPassphrase for ${whose}. ${PASSPHRASE_ADVICE}\n`);
  for (;;) {
    try {
      const passphrase = await input.secret(`Passphrase for ${whose}`);
      if (!mayBeWeak) checkPassphrase(passphrase);
      if (!input.interactive || (await input.secret('The same once more')) === passphrase) return passphrase;
      throw new WitnessboxError('passphrase.different');
    } catch (error) {
      if (!input.interactive || !ownCode(error)?.startsWith('passphrase.')) throw error;
      warn(`${explain(error)}\n`);
    }
  }
}
