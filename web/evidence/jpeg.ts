/**
 * JPEG (ITU-T T.81, annex B; JFIF in T.871; EXIF, XMP, ICC and MPF in their segments). Kept are tables, frames and scans as they are, and a new
 * head: JFIF without its thumbnail, orientation, colours. Does not look into the compressed picture itself, nor for what is hidden in its pixels.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import { JpegHead } from './jpeg-head.ts';
import { Pieces } from './pieces.ts';
import { ascii, Obstructed, uint16, type Bytes, type Reader } from './reader.ts';
import { tellTrailer } from './trailer.ts';

/** Progressive pictures have about ten scans, profiles and XMP up to 255 segments each. */
const MOST_SEGMENTS = 10_000;
const MOST_FILLS = 4096;

const SOS = 0xda;
const EOI = 0xd9;
/** Tables, intervals and number of lines. */
const TABLES = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd]);
/** Frames of all processes but the hierarchical one, whose segments no program reads. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcb]);

type Segment = { marker: number; start: number; end: number };

export function examineJpeg(file: Blob): Promise<Examined> {
  return attempt('jpeg', file, async (reader, findings) => {
    const head = new JpegHead(reader, findings);
    const picture = new Pieces(file);
    let offset = 2;
    let frames = 0;
    let scans = 0;
    for (let count = 0; ; count++) {
      if (count > MOST_SEGMENTS) return 'too-complex';
      const { marker, start, end } = await nextSegment(reader, offset);
      offset = end;
      if (marker === EOI) break;
      if (marker >= 0xe0 && marker <= 0xef) await head.take(marker, start + 4, end, frames === 0);
      else if (marker === 0xfe) await head.takeComment(start + 4, end);
      else if (!TABLES.has(marker) && !FRAMES.has(marker) && marker !== SOS) return 'unknown-part';
      else picture.keep(start, end);
      if (FRAMES.has(marker)) frames++;
      if (marker !== SOS) continue;
      scans++;
      offset = await scanEnd(reader, end);
      picture.keep(end, offset);
    }
    if (frames !== 1 || scans === 0) return 'damaged';
    await tellTrailer(reader, offset, findings);
    const segments = head.segments();
    const cleaned = joined(file, ascii('\xff\xd8'), ...segments, picture, ascii('\xff\xd9'));
    return () => Promise.resolve(cleaned);
  });
}

/** The segment at this place or, with fill bytes in front, behind it (B.1.1.2). A picture that was cut off ends where the file does. */
async function nextSegment(reader: Reader, from: number): Promise<Segment> {
  let start = from;
  for (; ; start++) {
    const [first, second] = await reader.upTo(start, 2);
    if (first === undefined || (first === 0xff && second === undefined)) {
      return { marker: EOI, start, end: reader.size };
    }
    if (first !== 0xff) throw new Obstructed('damaged');
    if (second !== 0xff) break;
    if (start - from > MOST_FILLS) throw new Obstructed('too-complex');
  }
  const marker = uint16(await reader.bytes(start, 2), 0) & 255;
  if (marker === EOI) return { marker, start, end: start + 2 };
  // Markers without a segment have no place here, but in scans: restarts.
  if (marker < 2 || (marker >= 0xd0 && marker <= 0xd8)) throw new Obstructed('damaged');
  const length = uint16(await reader.bytes(start + 2, 2), 0);
  const end = start + 2 + length;
  if (length < 2 || end > reader.size) throw new Obstructed('damaged');
  return { marker, start, end };
}

/** Where the entropy-coded bytes that begin there end, restarts included (B.1.1.5): before the next marker or its fill bytes. */
async function scanEnd(reader: Reader, from: number): Promise<number> {
  for (let offset = from; ;) {
    // Two bytes at least, but where the file ends: a marker may lie across two reads.
    const pair = await reader.upTo(offset, 2);
    if (pair.length < 2) return pair[0] === 0xff ? offset : offset + pair.length;
    const bytes = await reader.some(offset);
    let at = bytes.indexOf(0xff);
    while (at !== -1 && at + 1 < bytes.length) {
      const next = bytes[at + 1] ?? 0;
      if (next !== 0 && (next < 0xd0 || next > 0xd7)) return offset + at;
      at = bytes.indexOf(0xff, at + 2);
    }
    offset += at === -1 ? bytes.length : at;
  }
}

function joined(file: Blob, ...parts: (Bytes | Pieces)[]): Blob {
  return new Blob(
    parts.map((part) => (part instanceof Pieces ? part.blob() : part)),
    { type: file.type },
  );
}
