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
import { InOrder, chunkCipherOf, type Aead, type ChunkCipher } from './chunk-cipher.ts';
import { utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import {
  CHUNK_SIZE,
  PAYLOAD_NONCE_SIZE,
  TAG_SIZE,
  ciphertextSize,
  isLegalCiphertextSize,
} from './padding.ts';

export type { Aead, ChunkCipher } from './chunk-cipher.ts';

/**
 * The file: `header`, `nonce` (16 bytes), then the encrypted chunks. `fileKey` is 16 bytes. Errors of the plaintext
 * stream and of the cipher come out of the returned one unchanged, behind every chunk that precedes them.
 */
export function encryptPayload(
  header: Uint8Array,
  fileKey: Uint8Array,
  nonce: Uint8Array,
  plaintext: ReadableStream<Uint8Array>,
  cipher: Aead | ChunkCipher = chacha20poly1305,
): ReadableStream<Uint8Array> {
  const key = payloadKey(fileKey, nonce);
  const { chunks, take } = chunkwise(cipher);
  return chunkStream({
    before: [header, nonce],
    atOnce: chunks.atOnce,
    key,
    reader: new ByteReader(plaintext),
    read: (reader) => take(reader, CHUNK_SIZE),
    work: (chunk, number, last) => chunks.seal(key, chunkNonce(number, last), chunk),
  });
}

/**
 * The plaintext of what follows the header in `reader`. No byte comes out that was not authenticated; that
 * nothing is missing at the end is only certain once the stream has ended without an error. Errors:
 * `envelope.truncated`, `envelope.damaged`; those of the cipher come out unchanged.
 */
export async function decryptPayload(
  fileKey: Uint8Array,
  reader: ByteReader,
  cipher: Aead | ChunkCipher = chacha20poly1305,
): Promise<ReadableStream<Uint8Array>> {
  const nonce = await reader.take(PAYLOAD_NONCE_SIZE);
  if (nonce.length < PAYLOAD_NONCE_SIZE) throw new WitnessboxError('envelope.truncated');
  const key = payloadKey(fileKey, nonce);
  const { chunks, take } = chunkwise(cipher);

  const failure = async (chunk: Uint8Array, number: number, last: boolean) => {
    if (!last) return new WitnessboxError('envelope.damaged');
    // Inside a chunk, only the size tells a cut from a change: what was cut has hardly ever a legal size.
    const size = ciphertextSize(number * CHUNK_SIZE + chunk.length - TAG_SIZE);
    const code = isLegalCiphertextSize(size) ? 'envelope.damaged' : 'envelope.truncated';
    // A whole chunk that authenticates as one in the middle: the file was cut between two chunks.
    const isMiddle = (await chunks.open(key, chunkNonce(number, false), chunk)) !== null;
    return new WitnessboxError(isMiddle ? 'envelope.truncated' : code);
  };

  return chunkStream({
    before: [],
    atOnce: chunks.atOnce,
    key,
    reader,
    read: (from) => take(from, CHUNK_SIZE + TAG_SIZE),
    async work(chunk, number, last) {
      // The cipher may take the memory over, and a last chunk that does not fit is tried once more.
      const kept = last ? new Uint8Array(chunk) : chunk;
      const plaintext = await chunks.open(key, chunkNonce(number, last), chunk);
      if (plaintext === null) throw await failure(kept, number, last);
      // An empty last chunk is allowed only if it is the first (C2SP age.md, "Payload").
      if (plaintext.length === 0 && number > 0) throw new WitnessboxError('envelope.damaged');
      return plaintext;
    },
  });
}

type ChunkWork = {
  /** What comes out ahead of the first chunk. */
  before: readonly Uint8Array[];
  atOnce: number;
  /** Overwritten when the stream is over. */
  key: Uint8Array;
  reader: ByteReader;
  read(reader: ByteReader): Promise<Uint8Array>;
  work(chunk: Uint8Array, number: number, last: boolean): Promise<Uint8Array>;
};

/** Reads chunk after chunk, works on up to `atOnce` of them, and gives the results in their order. */
function chunkStream(steps: ChunkWork): ReadableStream<Uint8Array> {
  const { key, reader } = steps;
  let number = 0;
  let over = false;
  const isOver = () => over;
  const nothing = { result: Promise.resolve({ bytes: new Uint8Array(0), last: true }) };
  const results = new InOrder(steps.atOnce, async () => {
    if (isOver()) return nothing;
    const chunk = await steps.read(reader);
    const last = await reader.atEnd();
    // Cancelled while it was read: what came is cut off somewhere and must not be sealed as the last.
    if (isOver()) return nothing;
    over = last;
    const worked = steps.work(chunk, number, last);
    number += 1;
    return { result: worked.then((bytes) => ({ bytes, last })) };
  });
  const end = async (reason?: unknown) => {
    over = true;
    key.fill(0);
    await reader.cancel(reason);
  };
  return new ReadableStream(
    {
      start(controller) {
        for (const bytes of steps.before) controller.enqueue(bytes);
      },
      async pull(controller) {
        try {
          const { bytes, last } = await results.next();
          if (bytes.length > 0) controller.enqueue(bytes);
          if (!last) return;
          key.fill(0);
          controller.close();
        } catch (error) {
          // A source that failed by itself only repeats its error here.
          await end(error).catch(() => undefined);
          throw error;
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

type Take = (reader: ByteReader, length: number) => Promise<Uint8Array>;

/** The cipher with the way of reading that it needs: only one that takes memory over must be given its own. */
function chunkwise(cipher: Aead | ChunkCipher): { chunks: ChunkCipher; take: Take } {
  if (typeof cipher !== 'function') return { chunks: cipher, take: takeOwn };
  // One chunk is computed before the next is read, so all can lie in the same place.
  const spare = new Uint8Array(CHUNK_SIZE + TAG_SIZE);
  return { chunks: chunkCipherOf(cipher), take: (reader, length) => reader.take(length, spare) };
}

/** As `ByteReader.take`, never sharing memory with the source's pieces, and with room for a tag behind it. */
async function takeOwn(reader: ByteReader, length: number): Promise<Uint8Array> {
  const own = new Uint8Array(CHUNK_SIZE + TAG_SIZE).subarray(0, length);
  const bytes = await reader.take(length, own);
  if (bytes.buffer === own.buffer) return bytes;
  own.set(bytes);
  return own.subarray(0, bytes.length);
}

/** The 32-byte key of all chunks of one file. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, utf8('payload'), 32);
}

/** 11 bytes of big-endian counter, then 1 for the last chunk and 0 for any other. */
export function chunkNonce(chunkNumber: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(chunkNumber));
  nonce[11] = last ? 1 : 0;
  return nonce;
}
