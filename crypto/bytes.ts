/**
 * Reads a stream by lengths instead of pieces, copying only where a wanted run spans two pieces. Nothing is read
 * ahead, so a slow consumer slows the source.
 *
 * @module
 */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #head = new Uint8Array(0) as Uint8Array;
  #ended = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next `length` bytes; fewer only where the stream ends. May share memory with the source's piece. */
  async take(length: number): Promise<Uint8Array> {
    if (await this.atEnd()) return new Uint8Array(0);
    if (this.#head.length >= length) return this.#cut(length);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length && !(await this.atEnd())) {
      const piece = this.#cut(length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  /** Whatever is at hand, at least one byte and at most `most`, without copying; empty only at the end. */
  async some(most: number): Promise<Uint8Array> {
    return (await this.atEnd()) ? new Uint8Array(0) : this.#cut(most);
  }

  /** Whether no byte is left. Waits for the source if it has to. */
  async atEnd(): Promise<boolean> {
    while (this.#head.length === 0 && !this.#ended) {
      const { done, value } = await this.#reader.read();
      if (done) this.#ended = true;
      else this.#head = value;
    }
    return this.#head.length === 0;
  }

  /** Gives the source up, so that it can free what it holds. */
  async cancel(reason?: unknown): Promise<void> {
    this.#ended = true;
    this.#head = new Uint8Array(0);
    await this.#reader.cancel(reason);
  }

  #cut(most: number): Uint8Array {
    const piece = this.#head.subarray(0, most);
    this.#head = this.#head.subarray(piece.length);
    return piece;
  }
}
