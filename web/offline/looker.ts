/**
 * Looks into chosen files on the page's own thread, one after the other: a page from a disk may start no workers. A large
 * document can hold the page for some seconds; between two files it breathes.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Examining } from '../source/examiner.svelte.ts';
import { see, type Seen } from '../source/seen.ts';

export class Looker implements Examining {
  readonly isMissing = false;
  readonly #pause: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  wake(): void {
    // It came with the page.
  }

  examine(file: Blob): Promise<Seen> {
    const seen = this.#last.then(() => this.#see(file));
    this.#last = seen.catch(() => undefined);
    return seen;
  }

  end(): void {
    // What is being looked at ends by itself; nobody waits for it any more.
  }

  async #see(file: Blob): Promise<Seen> {
    // That it is being looked into is to be seen before.
    await this.#pause();
    try {
      return await see(file);
    } catch (error) {
      const isGone = error instanceof WitnessboxError && error.code === 'bundle.file-changed';
      throw isGone ? error : new WitnessboxError('page.fault', {}, { cause: error });
    }
  }
}
