/**
 * How a person names the root key that they believe in: a root.pub, its line, or the fingerprint in any of the forms in
 * which it is published.
 *
 * @module
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { WitnessboxError } from '../../crypto/errors.ts';
import { fingerprint } from '../../crypto/keyring.ts';
import { parsePublicKey } from '../../crypto/minisign.ts';
import { readReceipt } from '../../crypto/receipt.ts';
import { readShort } from './papers.ts';
import { WORD_LANGUAGES, wordList } from './word-lists.ts';

export type RootGiven =
  | { kind: 'key'; line: string }
  /** 32 hexadecimal digits in capitals. */
  | { kind: 'fingerprint'; hex: string };

/** @throws keys.bad-fingerprint */
export async function parseRoot(given: string): Promise<RootGiven> {
  const hex = /^(?:witnessbox-fingerprint:)?([0-9a-f]{32})(?:\/[a-z2-7]{56}\.onion)?$/iu.exec(
    given.replaceAll(/\s/gu, ''),
  );
  if (hex?.[1] !== undefined) return { kind: 'fingerprint', hex: hex[1].toUpperCase() };
  const file = await readShort(given);
  for (const text of [given, file ? new TextDecoder().decode(file) : '']) {
    try {
      parsePublicKey(text);
      return { kind: 'key', line: text };
    } catch {
      // Not that; perhaps the next.
    }
  }
  try {
    const { entropy } = readReceipt(given, await Promise.all(WORD_LANGUAGES.map(wordList)));
    return { kind: 'fingerprint', hex: bytesToHex(entropy).toUpperCase() };
  } catch (error) {
    throw new WitnessboxError('keys.bad-fingerprint', {}, { cause: error });
  }
}

/** Whether a root key (`.pub` text or line) is the one that was given. */
export function isRoot(given: RootGiven, rootKey: string, organisationId: string): boolean {
  const theirs = fingerprint(rootKey, organisationId).replaceAll(' ', '');
  if (given.kind === 'fingerprint') return given.hex === theirs;
  return fingerprint(given.line, organisationId).replaceAll(' ', '') === theirs;
}
