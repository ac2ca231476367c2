/**
 * The structure in which EXIF lies: TIFF 6.0, section 2 ("Image File Directory"). Hostile ones point in circles and claim
 * lengths; what leads out of the bytes is left out, and the walk says that it was not whole.
 *
 * @module
 */
import { has, int32, latin1, uint16, uint32 } from './reader.ts';

/** Directories and entries of the largest honest files are a tenth of this. */
const MOST_DIRECTORIES = 32;
const MOST_ENTRIES = 2000;
/** Bytes of one value that are looked at. */
const LONGEST_VALUE = 1024;

export type Directory = 'ifd0' | 'exif' | 'gps' | 'interop' | 'sub' | 'ifd1';
/** `bytes` is the beginning of the value, at most 1024 bytes; `length` its claimed length in bytes; `place` where it begins. */
export type Entry = {
  directory: Directory;
  tag: number;
  type: number;
  bytes: Uint8Array;
  length: number;
  place: number;
};
export type Tiff = { little: boolean; entries: Entry[]; whole: boolean };

/** Bytes of one value of each type, from TIFF's 1 (BYTE) to Exif 3.0's 129 (UTF-8). */
const UNIT: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  129: 1,
};
const POINTERS: Record<number, Directory> = {
  0x014a: 'sub',
  0x8769: 'exif',
  0x8825: 'gps',
  0xa005: 'interop',
};

/** Null where the bytes do not begin as TIFF does. Never throws. */
export function readTiff(bytes: Uint8Array): Tiff | null {
  const little = has(bytes, 0, 'II*\0');
  if ((!little && !has(bytes, 0, 'MM\0*')) || bytes.length < 8) return null;
  const tiff: Tiff = { little, entries: [], whole: true };
  const seen = new Set<number>();
  const waiting: [Directory, number][] = [['ifd0', uint32(bytes, 4, little)]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [directory, start] = next;
    if (start === 0) continue;
    if (seen.has(start) || seen.size >= MOST_DIRECTORIES || start + 2 > bytes.length) {
      tiff.whole = false;
      continue;
    }
    seen.add(start);
    const count = uint16(bytes, start, little);
    const end = start + 2 + 12 * count;
    if (end > bytes.length || tiff.entries.length + count > MOST_ENTRIES) {
      tiff.whole = false;
      continue;
    }
    for (let offset = start + 2; offset < end; offset += 12) {
      const entry = readEntry(bytes, offset, directory, little);
      if (entry === null) {
        tiff.whole = false;
        continue;
      }
      tiff.entries.push(entry);
      const pointer = POINTERS[entry.tag];
      if (pointer !== undefined) for (const to of numbers(entry, little)) waiting.push([pointer, to]);
    }
    // Behind the first directory is the one of the thumbnail.
    if (directory === 'ifd0' && end + 4 <= bytes.length) waiting.push(['ifd1', uint32(bytes, end, little)]);
  }
  return tiff;
}

function readEntry(bytes: Uint8Array, offset: number, directory: Directory, little: boolean): Entry | null {
  const type = uint16(bytes, offset + 2, little);
  const length = uint32(bytes, offset + 4, little) * (UNIT[type] ?? 0);
  const place = length <= 4 ? offset + 8 : uint32(bytes, offset + 8, little);
  if (UNIT[type] === undefined || place + length > bytes.length) return null;
  const value = bytes.subarray(place, place + Math.min(length, LONGEST_VALUE));
  return { directory, tag: uint16(bytes, offset, little), type, bytes: value, length, place };
}

/** The first values as numbers, at most 16; rationals as quotients, which may be NaN or infinite. */
export function numbers({ type, bytes }: Entry, little: boolean): number[] {
  const unit = UNIT[type] ?? 1;
  const values: number[] = [];
  for (let offset = 0; offset + unit <= bytes.length && values.length < 16; offset += unit) {
    if (unit === 1) values.push(bytes[offset] ?? 0);
    else if (type === 3) values.push(uint16(bytes, offset, little));
    else if (type === 5) values.push(uint32(bytes, offset, little) / uint32(bytes, offset + 4, little));
    else if (type === 10) values.push(int32(bytes, offset, little) / int32(bytes, offset + 4, little));
    else if (unit === 4) values.push(uint32(bytes, offset, little));
  }
  return values;
}

/** Whether the value is text of one byte a character, or UTF-8. */
export function isText({ type, bytes }: Entry): boolean {
  return (type === 2 || type === 129 || type === 7) && /^[^\x01-\x08\x0e-\x1f]*$/.test(latin1(bytes));
}
