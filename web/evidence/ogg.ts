/**
 * Vorbis, Opus and Theora in Ogg (RFC 3533; Xiph's "Vorbis I", A; RFC 7845, 3 and 5; "Theora", A): the comments are emptied, on as many pages
 * as they had, so that no later page changes. Other streams that hold no sound or pictures go with all their pages.
 *
 * The random number of a stream stays: it is on every page, and with it every page's checksum would have to be new.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { Pieces } from './pieces.ts';
import { concat, has, latin1, Obstructed, uint32, type Bytes, type Reader } from './reader.ts';
import { tellComments } from './vorbis-comment.ts';

const MOST_PAGES = 3_000_000;
const MOST_STREAMS = 64;
/** Comments may hold pictures. */
const LONGEST_HEADERS = 16_777_216;
const LONGEST_PAGE = 27 + 255 + 255 * 255;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

/** `magic`: before the comments; `end`: behind them; `more`: packets that follow before the sound; `stretches`: zeros may follow. */
type Codec = { starts: string; magic: string; end: readonly number[]; more: number; stretches: boolean };
const CODECS: readonly Codec[] = [
  { starts: '\x01vorbis', magic: '\x03vorbis', end: [1], more: 1, stretches: false },
  { starts: 'OpusHead', magic: 'OpusTags', end: [], more: 0, stretches: true },
  { starts: '\x80theora', magic: '\x81theora', end: [], more: 1, stretches: false },
];
/** Streams about other streams: Skeleton, CMML, Kate. */
const DISPENSABLE = ['fishead\0', 'CMML\0\0\0\0', '\x80kate\0\0\0'];

type Page = {
  at: number;
  end: number;
  flags: number;
  serial: number;
  sequence: number;
  lacing: Bytes;
  body: number;
};
/** A stream until its headers are over; `pages` are those of its headers without the first. */
type Stream = {
  codec: Codec | null;
  isOpen: boolean;
  pages: Page[];
  bodies: Bytes[];
  length: number;
  packets: number;
};

export function examineOgg(file: Blob): Promise<Examined> {
  return attempt('ogg', file, async (reader, findings) => {
    const streams = new Map<number, Stream>();
    const changed = new Map<number, Bytes>();
    const pieces: { page: Page; isKept: boolean }[] = [];
    const pages = new Pieces(file);
    const settled = () => [...streams.values()].every(({ isOpen }) => !isOpen);
    const write = () => {
      for (const { page, isKept } of pieces.splice(0)) {
        const bytes = changed.get(page.at);
        if (bytes) pages.add(bytes);
        else if (isKept) pages.keep(page.at, page.end);
      }
    };
    let count = 0;
    for (let at = 0; at < reader.size;) {
      const page = await pageAt(reader, at);
      if (page === null) {
        await tellRest(reader, at, findings);
        break;
      }
      if ((count += 1) > MOST_PAGES) throw new Obstructed('too-complex');
      const stream = streams.get(page.serial);
      if (page.flags & FIRST) {
        if (streams.size === MOST_STREAMS) throw new Obstructed('too-complex');
        // A chain begins anew with a number of its own (RFC 3533, 4).
        if (stream) throw new Obstructed('damaged');
        streams.set(page.serial, begin(await reader.bytes(page.body, page.end - page.body), findings));
      } else if (stream === undefined) throw new Obstructed('damaged');
      else if (stream.isOpen) {
        if (await continued(reader, stream, page)) {
          for (const [from, bytes] of rewritten(stream, findings)) changed.set(from, bytes);
        }
      }
      pieces.push({ page, isKept: streams.get(page.serial)?.codec !== null });
      if (settled()) write();
      else if (pieces.length > 65536) throw new Obstructed('too-complex');
      at = page.end;
    }
    if (!settled()) return 'damaged';
    return [...streams.values()].some(({ codec }) => codec !== null)
      ? () => Promise.resolve(pages.blob())
      : 'unknown-part';
  });
}

/** RFC 3533, 6. Null where none is. */
async function pageAt(reader: Reader, at: number): Promise<Page | null> {
  const head = await reader.upTo(at, 27 + 255);
  const segments = head[26] ?? 0;
  if (head.length < 27 + segments || !has(head, 0, 'OggS\0')) return null;
  const lacing = head.slice(27, 27 + segments);
  const body = at + 27 + segments;
  const end = lacing.reduce((sum, length) => sum + length, body);
  if (end > reader.size) return null;
  return {
    at,
    end,
    flags: head[5] ?? 0,
    serial: uint32(head, 14, true),
    sequence: uint32(head, 18, true),
    lacing,
    body,
  };
}

