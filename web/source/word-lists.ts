/**
 * The word lists of receipts, loaded when somebody begins to write or comes back. Always all ten in one file: what is
 * fetched tells nobody in which language a source has their words, nor whether they chose another one.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { WordList } from '../../crypto/receipt.ts';
import type { TrustUrl } from './trusted.ts';
import WORDS_URL from './words.worker.ts?worker&url';

export { WORDS_URL };

export class WordLists {
  #loading: Promise<readonly WordList[]> | null = null;
  readonly #trust: TrustUrl;

  /** `trust`: lets the worker's address pass, see trusted.ts. */
  constructor(trust: TrustUrl) {
    this.#trust = trust;
  }

  /** All lists. Throws `page.unreachable`, and the next call tries again, or `page.fault`. */
  load(): Promise<readonly WordList[]> {
    this.#loading ??= this.#fetch().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #fetch(): Promise<readonly WordList[]> {
    const worker = new Worker(this.#trust(WORDS_URL), { type: 'module' });
    try {
      return await new Promise((resolve, reject) => {
        worker.addEventListener('message', ({ data }: MessageEvent<readonly WordList[]>) => {
          resolve(data);
        });
        // Without a message: the script did not arrive. With one: it arrived and broke.
        worker.addEventListener('error', (event) => {
          event.preventDefault();
          reject(new WitnessboxError(event.message ? 'page.fault' : 'page.unreachable'));
        });
      });
    } finally {
      worker.terminate();
    }
  }
}
