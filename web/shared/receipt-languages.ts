/**
 * The languages in which a receipt can be written, each by its own name and in the order of these names.
 *
 * @module
 */
import type { ReceiptLanguage } from '../../crypto/receipt-language.ts';

export const RECEIPT_LANGUAGE_NAMES: Readonly<Record<ReceiptLanguage, string>> = {
  cs: 'Čeština',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
  ja: '日本語',
  ko: '한국어',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
};
