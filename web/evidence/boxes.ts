/**
 * The boxes of a film's index (ISO/IEC 14496-12:2022, 4.2; QuickTime File Format, "Atoms") in memory, changed in place: what
 * goes becomes a `free` box of zeros of the same length, so that nothing moves and every offset in the file stays true.
 *
 * @module
 */
import { has, latin1, Obstructed, uint32, uint64, type Bytes } from './reader.ts';

/** `type` has four characters of one byte each, or none for bytes that are no box. Offsets: of the header, of what is in it, behind it. */
export type Box = { type: string; at: number; body: number; end: number };

/** A hostile index of tiny boxes ends here. A film of phones has about a hundred, a fragment of one about eight. */
const MOST_BOXES = 50_000;

export class Boxes {
  readonly bytes: Bytes;
  /** What all boxes lie in. */
  readonly root: Box;
  #seen = 0;

  /** `bytes` are one box with all that is in it, and get changed. */
  constructor(bytes: Bytes) {
    this.bytes = bytes;
    this.root = boxAt(bytes, 0, bytes.length);
  }

  /** What is in `box` from `from` on. Throws `Obstructed`. */
  in(box: Box, from = box.body): Box[] {
    const found: Box[] = [];
    for (let at = from; at < box.end;) {
      if ((this.#seen += 1) > MOST_BOXES) throw new Obstructed('too-complex');
      const next = boxAt(this.bytes, at, box.end);
      found.push(next);
      at = next.end;
    }
    return found;
  }

  /** The first of that type along the path, or null. */
  find(box: Box, ...path: string[]): Box | null {
    let place: Box | undefined = box;
    for (const type of path) place = place && this.in(place).find((child) => child.type === type);
    return place ?? null;
  }

  zero(from: number, to: number): void {
    this.bytes.fill(0, from, Math.max(from, to));
  }

  erase(box: Box): void {
    if (box.type === '' && box.end - box.at >= 8) {
      new DataView(this.bytes.buffer, this.bytes.byteOffset).setUint32(box.at, box.end - box.at);
      this.zero(box.at + 8, box.end);
    } else this.zero(box.body, box.end);
    if (box.end - box.at >= 8) this.bytes.set([0x66, 0x72, 0x65, 0x65], box.at + 4);
  }

  slice(box: Box): Uint8Array {
    return this.bytes.subarray(box.body, box.end);
  }

  version(box: Box): number {
    return this.uint32(box.body, box) >>> 24;
  }

  /** Throws `Obstructed` where it is not within the box. */
  uint32(at: number, box: Box): number {
    if (at + 4 > box.end) throw new Obstructed('damaged');
    return uint32(this.bytes, at);
  }
}

/** A box before `end`; what is too short for one, or says that it has no length, is all the rest. Throws `Obstructed`. */
function boxAt(bytes: Uint8Array, at: number, end: number): Box {
  const rest = { type: '', at, body: at, end };
  if (end - at < 8) return rest;
  const short = uint32(bytes, at);
  if (short === 0) return rest;
  const type = latin1(bytes.subarray(at + 4, at + 8));
  const header = short === 1 ? 16 : 8;
  if (end - at < header) throw new Obstructed('damaged');
  const length = short === 1 ? uint64(bytes, at + 8) : short;
  if (length < header || at + length > end) throw new Obstructed('damaged');
  return { type, at, body: at + header, end: at + length };
}

/** QuickTime's `meta` is a plain box, ISO's begins with version and flags. */
export function metaBody({ bytes }: Boxes, box: Box): number {
  return has(bytes, box.body + 4, 'hdlr') ? box.body : box.body + 4;
}
