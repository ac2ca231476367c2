/**
 * Reads small parts of a file that may be larger than memory, and integers of both byte orders. A window of the file is
 * kept, so that going from part to part costs no read each.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Obstacle } from './examined.ts';

export { concatBytes as concat } from '@noble/hashes/utils.js';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that are read at once where fewer are asked for. */
const WINDOW = 65536;
/** The most bytes that may be asked for at once; no length that a file claims is believed beyond it. */
export const LONGEST_READ = 33_554_432;
/** A file in which one has to jump about much more often than from its beginning to its end is not gone through. */
const mostReads = (size: number) => 2048 + size / 16384;

/** Ends the examination of a file that cannot be had clean; see attempt.ts. Never leaves web/evidence. */
export class Obstructed extends Error {
  override readonly name = 'Obstructed';
  readonly why: Obstacle;

  constructor(why: Obstacle) {
    super(why);
    this.why = why;
  }
}

export class Reader {
  readonly file: Blob;
  readonly size: number;
  #window: Bytes = new Uint8Array(0);
  #start = 0;
  #reads = 0;

  constructor(file: Blob) {
    this.file = file;
    this.size = file.size;
  }

  /**
   * Exactly so many bytes, shared with the window: copy them before changing them. Throws `Obstructed` with 'damaged' where
   * the file ends before that, with 'too-complex' where too much is asked, `bundle.file-changed` where it cannot be read.
   */
  async bytes(offset: number, length: number): Promise<Bytes> {
    const bytes = await this.upTo(offset, length);
    if (bytes.length !== length) throw new Obstructed('damaged');
    return bytes;
  }

  /** As `bytes`, but fewer where the file ends. */
  async upTo(offset: number, length: number): Promise<Bytes> {
    // A negative or broken number would be another place to Blob.slice, not an error.
    if (!(offset >= 0 && length >= 0 && Number.isSafeInteger(offset + length)))
      throw new Obstructed('damaged');
    const end = Math.min(offset + length, this.size);
    if (end <= offset) return new Uint8Array(0);
    if (offset < this.#start || end > this.#start + this.#window.length)
      await this.#load(offset, end - offset);
    return this.#window.subarray(offset - this.#start, end - this.#start);
  }

  /** What is at hand from there on, at least one byte; none only at the file's end. For loops over every byte. */
  async some(offset: number): Promise<Bytes> {
    if ((await this.upTo(offset, 1)).length === 0) return new Uint8Array(0);
    return this.#window.subarray(offset - this.#start);
  }

  async #load(offset: number, length: number): Promise<void> {
    if (length > LONGEST_READ || (this.#reads += 1) > mostReads(this.size))
      throw new Obstructed('too-complex');
    const end = Math.min(offset + Math.max(length, WINDOW), this.size);
    let buffer: ArrayBuffer;
    try {
      buffer = await this.file.slice(offset, end).arrayBuffer();
    } catch {
      // A browser's own error may quote the name of the file.
      throw new WitnessboxError('bundle.file-changed');
    }
    if (buffer.byteLength !== end - offset) throw new WitnessboxError('bundle.file-changed');
    this.#window = new Uint8Array(buffer);
    this.#start = offset;
  }
}

/** Unsigned, 2 bytes; big-endian unless `little`. Like all below, throws a RangeError beyond the end of `bytes`. */
export function uint16(bytes: Uint8Array, offset: number, little = false): number {
  return view(bytes).getUint16(offset, little);
}

/** Unsigned, 3 bytes. */
export function uint24(bytes: Uint8Array, offset: number, little = false): number {
  const rest = uint16(bytes, little ? offset : offset + 1, little);
  return view(bytes).getUint8(little ? offset + 2 : offset) * 65536 + rest;
}

/** Unsigned, 4 bytes. */
export function uint32(bytes: Uint8Array, offset: number, little = false): number {
  return view(bytes).getUint32(offset, little);
}

/** Two's complement, 4 bytes. */
export function int32(bytes: Uint8Array, offset: number, little = false): number {
  return view(bytes).getInt32(offset, little);
}

/** Unsigned, 8 bytes; inexact above 2^53, where it is beyond the end of every file. */
export function uint64(bytes: Uint8Array, offset: number, little = false): number {
  return Number(view(bytes).getBigUint64(offset, little));
}

/** So many bytes (2, 3 or 4) of an unsigned number. */
export function numberBytes(value: number, length: 2 | 3 | 4, little = false): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return little ? bytes.subarray(0, length) : bytes.subarray(4 - length);
}

/** One character per byte. For signatures and names of parts; bounded by the caller. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  // As many arguments as every engine takes.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** Whether these bytes are at that place; `expected` has one character per byte. */
export function has(bytes: Uint8Array, offset: number, expected: string): boolean {
  return latin1(bytes.subarray(offset, offset + expected.length)) === expected;
}

/** The bytes of a text with one character per byte. */
export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
