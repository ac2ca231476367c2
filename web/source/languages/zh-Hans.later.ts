/**
 * What the page in Simplified Chinese needs only after its first view.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/simplified-chinese.js';
import type { WordList } from '../../../crypto/receipt.ts';

export { later as messages } from '../../messages/zh-Hans.ts?later';

export const list: WordList = { language: 'zh-Hans', words: wordlist };
