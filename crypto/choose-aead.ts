/**
 * Which ChaCha20-Poly1305 in JavaScript is the faster one here: the plain one, or without JIT the wide one. Both give
 * the same bytes, so a wrong choice costs time and nothing else.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Aead } from './payload.ts';
import { wideChacha } from './wide-chacha.ts';

/** Without JIT about a millisecond of work for either; the wide one needs a whole pass to be itself. */
const WIDE_PIECE = 13_312;
const PLAIN_PIECE = 1_024;
/** Without JIT the plain one is ten times slower. Where it seems less, it was interrupted, or is not compiled yet. */
const WORTH_THE_WIDE = 3;

/**
 * Measures both once, on bytes of zero. `now` tells milliseconds, as `performance.now` does. Takes 5 to 10 ms without
 * JIT; with it as long as the plain cipher takes to be compiled, some 10 ms. So not on a page's main thread.
 *
 * Where the clock is too coarse (Tor Browser's ticks sixty times a second), the absence of WebAssembly tells: Tor
 * Browser at Safer, Chromium and Safari's Lockdown Mode switch it off together with the JIT.
 */
export function chooseAead(now: () => number): Aead {
  const compiles = typeof WebAssembly !== 'undefined';
  const likely = compiles ? chacha20poly1305 : wideChacha;
  const slower = compiles ? WORTH_THE_WIDE : 1;
  const wide = Math.min(...[1, 2, 3].map(() => time(wideChacha, WIDE_PIECE, now)));
  if (wide === 0) return likely;
  // Even with JIT the plain cipher starts out interpreted. The shortest time counts: others may use the processor too.
  for (let tries = compiles ? 40 : 4; tries > 0; tries -= 1) {
    const plain = time(chacha20poly1305, PLAIN_PIECE, now);
    if (plain === 0) return likely;
    if (plain / PLAIN_PIECE < (slower * wide) / WIDE_PIECE) return chacha20poly1305;
  }
  return wideChacha;
}

/** Milliseconds to encrypt so many bytes; 0 if the clock did not tick meanwhile. */
function time(aead: Aead, length: number, now: () => number): number {
  const [key, nonce, bytes] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(length)];
  const start = now();
  aead(key, nonce).encrypt(bytes);
  return Math.max(0, now() - start);
}
