/**
 * The receipt: 16 random bytes as 12 BIP39 words (bips/bip-0039), from which everything that the source needs
 * later is derived with HKDF-SHA-256 (RFC 5869). It is never sent and never stored. 128 bits of entropy need no
 * slow key derivation, which a browser without JIT could not afford.
 *
 * Word lists are passed in, so that a page decides when it loads them. How words are read: receipt-reading.ts.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { sameBytes, utf8, type Random } from './encoding.ts';
import { identityFromSeed, recipientOf } from './envelope.ts';
import { lexiconOf, readings } from './receipt-reading.ts';
import { wordsOf16, type WordList } from './words.ts';

export { readReceipt } from './receipt-reading.ts';
export type { WordList } from './words.ts';

const ENTROPY_LENGTH = 16;

/**
 * A new receipt in the words of one list, to be shown: in NFC, where a letter and its accent are one.
 *
 * `lists`: every list that a reader may try. A draw whose words lead to other bytes in one of them is thrown away and
 * another made, so that a receipt means one thing whatever order the lists are tried in. Of the lists of BIP39 that
 * throws away one English draw in 2^52 and none in Chinese (docs/format.md).
 */
export function createReceipt(
  list: WordList,
  lists: readonly WordList[],
  random: Random,
): { words: string[]; entropy: Uint8Array } {
  const others = lists.filter(({ language }) => language !== list.language).map(lexiconOf);
  for (;;) {
    const entropy = random(ENTROPY_LENGTH);
    const words = wordsOf16(entropy, list);
    const elsewhere = readings(words.join(' '), others);
    if (elsewhere.every((reading) => sameBytes(reading.entropy, entropy))) {
      return { words: words.map((word) => word.normalize('NFC')), entropy };
    }
    entropy.fill(0);
  }
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

  const replySeed = derive('witnessbox/1 reply identity');
  const identity = identityFromSeed(replySeed);
  replySeed.fill(0);
  const followUpSeed = derive('witnessbox/1 follow-up key');
  return {
    identity,
    recipient: await recipientOf(identity),
    dropSecret: derive('witnessbox/1 drop secret'),
    followUpSeed,
    followUpKey: ed25519.getPublicKey(followUpSeed),
  };
}
