/**
 * 16 bytes as twelve BIP39 words (bips/bip-0039), for people who compare by voice what a computer would compare in
 * hex. The last word carries BIP39's checksum of four bits, which catches most slips of reading.
 *
 * @module
 */
import { entropyToMnemonic } from '@scure/bip39';

/** A BIP39 word list: 2,048 words in their order. */
export type WordList = { language: string; words: readonly string[] };

/** Twelve words in NFKD, as BIP39 has them. Throws RangeError where there are not 16 bytes. */
export function wordsOf16(bytes: Uint8Array, list: WordList): string[] {
  if (bytes.length !== 16) throw new RangeError('twelve words are 16 bytes');
  return entropyToMnemonic(bytes, [...list.words]).split(/\s/u);
}
