/** C2SP's vectors for age through our envelope, in every mode that every platform has. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { unlock } from '../../crypto/envelope.ts';
import { nativeChunkCipher } from '../../crypto/native-chacha.ts';
import { wideChacha } from '../../crypto/wide-chacha.ts';
import { VECTORS, buffered, byteByByte, inParallel, streamed, type Mode } from './age-vectors.ts';
import { runVectors } from './age-vectors.suite.ts';
import { codeOfAsync } from './helpers.ts';

/** The three vectors of 16 MiB take workerd five times as long as Node; there they go through two modes only. */
const longest = navigator.userAgent === 'Cloudflare-Workers' ? 2 ** 20 : Infinity;
const native = await nativeChunkCipher(globalThis.crypto.subtle);
const modes: Mode[] = [
  { mode: 'buffered', pieces: buffered, longest },
  { mode: 'streamed', pieces: streamed },
  { mode: 'byte by byte', pieces: byteByByte, longest },
  { mode: 'in parallel', pieces: streamed, cipher: inParallel(chacha20poly1305) },
  // With a compiler it is the slow one; three vectors of 16 MiB would take it minutes.
  {
    mode: 'with the cipher for browsers without JIT',
    pieces: streamed,
    cipher: wideChacha,
    longest: 2 ** 20,
  },
];
if (native) modes.push({ mode: "with the platform's own cipher", pieces: streamed, cipher: native, longest });

runVectors(modes);

test.each(VECTORS.filter(({ name }) => name.startsWith('scrypt')))(
  'a file for a passphrase: $name',
  async ({ expect: verdict, passphrase, payload, file }) => {
    let plaintext = new Uint8Array(0) as Uint8Array;
    const code = await codeOfAsync(async () => {
      plaintext = await unlock(passphrase ?? '', file);
    });
    if (verdict === 'success') {
      expect(code).toBe('no error');
      expect(bytesToHex(sha256(plaintext))).toBe(payload);
    } else if (verdict === 'no match') expect(code).toMatch(/^envelope\.(?:wrong-passphrase|wrong-stanza)$/);
    else expect(code).toMatch(/^envelope\./);
  },
);