function begin(first: Uint8Array, findings: Findings): Stream {
  const codec = CODECS.find(({ starts }) => has(first, 0, starts)) ?? null;
  if (codec === null) {
    if (!DISPENSABLE.some((starts) => has(first, 0, starts))) throw new Obstructed('unknown-part');
    findings.add('unknown-part', '');
  }
  return { codec, isOpen: codec !== null, pages: [], bodies: [], length: 0, packets: 0 };
}

/** Whether the headers end with this page. Throws `Obstructed`. */
async function continued(reader: Reader, stream: Stream, page: Page): Promise<boolean> {
  stream.length += page.end - page.body;
  if (stream.length > LONGEST_HEADERS || stream.pages.length > 4096) throw new Obstructed('too-complex');
  stream.pages.push(page);
  stream.bodies.push((await reader.bytes(page.body, page.end - page.body)).slice());
  stream.packets += page.lacing.filter((length) => length < 255).length;
  const wanted = 1 + (stream.codec?.more ?? 0);
  if (stream.packets < wanted) return false;
  // Sound begins with a page of its own (Vorbis I, A.2; RFC 7845, 3).
  if (stream.packets > wanted || page.lacing.at(-1) === 255) throw new Obstructed('damaged');
  stream.isOpen = false;
  return true;
}

/** The pages of the headers with emptied comments, by where they were. */
function rewritten({ codec, pages, bodies }: Stream, findings: Findings): [number, Bytes][] {
  if (codec === null) return [];
  const packets = split(pages, concat(...bodies));
  const [comments, ...more] = packets;
  if (comments === undefined || !has(comments, 0, codec.magic)) throw new Obstructed('damaged');
  tellComments(comments.subarray(codec.magic.length), findings);
  const empty = concat(comments.slice(0, codec.magic.length), new Uint8Array(8), new Uint8Array(codec.end));
  // A page has one segment at least.
  const stretched = codec.stretches ? Math.max(empty.length, 255 * (pages.length - 1)) : empty.length;
  const parts = [concat(empty, new Uint8Array(stretched - empty.length)), ...more];
  const lacing = parts.flatMap(({ length }) => [
    ...new Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  if (lacing.length < pages.length) throw new Obstructed('too-complex');
  return paginate(pages, lacing, concat(...parts));
}

function split(pages: readonly Page[], bytes: Bytes): Bytes[] {
  const packets: Bytes[] = [];
  let start = 0;
  let end = 0;
  for (const length of pages.flatMap(({ lacing }) => [...lacing])) {
    end += length;
    if (length === 255) continue;
    packets.push(bytes.subarray(start, end));
    start = end;
  }
  return packets;
}

/** As many segments on each page as fit, but one at least for every page that follows. */
function paginate(pages: readonly Page[], lacing: readonly number[], bytes: Bytes): [number, Bytes][] {
  let segment = 0;
  let from = 0;
  return pages.map((page, index) => {
    const isContinued = segment > 0 && lacing[segment - 1] === 255;
    const next = Math.min(segment + 255, lacing.length - (pages.length - 1 - index));
    const mine = lacing.slice(segment, next);
    const to = mine.reduce((sum, length) => sum + length, from);
    const head = new Uint8Array(27);
    const view = new DataView(head.buffer);
    head.set([0x4f, 0x67, 0x67, 0x53, 0, (isContinued ? CONTINUED : 0) | (page.flags & LAST)]);
    // A page on which no packet ends has no place in time (6).
    const ends = mine.some((length) => length < 255);
    view.setBigInt64(6, ends ? 0n : -1n, true);
    view.setUint32(14, page.serial, true);
    view.setUint32(18, page.sequence, true);
    head[26] = mine.length;
    const whole = concat(head, new Uint8Array(mine), bytes.subarray(from, to));
    new DataView(whole.buffer).setUint32(22, crc(whole), true);
    segment = next;
    from = to;
    return [page.at, whole];
  });
}

/** CRC-32 with polynomial 0x04c11db7 from 0, the highest bit first (6). */
function crc(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value >>> 0;
}

/** Behind the last page, which is nothing to speak of where it is zeros, or a page that is cut off. Throws `Obstructed` before more pages. */
async function tellRest(reader: Reader, at: number, findings: Findings): Promise<void> {
  const rest = await reader.upTo(at, LONGEST_PAGE);
  if (latin1(rest.subarray(1)).includes('OggS\0')) throw new Obstructed('damaged');
  if (!has(rest, 0, 'OggS') && rest.some((byte) => byte !== 0)) findings.add('unknown-part', '');
}
