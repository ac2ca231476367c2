/**
 * What a cleaned file is put together from: ranges of the original, which are read only when the new file is, and new bytes.
 *
 * @module
 */
import { Obstructed, type Bytes } from './reader.ts';

/** Every piece is an object of the browser's. */
const MOST_PIECES = 65536;
/** Zeros that are had at once and shared by all that are longer. */
const ZEROS = 1_048_576;

export class Pieces {
  readonly #file: Blob;
  readonly #parts: ({ from: number; to: number } | Bytes | Blob)[] = [];
  #zeros: Blob | null = null;
  #size = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  /** Bytes put together so far. */
  get size(): number {
    return this.#size;
  }

  /** Bytes `from` to before `to` of the original. Neighbours become one. Throws `Obstructed` with 'too-complex'. */
  keep(from: number, to: number): this {
    this.#size += to - from;
    const last = this.#parts.at(-1);
    if (last !== undefined && 'to' in last && last.to === from) last.to = to;
    else if (to > from) this.#push({ from, to });
    return this;
  }

  /** New bytes, which must not change any more. Throws as `keep`. */
  add(bytes: Bytes): this {
    this.#size += bytes.length;
    if (bytes.length > 0) this.#push(bytes);
    return this;
  }

  /** So many zeros; however many, they take little memory. Throws as `keep`. */
  zeros(length: number): this {
    this.#size += length;
    for (let left = length; left > 0; left -= ZEROS) {
      if (left < 65536) this.#push(new Uint8Array(left));
      else this.#push((this.#zeros ??= new Blob([new Uint8Array(ZEROS)])).slice(0, left));
    }
    return this;
  }

  /** Of the same media type as the original. */
  blob(): Blob {
    const parts = this.#parts.map((part) => ('to' in part ? this.#file.slice(part.from, part.to) : part));
    return new Blob(parts, { type: this.#file.type });
  }

  #push(part: { from: number; to: number } | Bytes | Blob): void {
    if (this.#parts.length >= MOST_PIECES) throw new Obstructed('too-complex');
    this.#parts.push(part);
  }
}
