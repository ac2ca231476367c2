/** Whatever can be written is read again as it was: keys and small encodings, over all their values. */
import { scryptAsync } from '@noble/hashes/scrypt.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, fromUtf8, streamOf, uint32be, utf8 } from '../../crypto/encoding.ts';
import { identityFromSeed, lock, seedOfIdentity, unlock } from '../../crypto/envelope.ts';
import {
  decryptSecretKey,
  encodePublicKey,
  encryptSecretKey,
  keyPairOfSeed,
  parsePublicKey,
  type Scrypt,
} from '../../crypto/minisign.ts';
import { digest, inPieces, random } from './helpers.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Any text that UTF-8 can say: all but lone surrogates. */
const text = (most: number) => fc.string({ unit: 'grapheme', maxLength: most });

describe('keys', () => {
  test('an identity and its seed', () => {
    fc.assert(
      fc.property(bytesOf(32), (seed) => {
        const made = identityFromSeed(seed);
        expect(made).toMatch(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/);
        expect(seedOfIdentity(made)).toEqual(seed);
      }),
    );
  });

  test('a public key of minisign', () => {
    const comment = text(60).filter((said) => said === said.trimEnd() && !/\p{Cc}/u.test(said));
    fc.assert(
      fc.property(bytesOf(8), bytesOf(32), comment, (keyId, publicKey, said) => {
        expect(parsePublicKey(encodePublicKey({ keyId, publicKey }, said))).toEqual({
          keyId,
          key: publicKey,
        });
      }),
    );
  });

  test('a secret key of minisign', async () => {
    const scrypt: Scrypt = (password, salt, { length, ...cost }) =>
      scryptAsync(password, salt, { ...cost, dkLen: length });
    await fc.assert(
      fc.asyncProperty(bytesOf(32), text(30), async (seed, passphrase) => {
        const keyPair = keyPairOfSeed(seed);
        const cheap = { scrypt, random, opslimit: 32768, memlimit: 1048576 };
        const file = await encryptSecretKey(keyPair, passphrase, cheap);
        expect(await decryptSecretKey(file, passphrase, { scrypt })).toEqual(keyPair);
      }),
      { numRuns: 10 },
    );
  });

  test('what a passphrase locks', async () => {
    await fc.assert(
      fc.asyncProperty(
        text(30).filter((said) => said !== ''),
        fc.uint8Array({ maxLength: 3000 }),
        async (passphrase, bytes) => {
          expect(digest(await unlock(passphrase, await lock(passphrase, bytes, 2)))).toBe(digest(bytes));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('small encodings', () => {
  test('text in UTF-8, and nothing that is not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (said) => {
        expect(fromUtf8(utf8(said))).toBe(said);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        let said: string;
        try {
          said = fromUtf8(bytes);
        } catch {
          return;
        }
        expect(utf8(said)).toEqual(bytes);
      }),
    );
  });

  test('numbers of four bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
        const bytes = uint32be(value);
        expect(bytes.reduce((read, byte) => read * 256 + byte, 0)).toBe(value);
      }),
    );
  });

  test('streams, in whatever pieces', async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), pieces, async (bytes, lengths) => {
        expect(await collect(inPieces(bytes, lengths))).toEqual(bytes);
        expect(await collect(streamOf(bytes))).toEqual(bytes);
      }),
    );
  });
});
