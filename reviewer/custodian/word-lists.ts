/**
 * BIP39's word lists by language, each read only when it is asked for.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { WordList } from '../../crypto/words.ts';

type Load = () => Promise<{ wordlist: readonly string[] }>;

const LISTS = {
  en: () => import('@scure/bip39/wordlists/english.js'),
  'zh-Hans': () => import('@scure/bip39/wordlists/simplified-chinese.js'),
  'zh-Hant': () => import('@scure/bip39/wordlists/traditional-chinese.js'),
  cs: () => import('@scure/bip39/wordlists/czech.js'),
  es: () => import('@scure/bip39/wordlists/spanish.js'),
  fr: () => import('@scure/bip39/wordlists/french.js'),
  it: () => import('@scure/bip39/wordlists/italian.js'),
  ja: () => import('@scure/bip39/wordlists/japanese.js'),
  ko: () => import('@scure/bip39/wordlists/korean.js'),
  pt: () => import('@scure/bip39/wordlists/portuguese.js'),
} satisfies Record<string, Load>;

export type WordLanguage = keyof typeof LISTS;

export const WORD_LANGUAGES = Object.keys(LISTS) as WordLanguage[];

/** @throws keys.bad-language */
export function wordLanguage(text: string): WordLanguage {
  const found = WORD_LANGUAGES.find((language) => language.toLowerCase() === text.trim().toLowerCase());
  if (!found) throw new WitnessboxError('keys.bad-language', { languages: WORD_LANGUAGES.join(', ') });
  return found;
}

export async function wordList(language: WordLanguage): Promise<WordList> {
  return { language, words: (await LISTS[language]()).wordlist };
}

/** Words for people to look at: composed letters (NFC), numbered in lines of three. */
export function wordLines(words: readonly string[], indent = '  '): string {
  const numbered = words.map((word, index) => `${String(index + 1).padStart(2)} ${word.normalize('NFC')}`);
  const width = Math.max(...numbered.map((word) => word.length)) + 2;
  const lines: string[] = [];
  for (let at = 0; at < numbered.length; at += 3) {
    const line = numbered.slice(at, at + 3).map((word) => word.padEnd(width));
    lines.push((indent + line.join('')).trimEnd());
  }
  return lines.join('\n');
}
