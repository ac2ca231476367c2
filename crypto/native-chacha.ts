/**
 * The platform's own ChaCha20-Poly1305 for the payload, where WebCrypto has it (WICG, "Modern Algorithms in the Web
 * Cryptography API": `ChaCha20-Poly1305`, keys in the format `raw-secret`). Compiled code on a thread of its own,
 * also where a browser runs JavaScript without JIT. The bytes are the same, and it is asked to show that first.
 *
 * @module
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import type { ChunkCipher } from './chunk-cipher.ts';
import { sameBytes } from './encoding.ts';
import { TAG_SIZE } from './padding.ts';

const NAME = 'ChaCha20-Poly1305';
/** Keeps the platform's thread busy while this one reads and hands on. */
const AT_ONCE = 4;

/** What is needed of `crypto.subtle`; the types of TypeScript do not know the key format yet. */
export type Subtle = {
  importKey(
    format: string,
    key: Uint8Array,
    algorithm: { name: string },
    extractable: boolean,
    usages: ('encrypt' | 'decrypt')[],
  ): Promise<CryptoKey>;
  encrypt(algorithm: Parameters, key: CryptoKey, plaintext: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: Parameters, key: CryptoKey, ciphertext: Uint8Array): Promise<ArrayBuffer>;
};

type Parameters = { name: string; iv: Uint8Array; tagLength: number };

/**
 * 65 zero bytes, one more than a block of ChaCha20, under the key 00 01 … 1f and the nonce 00 01 … 0b. Computed with
 * OpenSSL; two other implementations agree (tests/crypto/native-chacha.test.ts).
 */
const KNOWN = {
  key: Uint8Array.from({ length: 32 }, (_, index) => index),
  nonce: Uint8Array.from({ length: 12 }, (_, index) => index),
  plaintext: new Uint8Array(65),
  ciphertext: hexToBytes(
    '89fb08002917a540b7833ff3981d0e63c970b2e75174adb9e6972fc575c0a63cec802cf3e61eb198373276d865948f23' +
      '7e84a974fd28b89b12b8d907904f9ed679b6d5be2a5d6b7629bffab045823747ee',
  ),
};

/**
 * The cipher of this `crypto.subtle`, or null where it has none that gives the known answer both ways and refuses a
 * wrong tag. `subtle` is undefined outside a secure context. Never throws and reports nothing.
 */
export async function nativeChunkCipher(
  subtle: SubtleCrypto | Subtle | undefined,
): Promise<ChunkCipher | null> {
  if (subtle === undefined) return null;
  const cipher = cipherOf(subtle as Subtle);
  const { key, nonce, plaintext, ciphertext } = KNOWN;
  const forged = ciphertext.slice();
  forged[80] = 0;
  try {
    const sealed = await cipher.seal(key, nonce, plaintext);
    const opened = await cipher.open(key, nonce, ciphertext);
    if (!sameBytes(sealed, ciphertext) || opened === null || !sameBytes(opened, plaintext)) return null;
    return (await cipher.open(key, nonce, forged)) === null ? cipher : null;
  } catch {
    return null;
  }
}

function cipherOf(subtle: Subtle): ChunkCipher {
  // One import for all chunks of a payload; it goes with the key.
  const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>();
  const keyOf = (key: Uint8Array) => {
    const known = imported.get(key);
    if (known !== undefined) return known;
    const fresh = subtle.importKey('raw-secret', key, { name: NAME }, false, ['encrypt', 'decrypt']);
    imported.set(key, fresh);
    return fresh;
  };
  const parameters = (nonce: Uint8Array) => ({ name: NAME, iv: nonce, tagLength: TAG_SIZE * 8 });
  return {
    atOnce: AT_ONCE,
    async seal(key, nonce, plaintext) {
      return new Uint8Array(await subtle.encrypt(parameters(nonce), await keyOf(key), plaintext));
    },
    async open(key, nonce, ciphertext) {
      const held = await keyOf(key);
      try {
        return new Uint8Array(await subtle.decrypt(parameters(nonce), held, ciphertext));
      } catch (error) {
        // The one error for a tag that does not fit (Web Cryptography API, "decrypt"); any other is a failure.
        if (error instanceof DOMException && error.name === 'OperationError') return null;
        throw error;
      }
    },
  };
}
