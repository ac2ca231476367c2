import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECEIPT_LANGUAGES, receiptLanguageOf } from '../../crypto/receipt-language.ts';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { lexiconOf, readings } from '../../crypto/receipt-reading.ts';
import { createReceipt, readReceipt, type WordList } from '../../crypto/receipt.ts';
import { wordsOf16 } from '../../crypto/words.ts';
import vectors from '../vectors/receipt.json' with { type: 'json' };
import { ENGLISH, random } from './helpers.ts';

const LEXICONS = WORD_LISTS.map(lexiconOf);
const entropies = fc.uint8Array({ minLength: 16, maxLength: 16 });
const listIn = (language: string): WordList => {
  const found = WORD_LISTS.find((list) => list.language === language);
  if (!found) throw new Error(`no list in ${language}`);
  return found;
};

describe('the words of a receipt', () => {
  test.each(vectors.vectors)('are those of BIP39 for $entropy', ({ entropy, words }) => {
    expect(wordsOf16(hexToBytes(entropy), ENGLISH).join(' ')).toBe(words);
    expect(readReceipt(words, WORD_LISTS)).toEqual({ entropy: hexToBytes(entropy), language: 'en' });
  });

  test.each(vectors.japanese)('are those of bip32JP for $entropy', ({ entropy, words }) => {
    expect(wordsOf16(hexToBytes(entropy), listIn('ja')).join('\u3000').normalize('NFC')).toBe(words);
    expect(readReceipt(words, WORD_LISTS)).toEqual({ entropy: hexToBytes(entropy), language: 'ja' });
  });

  test.each(vectors.languages)('are those of BIP39 in $language', ({ language, entropy, words }) => {
    expect(wordsOf16(hexToBytes(entropy), listIn(language)).join(' ')).toBe(words);
  });

  test('are twelve, in the form in which people write, from the random bytes that were asked for', () => {
    for (const list of WORD_LISTS) {
      const asked: number[] = [];
      const { words, entropy } = createReceipt(list, WORD_LISTS, (length) => {
        asked.push(length);
        return random(length);
      });
      expect(asked).toEqual([16]);
      expect(words).toHaveLength(12);
      expect(words).toEqual(words.map((word) => word.normalize('NFC')));
      expect(words.map((word) => word.normalize('NFKD'))).toEqual(wordsOf16(entropy, list));
    }
  });

  test.each(WORD_LISTS)(
    'lead back to the same bytes, whatever order the lists are in ($language)',
    (list) => {
      const orders = fc.shuffledSubarray([...WORD_LISTS], { minLength: WORD_LISTS.length });
      fc.assert(
        fc.property(orders, fc.boolean(), (lists, decomposed) => {
          const { words, entropy } = createReceipt(list, WORD_LISTS, random);
          const text = words.join(' ').normalize(decomposed ? 'NFKD' : 'NFC');
          expect(readReceipt(text, lists).entropy).toEqual(entropy);
        }),
        { numRuns: 30 },
      );
    },
  );

  test.each(WORD_LISTS)('have no other meaning in any list ($language)', (list) => {
    fc.assert(
      fc.property(entropies, (entropy) => {
        const found = readings(wordsOf16(entropy, list).join(' '), LEXICONS);
        expect([...new Set(found.map((reading) => bytesToHex(reading.entropy)))]).toEqual([
          bytesToHex(entropy),
        ]);
      }),
      { numRuns: 50 },
    );
  });

  test('that another list would read otherwise are drawn anew', () => {
    // English words in another order: each receipt is known there, and one in sixteen has a fitting checksum.
    const shifted = { language: 'xx', words: [...ENGLISH.words.slice(1), ...ENGLISH.words.slice(0, 1)] };
    const isUnclear = (entropy: Uint8Array) =>
      readings(wordsOf16(entropy, ENGLISH).join(' '), [lexiconOf(shifted)]).length > 0;
    const draws = Array.from({ length: 200 }, (_, n) => new Uint8Array(16).fill(n));
    const unclear = draws.filter(isUnclear);
    const clear = draws.find((entropy) => !isUnclear(entropy)) ?? new Uint8Array();
    expect(unclear.length).toBeGreaterThan(3);
    const next = [...unclear, clear].values();
    const made = createReceipt(ENGLISH, [ENGLISH, shifted], () => next.next().value ?? new Uint8Array());
    expect(made.entropy).toEqual(clear);
    for (const lists of [
      [ENGLISH, shifted],
      [shifted, ENGLISH],
    ]) {
      expect(readReceipt(made.words.join(' '), lists)).toEqual({ entropy: clear, language: 'en' });
    }
  });
});

describe('the lists', () => {
  test('are ten, under the tags that are promised, with 2,048 words each', () => {
    expect(WORD_LISTS.map(({ language }) => language)).toEqual([...RECEIPT_LANGUAGES]);
    for (const { words } of WORD_LISTS) expect(new Set(words).size).toBe(2048);
  });

  test('lose no word when case, accents and width do not count', () => {
    for (const { places } of LEXICONS) expect(places.size).toBe(2048);
  });

  test('of both Chinese writings have what they share in the same places', () => {
    const [simplified, traditional] = [listIn('zh-Hans').words, listIn('zh-Hant').words];
    const shared = simplified.filter((word) => traditional.includes(word));
    expect(shared).toHaveLength(1275);
    for (const word of shared) expect(traditional.indexOf(word)).toBe(simplified.indexOf(word));
  });

  test('share so few words otherwise that a second meaning is a matter of one in 2^52', () => {
    for (const [index, one] of LEXICONS.entries()) {
      for (const other of LEXICONS.slice(index + 1)) {
        if (one.language === 'zh-Hans' && other.language === 'zh-Hant') continue;
        const shared = [...one.places.keys()].filter((word) => other.places.has(word)).length;
        expect(12 * Math.log2(shared / 2048) - 4).toBeLessThan(-52);
      }
    }
  });

  test.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['zh', 'zh-Hans'],
    ['zh-Hans', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['yue', 'zh-Hant'],
    ['pt-BR', 'pt'],
    ['es-419', 'es'],
    ['fr-CA', 'fr'],
    ['ja', 'ja'],
    ['ko-KP', 'ko'],
    ['cs', 'cs'],
    ['ja-Latn', null],
    ['zh-Latn-pinyin', null],
    ['ug', null],
    ['bo', null],
    ['ar', null],
    ['fa', null],
    ['ru', null],
    ['tr', null],
    ['', null],
    ['not a language', null],
  ])('for an interface in %j: %j', (language, list) => {
    expect(receiptLanguageOf(language)).toBe(list);
  });
});
