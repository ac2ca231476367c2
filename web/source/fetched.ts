/**
 * Fetches what the first view does without: the later views with all that they need, and the words of receipts in the page's language. The
 * same files for everybody, in the same order, whatever they do; nothing of it says who writes and who only reads.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Later } from './arrival.svelte.ts';
import { Deadline, type Sleep } from './deadline.ts';
import { SCRIPT_PATIENCE } from './pace.ts';

type Import = (address: string) => Promise<Partial<Later>>;

export class Fetched {
  readonly #addresses: readonly string[];
  readonly #sleep: Sleep;
  readonly #import: Import;
  #loading: Promise<Later> | null = null;
  readonly #arrived = new Map<string, Partial<Later>>();
  #tries = 0;

  /** `addresses`: of the scripts that make up `Later`, none of which imports another. */
  constructor(addresses: readonly string[], sleep: Sleep, load: Import) {
    this.#addresses = addresses;
    this.#sleep = sleep;
    this.#import = load;
  }

  /** Throws `page.unreachable`, and the next call tries again. */
  load(): Promise<Later> {
    this.#loading ??= this.#fetch().catch(() => {
      this.#loading = null;
      this.#tries += 1;
      throw new WitnessboxError('page.unreachable');
    });
    return this.#loading;
  }

  async #fetch(): Promise<Later> {
    for (const address of this.#addresses) {
      if (!this.#arrived.has(address)) this.#arrived.set(address, await this.#one(address));
    }
    return Object.assign({}, ...this.#arrived.values()) as Later;
  }

  #one(address: string): Promise<Partial<Later>> {
    // Firefox never asks again for a module that did not arrive, but for one with another address.
    const asked = this.#tries === 0 ? address : `${address}?${String(this.#tries)}`;
    return new Promise((resolve, reject) => {
      const late = new Deadline(this.#sleep, SCRIPT_PATIENCE, () => {
        reject(new WitnessboxError('page.unreachable'));
      });
      late.begin();
      this.#import(asked)
        .then(resolve, reject)
        .finally(() => {
          late.end();
        });
    });
  }
}
