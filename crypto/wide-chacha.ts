/**
 * ChaCha20-Poly1305 (RFC 8439) for browsers whose JIT is switched off, as in Tor Browser at Safer, where WebAssembly
 * is gone too. There every operation of a program costs the interpreter the same, on 32 bits as on 8,000, while
 * BigInt's arithmetic stays compiled: so this computes with a few very long numbers instead of with many small ones,
 * ten times as fast as the plain JavaScript cipher. With JIT it is the slower one; `choose-aead.ts` decides.
 *
 * Timing: BigInt's arithmetic is not constant in time, and RFC 8439 (sections 3 and 4) advises against such numbers
 * for this reason. Nothing here branches on a secret or uses one as an index, and guard bits (`wide-chacha20.ts`) keep
 * the length of nearly every number of the key stream from depending on what is in it. What remains: the digits that
 * BigInt trims in Poly1305, `%`, and the reading of hexadecimal digits, whose branches depend on the text. It is
 * accepted because nobody can ask this code for anything over the network: an observer would have to time single
 * operations inside the browser of the source, and a key is used for one file and then dropped. Other programs on the
 * same device are not kept out by this, nor by the plain cipher. A secret in a BigInt cannot be zeroed.
 *
 * @module
 */
import { chacha20 } from '@noble/ciphers/chacha.js';
import { sameBytes } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { TAG_SIZE } from './padding.ts';
import type { Aead } from './payload.ts';
import { wideKeyStream } from './wide-chacha20.ts';
import { fromLittleHex, toLittleHex } from './wide-hex.ts';
import { WidePoly1305 } from './wide-poly1305.ts';

const BLOCK = 64;
/**
 * Blocks at once: the smallest that is enough, else the last. A chunk of 64 KiB is 4.9 times 208. Numbers are then
 * just under 1 KiB; longer ones cost Firefox twice as much a byte and save Chromium a tenth.
 */
const PASSES = [16, 64, 208];

/** As `Aead` says. `decrypt` computes nothing of the plaintext before the tag is known to fit: `envelope.damaged`. */
export const wideChacha: Aead = (key, nonce) => ({
  encrypt(plaintext) {
    const blocks = blocksAtOnce(plaintext.length);
    const ciphertext = withKeyStream(key, nonce, pieces(plaintext, blocks), plaintext.length, blocks);
    const tag = tagOf(key, nonce, ciphertext, plaintext.length, blocks);
    const digits = ciphertext.map((piece, index) => digitsOf(piece, sizeOf(index, plaintext.length, blocks)));
    return fromLittleHex([...digits, digitsOf(tag, TAG_SIZE)].reverse().join(''));
  },
  decrypt(ciphertext) {
    const length = ciphertext.length - TAG_SIZE;
    if (length < 0) throw new WitnessboxError('envelope.damaged');
    const blocks = blocksAtOnce(length);
    const given = pieces(ciphertext.subarray(0, length), blocks);
    const tag = fromLittleHex(digitsOf(tagOf(key, nonce, given, length, blocks), TAG_SIZE));
    if (!sameBytes(tag, ciphertext.subarray(length))) throw new WitnessboxError('envelope.damaged');
    const plaintext = withKeyStream(key, nonce, given, length, blocks);
    const digits = plaintext.map((piece, index) => digitsOf(piece, sizeOf(index, length, blocks)));
    return fromLittleHex(digits.reverse().join(''));
  },
});

function blocksAtOnce(length: number): number {
  return PASSES.find((blocks) => blocks * BLOCK >= length) ?? 208;
}

/** Bytes of a whole piece: a sixteenth of what is done at once, as `wideKeyStream` gives it. */
const pieceSize = (blocks: number): number => (blocks * BLOCK) / 16;

const sizeOf = (index: number, length: number, blocks: number): number =>
  Math.min(pieceSize(blocks), length - index * pieceSize(blocks));

/** The bytes as little-endian numbers of one piece each. */
function pieces(bytes: Uint8Array, blocks: number): bigint[] {
  const digits = toLittleHex(bytes);
  const step = 2 * pieceSize(blocks);
  const result: bigint[] = [];
  for (let end = digits.length; end > 0; end -= step) {
    result.push(BigInt(`0x${digits.slice(Math.max(0, end - step), end)}`));
  }
  return result;
}

/** Each piece XOR its key stream (section 2.4); block 0 is Poly1305's key. `length`: bytes in all. */
function withKeyStream(
  key: Uint8Array,
  nonce: Uint8Array,
  given: bigint[],
  length: number,
  blocks: number,
): bigint[] {
  let stream: bigint[] = [];
  return given.map((piece, index) => {
    if (index % 16 === 0) stream = wideKeyStream(key, nonce, 1 + (index / 16) * blocks, blocks);
    const size = sizeOf(index, length, blocks);
    return piece ^ BigInt.asUintN(8 * size, stream[index % 16] ?? 0n);
  });
}

function tagOf(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: bigint[],
  length: number,
  blocks: number,
): bigint {
  // The plain cipher refuses keys and nonces of another length.
  const oneTimeKey = chacha20(key, nonce, new Uint8Array(32));
  const poly = new WidePoly1305(BigInt(`0x${toLittleHex(oneTimeKey)}`), pieceSize(blocks) / 16);
  oneTimeKey.fill(0);
  for (const [index, piece] of ciphertext.entries()) {
    poly.update(piece, Math.ceil(sizeOf(index, length, blocks) / 16));
  }
  // No additional data; its length is the lower half of the last block (section 2.8).
  poly.update(BigInt(length) << 64n, 1);
  return poly.tag();
}

/** Exactly `2 * size` digits: a bit above them keeps the leading zeros. */
function digitsOf(piece: bigint, size: number): string {
  return (piece | (1n << BigInt(8 * size))).toString(16).slice(1);
}
