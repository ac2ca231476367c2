/**
 * The languages in which a receipt can be written: those for which BIP39 has a list of words, and which of them a
 * language of the interface uses. Without the lists themselves (receipt-lists.ts), so that a page can name them
 * before it has loaded any.
 *
 * @module
 */
import { maximized } from './kin.ts';

/** BCP 47 tags of the lists of @scure/bip39, in alphabetical order. */
export const RECEIPT_LANGUAGES = [
  'cs',
  'en',
  'es',
  'fr',
  'it',
  'ja',
  'ko',
  'pt',
  'zh-Hans',
  'zh-Hant',
] as const;

export type ReceiptLanguage = (typeof RECEIPT_LANGUAGES)[number];

/** What is used where a language has no list of its own; the page then says so. */
export const FALLBACK: ReceiptLanguage = 'en';

/**
 * The list of a language of the interface (BCP 47), or null where it has none. Language and script both have to fit,
 * the script by region where the tag names none (likely subtags, UTS 35): zh-TW reads zh-Hant and pt-BR reads pt,
 * but nobody reads the Japanese list in ja-Latn. Whatever is written in Chinese characters has the list of those.
 */
export function receiptLanguageOf(language: string): ReceiptLanguage | null {
  const locale = maximized(language);
  if (locale?.script === 'Hans' || locale?.script === 'Hant') return `zh-${locale.script}`;
  const fits = (tag: ReceiptLanguage): boolean =>
    tag === locale?.language && maximized(tag)?.script === locale.script;
  return RECEIPT_LANGUAGES.find(fits) ?? null;
}
