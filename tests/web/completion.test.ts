/** Reading along while twelve words are typed: how many, which cannot be right, and how one may go on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { lexiconOf, plainLetters } from '../../crypto/receipt-reading.ts';
import { createReceipt, readReceipt } from '../../crypto/receipt.ts';
import { complete, type Completion } from '../../web/source/completion.ts';
import { buildsPage, setUp } from './built-visit.ts';

buildsPage();

const LEXICONS = WORD_LISTS.map(lexiconOf);
const ENGLISH_FIRST = [...LEXICONS].sort((a, b) => Number(b.language === 'en') - Number(a.language === 'en'));

/** `|` is the caret; without one nobody is typing. */
function at(text: string, lexicons = ENGLISH_FIRST): Completion {
  const caret = text.indexOf('|');
  return complete(text.replace('|', ''), caret === -1 ? null : caret, lexicons);
}
const words = (completion: Completion) => completion.suggestions.map(({ word }) => word);

describe('suggestions', () => {
  test('are words that begin like the one at the caret, once it has two letters', () => {
    expect(words(at('a|'))).toEqual([]);
    expect(words(at('legal winn|'))).toEqual(['winner']);
    expect(words(at('legal thank wi|'))).toEqual(['wide', 'width', 'wife', 'wild', 'will', 'win']);
  });

  test('come without accents, in whatever case, and with their accents', () => {
    for (const typed of ['abogado aba|', 'abogado ABA|', 'abogado ába|'])
      expect(words(at(typed))).toEqual(['ábaco']);
  });

  test('come from all lists at first, the likelier first, then from that of the words before', () => {
    const first = at('abo|');
    expect(words(first).slice(0, 3)).toEqual(['about', 'above', 'abogado']);
    expect(new Set(first.suggestions.map(({ language }) => language)).size).toBeGreaterThan(2);
    expect(new Set(at('れきだい ほん|').suggestions.map(({ language }) => language))).toEqual(
      new Set(['ja']),
    );
    expect(new Set(at('가격 가|').suggestions.map(({ language }) => language))).toEqual(new Set(['ko']));
  });

  test('come from another list where that of the words before knows nothing', () => {
    expect(words(at('winner abog|'))).toEqual(['abogado']);
  });

  test('are none of a Chinese word, which is whole at once, nor where nobody types', () => {
    expect(words(at('枪疫霉|'))).toEqual([]);
    expect(words(at('legal winn'))).toEqual([]);
    expect(words(at('legal winn |'))).toEqual([]);
  });

  test('take the place of the whole word, not only of what is before the caret', () => {
    expect(at('legal ye|x thank')).toMatchObject({ from: 6, to: 9 });
    expect(at('枪ye|疫')).toMatchObject({ from: 1, to: 3 });
  });

  test('tell whether what stands there is a word itself', () => {
    expect(at('legal art|').isWord).toBe(true);
    expect(words(at('legal art|'))).not.toContain('art');
    expect(at('legal artw|').isWord).toBe(false);
  });

  test('hold the right word after four letters, by which the words of most lists are told apart', () => {
    for (const language of ['en', 'es', 'fr', 'it', 'pt', 'cs']) {
      const lexicons = LEXICONS.filter((one) => one.language === language);
      const list = WORD_LISTS.find((one) => one.language === language)?.words ?? [];
      const missed = list
        .map((word) => word.normalize('NFC'))
        .filter((word) => word.length > 4 && !words(complete(word.slice(0, 4), 4, lexicons)).includes(word));
      expect([language, missed]).toEqual([language, []]);
    }
  });

  test('are a few words of the lists and begin with what was typed, whatever that is', () => {
    const known = new Set(WORD_LISTS.flatMap(({ words: list }) => list.map((word) => word.normalize('NFC'))));
    const place = fc.tuple(fc.nat(WORD_LISTS.length - 1), fc.nat(2047), fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(place, ([index, position, length]) => {
        const begun = Array.from(WORD_LISTS[index]?.words[position] ?? '')
          .slice(0, length)
          .join('');
        const found = words(complete(begun, begun.length, LEXICONS));
        expect(found.length).toBeLessThanOrEqual(6);
        expect(new Set(found).size).toBe(found.length);
        for (const word of found) {
          expect(known.has(word)).toBe(true);
          expect(plainLetters(word).startsWith(plainLetters(begun))).toBe(true);
          expect(plainLetters(word)).not.toBe(plainLetters(begun));
        }
      }),
    );
  });
});

