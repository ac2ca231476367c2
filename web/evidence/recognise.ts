/**
 * Which format a file has, by its first bytes (for zip and its offspring also by the directory at its end: PKWARE
 * APPNOTE 6.3.10, 4.3.12 and 4.3.16), never by its name or by the type that a browser gives it. Does not tell whether it is whole.
 *
 * @module
 */
import type { Format } from './examined.ts';
import { has, latin1, uint16, uint32, type Reader } from './reader.ts';

/** Enough for tar, whose signature is at 257, and for a PDF, which may begin anywhere in the first 1024 bytes. */
const HEAD = 1024;
/** Bytes of a zip's directory that are looked through for the names that tell what it is. */
const LONGEST_DIRECTORY = 1_048_576;
const LONGEST_ZIP_END = 22 + 65535;

const ARCHIVES = ['\x1f\x8b', '7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07', '\xfd7zXZ\0', 'BZh', '\x28\xb5\x2f\xfd'];
/** ISO/IEC 23008-12 (HEIF), its HEVC and AV1 brands. */
const HEIF = new Set('heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1 avif avis avio miaf'.split(' '));
/** Boxes with which a QuickTime film may begin that has no `ftyp`. */
const QUICKTIME = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

export async function recognise(reader: Reader): Promise<Format> {
  const head = await reader.upTo(0, HEAD);
  const starts = (text: string) => has(head, 0, text);
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  if (starts('RIFF') && has(head, 8, 'WEBP')) return 'webp';
  if (['RIFF', 'RF64', 'BW64'].some(starts) && has(head, 8, 'WAVE')) return 'wav';
  if (starts('fLaC')) return 'flac';
  if (starts('OggS')) return 'ogg';
  if (starts('ID3')) return (await isFlacBehindId3(reader, head)) ? 'flac' : 'mp3';
  if (isLayer3(head)) return 'mp3';
  if (has(head, 4, 'ftyp')) return filmOrHeif(head);
  if (QUICKTIME.some((name) => has(head, 4, name))) return 'mp4';
  if (starts('PK\x03\x04')) return zipped(reader, head);
  if (starts('PK\x05\x06') || starts('PK\x07\x08')) return 'archive';
  if (ARCHIVES.some(starts) || has(head, 257, 'ustar')) return 'archive';
  if (latin1(head).includes('%PDF-')) return 'pdf';
  return 'unknown';
}

/** Some programs put an ID3 tag before a FLAC file. Its length has 7 bits in each of 4 bytes (ID3v2.4, 3.1). */
async function isFlacBehindId3(reader: Reader, head: Uint8Array): Promise<boolean> {
  const length = [...head.subarray(6, 10)].reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  return has(await reader.upTo(10 + length, 4), 0, 'fLaC');
}

/** A frame header of MPEG audio, layer III (ISO/IEC 11172-3, 2.4.1.3), with values that are allowed. */
function isLayer3(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe6) !== 0xe2 || (second & 0x18) === 0x08) return false;
  return third >> 4 !== 15 && (third & 0x0c) !== 0x0c;
}

function filmOrHeif(head: Uint8Array): Format {
  if (head.length < 12) return 'unknown';
  const end = Math.min(uint32(head, 0), head.length);
  const major = latin1(head.subarray(8, 12));
  // Canon's raw photos have the boxes of a film, and their own ones.
  if (major === 'crx ') return 'unknown';
  if (HEIF.has(major)) return 'heic';
  for (let offset = 16; offset + 4 <= end; offset += 4) {
    if (HEIF.has(latin1(head.subarray(offset, offset + 4)))) return 'heic';
  }
  return 'mp4';
}

async function zipped(reader: Reader, head: Uint8Array): Promise<Format> {
  // OpenDocument 1.3, part 2, 3.3: the type stands first, not compressed.
  if (has(head, 30, 'mimetypeapplication/vnd.oasis.opendocument.')) return 'odf';
  const names = await zipNames(reader);
  if (names.has('[content_types].xml')) return 'ooxml';
  return names.has('content.xml') && names.has('meta-inf/manifest.xml') ? 'odf' : 'archive';
}

/** In lower case, since OPC compares names so. Empty where no directory is found. */
async function zipNames(reader: Reader): Promise<Set<string>> {
  const names = new Set<string>();
  const tailStart = Math.max(0, reader.size - LONGEST_ZIP_END);
  const tail = (await reader.upTo(tailStart, LONGEST_ZIP_END)).slice();
  let end = tail.length - 22;
  while (end >= 0 && !has(tail, end, 'PK\x05\x06')) end--;
  if (end < 0) return names;
  const length = Math.min(uint32(tail, end + 12, true), LONGEST_DIRECTORY);
  const directory = await reader.upTo(uint32(tail, end + 16, true), length);
  for (let offset = 0; offset + 46 <= directory.length && has(directory, offset, 'PK\x01\x02');) {
    const nameLength = uint16(directory, offset + 28, true);
    const extra = uint16(directory, offset + 30, true) + uint16(directory, offset + 32, true);
    names.add(latin1(directory.subarray(offset + 46, offset + 46 + nameLength)).toLowerCase());
    offset += 46 + nameLength + extra;
  }
  return names;
}
