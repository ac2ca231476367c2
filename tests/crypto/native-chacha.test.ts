import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, open, recipientOf, seal } from '../../crypto/envelope.ts';
import { nativeChunkCipher, type Subtle } from '../../crypto/native-chacha.ts';
import { digest, patterned, random } from './helpers.ts';

const here = globalThis.crypto.subtle as unknown as Subtle;
const native = await nativeChunkCipher(globalThis.crypto.subtle);

/** This platform's own, changed in one place. */
function altered(change: Partial<Subtle>): Subtle {
  return {
    importKey: (...all) => here.importKey(...all),
    encrypt: (...all) => here.encrypt(...all),
    decrypt: (...all) => here.decrypt(...all),
    ...change,
  };
}

describe.skipIf(native === null)('the platform’s own cipher (skipped only where it has none)', () => {
  const cipher = native as NonNullable<typeof native>;

  test('gives the same bytes as the JavaScript one and opens them again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.uint8Array({ maxLength: 300 }),
        async (key, nonce, plaintext) => {
          const expected = chacha20poly1305(key, nonce).encrypt(plaintext);
          expect(await cipher.seal(key, nonce, plaintext.slice())).toEqual(expected);
          expect(await cipher.open(key, nonce, expected)).toEqual(plaintext);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('refuses a wrong tag, key or nonce, and what is too short to hold a tag', async () => {
    const [key, nonce] = [random(32), random(12)];
    const ciphertext = await cipher.seal(key, nonce, patterned(100));
    for (const position of [0, 50, 99, 100, 115]) {
      const changed = ciphertext.slice();
      changed[position] = (changed[position] ?? 0) ^ 0x80;
      expect(await cipher.open(key, nonce, changed)).toBeNull();
    }
    expect(await cipher.open(random(32), nonce, ciphertext)).toBeNull();
    expect(await cipher.open(key, random(12), ciphertext)).toBeNull();
    for (const length of [0, 1, 15])
      expect(await cipher.open(key, nonce, ciphertext.slice(0, length))).toBeNull();
  });

  test('seals and opens whole files, several chunks at once', async () => {
    const identity = await generateIdentity();
    const plaintext = patterned(700_001);
    const file = await collect(await seal(await recipientOf(identity), streamOf(plaintext), cipher));
    expect(digest(await collect(await open([identity], streamOf(file))))).toBe(digest(plaintext));
    expect(digest(await collect(await open([identity], streamOf(file), cipher)))).toBe(digest(plaintext));
  });

  test('may be given a key that is wiped as soon as the call is made', async () => {
    const [key, nonce] = [random(32), random(12)];
    const kept = key.slice();
    const sealing = cipher.seal(key, nonce, patterned(10));
    key.fill(0);
    expect(await sealing).toEqual(chacha20poly1305(kept, nonce).encrypt(patterned(10)));
  });

  test('imports a key once for all chunks', async () => {
    let imports = 0;
    const counting = await nativeChunkCipher(
      altered({
        importKey: (...all) => {
          imports += 1;
          return here.importKey(...all);
        },
      }),
    );
    imports = 0;
    const key = random(32);
    for (let chunk = 0; chunk < 5; chunk += 1) await counting?.seal(key, random(12), patterned(10));
    expect(imports).toBe(1);
  });

  test('is not taken if it gives other bytes, opens what is forged, or does not open its own', async () => {
    const wrongBytes = altered({
      async encrypt(...all) {
        const bytes = new Uint8Array(await here.encrypt(...all));
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        return bytes.buffer;
      },
    });
    const believing = altered({
      decrypt: (algorithm, key, ciphertext) =>
        here.decrypt(algorithm, key, ciphertext).catch(() => new ArrayBuffer(65)),
    });
    const opensOther = altered({ decrypt: () => Promise.resolve(new ArrayBuffer(64)) });
    expect(await nativeChunkCipher(altered({}))).not.toBeNull();
    for (const subtle of [wrongBytes, believing, opensOther])
      expect(await nativeChunkCipher(subtle)).toBeNull();
  });

  test('tells a failure of its own from a tag that does not fit', async () => {
    let broken = false;
    const failing = await nativeChunkCipher(
      altered({
        decrypt: (...all) =>
          broken ? Promise.reject(new DOMException('', 'NotSupportedError')) : here.decrypt(...all),
      }),
    );
    broken = true;
    await expect(failing?.open(random(32), random(12), patterned(30))).rejects.toThrow(DOMException);
  });
});

describe('where a platform has none', () => {
  test('nothing is taken, nothing is thrown', async () => {
    const unknown = () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError'));
    expect(await nativeChunkCipher(undefined)).toBeNull();
    expect(await nativeChunkCipher(altered({ importKey: unknown }))).toBeNull();
    const throwing = () => {
      throw new TypeError('not a function');
    };
    expect(await nativeChunkCipher(altered({ importKey: throwing }))).toBeNull();
  });
});
