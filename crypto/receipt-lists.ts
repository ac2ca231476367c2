/**
 * All word lists in which a receipt may be written: those of BIP39 (bips/bip-0039/bip-0039-wordlists.md) as
 * @scure/bip39 has them, 170 KB of text. A page loads this file apart from the rest.
 *
 * @module
 */
import { wordlist as czech } from '@scure/bip39/wordlists/czech.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as italian } from '@scure/bip39/wordlists/italian.js';
import { wordlist as japanese } from '@scure/bip39/wordlists/japanese.js';
import { wordlist as korean } from '@scure/bip39/wordlists/korean.js';
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese.js';
import { wordlist as simplifiedChinese } from '@scure/bip39/wordlists/simplified-chinese.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { wordlist as traditionalChinese } from '@scure/bip39/wordlists/traditional-chinese.js';
import { RECEIPT_LANGUAGES, type ReceiptLanguage } from './receipt-language.ts';
import type { WordList } from './words.ts';

const WORDS: Readonly<Record<ReceiptLanguage, readonly string[]>> = {
  cs: czech,
  en: english,
  es: spanish,
  fr: french,
  it: italian,
  ja: japanese,
  ko: korean,
  pt: portuguese,
  'zh-Hans': simplifiedChinese,
  'zh-Hant': traditionalChinese,
};

export const WORD_LISTS: readonly WordList[] = RECEIPT_LANGUAGES.map((language) => ({
  language,
  words: WORDS[language],
}));
