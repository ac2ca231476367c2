/** A receipt as people type it: other forms, other keyboards, mistakes, and anything at all. */
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORD_LISTS } from '../../crypto/receipt-lists.ts';
import { readReceipt, type WordList } from '../../crypto/receipt.ts';
import { wordsOf16 } from '../../crypto/words.ts';
import vectors from '../vectors/receipt.json' with { type: 'json' };
import { CHINESE, ENGLISH, codeOf, factsOf } from './helpers.ts';

const entropies = fc.uint8Array({ minLength: 16, maxLength: 16 });
const listIn = (language: string): WordList => {
  const found = WORD_LISTS.find((list) => list.language === language);
  if (!found) throw new Error(`no list in ${language}`);
  return found;
};
const codeIn = (text: string) => codeOf(() => readReceipt(text, WORD_LISTS));
const factsIn = (text: string) => factsOf(() => readReceipt(text, WORD_LISTS));

describe('a receipt as people type it', () => {
  const forms = vectors.languages.flatMap(({ language, entropy, words, accepted }) => [
    { language, entropy, form: 'as BIP39 has it', text: words },
    ...(['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => ({
      ...{ language, entropy, form },
      text: words.normalize(form),
    })),
    ...Object.entries(accepted).map(([form, text]) => ({ language, entropy, form, text })),
  ]);

  test.each(forms)('is read in $language, $form', ({ entropy, text }) => {
    expect(bytesToHex(readReceipt(text, WORD_LISTS).entropy)).toBe(entropy);
    expect(bytesToHex(readReceipt(text, WORD_LISTS.toReversed()).entropy)).toBe(entropy);
  });

  const english = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const entropy = new Uint8Array(16).fill(0x7f);
  const chinese = wordsOf16(entropy, CHINESE);

  test.each([
    `  ${english.replaceAll(' ', ' \n\t ')}\n`,
    english.replaceAll(' ', ', '),
    english.replaceAll(' ', '-'),
    english
      .split(' ')
      .map((word, index) => `${String(index + 1)}º ${word}`)
      .join('\n'),
    english
      .split(' ')
      .map((word, index) => `(${String(index + 1)})${word}`)
      .join(' '),
    'Ｌｅｇａｌ winner thank year wave sausage worth useful legal winner thank yellow',
    english.replace('thank year wave', 'thankyearwave'),
    english.replaceAll(' ', ''),
  ])('%j is read', (text) => {
    expect(readReceipt(text, WORD_LISTS)).toEqual({ entropy, language: 'en' });
  });

  test.each([
    chinese.join('，'),
    chinese.map((word, index) => `${String(index + 1)}、${word}`).join('\u3000'),
    `${chinese.slice(0, 6).join('')}\n${chinese.slice(6).join('')}。`,
  ])('%j is read', (text) => {
    expect(readReceipt(text, WORD_LISTS)).toEqual({ entropy, language: 'zh-Hans' });
  });

  test.each(WORD_LISTS)('is read without spaces, or not at all ($language)', (list) => {
    // In English and Spanish some words begin like others: a run of twelve may have two meanings there.
    const certain = list.language !== 'en' && list.language !== 'es';
    fc.assert(
      fc.property(entropies, (bytes) => {
        const text = wordsOf16(bytes, list).join('');
        if (!certain && codeIn(text) === 'receipt.wrong-count') return;
        expect(readReceipt(text, WORD_LISTS).entropy).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  test('of Simplified characters is read when a keyboard makes Traditional ones of them, and the other way', () => {
    fc.assert(
      fc.property(entropies, (bytes) => {
        for (const language of ['zh-Hans', 'zh-Hant']) {
          expect(readReceipt(wordsOf16(bytes, listIn(language)).join(''), WORD_LISTS).entropy).toEqual(bytes);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('with too few or too many words says how many there are', () => {
    const short = english.split(' ').slice(1).join(' ');
    expect(codeIn(short)).toBe('receipt.wrong-count');
    expect(factsIn(short)).toEqual({ count: 11 });
    expect(factsIn(`${english} ${english}`)).toEqual({ count: 24 });
    expect(factsIn('')).toEqual({ count: 0 });
    expect(factsIn(chinese.slice(1).join(''))).toEqual({ count: 11 });
    // Japanese that cannot be taken apart is one run.
    expect(factsIn('ぁ'.repeat(40))).toEqual({ count: 1 });
    expect(factsIn(`${english}x`.replaceAll(' ', ''))).toEqual({ count: 1 });
  });

  test('with an unknown word says which, as the list has it that knows most, and does not repeat it', () => {
    const words = english.split(' ').with(4, 'wawe').join(' ');
    expect(codeIn(words)).toBe('receipt.unknown-word');
    expect(factsIn(words)).toEqual({ position: 5 });
    expect(() => readReceipt(words, WORD_LISTS)).not.toThrow('wawe');
    expect(factsOf(() => readReceipt(words, WORD_LISTS.toReversed()))).toEqual({ position: 5 });
    expect(factsIn(chinese.with(11, '嚚').join(''))).toEqual({ position: 12 });
    for (const { language, words: phrase } of vectors.languages) {
      const typed = phrase.split(' ').with(7, language.startsWith('zh') ? '囧' : 'xxxxxx');
      expect([language, factsIn(typed.join(' '))]).toEqual([language, { position: 8 }]);
    }
    // Five words that English has too, and six that only French has.
    const french = listIn('fr').words;
    const shared = french.filter((word) => ENGLISH.words.includes(word)).slice(0, 5);
    const own = french.filter((word) => !ENGLISH.words.includes(word)).slice(0, 6);
    expect(factsIn([...shared, 'zzz', ...own].join(' '))).toEqual({ position: 6 });
    // A slip that happens to be two words is one wrong word, where there are twelve already.
    expect(factsIn(english.replace('wave', 'carbonact'))).toEqual({ position: 5 });
  });

  test('with one wrong word is caught by the checksum in at least 14 of 16 cases', () => {
    let caught = 0;
    const tried = ENGLISH.words.filter((_, index) => index % 8 === 0);
    for (const word of tried) {
      const code = codeOf(() => readReceipt(english.split(' ').with(3, word).join(' '), [ENGLISH, CHINESE]));
      if (code === 'receipt.checksum') caught += 1;
    }
    expect(caught / tried.length).toBeGreaterThan(14 / 16);
    expect(caught).toBeLessThan(tried.length);
  });

  test('of words that two lists share is read in the one whose checksum fits', () => {
    const french = listIn('fr');
    const shared = french.words.filter((word) => ENGLISH.words.includes(word));
    const phrases = shared.map((last) => [...shared.slice(0, 11), last].join(' '));
    const onlyFrench = phrases.filter(
      (phrase) =>
        codeOf(() => readReceipt(phrase, [ENGLISH])) === 'receipt.checksum' &&
        codeOf(() => readReceipt(phrase, [french])) === 'no error',
    );
    expect(onlyFrench.length).toBeGreaterThan(0);
    for (const phrase of onlyFrench) expect(readReceipt(phrase, [ENGLISH, french]).language).toBe('fr');
  });

  test('any text at all gives an answer or one of three codes, and a very long one at once', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      ...WORD_LISTS.map(({ words }) =>
        fc
          .array(fc.constantFrom(...words), { minLength: 10, maxLength: 13 })
          .chain((some) => fc.constantFrom(some.join(' '), some.join(''))),
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(codeIn(text)).toMatch(/^(?:no error|receipt\.(?:wrong-count|unknown-word|checksum))$/);
      }),
    );
    const before = performance.now();
    for (const unit of ['a', 'あ', 'able', '的', '\u0301', '가'])
      expect(codeIn(unit.repeat(100_000))).not.toBe('no error');
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
