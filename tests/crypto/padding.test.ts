import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  SMALLEST_PLAINTEXT,
  ciphertextSize,
  isLegalCiphertextSize,
  isLegalPlaintextSize,
  padTo,
  plaintextSize,
} from '../../crypto/padding.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import vectors from '../vectors/padding.json' with { type: 'json' };
import { codeOf } from './helpers.ts';

const sizes = fc.oneof(fc.nat(3_000_000), fc.integer({ min: 0, max: 2 ** 45 }));

describe('padding', () => {
  test.each(vectors.vectors)('pads $size bytes to $padded', ({ size, padded, ciphertext }) => {
    expect(padTo(size)).toBe(padded);
    expect(ciphertextSize(padded)).toBe(ciphertext);
    expect(plaintextSize(ciphertext)).toBe(padded);
    expect(isLegalCiphertextSize(ciphertext)).toBe(true);
  });

  test('a padded size is legal, a multiple of 512, never smaller, and at most 12 % larger past 1 MiB', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const padded = padTo(size);
        expect(isLegalPlaintextSize(padded)).toBe(true);
        expect(padded % 512).toBe(0);
        expect(padded).toBeGreaterThanOrEqual(Math.max(size, SMALLEST_PLAINTEXT));
        if (size > 1048576) expect(padded / size).toBeLessThanOrEqual(1.12);
      }),
    );
  });

  test('padding keeps the order of sizes and leaves legal sizes alone', () => {
    fc.assert(
      fc.property(sizes, sizes, (a, b) => {
        expect(padTo(padTo(a))).toBe(padTo(a));
        if (a <= b) expect(padTo(a)).toBeLessThanOrEqual(padTo(b));
      }),
    );
  });

  test('up to 2 GiB there are no more than 360 sizes to tell submissions apart', () => {
    const legal = new Set<number>();
    for (let size = 0; size <= 2 ** 31; size = padTo(size + 1)) legal.add(padTo(size));
    expect(legal.size).toBeLessThanOrEqual(360);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 51])('refuses to pad %d bytes', (size) => {
    expect(codeOf(() => padTo(size))).toBe('padding.not-legal');
    expect(isLegalPlaintextSize(size)).toBe(false);
    expect(isLegalCiphertextSize(size)).toBe(false);
  });

  test('one byte more or less than a legal size is not legal', () => {
    for (const { padded, ciphertext } of vectors.vectors) {
      expect([padded - 1, padded + 1].map(isLegalPlaintextSize)).toEqual([false, false]);
      expect([ciphertext - 1, ciphertext + 1].map(isLegalCiphertextSize)).toEqual([false, false]);
    }
  });
});

describe('the age arithmetic', () => {
  test('goes both ways for every size', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(plaintextSize(ciphertextSize(size))).toBe(size);
      }),
    );
  });

  test('knows the sizes that no age file can have', () => {
    const oneFullChunk = ciphertextSize(65536);
    for (let extra = 1; extra <= 16; extra += 1) expect(plaintextSize(oneFullChunk + extra)).toBeNull();
    expect(plaintextSize(oneFullChunk + 17)).toBe(65537);
    for (const size of [0, 1627, 1643, 1658, -5, 1.5, Number.NaN]) expect(plaintextSize(size)).toBeNull();
    expect(plaintextSize(1659)).toBe(0);
  });

  test.each([0, 1, 65535, 65536, 65537, 131072, 200_000])(
    'foretells the bytes of an envelope around %d bytes',
    async (size) => {
      const recipient = await recipientOf(await generateIdentity());
      const file = await collect(await seal(recipient, streamOf(new Uint8Array(size))));
      expect(file.length).toBe(ciphertextSize(size));
    },
  );
});
