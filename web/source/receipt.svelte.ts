/**
 * The step between writing and sending: twelve words are shown, then some are asked back. Only when these are
 * right is the receipt confirmed, and only then may anything be sent.
 *
 * @module
 */
import type { Random } from '../../crypto/encoding.ts';
import { FALLBACK, type ReceiptLanguage } from '../../crypto/receipt-language.ts';
import { choosePositions, wrongPositions } from './receipt-check.ts';

export class ReceiptStep {
  /** Of the words, which may be another one than the page's. */
  language = $state<ReceiptLanguage>(FALLBACK);
  words = $state.raw<readonly string[]>([]);
  /** Positions that are asked back; empty while the words are shown. */
  asked = $state.raw<readonly number[]>([]);
  typed = $state<Record<number, string>>({});
  wrong = $state.raw<readonly number[]>([]);
  confirmed = $state(false);
  /** What has become of copying the words to the clipboard: each time it is asked about first. */
  copying = $state<'no' | 'asked' | 'allowed' | 'copied'>('no');
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get isMade(): boolean {
    return this.words.length > 0;
  }

  show(words: readonly string[]): void {
    this.words = words;
    this.showAgain();
  }

  showAgain(): void {
    this.asked = [];
    this.typed = {};
    this.wrong = [];
    this.copying = 'no';
  }

  /** What an attempt to copy may take along: nothing, and a question instead, unless it was just allowed, once. */
  copy(): string | null {
    const isAllowed = this.copying === 'allowed';
    this.copying = isAllowed ? 'copied' : 'asked';
    return isAllowed ? this.words.join(' ') : null;
  }

  /** Hides the words and asks for some of them, other ones each time. */
  askBack(): void {
    this.showAgain();
    this.asked = choosePositions(this.words.length, this.#random);
  }

  /** Whether the words that were asked are right. */
  check(): boolean {
    this.wrong = wrongPositions(this.words, this.asked, this.typed);
    this.confirmed = this.isMade && this.asked.length > 0 && this.wrong.length === 0;
    return this.confirmed;
  }

  wipe(): void {
    this.words = [];
    this.confirmed = false;
    this.showAgain();
  }
}
