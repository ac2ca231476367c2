/**
 * Reads parts of an age file without the rest (C2SP age.md, "Payload": the chunks of STREAM are independent and each
 * is bound to its place). Header and final chunk are authenticated before anything else is given out, so that a cut
 * or a wrong size is noticed; every other chunk is when it is read.
 *
 * What comes out is incomplete. It is what was sealed at that place, but whoever sealed the file can, with the help
 * of whoever stores it, show one chunk now and another later: only the file read as a whole is one thing for good.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { collect } from './encoding.ts';
import { openHeader } from './envelope.ts';
import { WitnessboxError } from './errors.ts';
import { HYBRID_HEADER_LENGTH } from './header.ts';
import {
  CHUNK_SIZE,
  PAYLOAD_NONCE_SIZE,
  TAG_SIZE,
  ciphertextSize,
  isLegalCiphertextSize,
  plaintextSize,
} from './padding.ts';
import { chunkNonce, payloadKey, type Aead } from './payload.ts';

/** An age file of `size` bytes somewhere else; `read` gives the bytes from `start` up to, not including, `end`. */
export type RangedSource = { size: number; read(start: number, end: number): Promise<Uint8Array> };

/** Positions are bytes of plaintext, `end` not included; outside of the plaintext they are a RangeError. */
export type RangedPlaintext = {
  /** Bytes of plaintext, padding included. */
  size: number;
  /** For what is small. Errors as `stream`'s. */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * A few megabytes of memory, whatever the length. Its bytes share no memory with anything. Errors out of it:
   * `envelope.damaged`, `envelope.truncated`, and the source's own, unchanged.
   */
  stream(start: number, end: number): ReadableStream<Uint8Array>;
};

/** Bytes of ciphertext in each chunk but the last. */
const SEALED = CHUNK_SIZE + TAG_SIZE;
/** Where the first chunk begins. */
const PAYLOAD = HYBRID_HEADER_LENGTH + PAYLOAD_NONCE_SIZE;
/** Chunks fetched together with the header: they hold most testimonies. */
const HEAD_CHUNKS = 4;
/** Chunks that one read of the source covers at most: 4 MiB. */
const RUN = 64;

/**
 * Opens with whichever of the identities fits; costs one read of the source for a small file, else two. Throws
 * `padding.not-legal` (no age file has this size), what `open` throws about a header, `envelope.truncated` and
 * `envelope.damaged` (final chunk), and the source's own errors unchanged.
 */
export async function openRanged(
  identities: readonly string[],
  source: RangedSource,
  aead: Aead = chacha20poly1305,
): Promise<RangedPlaintext> {
  const size = plaintextSize(source.size);
  if (size === null) throw new WitnessboxError('padding.not-legal');
  const beginning = await readExactly(source, 0, Math.min(source.size, PAYLOAD + HEAD_CHUNKS * SEALED));
  const fileKey = await openHeader(identities, beginning.subarray(0, HYBRID_HEADER_LENGTH));
  const key = payloadKey(fileKey, beginning.subarray(HYBRID_HEADER_LENGTH, PAYLOAD));
  fileKey.fill(0);
  const chunks = new Chunks(source, beginning, (number, last) => aead(key, chunkNonce(number, last)));
  try {
    await chunks.openFinal();
  } catch (error) {
    key.fill(0);
    throw error;
  }

  const stream = (start: number, end: number): ReadableStream<Uint8Array> => {
    if (
      !Number.isSafeInteger(start) ||
      !Number.isSafeInteger(end) ||
      start < 0 ||
      start > end ||
      end > size
    ) {
      throw new RangeError('no such part of the plaintext');
    }
    return chunks.stream(start, end);
  };
  return { size, stream, read: async (start, end) => collect(stream(start, end)) };
}

type Opener = (number: number, last: boolean) => ReturnType<Aead>;

