/**
 * PNG and APNG (W3C, Portable Network Graphics, third edition, sections 5, 11 and 12). Kept are the chunks that the picture is made of and shown
 * by; of pHYs the shape of a pixel, of eXIf the orientation. Does not look into the compressed picture.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import { orientationExif, readExif } from './exif.ts';
import type { Findings } from './findings.ts';
import { Pieces } from './pieces.ts';
import { chunk, cleanIccp } from './png-chunk.ts';
import { readPngText } from './png-text.ts';
import { latin1, Obstructed, uint16, uint32, type Bytes, type Reader } from './reader.ts';
import { tellTrailer } from './trailer.ts';

const SIGNATURE = 8;
/** An honest picture has one for each 8 KiB or more. */
const MOST_CHUNKS = 131_072;
/** Chunks that are looked into; the rest is only named. */
const MOST_READ = 50;
const LONGEST_READ_CHUNK = 1_048_576;

/** Before the pixels, once each: bytes of the shortest and longest. */
const SMALL: Record<string, readonly [number, number]> = {
  PLTE: [3, 768],
  tRNS: [1, 256],
  cHRM: [32, 32],
  gAMA: [4, 4],
  sBIT: [1, 4],
  sRGB: [1, 1],
  cICP: [4, 4],
  mDCV: [24, 24],
  cLLI: [8, 8],
  mDCv: [24, 24],
  cLLi: [8, 8],
  bKGD: [1, 6],
  acTL: [8, 8],
  IHDR: [13, 13],
  pHYs: [9, 9],
};

type Chunk = { type: string; start: number; end: number; data: number; length: number };

export function examinePng(file: Blob): Promise<Examined> {
  return attempt('png', file, async (reader, findings) => {
    const before: Bytes[] = [];
    const picture = new Pieces(file);
    const seen = new Set<string>();
    let orientation: number | null = null;
    let offset = SIGNATURE;
    let reads = 0;
    for (let count = 0; !seen.has('IEND'); count++) {
      if (count > MOST_CHUNKS) return 'too-complex';
      const part = await nextChunk(reader, offset);
      const { type, start, end } = part;
      if ((count === 0) !== (type === 'IHDR')) return 'damaged';
      offset = end;
      const isFirst = !seen.has(type);
      seen.add(type);
      // Frames without an animation, or of another length than they have, would be a place to hide something.
      const isFrame = (type === 'fcTL' && part.length === 26) || (type === 'fdAT' && part.length >= 4);
      if (type === 'IDAT' || type === 'IEND' || (isFrame && seen.has('acTL'))) picture.keep(start, end);
      else if (isFirst && !seen.has('IDAT') && fits(part)) before.push(...(await small(reader, part)));
      else if (isCritical(type)) return SMALL[type] ? 'damaged' : 'unknown-part';
      else if (type === 'iCCP' && isFirst && !seen.has('IDAT'))
        before.push(...(await cleanIccp(await dataOf(reader, part), findings)));
      else if (reads++ < MOST_READ && part.length <= LONGEST_READ_CHUNK) {
        const told = await tell(type, await dataOf(reader, part), findings);
        if (type === 'eXIf') orientation ??= told;
      } else findings.add('unknown-part', type);
    }
    if (!seen.has('IDAT')) return 'damaged';
    await tellTrailer(reader, offset, findings);
    const [header, ...rest] = before;
    if (orientation !== null && orientation > 1) rest.unshift(chunk('eXIf', orientationExif(orientation)));
    const head = [file.slice(0, SIGNATURE), ...(header ? [header] : []), ...rest];
    const cleaned = new Blob([...head, picture.blob()], { type: file.type });
    return () => Promise.resolve(cleaned);
  });
}

async function nextChunk(reader: Reader, start: number): Promise<Chunk> {
  const head = await reader.bytes(start, 8);
  const length = uint32(head, 0);
  const type = latin1(head.subarray(4));
  const end = start + 12 + length;
  if (!/^[A-Za-z]{4}$/.test(type) || end > reader.size) throw new Obstructed('damaged');
  return { type, start, end, data: start + 8, length };
}

/** 5.4: programs that do not know it cannot show the picture. */
function isCritical(type: string): boolean {
  return /^[A-Z]/.test(type);
}

function fits({ type, length }: Chunk): boolean {
  const [shortest, longest] = SMALL[type] ?? [1, 0];
  return length >= shortest && length <= longest;
}

async function dataOf(reader: Reader, { data, length }: Chunk): Promise<Bytes> {
  // The window has the next chunks too.
  return (await reader.bytes(data, length)).slice();
}

/** With its check sum calculated anew; of pHYs (11.3.4.3) the unit is left out, and all of it where pixels are square. */
async function small(reader: Reader, part: Chunk): Promise<Bytes[]> {
  const data = await dataOf(reader, part);
  if (part.type !== 'pHYs') return [chunk(part.type, data)];
  if (uint32(data, 0) === uint32(data, 4)) return [];
  data[8] = 0;
  return [chunk(part.type, data)];
}

/** What a chunk tells that is not kept. Gives the orientation, null where it tells none. */
async function tell(type: string, data: Bytes, findings: Findings): Promise<number | null> {
  if (type === 'eXIf') return readExif(data, findings);
  if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') await readPngText(type, data, findings);
  else if (type === 'tIME' && data.length === 7) findings.add('time', timeOf(data));
  else if (type === 'caBX') findings.add('history', 'C2PA');
  else findings.add('unknown-part', type);
  return null;
}

/** 11.3.5.1 */
function timeOf(data: Bytes): string {
  const [month, day, hour, minute, second] = Array.from(data.subarray(2), (part) =>
    String(part).padStart(2, '0'),
  );
  return `${uint16(data, 0)}-${month}-${day} ${hour}:${minute}:${second}, UTC`;
}
