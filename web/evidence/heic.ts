/**
 * HEIC and AVIF (HEIF, ISO/IEC 23008-12; boxes of ISO/IEC 14496-12, 8.11): what their EXIF and XMP tell, where these lie in one piece. Never
 * cleaned: items refer to each other in more ways than can be mended here.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import { readExif } from './exif.ts';
import type { Findings } from './findings.ts';
import { has, latin1, Obstructed, uint16, uint32, uint64, type Bytes, type Reader } from './reader.ts';
import { readXmp } from './xmp.ts';

const MOST_BOXES = 1000;
const MOST_ITEMS = 10_000;
const LONGEST_META = 4_194_304;
const LONGEST_ITEM = 1_048_576;
/** Items of EXIF and XMP that are read. */
const MOST_READ = 8;

type Box = { type: string; data: Bytes };
type Place = { offset: number; length: number };

export function examineHeic(file: Blob): Promise<Examined> {
  return attempt('heic', file, async (reader, findings) => {
    const meta = await metaOf(reader);
    if (meta) await readItems(reader, meta, findings);
    return 'format';
  });
}

/** The content of the first `meta` box, behind its version and flags. */
async function metaOf(reader: Reader): Promise<Bytes | null> {
  let offset = 0;
  for (let count = 0; count < MOST_BOXES && offset + 8 <= reader.size; count++) {
    const head = await reader.upTo(offset, 16);
    const short = uint32(head, 0);
    const length = short === 1 ? uint64(head, 8) : short === 0 ? reader.size - offset : short;
    if (length < 8) return null;
    if (has(head, 4, 'meta') && short > 12)
      return (await reader.upTo(offset + 12, Math.min(length - 12, LONGEST_META))).slice();
    offset += length;
  }
  return null;
}

function boxesOf(bytes: Bytes): Box[] {
  const boxes: Box[] = [];
  for (let offset = 0; offset + 8 <= bytes.length && boxes.length < MOST_ITEMS;) {
    const length = uint32(bytes, offset);
    if (length < 8) break;
    boxes.push({
      type: latin1(bytes.subarray(offset + 4, offset + 8)),
      data: bytes.subarray(offset + 8, offset + length),
    });
    offset += length;
  }
  return boxes;
}

async function readItems(reader: Reader, meta: Bytes, findings: Findings): Promise<void> {
  const boxes = boxesOf(meta);
  const info = boxes.find(({ type }) => type === 'iinf')?.data;
  const location = boxes.find(({ type }) => type === 'iloc')?.data;
  if (info === undefined || location === undefined) return;
  const places = placesOf(location);
  let count = 0;
  for (const { type, data } of boxesOf(info.subarray(info[0] === 0 ? 6 : 8))) {
    // "infe": id and protection, then what it is; of a MIME item a name, closed by NUL, and the type.
    if (type !== 'infe' || (data[0] !== 2 && data[0] !== 3)) continue;
    const wide = data[0] === 3 ? 2 : 0;
    const id = wide === 2 ? uint32(data, 4) : uint16(data, 4);
    const isExif = has(data, 8 + wide, 'Exif');
    const isXmp =
      has(data, 8 + wide, 'mime') && latin1(data.subarray(12, 200)).includes('application/rdf+xml');
    const place = places.get(id);
    if ((!isExif && !isXmp) || count++ >= MOST_READ) continue;
    const bytes = place && (await reader.upTo(place.offset, Math.min(place.length, LONGEST_ITEM)));
    if (bytes === undefined || bytes.length < 4) findings.add('unknown-part', isExif ? 'Exif' : 'XMP');
    else if (isXmp) readXmp(bytes, findings);
    // A.2.1: four bytes say how many more there are before the EXIF.
    else readExif(bytes.subarray(4 + uint32(bytes, 0)), findings);
  }
}

/** 8.11.3: of items that lie in the file in one piece. */
function placesOf(bytes: Bytes): Map<number, Place> {
  const places = new Map<number, Place>();
  const version = bytes[0] ?? 0;
  const sizes = uint16(bytes, 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  let at = 6;
  const take = (size: number) => {
    const value =
      size === 0
        ? 0
        : size === 2
          ? uint16(bytes, at)
          : size === 4
            ? uint32(bytes, at)
            : size === 8
              ? uint64(bytes, at)
              : null;
    if (value === null) throw new Obstructed('format');
    at += size;
    return value;
  };
  let total = 0;
  const count = take(version < 2 ? 2 : 4);
  for (let item = 0; item < count && item < MOST_ITEMS; item++) {
    const id = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    // Data that lie in another file.
    const reference = take(2);
    const base = take(baseSize);
    const extents = take(2);
    // Where their sizes are zero, a few bytes could claim millions of them.
    if ((total += extents) > MOST_ITEMS) throw new Obstructed('too-complex');
    for (let extent = 0; extent < extents; extent++) {
      take(indexSize);
      const offset = base + take(offsetSize);
      const length = take(lengthSize);
      if (extents === 1 && method === 0 && reference === 0) places.set(id, { offset, length });
    }
  }
  return places;
}
