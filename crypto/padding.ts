/**
 * The legal sizes. Everything that leaves the source's browser is padded to one of them, so that a size says
 * little: 64 KiB to 1 MiB in powers of two, then Padmé (Nikitin et al., "Reducing Metadata Leakage from
 * Encrypted Files and Communication with PURBs", PETS 2019, section 4: at most 12 % more).
 *
 * Padding is on the plaintext; legal ciphertext sizes follow by age's arithmetic (C2SP age.md, "Payload").
 *
 * @module
 */
import { WitnessboxError } from './errors.ts';
import { HYBRID_HEADER_LENGTH } from './header.ts';

/** Bytes of the smallest legal plaintext: every text-only testimony has this size. */
export const SMALLEST_PLAINTEXT = 65536;
/** Bytes of plaintext in each chunk of an age payload but the last. */
export const CHUNK_SIZE = 65536;
/** Bytes that age adds to each chunk: the Poly1305 tag. */
export const TAG_SIZE = 16;
/** Bytes of the payload nonce that follows the header. */
export const PAYLOAD_NONCE_SIZE = 16;

/** Bytes of every drop, that is of a reply's age file (reply.ts). */
export const DROP_SIZE = 8192;

/** What stands before the first chunk: header and nonce. */
const OVERHEAD = HYBRID_HEADER_LENGTH + PAYLOAD_NONCE_SIZE;
const POWERS_OF_TWO_UP_TO = 1048576;
/** Past this, doubles lose the exactness that Padmé's arithmetic needs. 1 PiB is more than anybody sends. */
const LARGEST_PLAINTEXT = 2 ** 50;

/**
 * The smallest legal plaintext size that holds `size` bytes. `size` counts everything, tar's two closing zero
 * blocks included. Throws `padding.not-legal` if it is no whole number from 0 to 1 PiB.
 */
export function padTo(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST_PLAINTEXT) {
    throw new WitnessboxError('padding.not-legal');
  }
  if (size <= POWERS_OF_TWO_UP_TO) {
    let legal = SMALLEST_PLAINTEXT;
    while (legal < size) legal *= 2;
    return legal;
  }
  // Padmé: keep as many leading bits as the exponent itself has bits. Above 1 MiB the step is at least 32 KiB,
  // hence always a multiple of tar's 512.
  const exponent = Math.floor(Math.log2(size));
  const keptBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - keptBits);
  return Math.ceil(size / step) * step;
}

/** Whether a plaintext of `size` bytes is padded as the protocol says. */
export function isLegalPlaintextSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0 && size <= LARGEST_PLAINTEXT && padTo(size) === size;
}

/**
 * Bytes of the age file with one hybrid stanza around `plaintextSize` bytes: 1,627 header, 16 nonce, and 16 per
 * chunk of 64 KiB; an empty plaintext has one empty chunk.
 */
export function ciphertextSize(plaintextSize: number): number {
  return OVERHEAD + plaintextSize + TAG_SIZE * Math.max(1, Math.ceil(plaintextSize / CHUNK_SIZE));
}

/** The reverse: bytes of plaintext in an age file of this size, or null if no such file has this size. */
export function plaintextSize(ciphertextSize: number): number | null {
  const payload = ciphertextSize - OVERHEAD;
  if (!Number.isSafeInteger(payload) || payload < TAG_SIZE) return null;
  const chunks = Math.ceil(payload / (CHUNK_SIZE + TAG_SIZE));
  const lastChunk = payload - (chunks - 1) * (CHUNK_SIZE + TAG_SIZE);
  // The last chunk is empty only if it is also the first (C2SP age.md, "Payload").
  if (lastChunk < TAG_SIZE || (lastChunk === TAG_SIZE && chunks > 1)) return null;
  return payload - chunks * TAG_SIZE;
}

/** Whether an upload may declare this many bytes: the age arithmetic fits and the plaintext size is legal. */
export function isLegalCiphertextSize(size: number): boolean {
  const plaintext = plaintextSize(size);
  return plaintext !== null && isLegalPlaintextSize(plaintext);
}
