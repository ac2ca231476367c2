/**
 * WebP (RFC 9649, section 2). Kept are the chunks of which the picture and its animation are made, the colour profile and, of EXIF, the
 * orientation; the flags of VP8X say what is there then. Does not look into the compressed picture.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import { orientationExif, readExif } from './exif.ts';
import type { Findings } from './findings.ts';
import { cleanIcc } from './icc.ts';
import { Pieces } from './pieces.ts';
import { ascii, concat, latin1, numberBytes, Obstructed, uint32, type Bytes, type Reader } from './reader.ts';
import { tellTrailer } from './trailer.ts';
import { readXmp } from './xmp.ts';

const MOST_CHUNKS = 16_384;
const MOST_READ = 16;
const LONGEST_EXIF = 1_048_576;
const LONGEST_PROFILE = 16_777_216;
/** Of ANMF, before the chunks of its frame. */
const FRAME_HEADER = 16;
const PICTURE = new Set(['VP8 ', 'VP8L', 'ALPH']);

/** Flags of VP8X (2.7). Transparency is left as it was. */
const ICC = 0x20;
const ALPHA = 0x10;
const EXIF = 0x08;
const ANIMATION = 0x02;

type Chunk = { type: string; start: number; data: number; length: number };

export function examineWebp(file: Blob): Promise<Examined> {
  return attempt('webp', file, async (reader, findings) => {
    const end = 8 + uint32(await reader.bytes(0, 12), 4, true);
    if (end > reader.size) return 'damaged';
    const chunks = await chunksOf(reader, 12, end);
    const extended = chunks[0]?.type === 'VP8X' ? chunks[0] : null;
    const picture = new Pieces(file);
    const parts: Bytes[] = [];
    const seen = new Set<string>();
    let orientation: number | null = null;
    let reads = 0;
    for (const chunk of chunks) {
      const { type, data, length } = chunk;
      const isFirst = !seen.has(type);
      if (chunk === extended) continue;
      // Without VP8X there is one chunk, and what follows it is not looked at.
      if (extended ? PICTURE.has(type) && isFirst : chunk === chunks[0] && type.startsWith('VP8'))
        keep(picture, chunk);
      else if (extended && type === 'ANMF') await keepFrame(reader, picture, chunk, findings);
      else if (extended && type === 'ANIM' && isFirst && length === 6) {
        parts.push(concat(ascii('ANIM'), numberBytes(6, 4, true), (await reader.bytes(data, 6)).slice()));
      } else if (extended && type === 'ICCP' && isFirst && length <= LONGEST_PROFILE) {
        const profile = cleanIcc(await reader.bytes(data, length), findings);
        if (profile === null) continue;
        parts.unshift(written('ICCP', profile));
      } else if (reads++ < MOST_READ && (type === 'EXIF' || type === 'XMP ')) {
        const bytes = await reader.bytes(data, Math.min(length, LONGEST_EXIF));
        if (type === 'XMP ') readXmp(bytes, findings);
        else orientation ??= readExif(bytes, findings);
        continue;
      } else {
        findings.add('unknown-part', type);
        continue;
      }
      seen.add(type);
    }
    if (picture.size === 0) return 'damaged';
    await tellTrailer(reader, end, findings);
    const exif =
      extended && (orientation ?? 1) > 1 ? [written('EXIF', orientationExif(orientation ?? 1))] : [];
    const head = extended ? [await header(reader, extended, seen, exif.length > 0), ...parts] : [];
    const length = [...head, ...exif].reduce((sum, part) => sum + part.length, 4 + picture.size);
    const riff = concat(ascii('RIFF'), numberBytes(length, 4, true), ascii('WEBP'));
    const cleaned = new Blob([riff, ...head, picture.blob(), ...exif], { type: file.type });
    return () => Promise.resolve(cleaned);
  });
}

async function chunksOf(reader: Reader, from: number, end: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let start = from; start < end;) {
    if (chunks.length >= MOST_CHUNKS) throw new Obstructed('too-complex');
    const head = await reader.bytes(start, 8);
    const length = uint32(head, 4, true);
    if (start + 8 + length > end) throw new Obstructed('damaged');
    chunks.push({ type: latin1(head.subarray(0, 4)), start, data: start + 8, length });
    start += 8 + length + (length & 1);
  }
  return chunks;
}

/** The byte that makes it even is ours. */
function keep(picture: Pieces, { start, length }: Chunk): void {
  picture.keep(start, start + 8 + length);
  if (length & 1) picture.add(new Uint8Array(1));
}

async function keepFrame(reader: Reader, picture: Pieces, frame: Chunk, findings: Findings): Promise<void> {
  const from = frame.data + FRAME_HEADER;
  const all = frame.length < FRAME_HEADER ? [] : await chunksOf(reader, from, frame.data + frame.length);
  const kept = new Map<string, Chunk>();
  for (const chunk of all) {
    if (PICTURE.has(chunk.type) && !kept.has(chunk.type)) kept.set(chunk.type, chunk);
    else findings.add('unknown-part', chunk.type);
  }
  if (kept.size === 0) throw new Obstructed('damaged');
  const length = [...kept.values()].reduce(
    (sum, chunk) => sum + 8 + chunk.length + (chunk.length & 1),
    FRAME_HEADER,
  );
  picture.add(concat(ascii('ANMF'), numberBytes(length, 4, true))).keep(frame.data, from);
  for (const chunk of kept.values()) keep(picture, chunk);
}

/** VP8X for what is there now; reserved bits are zero. */
async function header(
  reader: Reader,
  { data, length }: Chunk,
  seen: Set<string>,
  hasExif: boolean,
): Promise<Bytes> {
  if (length !== 10) throw new Obstructed('damaged');
  const bytes = (await reader.bytes(data, length)).slice();
  const alpha = (bytes[0] ?? 0) & ALPHA;
  bytes[0] = alpha | (seen.has('ICCP') ? ICC : 0) | (hasExif ? EXIF : 0) | (seen.has('ANIM') ? ANIMATION : 0);
  return written('VP8X', concat(bytes.subarray(0, 1), new Uint8Array(3), bytes.subarray(4)));
}

function written(type: string, data: Bytes): Bytes {
  return concat(ascii(type), numberBytes(data.length, 4, true), data, new Uint8Array(data.length & 1));
}
