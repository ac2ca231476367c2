/**
 * FLAC (RFC 9639): of what stands before the sound, only STREAMINFO and SEEKTABLE stay (8). That nothing is behind the sound is seen by
 * the last frame's CRC (9.3); a file of which that cannot be said is not called clean. Not FLAC in Ogg.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { beforeTags, behindTags } from './id3.ts';
import { Pieces } from './pieces.ts';
import { concat, has, Obstructed, uint24, type Bytes, type Reader } from './reader.ts';
import { printable } from './tag-names.ts';
import { tellComments } from './vorbis-comment.ts';

const STREAMINFO = 0;
const SEEKTABLE = 3;
const MOST_BLOCKS = 1000;
const LONGEST_LOOK = 1_048_576;
/** More than the longest frame of sound on a CD, or of 8 channels; the last frame begins in so many bytes. */
const LONGEST_FRAME = 262_144;
const MOST_TRIES = 64;

export function examineFlac(file: Blob): Promise<Examined> {
  return attempt('flac', file, async (reader, findings) => {
    const start = await behindTags(reader, 0, findings);
    if (!has(await reader.upTo(start, 4), 0, 'fLaC')) return 'damaged';
    const kept: Bytes[] = [];
    let at = start + 4;
    for (let isLast = false, blocks = 0; !isLast; blocks++) {
      if (blocks === MOST_BLOCKS) throw new Obstructed('too-complex');
      const head = await reader.bytes(at, 4);
      const type = (head[0] ?? 0) & 127;
      const length = uint24(head, 1);
      isLast = head[0] !== type;
      const isNeeded = (type === STREAMINFO && length === 34) || (type === SEEKTABLE && length % 18 === 0);
      if ((type === STREAMINFO) !== (blocks === 0) || (type === STREAMINFO && !isNeeded)) return 'damaged';
      if (at + 4 + length > reader.size) return 'damaged';
      if (isNeeded) kept.push((await reader.bytes(at, 4 + length)).slice());
      else tellBlock(type, await reader.upTo(at + 4, Math.min(length, LONGEST_LOOK)), findings);
      at += 4 + length;
    }
    for (const [index, block] of kept.entries())
      block[0] = ((block[0] ?? 0) & 127) | (index === kept.length - 1 ? 128 : 0);
    const end = await beforeTags(reader, at, findings);
    if (end > at && !(await endsWithFrame(reader, at, end))) return 'unknown-part';
    const head = concat(new Uint8Array([0x66, 0x4c, 0x61, 0x43]), ...kept);
    const pieces = new Pieces(file).add(head).keep(at, end);
    return () => Promise.resolve(pieces.blob());
  });
}

function tellBlock(type: number, content: Uint8Array, findings: Findings): void {
  const isEmpty = content.every((byte) => byte === 0);
  if (type === 4) tellComments(content, findings);
  else if (type === 6) findings.add('thumbnail', '');
  else if (!isEmpty && type === 5) findings.add('identifier', printable(content.subarray(0, 128)));
  else if (!isEmpty && type !== SEEKTABLE) findings.add('unknown-part', printable(content));
}

/** Whether a frame begins before `end` whose CRC comes out there. Looks from behind. */
async function endsWithFrame(reader: Reader, from: number, end: number): Promise<boolean> {
  const start = Math.max(from, end - LONGEST_FRAME);
  const bytes = (await reader.bytes(start, end - start)).slice();
  let tries = 0;
  for (let at = bytes.length - 6; at >= 0 && tries < MOST_TRIES; at--) {
    // The sync code (9.1), with the reserved bits of the header as they must be, and the header's own CRC.
    if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8 || ((bytes[at + 3] ?? 0) & 1) !== 0)
      continue;
    const header = headerLength(bytes, at);
    if (crc(bytes.subarray(at, at + header), 8, 0x07) !== 0) continue;
    tries++;
    if (crc(bytes.subarray(at), 16, 0x8005) === 0) return true;
  }
  return false;
}

/** With its CRC (9.1.1 to 9.1.8). */
function headerLength(bytes: Uint8Array, at: number): number {
  const sizes = bytes[at + 2] ?? 0;
  const first = bytes[at + 4] ?? 0;
  const coded = first < 0x80 ? 1 : Math.clz32(~(first << 24));
  const block = sizes >> 4 === 6 ? 1 : sizes >> 4 === 7 ? 2 : 0;
  const rate = sizes & 15;
  return 4 + coded + block + (rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0) + 1;
}

/** From 0, the highest bit first; 0 over bytes that end with their own CRC. */
function crc(bytes: Uint8Array, bits: 8 | 16, polynomial: number): number {
  const top = 1 << (bits - 1);
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) value = value & top ? (value << 1) ^ polynomial : value << 1;
    value &= 2 * top - 1;
  }
  return value;
}
