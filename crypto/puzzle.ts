/**
 * The proof of work that beginning an upload costs (docs/format.md, "Challenge and proof"). A try is one
 * PBKDF2-HMAC-SHA-256 (RFC 8018, section 5.2), which WebCrypto computes in compiled code: a browser without JIT is
 * as fast as one with it, and an attacker's program little faster than either. The rule when a value solves is that
 * of Tor's proof of work for onion services (proposal 327): value × effort ≤ 2^32 - 1, so `effort` tries on average.
 *
 * Decides nothing about how much is asked, or when; that is the server's.
 *
 * @module
 */
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { utf8, type Random } from './encoding.ts';

/** Bytes of a nonce, the salt of one try. */
export const NONCE_SIZE = 16;
/** The most that can be asked: products with a value stay exact in doubles. */
export const MOST_EFFORT = 2 ** 20;

const MOST_VALUE = 2 ** 32 - 1;
const VALUE_SIZE = 4;
const LABEL = utf8('witnessbox/1 proof\0');
/** Milliseconds after which the computation in JavaScript lets others have their turn. */
const TICK_MS = 20;

/** The value of one try, 0 to 2^32 - 1. `nonce`: 16 bytes. */
export type Try = (nonce: Uint8Array) => Promise<number>;

/** What is needed of `crypto.subtle`. */
export type PuzzleSubtle = Pick<SubtleCrypto, 'importKey' | 'deriveBits'>;

/** PBKDF2-HMAC-SHA-256 of a platform that has it as a function: `length` bytes. */
export type Pbkdf2 = (
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
) => Promise<Uint8Array>;

/**
 * Prepares tries at one challenge of 32 bytes. `platform` is undefined outside a secure context: then JavaScript
 * computes the same values, slowly.
 */
export function puzzle(
  challenge: Uint8Array,
  iterations: number,
  platform: PuzzleSubtle | Pbkdf2 | undefined,
): Promise<Try> {
  const password = concatBytes(LABEL, challenge);
  if (platform && typeof platform !== 'function') return nativeTries(password, iterations, platform);
  const pbkdf2 = platform ?? slowPbkdf2;
  return Promise.resolve(async (nonce) => valueOf(await pbkdf2(password, nonce, iterations, VALUE_SIZE)));
}

async function nativeTries(password: Uint8Array, iterations: number, subtle: PuzzleSubtle): Promise<Try> {
  const key = await subtle.importKey('raw', Uint8Array.from(password), 'PBKDF2', false, ['deriveBits']);
  return async (nonce) => {
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: Uint8Array.from(nonce), iterations };
    return valueOf(new Uint8Array(await subtle.deriveBits(how, key, VALUE_SIZE * 8)));
  };
}

const slowPbkdf2: Pbkdf2 = (password, salt, iterations, length) =>
  pbkdf2Async(sha256, password, salt, { c: iterations, dkLen: length, asyncTick: TICK_MS });

function valueOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, VALUE_SIZE).getUint32(0);
}

/** The highest effort for which a value solves, from 1 to 2^32 - 1. */
export function effortOf(value: number): number {
  return value === 0 ? MOST_VALUE : Math.floor(MOST_VALUE / value);
}

export type Solution = { nonce: Uint8Array; effort: number };

export type Search = {
  /** From `puzzle()`. */
  attempt: Try;
  /** At least 1. */
  effort: number;
  random: Random;
  /** Tries under way together; a platform computes several at once. */
  atOnce: number;
  signal: AbortSignal;
};

/** Tries until one solves. Throws the signal's reason once it fires. */
export async function solve({ attempt, effort, random, atOnce, signal }: Search): Promise<Solution> {
  for (;;) {
    signal.throwIfAborted();
    const tries = Array.from({ length: atOnce }, async () => {
      const nonce = random(NONCE_SIZE);
      return { nonce, effort: effortOf(await attempt(nonce)) };
    });
    for (const found of await Promise.all(tries)) if (found.effort >= effort) return found;
  }
}
