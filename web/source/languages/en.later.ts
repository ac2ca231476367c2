/**
 * What the page in English needs only after its first view.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { WordList } from '../../../crypto/receipt.ts';

export { later as messages } from '../../messages/en.ts?later';

export const list: WordList = { language: 'en', words: wordlist };
