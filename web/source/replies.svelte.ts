/**
 * Coming back: the twelve words are read, then either a look is taken or a follow-up is written without looking.
 *
 * @module
 */
import type { WordList } from '../../crypto/receipt.ts';
import { troubleOf, type Trouble } from '../shared/sentence.ts';
import { Completing } from './completing.svelte.ts';
import type { Errander, Looked } from './errands.ts';

export type RepliesTools = {
  backstage: Errander;
  /** All word lists, the likelier first. */
  wordLists: () => Promise<readonly WordList[]>;
  /** UTC day. */
  today: () => string;
};

export class Replies {
  text = $state('');
  busy = $state(false);
  looked = $state.raw<Looked | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  readonly completing: Completing;
  #visits = 0;
  readonly #tools: RepliesTools;

  constructor(tools: RepliesTools) {
    this.#tools = tools;
    this.completing = new Completing(this, tools.wordLists);
  }

  /** Hands the words to the worker, where their keys are made. False, with `trouble`, where they cannot be right. */
  enter(): Promise<boolean> {
    return this.#try(async () => {
      const lists = await this.#tools.wordLists();
      await this.#tools.backstage.run('enterWords', { text: this.text, lists });
    });
  }

  /** Enters the words and looks. A first look shows either what there is or that there is nothing. */
  async look(): Promise<void> {
    if (await this.enter()) await this.lookAgain();
  }

  /** The same two requests once more; brings in what lay in another bucket, if anything did. */
  async lookAgain(): Promise<void> {
    const visit = this.#visits;
    await this.#try(async () => {
      const looked = await this.#tools.backstage.run('look', { today: this.#tools.today() });
      // Whoever went back meanwhile does not want to find it on the screen.
      if (visit === this.#visits) this.looked = looked;
    });
  }

  wipe(): void {
    this.#visits += 1;
    this.text = '';
    this.completing.leave();
    this.looked = null;
    this.trouble = null;
  }

  /** One at a time: a button that is pressed while another one works does nothing. */
  async #try(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = troubleOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** How many things under the words are not as the organisation laid them there, missing ones aside. */
export function tamperedWith({ damaged, forged, swapped, replayed }: Looked): number {
  return damaged + forged + swapped + replayed;
}

/** Whether nothing at all lies under the words, as far as this snapshot tells. */
export function isEmpty(looked: Looked): boolean {
  return looked.replies.length === 0 && !looked.more && tamperedWith(looked) === 0;
}