class Chunks {
  readonly #source: RangedSource;
  /** The file's beginning as it was fetched first. */
  readonly #beginning: Uint8Array;
  readonly #opener: Opener;
  readonly #count: number;
  #final = new Uint8Array(0) as Uint8Array;
  /** The chunk that was opened last: who walks along a file often needs it again. */
  #recent: { number: number; plaintext: Uint8Array } | null = null;

  constructor(source: RangedSource, beginning: Uint8Array, opener: Opener) {
    this.#source = source;
    this.#beginning = beginning;
    this.#opener = opener;
    this.#count = Math.ceil((source.size - PAYLOAD) / SEALED);
  }

  async openFinal(): Promise<void> {
    const number = this.#count - 1;
    const chunk = await this.#fetch(number, this.#count);
    const plaintext = this.#open(chunk, number, true);
    if (plaintext) {
      this.#final = plaintext;
      return;
    }
    // As in payload.ts: one that authenticates in the middle, or an end inside a chunk, was cut off.
    const isMiddle = this.#open(chunk, number, false) !== null;
    const isLegal = isLegalCiphertextSize(ciphertextSize(number * CHUNK_SIZE + chunk.length - TAG_SIZE));
    throw new WitnessboxError(isMiddle || !isLegal ? 'envelope.truncated' : 'envelope.damaged');
  }

  stream(start: number, end: number): ReadableStream<Uint8Array> {
    const pieces = this.#pieces(start, end);
    return new ReadableStream(
      {
        async pull(controller) {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: async () => {
          await pieces.return(undefined);
        },
      },
      { highWaterMark: 0 },
    );
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Uint8Array, undefined> {
    if (start === end) return undefined;
    const first = Math.floor(start / CHUNK_SIZE);
    for await (const { number, plaintext } of this.#chunks(first, Math.ceil(end / CHUNK_SIZE))) {
      const offset = number * CHUNK_SIZE;
      // A copy also of a Buffer, whose own slice() is none.
      yield new Uint8Array(plaintext.subarray(Math.max(0, start - offset), end - offset));
    }
    return undefined;
  }

  async *#chunks(first: number, end: number): AsyncGenerator<{ number: number; plaintext: Uint8Array }> {
    let number = first;
    while (number < end) {
      const known = this.#known(number);
      if (known) {
        yield { number, plaintext: known };
        number += 1;
        continue;
      }
      const runStart = number;
      const runEnd = Math.min(end, this.#count - 1, number < HEAD_CHUNKS ? HEAD_CHUNKS : number + RUN);
      const run = await this.#fetch(runStart, runEnd);
      for (; number < runEnd; number += 1) {
        const offset = (number - runStart) * SEALED;
        const plaintext = this.#open(run.subarray(offset, offset + SEALED), number, false);
        if (!plaintext) throw new WitnessboxError('envelope.damaged');
        this.#recent = { number, plaintext };
        yield this.#recent;
      }
    }
  }

  #known(number: number): Uint8Array | null {
    if (number === this.#count - 1) return this.#final;
    return this.#recent?.number === number ? this.#recent.plaintext : null;
  }

  /** Ciphertext of the chunks from `first` up to, not including, `end`. */
  #fetch(first: number, end: number): Promise<Uint8Array> {
    const from = PAYLOAD + first * SEALED;
    const to = Math.min(PAYLOAD + end * SEALED, this.#source.size);
    if (to <= this.#beginning.length) return Promise.resolve(this.#beginning.subarray(from, to));
    return readExactly(this.#source, from, to);
  }

  #open(chunk: Uint8Array, number: number, last: boolean): Uint8Array | null {
    try {
      return this.#opener(number, last).decrypt(chunk);
    } catch {
      return null;
    }
  }
}

async function readExactly(source: RangedSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length < end - start) throw new WitnessboxError('envelope.truncated');
  if (bytes.length > end - start) throw new WitnessboxError('envelope.damaged');
  return bytes;
}
