/**
 * The receipt: 16 random bytes as 12 BIP39 words (bips/bip-0039), from which everything that the source needs
 * later is derived with HKDF-SHA-256 (RFC 5869). It is never sent and never stored. 128 bits of entropy need no
 * slow key derivation, which a browser without JIT could not afford.
 *
 * Word lists are passed in, so that a page loads only those it needs.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { utf8, type Random } from './encoding.ts';
import { identityFromSeed, recipientOf } from './envelope.ts';
import { WitnessboxError } from './errors.ts';

/** A BIP39 word list: 2,048 words in their order. */
export type WordList = { language: string; words: readonly string[] };

export const RECEIPT_WORDS = 12;
const ENTROPY_LENGTH = 16;

/** A new receipt. Words are in NFKD, as BIP39 has them. */
export function createReceipt(list: WordList, random: Random): { words: string[]; entropy: Uint8Array } {
  const entropy = random(ENTROPY_LENGTH);
  return { words: wordsOf(entropy, list), entropy };
}

/** The 12 words of 16 bytes of entropy. */
export function wordsOf(entropy: Uint8Array, list: WordList): string[] {
  if (entropy.length !== ENTROPY_LENGTH) throw new RangeError('a receipt has 16 bytes');
  return entropyToMnemonic(entropy, [...list.words]).split(/\s/u);
}

/**
 * Reads a receipt as people type it: any case, white space, numbering or punctuation; Chinese also without spaces.
 * Throws `receipt.wrong-count` (fact `count`), `receipt.unknown-word` (fact `position`, from 1) or
 * `receipt.checksum`.
 *
 * Where several lists know all words (English and French share a hundred), the first list whose
 * checksum fits is taken, so the caller puts the likelier first.
 */
export function readReceipt(
  text: string,
  lists: readonly WordList[],
): { entropy: Uint8Array; language: string } {
  const typed = wordsIn(text);
  if (typed.length !== RECEIPT_WORDS)
    throw new WitnessboxError('receipt.wrong-count', { count: typed.length });

  let furthest = 0;
  let allKnown = false;
  for (const list of lists) {
    const words = list.words.map((word) => word.normalize('NFKD'));
    const known = new Set(words);
    const unknown = typed.findIndex((word) => !known.has(word));
    if (unknown !== -1) {
      furthest = Math.max(furthest, unknown);
      continue;
    }
    allKnown = true;
    try {
      return { entropy: mnemonicToEntropy(typed.join(' '), words), language: list.language };
    } catch {
      // The checksum does not fit this list; another may know the same words.
    }
  }
  if (!allKnown) throw new WitnessboxError('receipt.unknown-word', { position: furthest + 1 });
  throw new WitnessboxError('receipt.checksum');
}

function wordsIn(text: string): string[] {
  const letters =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  // Words of the Chinese lists are single characters, and people write them without spaces.
  return letters.flatMap((run) => run.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []);
}

/** What a receipt opens. `identity` and `recipient` are age hybrid keys; the rest are 32 bytes each. */
export type ReceiptKeys = {
  identity: string;
  recipient: string;
  dropSecret: Uint8Array;
  followUpSeed: Uint8Array;
  followUpKey: Uint8Array;
};

/**
 * Derives the keys from 16 bytes of entropy, separately for each organisation (id of 32 bytes), so that the same
 * receipt used twice would not link two organisations.
 */
export async function deriveReceiptKeys(
  entropy: Uint8Array,
  organisationId: Uint8Array,
): Promise<ReceiptKeys> {
  if (entropy.length !== ENTROPY_LENGTH) throw new RangeError('a receipt has 16 bytes');
  if (organisationId.length !== 32) throw new RangeError('an organisation id has 32 bytes');
  const salt = sha256(concatBytes(utf8('witnessbox/1 receipt'), organisationId));
  const derive = (info: string) => hkdf(sha256, entropy, salt, utf8(info), 32);

  const identity = identityFromSeed(derive('witnessbox/1 reply identity'));
  const followUpSeed = derive('witnessbox/1 follow-up key');
  return {
    identity,
    recipient: await recipientOf(identity),
    dropSecret: derive('witnessbox/1 drop secret'),
    followUpSeed,
    followUpKey: ed25519.getPublicKey(followUpSeed),
  };
}
