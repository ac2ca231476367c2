/**
 * The suggestions under the field for the twelve words: when they are open, which of them is marked, and what taking one
 * does to the text.
 *
 * @module
 */
import { lexiconOf, type Lexicon } from '../../crypto/receipt-reading.ts';
import type { WordList } from '../../crypto/receipt.ts';
import { complete } from './completion.ts';

/** Where the text is. */
type Field = { text: string };

export class Completing {
  readonly #field: Field;
  readonly #wordLists: () => Promise<readonly WordList[]>;
  #lexicons = $state.raw<readonly Lexicon[]>([]);
  /** Where somebody types; null: nowhere. */
  #caret = $state<number | null>(null);
  #isOpen = $state(false);
  #marked = $state(-1);

  readonly #completion = $derived.by(() => complete(this.#field.text, this.#caret, this.#lexicons));
  readonly count = $derived(this.#completion.count);
  /** Before the lists have come nothing is known, and nothing can be called unknown. */
  readonly unknown = $derived(this.#lexicons.length > 0 ? this.#completion.unknown : []);
  readonly suggestions = $derived(this.#isOpen ? this.#completion.suggestions : []);
  readonly marked = $derived(Math.min(this.#marked, this.suggestions.length - 1));

  constructor(field: Field, wordLists: () => Promise<readonly WordList[]>) {
    this.#field = field;
    this.#wordLists = wordLists;
  }

  /** Typing works without; who looks for replies is told that the lists have not come. */
  async load(): Promise<void> {
    if (this.#lexicons.length > 0) return;
    const lists = await this.#wordLists().catch(() => []);
    this.#lexicons = lists.map(lexiconOf);
  }

  /** `caret`: where it is after the text has changed. The first suggestion is marked, unless a whole word stands there. */
  type(caret: number): void {
    this.#caret = caret;
    this.#isOpen = true;
    this.#marked = this.#completion.isWord ? -1 : 0;
  }

  move(step: 1 | -1): void {
    const { length } = this.suggestions;
    this.#marked = this.marked < 0 && step < 0 ? length - 1 : (this.marked + step + length) % length;
  }

  /** @returns where the caret belongs then. */
  take(index: number): number {
    const { from, to } = this.#completion;
    const { text } = this.#field;
    const { word } = this.suggestions[index] ?? { word: text.slice(from, to) };
    const after = text.slice(to);
    this.#field.text = `${text.slice(0, from)}${word}${/^\s/.test(after) ? '' : ' '}${after}`;
    this.close();
    return from + word.length + 1;
  }

  close(): void {
    this.#isOpen = false;
  }

  /** Whoever goes elsewhere has finished the word. */
  leave(): void {
    this.close();
    this.#caret = null;
  }
}