describe('how many words there are', () => {
  test('is what whoever reads them later counts', () => {
    expect(at('').count).toBe(0);
    expect(at('1. legal, 2. winner; thank').count).toBe(3);
    expect(at('枪疫 霉').count).toBe(3);
    expect(at('そつうれきだい ほんやく').count).toBe(3);
  });

  test('is twelve for every receipt, and none of its words is unknown', () => {
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    for (const list of WORD_LISTS) {
      const text = createReceipt(list, WORD_LISTS, random).words.join(' ');
      expect([list.language, at(text).count, at(text).unknown]).toEqual([list.language, 12, []]);
      expect(at(`${text}|`).unknown).toEqual([]);
    }
  });
});

describe('a word that is not in the list', () => {
  test('is named with its position as soon as it is finished', () => {
    expect(at('legal xx winner').unknown).toEqual([{ position: 2, word: 'xx' }]);
    expect(at('legal winne |').unknown).toEqual([{ position: 2, word: 'winne' }]);
    expect(at('枪龘疫').unknown).toEqual([{ position: 2, word: '龘' }]);
  });

  test('is named at once where no word begins like it, and not while one may still come of it', () => {
    expect(at('legal winn|').unknown).toEqual([]);
    expect(at('legal winx|').unknown).toEqual([{ position: 2, word: 'winx' }]);
    // Perhaps several, written together.
    expect(at('そつうれきだ|').unknown).toEqual([]);
  });

  test('is one of another language than the others’', () => {
    expect(at('legal winner abogado thank').unknown).toEqual([{ position: 3, word: 'abogado' }]);
  });
});

test('any text can be typed, and what is replaced is where the caret is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), (text, caret) => {
      fc.pre(caret <= text.length);
      const { from, to, count, unknown } = complete(text, caret, ENGLISH_FIRST.slice(0, 2));
      expect(from <= caret && caret <= to && to <= text.length).toBe(true);
      expect(unknown.every(({ position }) => position >= 1 && position <= count)).toBe(true);
    }),
  );
});

describe('the field for the words', () => {
  const open = async (text: string) => {
    const { visit, shown } = setUp();
    visit.go('replies');
    const { replies } = visit;
    replies.text = text;
    replies.completing.type(text.length);
    expect(replies.completing.suggestions).toEqual([]);
    expect(shown()).not.toContain('data-testid="unknown-word"');
    await replies.completing.load();
    return { replies, shown, completing: replies.completing };
  };

  test('puts the marked suggestion into the text, with a space, and the caret behind it', async () => {
    const { replies, completing } = await open('legal wi');
    completing.type(8);
    expect(completing.marked).toBe(0);
    completing.move(-1);
    expect(completing.marked).toBe(completing.suggestions.length - 1);
    completing.move(1);
    completing.move(1);
    expect(completing.take(completing.marked)).toBe('legal width '.length);
    expect([replies.text, completing.suggestions]).toEqual(['legal width ', []]);
  });

  test('marks none where a word stands already, so that Tab goes on', async () => {
    const { completing } = await open('legal art');
    completing.type(9);
    expect(completing.suggestions.length).toBeGreaterThan(0);
    expect(completing.marked).toBe(-1);
    completing.move(1);
    expect(completing.marked).toBe(0);
  });

  test('shows how many words there are and which cannot be right, at most three of these', async () => {
    const { replies, completing, shown } = await open('legal xx');
    completing.leave();
    expect(shown()).toContain('Words so far: 2 of 12.');
    expect(shown().match(/data-testid="unknown-word"/g)).toHaveLength(1);
    replies.text = 'legal xx yy zz qq';
    expect(shown().match(/data-testid="unknown-word"/g)).toHaveLength(3);
    replies.wipe();
    expect(shown()).toContain('Words so far: 0 of 12.');
  });

  test('says of letters that it marks only what the reader refuses', async () => {
    const { completing, replies } = await open('');
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    for (const list of WORD_LISTS) {
      replies.text = createReceipt(list, WORD_LISTS, random).words.join(' ');
      expect(() => readReceipt(replies.text, WORD_LISTS)).not.toThrow();
      expect(completing.unknown).toEqual([]);
    }
  });
});
