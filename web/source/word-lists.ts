/**
 * The word lists of receipts, loaded when somebody begins to write or comes back. Always all ten in one file: what is
 * fetched tells nobody in which language a source has their words, nor whether they chose another one.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { WordList } from '../../crypto/receipt.ts';
import { Deadline, type Sleep } from './deadline.ts';
import { SCRIPT_PATIENCE } from './pace.ts';
import type { TrustUrl } from './trusted.ts';
import WORDS_URL from './words.worker.ts?worker&url';

export class WordLists {
  #loading: Promise<readonly WordList[]> | null = null;
  readonly #trust: TrustUrl;
  readonly #sleep: Sleep;

  /** `trust`: lets the worker's address pass, see trusted.ts. */
  constructor(trust: TrustUrl, sleep: Sleep) {
    this.#trust = trust;
    this.#sleep = sleep;
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
        const late = new Deadline(this.#sleep, SCRIPT_PATIENCE, () => {
          reject(new WitnessboxError('page.unreachable'));
        });
        late.begin();
        worker.addEventListener('message', ({ data }: MessageEvent<readonly WordList[]>) => {
          late.end();
          resolve(data);
        });
        // Without a message: the script did not arrive. With one: it arrived and broke.
        worker.addEventListener('error', (event) => {
          event.preventDefault();
          late.end();
          reject(new WitnessboxError(event.message ? 'page.fault' : 'page.unreachable'));
        });
      });
    } finally {
      worker.terminate();
    }
  }
}
