/** The proof of work against values from Python's hashlib, in WebCrypto and in JavaScript alike. */
import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { effortOf, puzzle, solve } from '../../crypto/puzzle.ts';
import puzzles from '../vectors/puzzle.json' with { type: 'json' };

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describe.each([
  ['WebCrypto', crypto.subtle],
  ['JavaScript, where a page has no WebCrypto', undefined],
])('a try by %s', (_, subtle) => {
  test.each(puzzles.vectors)('of $iterations rounds gives $value', async (vector) => {
    const attempt = await puzzle(hexToBytes(vector.challenge), vector.iterations, subtle);
    const value = await attempt(hexToBytes(vector.nonce));
    expect(value).toBe(vector.value);
    expect(effortOf(value)).toBe(vector.effort);
  });
});

describe('the effort that a value is good for', () => {
  test.each([
    [2 ** 32 - 1, 1],
    [2 ** 31, 1],
    [2 ** 31 - 1, 2],
    [1, 2 ** 32 - 1],
    [0, 2 ** 32 - 1],
  ])('of %i is %i', (value, effort) => {
    expect(effortOf(value)).toBe(effort);
    expect(value * effort).toBeLessThanOrEqual(2 ** 32 - 1);
    if (value > 0) expect(value * (effort + 1)).toBeGreaterThan(2 ** 32 - 1);
  });
});

describe('solving', () => {
  const signal = new AbortController().signal;

  test('gives a nonce that anybody can check', async () => {
    const challenge = random(32);
    const attempt = await puzzle(challenge, 10, crypto.subtle);
    const { nonce, effort } = await solve({ attempt, effort: 50, random, atOnce: 4, signal });
    const checked = await puzzle(challenge, 10, undefined);
    expect(effortOf(await checked(nonce))).toBe(effort);
    expect(effort).toBeGreaterThanOrEqual(50);
  });

  test('takes about as many tries as the effort says', async () => {
    let tries = 0;
    const attempt = () => {
      tries += 1;
      return Promise.resolve(new DataView(random(4).buffer).getUint32(0));
    };
    for (let round = 0; round < 400; round += 1) {
      await solve({ attempt, effort: 64, random, atOnce: 1, signal });
    }
    // Of 400 geometric draws with mean 64: five standard deviations to either side.
    expect(tries / 400).toBeGreaterThan(48);
    expect(tries / 400).toBeLessThan(80);
  });

  test('ends when nobody wants it any more', async () => {
    const abort = new AbortController();
    let tries = 0;
    const attempt = () => {
      if ((tries += 1) === 7) abort.abort(new Error('gone'));
      return Promise.resolve(2 ** 32 - 1);
    };
    const search = solve({ attempt, effort: 2, random, atOnce: 1, signal: abort.signal });
    await expect(search).rejects.toThrow('gone');
    expect(tries).toBe(7);
  });
});
