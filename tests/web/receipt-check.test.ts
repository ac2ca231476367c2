import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASKED_WORDS, choosePositions, isSameWord, wrongPositions } from '../../web/source/receipt-check.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const words = 'like dutch pipe own favorite stove mixed half crack slot vivid art'.split(' ');

describe('confirming the receipt', () => {
  test('asks for different positions in rising order', () => {
    for (let round = 0; round < 200; round += 1) {
      const asked = choosePositions(12, random);
      expect(asked).toHaveLength(ASKED_WORDS);
      expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
      expect(asked.every((position) => position >= 0 && position < 12)).toBe(true);
    }
  });

  test('sooner or later asks for every position', () => {
    const seen = new Set(Array.from({ length: 300 }, () => choosePositions(12, random)).flat());
    expect(seen.size).toBe(12);
  });

  test('takes a word in any case, with spaces or its number before it', () => {
    for (const typed of ['favorite', ' Favorite ', 'FAVORITE', '5. favorite']) {
      expect(isSameWord(typed, 'favorite')).toBe(true);
    }
    expect(isSameWord('织', '织')).toBe(true);
    for (const form of ['NFC', 'NFKD'] as const)
      expect(isSameWord('ábaco'.normalize(form), 'ábaco')).toBe(true);
  });

  test('takes a word without its accents, in full width, katakana or with signs that cannot be seen', () => {
    for (const [typed, word] of [
      ['abaco', 'ábaco'],
      ['ÁBACO', 'ábaco'],
      ['ｆａｖｏｒｉｔｅ', 'favorite'],
      ['favo\u00adrite\u200b', 'favorite'],
      ['mıxed', 'mixed'],
      ['MİXED', 'mixed'],
      ['アイダ', 'あいだ'],
      ['가격'.normalize('NFD'), '가격'],
    ] as const) {
      expect([typed, isSameWord(typed, word)]).toEqual([typed, true]);
    }
    expect(isSameWord('あいた', 'あいだ')).toBe(false);
  });

  test('takes no other word, no part of it and nothing at all', () => {
    for (const typed of ['', ' ', '5', 'favor', 'favourite', 'favorite stove', '织']) {
      expect(isSameWord(typed, 'favorite')).toBe(false);
    }
    expect(isSameWord('', '')).toBe(false);
  });

  test('names exactly the positions that are wrong', () => {
    expect(wrongPositions(words, [0, 4, 11], { 0: 'like', 4: 'stove' })).toEqual([4, 11]);
    expect(wrongPositions(words, [0, 4, 11], { 0: 'like', 4: 'favorite', 11: 'Art' })).toEqual([]);
  });

  test('is passed only by typing the very words', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 3, maxLength: 3 }), (typed) => {
        const asked = [1, 5, 9];
        const right = typed.every((word, index) => word === words[asked[index] ?? 0]);
        const wrong = wrongPositions(words, asked, {
          1: typed[0] ?? '',
          5: typed[1] ?? '',
          9: typed[2] ?? '',
        });
        expect(wrong.length === 0).toBe(right);
      }),
    );
  });
});
