/** Splitting an epoch identity k-of-n, and joining it again: shares as words, and every way in which they can be wrong. */
import { bytesToHex } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { generateIdentity, identityFromSeed } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import {
  MOST_SHARES,
  joinShares,
  readShare,
  shareWords,
  splitIdentity,
  type Share,
} from '../../crypto/quorum.ts';
import vectors from '../vectors/quorum.json' with { type: 'json' };
import { codeOf, codeOfAsync, random } from './helpers.ts';

const splitNew = async (threshold: number, count: number, epoch = 3) => {
  const identity = await generateIdentity();
  return { identity, shares: await splitIdentity(identity, { epoch, threshold, count, random }) };
};
const share = (shares: readonly Share[], index: number): Share => {
  const found = shares[index];
  if (!found) throw new RangeError('no such share');
  return found;
};
const factsOf = async (action: () => Promise<unknown>) => {
  try {
    await action();
  } catch (error) {
    if (error instanceof WitnessboxError) return { code: String(error.code), ...error.facts };
  }
  return null;
};

describe('vectors', () => {
  test.each(vectors.vectors)(
    '$threshold of epoch $epoch',
    async ({ identity, epoch, threshold, set, shares }) => {
      const read = shares.map(({ words }) => readShare(words, english));
      for (const [index, { bytes, words }] of shares.entries()) {
        const { part, check } = share(read, index);
        expect(bytesToHex(part)).toBe(bytes.slice(24));
        expect(bytesToHex(check)).toBe(bytes.slice(10, 18));
        expect(shareWords(share(read, index), english).join(' ')).toBe(words);
        expect(share(read, index)).toMatchObject({ epoch, threshold });
      }
      expect(bytesToHex(share(read, 0).set)).toBe(set);
      expect(await joinShares(read.slice(-threshold))).toEqual({ identity, epoch });
      expect(await joinShares(read)).toEqual({ identity, epoch });
    },
  );
});

test('any threshold of the shares gives the identity back, in any order', async () => {
  const numbers = fc
    .integer({ min: 2, max: MOST_SHARES })
    .chain((count) => fc.tuple(fc.integer({ min: 2, max: count }), fc.constant(count)));
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.integer({ min: 1, max: 65535 }),
      numbers.chain(([threshold, count]) =>
        fc.tuple(
          fc.constant(threshold),
          fc.constant(count),
          fc.shuffledSubarray([...Array(count).keys()], { minLength: threshold }),
        ),
      ),
      async (seed, epoch, [threshold, count, chosen]) => {
        const identity = identityFromSeed(seed);
        const shares = await splitIdentity(identity, { epoch, threshold, count, random });
        const typed = chosen.map((index) => shareWords(share(shares, index), english).join(' '));
        expect(await joinShares(typed.map((text) => readShare(text, english)))).toEqual({ identity, epoch });
      },
    ),
    { numRuns: 30 },
  );
});

test('one share fewer than the threshold is refused, and tells how many are needed', async () => {
  const { shares } = await splitNew(3, 5);
  expect(await factsOf(() => joinShares(shares.slice(0, 2)))).toEqual({
    code: 'quorum.too-few',
    count: 2,
    needed: 3,
  });
  expect(await codeOfAsync(() => joinShares([]))).toBe('quorum.too-few');
});

test('fewer shares than the threshold, passed off as enough, do not give the key', async () => {
  const { shares } = await splitNew(3, 3);
  const lying = shares.slice(0, 2).map((each) => ({ ...each, threshold: 2 }));
  expect(await codeOfAsync(() => joinShares(lying))).toBe('quorum.wrong-share');
});

test('shares of two splittings of the same identity are named as mixed', async () => {
  const { identity, shares } = await splitNew(2, 3);
  const others = await splitIdentity(identity, { epoch: 3, threshold: 2, count: 3, random });
  expect(await factsOf(() => joinShares([share(shares, 0), share(others, 1)]))).toEqual({
    code: 'quorum.mixed',
    position: 2,
  });
});

test('the same share twice is named', async () => {
  const { shares } = await splitNew(2, 3);
  expect(await factsOf(() => joinShares([share(shares, 1), share(shares, 0), share(shares, 1)]))).toEqual({
    code: 'quorum.repeated',
    position: 3,
  });
});

test('an altered share with a right checksum is found out, and named where there is one to spare', async () => {
  const { shares } = await splitNew(3, 4);
  const altered = shares.map((each, index) =>
    index === 2 ? { ...each, part: each.part.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) } : each,
  );
  expect(await factsOf(() => joinShares(altered))).toEqual({ code: 'quorum.wrong-share', position: 3 });
  expect(await factsOf(() => joinShares(altered.slice(0, 3)))).toEqual({
    code: 'quorum.wrong-share',
    position: 0,
  });
});

describe('words', () => {
  test('are read with numbers, line breaks, capitals and cut to four letters', async () => {
    const { shares } = await splitNew(2, 2);
    const words = shareWords(share(shares, 0), english);
    expect(words).toHaveLength(36);
    const numbered = words.map((word, index) => `${String(index + 1)}. ${word.toUpperCase()}`).join('\n');
    expect(readShare(numbered, english)).toEqual(share(shares, 0));
    expect(readShare(words.map((word) => word.slice(0, 4)).join(' '), english)).toEqual(share(shares, 0));
  });

  test('a word too few or too many, an unknown word and a swap are told apart', async () => {
    const { shares } = await splitNew(2, 2);
    const words = shareWords(share(shares, 0), english);
    expect(codeOf(() => readShare(words.slice(1).join(' '), english))).toBe('quorum.wrong-count');
    expect(codeOf(() => readShare([...words, 'zoo'].join(' '), english))).toBe('quorum.wrong-count');
    const unknown = words.with(7, 'xylophone').join(' ');
    expect(await factsOf(() => Promise.resolve(readShare(unknown, english)))).toEqual({
      code: 'quorum.unknown-word',
      position: 8,
    });
    // A receipt's word that is too short to be the beginning of another.
    expect(codeOf(() => readShare(words.with(0, 'ab').join(' '), english))).toBe('quorum.unknown-word');
  });

  test('one word for another is caught by the checksum', async () => {
    const { shares } = await splitNew(2, 2);
    const words = shareWords(share(shares, 0), english);
    fc.assert(
      fc.property(fc.nat({ max: 35 }), fc.constantFrom(...english), (position, word) => {
        fc.pre(words[position] !== word);
        expect(codeOf(() => readShare(words.with(position, word).join(' '), english))).toBe(
          'quorum.checksum',
        );
      }),
    );
  });
});

test('numbers that make no sense are refused', async () => {
  const identity = await generateIdentity();
  for (const [threshold, count, epoch] of [
    [1, 3, 1],
    [4, 3, 1],
    [2, 21, 1],
    [2, 3, 0],
    [2, 3, 65536],
    [2.5, 3, 1],
  ] as const) {
    const action = () => splitIdentity(identity, { epoch, threshold, count, random });
    expect(await codeOfAsync(action)).toBe('quorum.bad-numbers');
  }
});
