/**
 * The ciphertext that the server has not confirmed yet. It is kept until it is confirmed and handed out again
 * unchanged after a break: a piece is never encrypted a second time, because changed plaintext under the same
 * key and position would give both away. Memory stays at one piece and one chunk of the stream.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';

export class Unconfirmed {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #length: number;
  #chunks: Uint8Array[] = [];
  #held = 0;
  #offset = 0;

  /** `length`: exactly how many bytes the stream will give; a stream that keeps other counts is an error. */
  constructor(ciphertext: ReadableStream<Uint8Array>, length: number) {
    this.#reader = ciphertext.getReader();
    this.#length = length;
  }

  /** Bytes that the server has confirmed. */
  get offset(): number {
    return this.#offset;
  }

  /** Reads on until `size` bytes are held, or all that is left. Errors of the stream pass through. */
  async fill(size: number): Promise<void> {
    const wanted = Math.min(size, this.#length - this.#offset);
    while (this.#held < wanted) {
      const { done, value } = await this.#reader.read();
      if (done) throw new WitnessboxError('bundle.file-changed');
      this.#chunks.push(value);
      this.#held += value.length;
      if (this.#offset + this.#held > this.#length) throw new WitnessboxError('bundle.file-changed');
    }
    if (this.#offset + wanted === this.#length) await this.#expectEnd();
  }

  /** A copy of the first `size` unconfirmed bytes, or of all that are held. */
  take(size: number): Uint8Array<ArrayBuffer> {
    const piece = new Uint8Array(Math.min(size, this.#held));
    let filled = 0;
    for (const chunk of this.#chunks) {
      if (filled === piece.length) break;
      const part = chunk.subarray(0, piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
    }
    return piece;
  }

  /** The server holds everything before `offset`. An offset that cannot be true means the upload is lost. */
  confirm(offset: number): void {
    const more = offset - this.#offset;
    if (!Number.isSafeInteger(offset) || more < 0 || more > this.#held)
      throw new WitnessboxError('upload.gone');
    this.#offset = offset;
    this.#held -= more;
    let drop = more;
    while (drop > 0) {
      const first = this.#chunks[0];
      if (first === undefined) return;
      if (first.length > drop) {
        this.#chunks[0] = first.subarray(drop);
        return;
      }
      drop -= first.length;
      this.#chunks.shift();
    }
  }

  /** Stops the encryption and lets go of what is held. */
  async release(): Promise<void> {
    this.#chunks = [];
    this.#held = 0;
    await this.#reader.cancel().catch(() => undefined);
  }

  /** The last piece may only go out when the whole stream has passed, checks at its end included. */
  async #expectEnd(): Promise<void> {
    const { done } = await this.#reader.read();
    if (!done) throw new WitnessboxError('bundle.file-changed');
  }
}
