/**
 * The page in Simplified Chinese: its sentences and its word list, and nothing of other languages.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/simplified-chinese.js';
import { zhHans } from '../../messages/zh-Hans.ts';
import { start } from '../start.ts';

start({
  messages: zhHans,
  words: { language: 'zh-Hans', words: wordlist },
  otherWords: async () => {
    const english = await import('@scure/bip39/wordlists/english.js');
    return [{ language: 'en', words: english.wordlist }];
  },
});
