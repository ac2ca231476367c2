/**
 * An epoch identity split k-of-n (Shamir, GF(2^8), by an audited library), so that no single person can open what
 * was sent. A share is 45 bytes, written as 36 words of the English BIP39 list: 396 bits, the last 36 of them a
 * checksum. What BIP39 itself calls a mnemonic is another length and means something else.
 *
 *     version (1) = 1 | set (4) | check (4) | threshold (1) | epoch (2) | share of the seed (32) | x (1)
 *
 * `set` is random and the same in all shares of one splitting; `check` is the first 4 bytes of SHA-256 of the
 * recipient's text, by which a joined key is known to be the right one: Shamir itself would give a wrong key
 * without a word.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { combine, split } from 'shamir-secret-sharing';
import { sameBytes, utf8, type Random } from './encoding.ts';
import { identityFromSeed, recipientOf, seedOfIdentity } from './envelope.ts';
import { WitnessboxError } from './errors.ts';

export const SHARE_WORDS = 36;
/** As many people as can be asked to come together; the arithmetic would allow 255. */
export const MOST_SHARES = 20;

const VERSION = 1;
const SHARE_LENGTH = 45;
const CHECKSUM_BITS = 36n;
const WORD_BITS = 11n;
/** BIP39's English words differ in their first four letters, so these are enough when one types. */
const DISTINCT = 4;

export type Share = {
  /** 4 bytes: shares with different ones do not belong together. */
  set: Uint8Array;
  /** 4 bytes of the recipient's hash. */
  check: Uint8Array;
  /** How many shares are needed. */
  threshold: number;
  epoch: number;
  /** 33 bytes: the share of the seed, and at which point it was taken. */
  part: Uint8Array;
};

/**
 * `count` shares, any `threshold` of which give the identity back; 2 <= threshold <= count <= 20, epoch < 65,536.
 * Throws `quorum.bad-numbers` or `envelope.malformed-key`.
 */
export async function splitIdentity(
  identity: string,
  { epoch, threshold, count, random }: { epoch: number; threshold: number; count: number; random: Random },
): Promise<Share[]> {
  const whole = [epoch, threshold, count].every(Number.isInteger);
  if (!whole || threshold < 2 || count < threshold || count > MOST_SHARES || epoch < 1 || epoch > 0xffff) {
    throw new WitnessboxError('quorum.bad-numbers');
  }
  const check = checkOf(await recipientOf(identity));
  const set = random(4);
  const seed = seedOfIdentity(identity);
  try {
    const parts = await split(seed, count, threshold);
    return parts.map((part) => ({ set, check, threshold, epoch, part }));
  } finally {
    seed.fill(0);
  }
}

/** The 36 words of a share, out of the English list. */
export function shareWords({ set, check, threshold, epoch, part }: Share, list: readonly string[]): string[] {
  const fixed = Uint8Array.of(threshold, epoch >> 8, epoch & 0xff);
  const bytes = concatBytes(Uint8Array.of(VERSION), set, check, fixed, part);
  const bits = (BigInt(`0x${bytesToHex(bytes)}`) << CHECKSUM_BITS) | checksumOf(bytes);
  return Array.from({ length: SHARE_WORDS }, (_, index) => {
    const digit = (bits >> (WORD_BITS * BigInt(SHARE_WORDS - 1 - index))) & 0x7ffn;
    return list[Number(digit)] ?? '';
  });
}

/**
 * Reads a share as people type it: any case, numbering, punctuation, at least the first four letters of each word.
 * Throws `quorum.wrong-count` (fact `count`), `quorum.unknown-word` (fact `position`, from 1), `quorum.checksum` or
 * `quorum.unknown-version`.
 */
export function readShare(text: string, list: readonly string[]): Share {
  const typed =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  if (typed.length !== SHARE_WORDS) throw new WitnessboxError('quorum.wrong-count', { count: typed.length });
  let bits = 0n;
  for (const [index, word] of typed.entries()) {
    const digit = indexOfWord(word, list);
    if (digit === -1) throw new WitnessboxError('quorum.unknown-word', { position: index + 1 });
    bits = (bits << WORD_BITS) | BigInt(digit);
  }
  const bytes = hexToBytes((bits >> CHECKSUM_BITS).toString(16).padStart(2 * SHARE_LENGTH, '0'));
  if (checksumOf(bytes) !== (bits & ((1n << CHECKSUM_BITS) - 1n)))
    throw new WitnessboxError('quorum.checksum');
  if (bytes[0] !== VERSION) throw new WitnessboxError('quorum.unknown-version');
  return {
    set: bytes.slice(1, 5),
    check: bytes.slice(5, 9),
    threshold: bytes[9] ?? 0,
    epoch: ((bytes[10] ?? 0) << 8) | (bytes[11] ?? 0),
    part: bytes.slice(12),
  };
}

/**
 * The identity, from at least `threshold` shares of one splitting. Throws `quorum.mixed` (shares of different
 * splittings; fact `position` of the first that differs), `quorum.repeated` (fact `position`), `quorum.too-few`
 * (facts `count` and `needed`), `quorum.wrong-share` (facts `position`, where it can be told, else 0): together they do not give the
 * key that was split, so at least one was altered.
 */
export async function joinShares(shares: readonly Share[]): Promise<{ identity: string; epoch: number }> {
  const [first] = shares;
  if (first === undefined) throw new WitnessboxError('quorum.too-few', { count: 0, needed: 2 });
  for (const [index, share] of shares.entries()) {
    if (!isOfSameSet(first, share)) throw new WitnessboxError('quorum.mixed', { position: index + 1 });
    if (shares.slice(0, index).some(({ part }) => part.at(-1) === share.part.at(-1))) {
      throw new WitnessboxError('quorum.repeated', { position: index + 1 });
    }
  }
  if (shares.length < first.threshold) {
    throw new WitnessboxError('quorum.too-few', { count: shares.length, needed: first.threshold });
  }
  const identity = await identityOf(shares);
  if (identity !== null) return { identity, epoch: first.epoch };
  throw new WitnessboxError('quorum.wrong-share', { position: await culprit(shares, first.threshold) });
}

/** With a share to spare the wrong one shows: it is the one without which the rest fit. 0 where it cannot be told. */
async function culprit(shares: readonly Share[], threshold: number): Promise<number> {
  if (shares.length <= threshold) return 0;
  for (const index of shares.keys()) {
    if ((await identityOf(shares.filter((_, other) => other !== index))) !== null) return index + 1;
  }
  return 0;
}

async function identityOf(shares: readonly Share[]): Promise<string | null> {
  const [first] = shares;
  // The library asks for two at least.
  if (first === undefined || shares.length < 2) return null;
  const seed = await combine(shares.map(({ part }) => part));
  const identity = identityFromSeed(seed);
  seed.fill(0);
  return sameBytes(checkOf(await recipientOf(identity)), first.check) ? identity : null;
}

function isOfSameSet(a: Share, b: Share): boolean {
  const same = sameBytes(a.set, b.set) && sameBytes(a.check, b.check);
  return same && a.threshold === b.threshold && a.epoch === b.epoch;
}

function indexOfWord(word: string, list: readonly string[]): number {
  const exact = list.indexOf(word);
  if (exact !== -1 || word.length < DISTINCT) return exact;
  return list.findIndex((candidate) => candidate.startsWith(word));
}

function checkOf(recipient: string): Uint8Array {
  return sha256(utf8(recipient)).slice(0, 4);
}

/** The first 36 bits of SHA-256. */
function checksumOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(sha256(bytes).subarray(0, 5))}`) >> 4n;
}
