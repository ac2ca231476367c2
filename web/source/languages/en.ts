/**
 * The page in English: its sentences and its word list, and nothing of other languages.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { en } from '../../messages/en.ts';
import { start } from '../start.ts';

start({
  messages: en,
  words: { language: 'en', words: wordlist },
  otherWords: async () => {
    const chinese = await import('@scure/bip39/wordlists/simplified-chinese.js');
    return [{ language: 'zh-Hans', words: chinese.wordlist }];
  },
});
