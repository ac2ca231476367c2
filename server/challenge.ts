/**
 * The challenge that proofs of work answer: one for everybody, the same for an hour, so that asking for it says
 * nothing about who asks, and unknown before its hour, so that proofs cannot be hoarded for days. It is the HMAC-SHA-256
 * of the hour under a secret, and that of the hour before stays good for who began in it.
 *
 * @module
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sameBytes, uint32be } from '../crypto/encoding.ts';

const HOUR_MS = 3_600_000;

export type Challenges = {
  /** 32 bytes. */
  current(): Uint8Array;
  /** Whether it is that of this hour or of the one before. */
  accepts(challenge: Uint8Array): boolean;
};

/** `secret`: at least 32 bytes that nobody else knows. */
export function createChallenges(secret: Uint8Array, now: () => Date): Challenges {
  const hour = (): number => Math.floor(now().getTime() / HOUR_MS);
  const of = (number: number): Uint8Array => hmac(sha256, secret, uint32be(Math.max(0, number)));
  let known = { at: NaN, good: [] as Uint8Array[] };
  /** That of this hour, and of the one before. */
  const good = (): Uint8Array[] => {
    const at = hour();
    if (at !== known.at) known = { at, good: [of(at), of(at - 1)] };
    return known.good;
  };
  return {
    current: () => Uint8Array.from(good()[0] ?? []),
    accepts: (challenge) => good().some((other) => sameBytes(challenge, other)),
  };
}
