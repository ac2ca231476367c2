/**
 * What minisign's three kinds of text file share: a comment line, then a line of base64.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { WitnessboxError } from './errors.ts';

/** An Ed25519 key pair with minisign's key number: 8 random bytes that name the key and are no secret. */
export type MinisignKeyPair = { keyId: Uint8Array; publicKey: Uint8Array; seed: Uint8Array };

export const UNTRUSTED = 'untrusted comment: ';

/** Lines of a small text file, CRLF allowed, with any empty lines at its end dropped. */
export function linesOf(text: string): string[] {
  return text.trimEnd().split(/\r?\n/);
}

/** Canonical base64 of exactly `length` bytes, else `minisign.malformed`. */
export function decodeLine(line: string | undefined, length: number): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = base64.decode(line ?? '');
  } catch {
    // Falls through to the one error below: what was read must not travel in it.
  }
  if (bytes?.length !== length) throw new WitnessboxError('minisign.malformed');
  return bytes;
}

/** A comment with a line break would let its author forge the lines that follow. */
export function oneLine(comment: string): string {
  if (/\p{Cc}/u.test(comment) || comment !== comment.trimEnd())
    throw new WitnessboxError('minisign.malformed');
  return comment;
}
