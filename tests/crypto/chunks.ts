/** A cipher that finishes in any order, and streams that tell what became of them. @module */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { ByteReader } from '../../crypto/bytes.ts';
import { type ChunkCipher } from '../../crypto/chunk-cipher.ts';
import { streamOf } from '../../crypto/encoding.ts';
import { decryptPayload, encryptPayload, type Aead } from '../../crypto/payload.ts';
import { patterned } from './helpers.ts';

export const CHUNK = 65536;
export const HEADER = new Uint8Array([1, 2, 3]);
export const BEFORE = HEADER.length + 16;

/**
 * A cipher whose work is done elsewhere: it takes the memory away from who handed it over, and answers in an order
 * of its own. `fail` is asked for each chunk, by its number, before it is worked on.
 */
export class Elsewhere implements ChunkCipher {
  readonly atOnce: number;
  readonly begun: number[] = [];
  most = 0;
  #underWay = 0;
  readonly #later: (count: number) => number;
  readonly #fail: (chunk: number) => Error | null;

  constructor(
    atOnce: number,
    later: (count: number) => number = (count) => (count % 3) * 2,
    fail: (chunk: number) => Error | null = () => null,
  ) {
    this.atOnce = atOnce;
    this.#later = later;
    this.#fail = fail;
  }

  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
    const seal = chacha20poly1305(key, nonce);
    return this.#work(nonce, plaintext, (chunk) => seal.encrypt(chunk));
  }

  open(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null> {
    const opener = chacha20poly1305(key.slice(), nonce);
    return this.#work(nonce, ciphertext, (chunk) => {
      try {
        return opener.decrypt(chunk);
      } catch {
        return null;
      }
    });
  }

  async #work<T>(nonce: Uint8Array, chunk: Uint8Array, work: (chunk: Uint8Array) => T): Promise<T> {
    const number = nonce[10] ?? 0;
    this.begun.push(number);
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    const own = structuredClone(chunk, { transfer: [chunk.buffer] });
    const done = work(own);
    await new Promise((resolve) => setTimeout(resolve, this.#later(this.begun.length)));
    this.#underWay -= 1;
    const error = this.#fail(number);
    if (error) throw error;
    return done;
  }
}

export const fileKey = patterned(16);
export const nonce = patterned(16);
export const sealed = (plaintext: ReadableStream<Uint8Array>, cipher?: Aead | ChunkCipher) =>
  encryptPayload(HEADER, fileKey, nonce, plaintext, cipher);

export async function opened(
  file: Uint8Array,
  cipher?: Aead | ChunkCipher,
): Promise<ReadableStream<Uint8Array>> {
  const reader = new ByteReader(streamOf(file));
  await reader.take(HEADER.length);
  return decryptPayload(fileKey, reader, cipher);
}

/** Everything that came out, and the error behind it if there is one. */
export async function untilEnd(
  stream: ReadableStream<Uint8Array>,
): Promise<{ pieces: Uint8Array[]; error: unknown }> {
  const pieces: Uint8Array[] = [];
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) pieces.push(piece.value);
    return { pieces, error: null };
  } catch (error) {
    return { pieces, error };
  }
}

/** Endless zeros; counts what was read of it. */
export function endless(): {
  stream: ReadableStream<Uint8Array>;
  read: () => number;
  cancelled: () => unknown;
} {
  let read = 0;
  let cancelled: unknown = null;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read += 1;
        controller.enqueue(new Uint8Array(CHUNK));
      },
      cancel(reason) {
        cancelled = reason;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, read: () => read, cancelled: () => cancelled };
}

export const aroundBorders = fc
  .tuple(fc.nat(5), fc.integer({ min: -2, max: 2 }))
  .map(([chunks, more]) => Math.max(0, chunks * CHUNK + more));
export const lengths = fc.array(fc.integer({ min: 1, max: 2 * CHUNK }), { minLength: 1, maxLength: 4 });
export const widths = fc.integer({ min: 1, max: 9 });
