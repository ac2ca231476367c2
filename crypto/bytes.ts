/**
 * Reads a stream by lengths instead of pieces, copying only where it must. Nothing is read ahead, so a slow consumer
 * slows the source; a byte stream (WHATWG Streams, "ReadableByteStreamController") is one buffer ahead, and is read
 * into two buffers in turn, so that gigabytes of it leave no garbage behind.
 *
 * @module
 */
export class ByteReader {
  readonly #source: Source;
  #head = new Uint8Array(0) as Uint8Array;
  #ended = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#source = twoBuffers(stream) ?? pieces(stream);
  }

  /**
   * The next `length` bytes; fewer only where the stream ends. May share memory with the source's piece, and lies
   * in `spare`, which must have room, where it would have to be copied and such is given.
   */
  async take(length: number, spare?: Uint8Array): Promise<Uint8Array> {
    if (await this.atEnd()) return new Uint8Array(0);
    if (this.#source.shares && this.#head.length >= length) return this.#cut(length);
    const bytes = spare ?? new Uint8Array(length);
    let filled = 0;
    while (filled < length && !(await this.atEnd())) {
      const piece = this.#cut(length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  /** Whatever is at hand, at least one byte and at most `most`; empty only at the end. Copied as rarely as can be. */
  async some(most: number): Promise<Uint8Array> {
    if (await this.atEnd()) return new Uint8Array(0);
    return this.#source.shares ? this.#cut(most) : this.#cut(most).slice();
  }

  /** Whether no byte is left. Waits for the source if it has to. */
  async atEnd(): Promise<boolean> {
    while (this.#head.length === 0 && !this.#ended) {
      const piece = await this.#source.next();
      if (piece === null) this.#ended = true;
      else this.#head = piece;
    }
    return this.#head.length === 0;
  }

  /** Gives the source up, so that it can free what it holds. */
  async cancel(reason?: unknown): Promise<void> {
    this.#ended = true;
    this.#head = new Uint8Array(0);
    await this.#source.cancel(reason);
  }

  #cut(most: number): Uint8Array {
    const piece = this.#head.subarray(0, most);
    this.#head = this.#head.subarray(piece.length);
    return piece;
  }
}

interface Source {
  /** Whether who asked for a piece may keep it; else it is written over once the next is asked for. */
  readonly shares: boolean;
  /** Null at the end. */
  next(): Promise<Uint8Array | null>;
  cancel(reason: unknown): Promise<void>;
}

function pieces(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader();
  return {
    shares: true,
    async next() {
      const { done, value } = await reader.read();
      return done ? null : value;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

/** Bytes of each of the two buffers: where other work competes for the cores, every change of turns is a wait. */
const BUFFER = 4 * 1024 * 1024;

/** Null if it is no byte stream. While one buffer is with the consumer, the other is being filled. */
function twoBuffers(stream: ReadableStream<Uint8Array>): Source | null {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
  const fill = (buffer: ArrayBuffer) => {
    const filled = reader.read(new Uint8Array(buffer));
    // Told to whoever asks for this piece; perhaps nobody does any more.
    filled.catch(() => undefined);
    return filled;
  };
  let free: ArrayBuffer | null = null;
  let ahead: ReturnType<typeof fill> | null = null;
  return {
    shares: false,
    async next() {
      const { done, value } = await (ahead ?? fill(new ArrayBuffer(BUFFER)));
      if (done) return null;
      ahead = fill(free ?? new ArrayBuffer(BUFFER));
      free = value.buffer;
      return value;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}
