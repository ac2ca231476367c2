/**
 * Ed25519 verification (RFC 8032) as everything here wants it: strict, and false instead of an exception.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';

/**
 * Whether `signature` (64 bytes) over `message` was made with the key (32 bytes). Bytes that are no signature or no
 * point of the curve sign nothing: false. RFC 8032's rules, not the laxer ZIP 215 that noble uses unless told.
 */
export function isSignedBy(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
