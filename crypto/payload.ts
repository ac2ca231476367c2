/**
 * The payload of an age file: STREAM with ChaCha20-Poly1305 in chunks of 64 KiB (C2SP age.md, "Payload"). Pulled
 * chunk by chunk, so that memory stays at a few chunks whatever the size.
 *
 * Not age-encryption's own because that cannot tell a file that was cut off from one that was altered, buffers
 * every chunk once more, and cannot be given a faster cipher than its JavaScript one.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ByteReader } from './bytes.ts';
import { utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import {
  CHUNK_SIZE,
  PAYLOAD_NONCE_SIZE,
  TAG_SIZE,
  ciphertextSize,
  isLegalCiphertextSize,
} from './padding.ts';

/**
 * ChaCha20-Poly1305 (RFC 8439) for one chunk: 32-byte key, 12-byte nonce, the 16-byte tag behind the ciphertext.
 * `decrypt` throws if the tag does not fit. Neither may change what it is given.
 */
export type Aead = (
  key: Uint8Array,
  nonce: Uint8Array,
) => { encrypt(plaintext: Uint8Array): Uint8Array; decrypt(ciphertext: Uint8Array): Uint8Array };

/**
 * The file: `header`, `nonce` (16 bytes), then the encrypted chunks. `fileKey` is 16 bytes. Errors of the
 * plaintext stream come out of the returned one unchanged.
 */
export function encryptPayload(
  header: Uint8Array,
  fileKey: Uint8Array,
  nonce: Uint8Array,
  plaintext: ReadableStream<Uint8Array>,
  aead: Aead = chacha20poly1305,
): ReadableStream<Uint8Array> {
  const key = payloadKey(fileKey, nonce);
  const reader = new ByteReader(plaintext);
  let chunkNumber = -1;
  return new ReadableStream(
    {
      async pull(controller) {
        if (chunkNumber === -1) {
          controller.enqueue(header);
          controller.enqueue(nonce);
          chunkNumber = 0;
          return;
        }
        const chunk = await reader.take(CHUNK_SIZE);
        const last = await reader.atEnd();
        controller.enqueue(aead(key, chunkNonce(chunkNumber, last)).encrypt(chunk));
        chunkNumber += 1;
        if (last) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * The plaintext of what follows the header in `reader`. No byte comes out that was not authenticated; that
 * nothing is missing at the end is only certain once the stream has ended without an error. Errors:
 * `envelope.truncated`, `envelope.damaged`.
 */
export async function decryptPayload(
  fileKey: Uint8Array,
  reader: ByteReader,
  aead: Aead = chacha20poly1305,
): Promise<ReadableStream<Uint8Array>> {
  const nonce = await reader.take(PAYLOAD_NONCE_SIZE);
  if (nonce.length < PAYLOAD_NONCE_SIZE) throw new WitnessboxError('envelope.truncated');
  const key = payloadKey(fileKey, nonce);
  let chunkNumber = 0;

  const openChunk = (chunk: Uint8Array, last: boolean): Uint8Array | null => {
    try {
      return aead(key, chunkNonce(chunkNumber, last)).decrypt(chunk);
    } catch {
      return null;
    }
  };
  const failure = (chunk: Uint8Array, last: boolean) => {
    if (!last) return new WitnessboxError('envelope.damaged');
    // A whole chunk that authenticates as one in the middle: the file was cut between two chunks.
    if (openChunk(chunk, false)) return new WitnessboxError('envelope.truncated');
    // Inside a chunk, only the size tells a cut from a change: what was cut has hardly ever a legal size.
    const size = ciphertextSize(chunkNumber * CHUNK_SIZE + chunk.length - TAG_SIZE);
    return new WitnessboxError(isLegalCiphertextSize(size) ? 'envelope.damaged' : 'envelope.truncated');
  };

  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = await reader.take(CHUNK_SIZE + TAG_SIZE);
        const last = await reader.atEnd();
        const plaintext = openChunk(chunk, last);
        if (!plaintext) {
          const error = failure(chunk, last);
          await reader.cancel(error);
          throw error;
        }
        // An empty last chunk is allowed only if it is the first (C2SP age.md, "Payload").
        if (plaintext.length === 0 && chunkNumber > 0) throw new WitnessboxError('envelope.damaged');
        if (plaintext.length > 0) controller.enqueue(plaintext);
        chunkNumber += 1;
        if (last) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, utf8('payload'), 32);
}

/** 11 bytes of big-endian counter, then 1 for the last chunk and 0 for any other. */
function chunkNonce(chunkNumber: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(chunkNumber));
  nonce[11] = last ? 1 : 0;
  return nonce;
}
