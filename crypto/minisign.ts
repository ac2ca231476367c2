/**
 * Detached signatures compatible with the minisign program (file formats: jedisct1.github.io/minisign, "Signature
 * format", "Public key format"): Ed25519 (RFC 8032) over BLAKE2b-512 of the message, plus a signature over the
 * trusted comment. Only the prehashed form `ED`, which minisign writes by default since 0.10, is made or accepted.
 * Secret-key files are in `minisign-key.ts`.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { sameBytes, utf8, type Random } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { isSignedBy } from './signatures.ts';
import { UNTRUSTED, decodeLine, linesOf, oneLine, type MinisignKeyPair } from './minisign-text.ts';

export { INTERACTIVE, decryptSecretKey, encryptSecretKey, type Scrypt } from './minisign-key.ts';
export { type MinisignKeyPair } from './minisign-text.ts';

/** `Ed`: an Ed25519 key; `ED`: an Ed25519 signature over the BLAKE2b-512 hash. */
const KEY_ALGORITHM = utf8('Ed');
const SIGNATURE_ALGORITHM = utf8('ED');
const TRUSTED = 'trusted comment: ';

export function generateKeyPair(random: Random): MinisignKeyPair {
  const seed = random(32);
  return { keyId: random(8), publicKey: ed25519.getPublicKey(seed), seed };
}

/**
 * The key pair of an Ed25519 seed (32 bytes) that is kept elsewhere, such as a team request key or a reviewer's
 * signing key. Its key number is the first 8 bytes of SHA-256(public key), so nothing more need be stored.
 */
export function keyPairOfSeed(seed: Uint8Array): MinisignKeyPair {
  const publicKey = ed25519.getPublicKey(seed);
  return { keyId: keyIdOf(publicKey), publicKey, seed };
}

/** The key number that `keyPairOfSeed` gives to a public key of 32 bytes. */
export function keyIdOf(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).slice(0, 8);
}

/** Text of a `.pub` file: a comment line, then base64 of algorithm (2), key number (8) and key (32). */
export function encodePublicKey(
  keyPair: Pick<MinisignKeyPair, 'keyId' | 'publicKey'>,
  comment = `minisign public key ${keyNumber(keyPair.keyId)}`,
): string {
  const line = base64.encode(concatBytes(KEY_ALGORITHM, keyPair.keyId, keyPair.publicKey));
  return `${UNTRUSTED}${oneLine(comment)}\n${line}\n`;
}

/** Reads a `.pub` file or its base64 line alone. Throws `minisign.malformed`. */
export function parsePublicKey(text: string): { keyId: Uint8Array; key: Uint8Array } {
  const lines = linesOf(text);
  const line =
    lines.length === 1 ? lines[0] : lines.length === 2 && isComment(lines[0]) ? lines[1] : undefined;
  const bytes = decodeLine(line, 42);
  if (!sameBytes(bytes.subarray(0, 2), KEY_ALGORITHM)) throw new WitnessboxError('minisign.malformed');
  return { keyId: bytes.subarray(2, 10), key: bytes.subarray(10) };
}

/**
 * Text of a `.minisig` file for the message. The trusted comment is one line without control characters, else
 * `minisign.malformed`.
 */
export function sign(keyPair: MinisignKeyPair, message: Uint8Array, trustedComment: string): string {
  const comment = oneLine(trustedComment);
  const signature = ed25519.sign(blake2b(message, { dkLen: 64 }), keyPair.seed);
  const overComment = ed25519.sign(concatBytes(signature, utf8(comment)), keyPair.seed);
  return [
    `${UNTRUSTED}signature from minisign secret key`,
    base64.encode(concatBytes(SIGNATURE_ALGORITHM, keyPair.keyId, signature)),
    `${TRUSTED}${comment}`,
    base64.encode(overComment),
    '',
  ].join('\n');
}

/**
 * Checks a `.minisig` text against the message and a public key (`.pub` text or its base64 line). Throws
 * `minisign.malformed`, `minisign.wrong-key` (made with another key number) or `minisign.bad-signature`.
 */
export function verify(
  publicKeyText: string,
  message: Uint8Array,
  signatureText: string,
): { trustedComment: string } {
  const { keyId, key } = parsePublicKey(publicKeyText);
  const lines = linesOf(signatureText);
  const [untrusted, signatureLine, trusted, commentSignatureLine] = lines;
  if (lines.length !== 4 || !isComment(untrusted) || !trusted?.startsWith(TRUSTED)) {
    throw new WitnessboxError('minisign.malformed');
  }
  const bytes = decodeLine(signatureLine, 74);
  if (!sameBytes(bytes.subarray(0, 2), SIGNATURE_ALGORITHM)) throw new WitnessboxError('minisign.malformed');
  const commentSignature = decodeLine(commentSignatureLine, 64);
  if (!sameBytes(bytes.subarray(2, 10), keyId)) throw new WitnessboxError('minisign.wrong-key');

  const signature = bytes.subarray(10);
  const trustedComment = trusted.slice(TRUSTED.length);
  if (
    !isSignedBy(key, blake2b(message, { dkLen: 64 }), signature) ||
    !isSignedBy(key, concatBytes(signature, utf8(trustedComment)), commentSignature)
  ) {
    throw new WitnessboxError('minisign.bad-signature');
  }
  return { trustedComment };
}

/** The key number as minisign prints it: upper-case hex, last byte first, without zeros in front. */
function keyNumber(keyId: Uint8Array): string {
  return Array.from(keyId, (byte) => byte.toString(16).padStart(2, '0'))
    .reverse()
    .join('')
    .replace(/^0+(?=.)/, '')
    .toUpperCase();
}

function isComment(line: string | undefined): boolean {
  return line?.startsWith(UNTRUSTED) === true;
}
