/** Node's ChaCha20-Poly1305 and the JavaScript one are the same. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chacha } from '../../reviewer/chacha.ts';

const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });
const sealed = { key: bytes(32), nonce: bytes(12), plaintext: bytes(0, 3000) };

test('each makes what the other makes, opens what the other made, and leaves what it was given alone', () => {
  fc.assert(
    fc.property(fc.record(sealed), ({ key, nonce, plaintext }) => {
      const given = plaintext.slice();
      const ciphertext = chacha20poly1305(key, nonce).encrypt(plaintext);
      expect([...chacha(key, nonce).encrypt(plaintext)]).toEqual([...ciphertext]);
      expect(plaintext).toEqual(given);
      const received = ciphertext.slice();
      expect([...chacha(key, nonce).decrypt(ciphertext)]).toEqual([...plaintext]);
      expect(ciphertext).toEqual(received);
    }),
  );
});

test('a whole chunk of an age file and an empty one go there and back', () => {
  const [key, nonce] = [new Uint8Array(32).fill(1), new Uint8Array(12).fill(2)];
  for (const length of [0, 1, 65536]) {
    const plaintext = new Uint8Array(length).fill(3);
    const ciphertext = chacha(key, nonce).encrypt(plaintext);
    expect(Buffer.compare(ciphertext, chacha20poly1305(key, nonce).encrypt(plaintext))).toBe(0);
    expect(Buffer.compare(chacha(key, nonce).decrypt(ciphertext), plaintext)).toBe(0);
  }
});

test('any changed bit throws: in the text, the tag, the key or the nonce', () => {
  const property = fc.property(
    fc.record(sealed),
    fc.nat(),
    fc.nat(7),
    ({ key, nonce, plaintext }, at, bit) => {
      const ciphertext = chacha(key, nonce).encrypt(plaintext);
      for (const part of [ciphertext, key, nonce]) {
        const place = at % part.length;
        part[place] = (part[place] ?? 0) ^ (1 << bit);
        expect(() => chacha(key, nonce).decrypt(ciphertext)).toThrow();
        part[place] = (part[place] ?? 0) ^ (1 << bit);
      }
      expect(chacha(key, nonce).decrypt(ciphertext)).toHaveLength(plaintext.length);
    },
  );
  fc.assert(property);
});

test('what is cut off throws, also where not even a tag is left', () => {
  const [key, nonce] = [new Uint8Array(32), new Uint8Array(12)];
  const ciphertext = chacha(key, nonce).encrypt(new Uint8Array(40));
  for (let length = 0; length < ciphertext.length; length += 1) {
    expect(() => chacha(key, nonce).decrypt(ciphertext.subarray(0, length))).toThrow();
  }
});
