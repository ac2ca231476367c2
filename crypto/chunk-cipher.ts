/**
 * How one chunk of an age payload is sealed and opened, and how several are worked on at once. The chunks of STREAM
 * are independent of each other (C2SP age.md, "Payload": the nonce is a counter), so they may be given to threads;
 * what comes out keeps their order.
 *
 * @module
 */

/**
 * ChaCha20-Poly1305 (RFC 8439) for one chunk: 32-byte key, 12-byte nonce, the 16-byte tag behind the ciphertext.
 * `decrypt` throws if the tag does not fit. Neither may change what it is given, but for `room`: 16 bytes more than
 * the plaintext, which may be what it begins with. The result may be put there, or lie elsewhere.
 */
export type Aead = (
  key: Uint8Array,
  nonce: Uint8Array,
) => {
  encrypt(plaintext: Uint8Array, room?: Uint8Array): Uint8Array;
  decrypt(ciphertext: Uint8Array): Uint8Array;
};

/**
 * The same cipher where the work is done elsewhere: in other threads, or by the platform. It may take the memory of
 * the chunk over, which nobody looks at again. The key is read before the call returns, and may be wiped after it.
 */
export interface ChunkCipher {
  /** How many chunks may be under way at once, at least one. It bounds what is held in memory. */
  readonly atOnce: number;
  /** The ciphertext with its tag, 16 bytes longer. A rejection means that it could not be computed at all. */
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array>;
  /** The plaintext, or null if the tag does not fit, also for what is too short to hold one. Rejects as `seal`. */
  open(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null>;
}

/** An `Aead` as a chunk cipher. Everything is computed within the call, so one at a time is all that helps. */
export function chunkCipherOf(aead: Aead): ChunkCipher {
  return {
    atOnce: 1,
    // eslint-disable-next-line @typescript-eslint/require-await -- what the cipher throws becomes a rejection
    async seal(key, nonce, plaintext) {
      return aead(key, nonce).encrypt(plaintext);
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    async open(key, nonce, ciphertext) {
      try {
        return aead(key, nonce).decrypt(ciphertext);
      } catch {
        return null;
      }
    },
  };
}

/** Work that has been begun; wrapped, because a promise of a promise is only one. */
export type Begun<T> = { result: Promise<T> };

/**
 * Results in the order of their beginnings, however long each takes. `begin` is called once the one before it has
 * begun, at most `atOnce` times ahead of the result that is asked for, and never before the first `next`.
 */
export class InOrder<T> {
  readonly #atOnce: number;
  readonly #begin: () => Promise<Begun<T>>;
  #begun: Promise<unknown> = Promise.resolve();
  #results: Promise<T>[] = [];

  constructor(atOnce: number, begin: () => Promise<Begun<T>>) {
    if (!Number.isSafeInteger(atOnce) || atOnce < 1) throw new RangeError('at least one chunk at a time');
    this.#atOnce = atOnce;
    this.#begin = begin;
  }

  /** The next result. What comes after a rejection is of no meaning. */
  async next(): Promise<T> {
    const next = this.#results.shift() ?? this.#ahead();
    while (this.#results.length < this.#atOnce - 1) this.#results.push(this.#ahead());
    return next;
  }

  #ahead(): Promise<T> {
    const begun = this.#begun.then(this.#begin);
    this.#begun = begun;
    const result = begun.then((work) => work.result);
    // It is told to whoever asks for this result; perhaps nobody does any more.
    result.catch(() => undefined);
    return result;
  }
}
