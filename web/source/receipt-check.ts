/**
 * Makes sure that the twelve words are on paper before anything is sent: some of them, by position, are asked
 * back. Pure; chance is an argument.
 *
 * @module
 */
import type { Random } from '../../crypto/encoding.ts';
import { below } from '../../crypto/random.ts';
import { plainLetters } from '../../crypto/receipt-reading.ts';

/** How many words are asked back: enough that nobody guesses, few enough that nobody gives up. */
export const ASKED_WORDS = 3;

/** Different positions from 0 to `total` - 1, in rising order. */
export function choosePositions(total: number, random: Random): number[] {
  const left = Array.from({ length: total }, (_, position) => position);
  const chosen: number[] = [];
  while (chosen.length < ASKED_WORDS && left.length > 0) {
    chosen.push(...left.splice(below(left.length, random), 1));
  }
  return chosen.sort((a, b) => a - b);
}

/** Whether what was typed is this word: what does not count when the words are read does not count here either. */
export function isSameWord(typed: string, word: string): boolean {
  return plain(typed) !== '' && plain(typed) === plain(word);
}

/** The positions among those asked whose word was typed wrong or not at all. */
export function wrongPositions(
  words: readonly string[],
  asked: readonly number[],
  typed: Readonly<Record<number, string>>,
): number[] {
  return asked.filter((position) => !isSameWord(typed[position] ?? '', words[position] ?? ''));
}

function plain(text: string): string {
  return (plainLetters(text).match(/[\p{L}\p{M}]+/gu) ?? []).join('');
}
