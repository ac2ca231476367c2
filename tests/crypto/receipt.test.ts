import { wordlist as frenchWords } from '@scure/bip39/wordlists/french.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recipientOf } from '../../crypto/envelope.ts';
import { createReceipt, deriveReceiptKeys, readReceipt, wordsOf } from '../../crypto/receipt.ts';
import vectors from '../vectors/receipt.json' with { type: 'json' };
import { CHINESE, ENGLISH, codeOf, factsOf, random } from './helpers.ts';

const LISTS = [ENGLISH, CHINESE];
const entropies = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('the words of a receipt', () => {
  test.each(vectors.vectors)('are those of BIP39 for $entropy', ({ entropy, words }) => {
    expect(wordsOf(hexToBytes(entropy), ENGLISH).join(' ')).toBe(words);
    expect(readReceipt(words, LISTS)).toEqual({ entropy: hexToBytes(entropy), language: 'en' });
  });

  test('are twelve, from the random bytes that were asked for', () => {
    const asked: number[] = [];
    const { words, entropy } = createReceipt(CHINESE, (length) => {
      asked.push(length);
      return new Uint8Array(length).fill(7);
    });
    expect(asked).toEqual([16]);
    expect(entropy).toEqual(new Uint8Array(16).fill(7));
    expect(words).toEqual(wordsOf(entropy, CHINESE));
    expect(words).toHaveLength(12);
  });

  test.each([ENGLISH, CHINESE])('lead back to the same bytes ($language)', (list) => {
    fc.assert(
      fc.property(entropies, (entropy) => {
        const words = wordsOf(entropy, list);
        expect(readReceipt(words.join(' '), [list])).toEqual({ entropy, language: list.language });
      }),
    );
  });
});

describe('a receipt as people type it', () => {
  const english = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const entropy = new Uint8Array(16).fill(0x7f);
  const chinese = wordsOf(entropy, CHINESE);

  test.each([
    english.toUpperCase(),
    `  ${english.replaceAll(' ', ' \n\t ')}\n`,
    english.replaceAll(' ', ', '),
    english
      .split(' ')
      .map((word, index) => `${String(index + 1)}. ${word}`)
      .join('\n'),
    english.replaceAll(' ', '\u3000'),
    english.replaceAll(' ', '-'),
    'Ｌｅｇａｌ winner thank year wave sausage worth useful legal winner thank yellow',
  ])('%j is read', (text) => {
    expect(readReceipt(text, LISTS)).toEqual({ entropy, language: 'en' });
  });

  test.each([
    chinese.join(''),
    chinese.join(' '),
    chinese.join('，'),
    chinese.map((word, index) => `${String(index + 1)}、${word}`).join('\u3000'),
    `${chinese.slice(0, 6).join('')}\n${chinese.slice(6).join('')}。`,
  ])('%j is read', (text) => {
    expect(readReceipt(text, LISTS)).toEqual({ entropy, language: 'zh-Hans' });
  });

  test('with too few or too many words says how many there are', () => {
    const short = english.split(' ').slice(1).join(' ');
    expect(codeOf(() => readReceipt(short, LISTS))).toBe('receipt.wrong-count');
    expect(factsOf(() => readReceipt(short, LISTS))).toEqual({ count: 11 });
    expect(factsOf(() => readReceipt(`${english} ${english}`, LISTS))).toEqual({ count: 24 });
    expect(factsOf(() => readReceipt('', LISTS))).toEqual({ count: 0 });
    expect(factsOf(() => readReceipt(chinese.slice(1).join(''), LISTS))).toEqual({ count: 11 });
  });

  test('with an unknown word says which, and does not repeat it', () => {
    const words = english.split(' ').with(4, 'wawe').join(' ');
    expect(codeOf(() => readReceipt(words, LISTS))).toBe('receipt.unknown-word');
    expect(factsOf(() => readReceipt(words, LISTS))).toEqual({ position: 5 });
    expect(() => readReceipt(words, LISTS)).not.toThrow('wawe');
    // Position in the list that fits best, not in the one that happens to be asked last.
    expect(factsOf(() => readReceipt(words, [CHINESE, ENGLISH]))).toEqual({ position: 5 });
    expect(factsOf(() => readReceipt(chinese.with(11, '嚚').join(''), LISTS))).toEqual({ position: 12 });
  });

  test('with one wrong word is caught by the checksum in at least 14 of 16 cases', () => {
    let caught = 0;
    const tried = ENGLISH.words.filter((_, index) => index % 8 === 0);
    for (const word of tried) {
      const code = codeOf(() => readReceipt(english.split(' ').with(3, word).join(' '), LISTS));
      if (code === 'receipt.checksum') caught += 1;
    }
    expect(caught / tried.length).toBeGreaterThan(14 / 16);
    expect(caught).toBeLessThan(tried.length);
  });

  test('of words that two lists share is read in the one whose checksum fits', () => {
    const french = { language: 'fr', words: frenchWords };
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

  test('any text at all gives an answer or one of three codes', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...ENGLISH.words), { minLength: 12, maxLength: 12 })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const code = codeOf(() => readReceipt(text, LISTS));
        expect(code).toMatch(/^(?:no error|receipt\.(?:wrong-count|unknown-word|checksum))$/);
      }),
    );
  });
});

describe('the keys of a receipt', () => {
  test.each(vectors.vectors)('follow from $entropy and the organisation', async (vector) => {
    const keys = await deriveReceiptKeys(hexToBytes(vector.entropy), hexToBytes(vector.organisationId));
    expect(keys).toEqual({
      identity: vector.identity,
      recipient: await recipientOf(vector.identity),
      dropSecret: hexToBytes(vector.dropSecret),
      followUpSeed: hexToBytes(vector.followUpSeed),
      followUpKey: hexToBytes(vector.followUpKey),
    });
  });

  test('differ altogether between organisations', async () => {
    const entropy = random(16);
    const [a, b] = await Promise.all([
      deriveReceiptKeys(entropy, new Uint8Array(32)),
      deriveReceiptKeys(entropy, new Uint8Array(32).fill(1)),
    ]);
    expect(a.identity).not.toBe(b.identity);
    expect(a.dropSecret).not.toEqual(b.dropSecret);
    expect(a.followUpKey).not.toEqual(b.followUpKey);
  });

  test('are not derived from anything of another length', async () => {
    await expect(deriveReceiptKeys(new Uint8Array(32), new Uint8Array(32))).rejects.toThrow(RangeError);
    await expect(deriveReceiptKeys(new Uint8Array(16), new Uint8Array(16))).rejects.toThrow(RangeError);
  });
});
