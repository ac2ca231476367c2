/**
 * A strict reader of POSIX tar (IEEE 1003.1, pax, "ustar Interchange Format" and "pax Header Block"): regular files
 * only, with pax records for path and size. Every other entry is refused, never skipped or guessed at.
 *
 * Not modern-tar's decoder, which writes our archives: it takes unknown types for files, lets global headers rename
 * what follows, ignores pax records that it cannot parse, and buffers up to 8 MiB of metadata per entry. Where two
 * programs read one archive differently, a stranger can show the reviewer one thing and their unpacker another.
 *
 * @module
 */
import type { ByteReader } from './bytes.ts';
import { fromUtf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';

export const BLOCK = 512;
/** Bytes of one entry's pax records. A path and a size need a few hundred; GNU tar adds times. */
export const LONGEST_PAX = 8192;

export type TarEntry = { path: string; size: number };

/** Bytes of zeros from the end of a body of this size to the next block. */
export function blockPadding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/**
 * Reads up to the next file's body; null at tar's end (two zero blocks). The caller then takes `size` bytes of body
 * and `blockPadding(size)` more from the same reader. Throws `bundle.hostile-entry` for what a strict archive never
 * holds, `bundle.malformed` for what is no tar at all.
 */
export async function nextEntry(reader: ByteReader): Promise<TarEntry | null> {
  const block = await takeBlock(reader);
  if (isZero(block)) {
    if (!isZero(await takeBlock(reader))) throw new WitnessboxError('bundle.malformed');
    return null;
  }
  const header = parseHeader(block);
  if (header.type !== 'x') return entryOf(header, {});

  if (header.size > LONGEST_PAX) throw new WitnessboxError('bundle.hostile-entry');
  const records = parsePax(await takeExactly(reader, header.size));
  await skipPadding(reader, header.size);
  return entryOf(parseHeader(await takeBlock(reader)), records);
}

/** Takes the zeros behind a body; anything else there would be hidden from whoever looks at the files. */
export async function skipPadding(reader: ByteReader, size: number): Promise<void> {
  if (!isZero(await takeExactly(reader, blockPadding(size)))) throw new WitnessboxError('bundle.malformed');
}

/** Takes all that is left, which must be zeros. */
export async function drainZeros(reader: ByteReader): Promise<void> {
  for (;;) {
    const piece = await reader.some(65536);
    if (piece.length === 0) return;
    if (!isZero(piece)) throw new WitnessboxError('bundle.malformed');
  }
}

/** Exactly so many bytes, else `bundle.malformed`. */
export async function takeExactly(reader: ByteReader, length: number): Promise<Uint8Array> {
  const bytes = await reader.take(length);
  if (bytes.length !== length) throw new WitnessboxError('bundle.malformed');
  return bytes;
}

/** `name` is null where it is not UTF-8. */
type Header = { name: string | null; size: number; type: string };
type PaxRecords = { path?: string; size?: number };

function entryOf(header: Header, records: PaxRecords): TarEntry {
  if (header.type !== '0') throw new WitnessboxError('bundle.hostile-entry');
  const path = records.path ?? header.name;
  if (path === null) throw new WitnessboxError('bundle.hostile-entry');
  return { path, size: records.size ?? header.size };
}

function takeBlock(reader: ByteReader): Promise<Uint8Array> {
  return takeExactly(reader, BLOCK);
}

function parseHeader(block: Uint8Array): Header {
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (number(block.subarray(148, 156)) !== sum) throw new WitnessboxError('bundle.malformed');

  const magic = latin1(block.subarray(257, 265));
  const isPosix = magic === 'ustar\u000000';
  // GNU tar's own variant has other fields in the place of the prefix; plain files leave them all zero.
  const isGnu = magic === 'ustar  \0' && isZero(block.subarray(345));
  if (!isPosix && !isGnu) throw new WitnessboxError('bundle.hostile-entry');

  const prefix = isPosix ? text(block.subarray(345, 500)) : '';
  const name = text(block.subarray(0, 100));
  const type = block[156] === 0 ? '0' : latin1(block.subarray(156, 157));
  // Only links have a target.
  if (text(block.subarray(157, 257)) !== '') throw new WitnessboxError('bundle.hostile-entry');
  const whole = prefix === '' ? name : prefix === null || name === null ? null : `${prefix}/${name}`;
  return { name: whole, size: number(block.subarray(124, 136)), type };
}

/** Octal digits, closed by a space or zero, also padded in front with spaces. The base-256 form is not accepted. */
function number(field: Uint8Array): number {
  const [, digits] = /^ *([0-7]+)[ \0]+$/.exec(latin1(field)) ?? [];
  if (digits === undefined) throw new WitnessboxError('bundle.malformed');
  return Number.parseInt(digits, 8);
}

/**
 * UTF-8 up to the first zero byte; after it only zeros. Null for what is not UTF-8: modern-tar and GNU tar cut a long
 * name at 100 bytes, perhaps inside a character; the pax path has it whole, and without one nobody knows the name.
 */
function text(field: Uint8Array): string | null {
  const end = field.indexOf(0);
  const used = end === -1 ? field : field.subarray(0, end);
  if (!isZero(field.subarray(used.length))) throw new WitnessboxError('bundle.hostile-entry');
  try {
    return fromUtf8(used);
  } catch {
    return null;
  }
}

/** Records of `LENGTH KEY=VALUE\n`, where LENGTH counts the whole record. */
function parsePax(bytes: Uint8Array): PaxRecords {
  const records: PaxRecords = {};
  const seen = new Set<string>();
  let offset = 0;
  while (offset < bytes.length) {
    const [prefix, digits] = /^([1-9][0-9]{0,3}) /.exec(latin1(bytes.subarray(offset, offset + 5))) ?? [];
    const length = Number(digits);
    const record = bytes.subarray(offset, offset + length);
    if (
      prefix === undefined ||
      record.length !== length ||
      record.length <= prefix.length ||
      record.at(-1) !== 10
    ) {
      throw new WitnessboxError('bundle.malformed');
    }
    const { key, value } = keyAndValue(record.subarray(prefix.length, -1));
    // A key twice is read differently by different programs.
    if (seen.has(key)) throw new WitnessboxError('bundle.hostile-entry');
    seen.add(key);
    if (key === 'path') records.path = value;
    else if (key === 'size') records.size = decimal(value);
    else if (!HARMLESS_KEYS.has(key)) throw new WitnessboxError('bundle.hostile-entry');
    offset += length;
  }
  return records;
}

/**
 * What GNU tar and libarchive add of their own accord: times, owners, where the file lay. No program takes a name, a
 * size or contents from them.
 */
const HARMLESS_KEYS: ReadonlySet<string> = new Set([
  'LIBARCHIVE.creationtime',
  'SCHILY.dev',
  'SCHILY.ino',
  'SCHILY.nlink',
  'atime',
  'comment',
  'ctime',
  'gid',
  'gname',
  'mtime',
  'uid',
  'uname',
]);

function keyAndValue(record: Uint8Array): { key: string; value: string } {
  let line: string;
  try {
    line = fromUtf8(record);
  } catch {
    throw new WitnessboxError('bundle.malformed');
  }
  const equals = line.indexOf('=');
  if (equals < 1) throw new WitnessboxError('bundle.malformed');
  return { key: line.slice(0, equals), value: line.slice(equals + 1) };
}

function decimal(value: string): number {
  const size = /^(?:0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw new WitnessboxError('bundle.malformed');
  return size;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
