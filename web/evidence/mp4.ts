/**
 * Films and sound in boxes: MP4, M4A, M4V, 3GP (ISO/IEC 14496-12:2022, ISO/IEC 14496-14, 3GPP TS 26.244) and QuickTime's MOV.
 *
 * The cleaned file is as long as the original up to its last needed byte, and every needed byte is where it was: the index is cleaned in
 * place, and whatever is not a sample of a kept track is zeros. Fragmented files too. Does not decode pictures or sound; what encoders
 * write into them is looked for within bounds (mp4-streams.ts).
 *
 * @module
 */
import { attempt } from './attempt.ts';
import { Boxes, type Box } from './boxes.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { clean, cleanMovie, type Track } from './mp4-index.ts';
import { SILENT } from './mp4-policy.ts';
import { MOST_SAMPLES, samplesOfFragment, type Run, type Samples } from './mp4-samples.ts';
import { patchesFor, tellSamples, type Patch } from './mp4-streams.ts';
import { tell } from './mp4-tags.ts';
import { Pieces } from './pieces.ts';
import { latin1, Obstructed, uint16, uint32, uint64, type Bytes, type Reader } from './reader.ts';

/** A fragmented film of several hours. */
const MOST_PARTS = 20_000;
/** Bytes of all fragments' indexes, which are kept in memory. */
const MOST_FRAGMENTS = 33_554_432;
/** Of what is not kept, so much is looked at. */
const LONGEST_LOOK = 1_048_576;

/** Places between samples that are looked at. */
const MOST_GAPS = 64;

/** Brands of formats. Others are those of makers of cameras, or say which version of which. */
const BRANDS =
  /^(isom|iso[2-9]|mp4[12]|avc1|hvc1|hev1|av01|dash|msdh|msix|cmfc|cmf2|cmfs|iso5|qt {2}|M4[AVB] |3g[p2r][1-9a-h]|3gp\d|mmp4|f4v |dby1|iods)$/;

export function examineMp4(file: Blob): Promise<Examined> {
  return attempt('mp4', file, async (reader, findings) => {
    const film = await partsOf(reader, findings);
    const moov = film.parts.filter(({ type }) => type === 'moov');
    const [only] = moov;
    if (only === undefined || moov.length > 1) throw new Obstructed('damaged');
    const index = new Boxes((await reader.bytes(only.at, only.end - only.at)).slice());
    const tracks = cleanMovie(index, film.isIso, findings);
    film.changed.set(only.at, index.bytes);
    await fragments(reader, film, defaultLengths(index), tracks, findings);
    const patches: Patch[] = [];
    for (const track of tracks) {
      if (track.isKept) patches.push(...(await patchesFor(reader, track, findings)));
      else await tellSamples(reader, track, findings);
    }
    const runs = tracks.flatMap(({ isKept, samples }) => (isKept ? samples.runs : []));
    const gone = tracks.flatMap(({ isKept, samples }) => (isKept ? [] : samples.runs));
    const kept = ranges(runs, film.parts);
    const pieces = await assemble(reader, film, kept, patches, findings);
    await tellGaps(reader, kept, new Set(gone.map(({ start }) => start)), film.parts, findings);
    return () => Promise.resolve(pieces.blob());
  });
}

type Film = { parts: Box[]; isIso: boolean; changed: Map<number, Bytes> };

/** The boxes of the file itself. What is behind the last one is no part of it. */
async function partsOf(reader: Reader, findings: Findings): Promise<Film> {
  const film: Film = { parts: [], isIso: false, changed: new Map() };
  for (let at = 0; at < reader.size;) {
    const head = await reader.upTo(at, 16);
    const short = head.length < 8 ? -1 : uint32(head, 0);
    const header = short === 1 ? 16 : 8;
    const type = latin1(head.subarray(4, 8));
    const length =
      short === 1 && head.length === 16 ? uint64(head, 8) : short === 0 ? reader.size - at : short;
    const isBox = length >= header && at + length <= reader.size && /^[\x20-\x7e\xa9]{4}$/.test(type);
    if (!isBox) {
      // A film whose end is missing, and not something behind a whole one.
      if (['mdat', 'moov', 'moof'].includes(type)) throw new Obstructed('damaged');
      findings.add('unknown-part', '');
      break;
    }
    if (film.parts.length === MOST_PARTS) throw new Obstructed('too-complex');
    film.parts.push({ type, at, body: at + header, end: at + length });
    if (type === 'ftyp' || type === 'styp') {
      const bytes = (await reader.bytes(at, Math.min(length, 4096))).slice();
      if (bytes.length !== length || length % 4 !== 0 || header !== 8) throw new Obstructed('damaged');
      cleanBrands(bytes, findings);
      film.isIso ||= type === 'ftyp' && !latin1(bytes).includes('qt  ');
      film.changed.set(at, bytes);
    } else if (type === 'sidx' && length <= LONGEST_LOOK) {
      // Numbers only, for seeking (8.16.3); all the rest of its length would be something else.
      const bytes = (await reader.bytes(at, length)).slice();
      const entries = header + ((bytes[header] ?? 0) === 0 ? 20 : 28);
      bytes.fill(0, entries + 4 + 12 * uint16(bytes, entries + 2));
      film.changed.set(at, bytes);
    }
    at += length;
  }
  return film;
}

/** The major brand, its version, and brands that fit too (4.3). */
function cleanBrands(bytes: Bytes, findings: Findings): void {
  bytes.fill(0, 12, 16);
  for (let at = 8; at + 4 <= bytes.length; at += 4) {
    const brand = latin1(bytes.subarray(at, at + 4));
    if (at === 12 || brand === '\0\0\0\0' || BRANDS.test(brand)) continue;
    findings.add('identifier', brand);
    bytes.set([0x69, 0x73, 0x6f, 0x6d], at);
  }
}

/** By track: `trex`, 8.8.3. */
function defaultLengths(boxes: Boxes): Map<number, number> {
  const mvex = boxes.find(boxes.root, 'mvex');
  const trex = mvex === null ? [] : boxes.in(mvex).filter(({ type }) => type === 'trex');
  return new Map(trex.map((box) => [boxes.uint32(box.body + 4, box), boxes.uint32(box.body + 16, box)]));
}

async function fragments(
  reader: Reader,
  film: Film,
  usual: Map<number, number>,
  tracks: Track[],
  findings: Findings,
): Promise<void> {
  const more = new Map<Track, Samples[]>();
  let total = 0;
  let left = MOST_SAMPLES;
  for (const part of film.parts.filter(({ type }) => type === 'moof')) {
    if ((total += part.end - part.at) > MOST_FRAGMENTS) throw new Obstructed('too-complex');
    const boxes = new Boxes((await reader.bytes(part.at, part.end - part.at)).slice());
    for (const traf of boxes.in(boxes.root).filter(({ type }) => type === 'traf')) {
      const tfhd = boxes.find(traf, 'tfhd');
      const id = tfhd && boxes.uint32(tfhd.body + 4, tfhd);
      const track = tracks.find((one) => one.id === id);
      if (track === undefined || id === null) throw new Obstructed('damaged');
      const samples = samplesOfFragment(boxes, traf, part.at, usual.get(id) ?? 0, left);
      left -= samples.count;
      const list = more.get(track);
      if (list) list.push(samples);
      else more.set(track, [samples]);
      if (!track.isKept) boxes.erase(traf);
    }
    clean(boxes, boxes.root, findings);
    film.changed.set(part.at, boxes.bytes);
  }
  for (const [track, list] of more) join(track, list);
}

/** As if all were one track of one index; decoding can begin with each fragment. */
function join(track: Track, list: readonly Samples[]): void {
  const lengths: number[] = [];
  const runs: Run[] = [];
  const sync: number[] = [];
  for (const samples of [track.samples, ...list]) {
    sync.push(lengths.length);
    for (const run of samples.runs) {
      runs.push({ ...run, first: lengths.length });
      for (let index = run.first; index < run.first + run.count; index++) lengths.push(samples.length(index));
    }
  }
  track.samples = { runs, length: (index) => lengths[index] ?? 0 };
  track.sync = sync;
}

type Range = { start: number; end: number };

/** In order, without overlaps, each within one `mdat`. Throws `Obstructed` for samples that are anywhere else. */
function ranges(runs: readonly Run[], parts: readonly Box[]): Range[] {
  const merged: Range[] = [];
  const media = parts.filter(({ type }) => type === 'mdat');
  let inside = 0;
  for (const { start, end } of [...runs].sort((a, b) => a.start - b.start)) {
    if (start === end) continue;
    while ((media[inside]?.end ?? Infinity) <= start) inside++;
    const box = media[inside];
    if (box === undefined || start < box.body || end > box.end) throw new Obstructed('damaged');
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end && last.end > box.body) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

async function assemble(
  reader: Reader,
  { parts, changed }: Film,
  kept: readonly Range[],
  patches: Patch[],
  findings: Findings,
): Promise<Pieces> {
  const pieces = new Pieces(reader.file);
  patches.sort((a, b) => a.at - b.at);
  let range = 0;
  let patch = 0;
  const needed = (part: Box) => changed.has(part.at) || part.type === 'mdat';
  for (const part of parts.slice(0, parts.findLastIndex(needed) + 1)) {
    const bytes = changed.get(part.at);
    if (bytes) pieces.add(bytes);
    else if (part.type === 'mdat') {
      pieces.keep(part.at, part.body);
      for (let at = part.body; at < part.end;) {
        const next = kept[range];
        const start = Math.min(next?.start ?? part.end, part.end);
        pieces.zeros(start - at);
        at = start;
        if (next === undefined || next.start >= part.end) continue;
        for (; patch < patches.length; patch++) {
          const { at: from, bytes: instead } = patches[patch] ?? { at: Infinity, bytes: new Uint8Array(0) };
          if (from + instead.length > next.end) break;
          if (from < at) continue;
          pieces.keep(at, from).add(instead);
          at = from + instead.length;
        }
        pieces.keep(at, next.end);
        at = next.end;
        range++;
      }
    } else {
      await tellPart(reader, part, findings);
      const header = (await reader.bytes(part.at, part.body - part.at)).slice();
      header.set([0x66, 0x72, 0x65, 0x65], 4);
      pieces.add(header).zeros(part.end - part.body);
    }
  }
  for (const part of parts.slice(parts.findLastIndex(needed) + 1)) await tellPart(reader, part, findings);
  return pieces;
}

async function tellPart(reader: Reader, part: Box, findings: Findings): Promise<void> {
  const length = part.end - part.at;
  if (SILENT.includes(part.type) && part.type !== 'free' && part.type !== 'skip') return;
  if (part.type === 'sidx') return;
  if (length > LONGEST_LOOK) {
    const isFree = part.type === 'free' || part.type === 'skip';
    const look = await reader.upTo(part.body, LONGEST_LOOK);
    if (!isFree || look.some((byte) => byte !== 0)) findings.add('unknown-part', part.type);
    return;
  }
  try {
    const boxes = new Boxes((await reader.bytes(part.at, length)).slice());
    tell(boxes, boxes.root, findings);
  } catch (error) {
    if (!(error instanceof Obstructed)) throw error;
    findings.add('unknown-part', part.type);
  }
}

/** Bytes in `mdat` that no track claims, but for such as begin with samples of a track that goes. */
async function tellGaps(
  reader: Reader,
  kept: readonly Range[],
  gone: ReadonlySet<number>,
  parts: readonly Box[],
  findings: Findings,
): Promise<void> {
  const media = parts.filter(({ type }) => type === 'mdat');
  const starts = [...media.map(({ body }) => body), ...kept.map(({ end }) => end)].sort((a, b) => a - b);
  const ends = [...media.map(({ end }) => end), ...kept.map(({ start }) => start)].sort((a, b) => a - b);
  let looks = MOST_GAPS;
  for (const [index, start] of starts.entries()) {
    const end = ends[index] ?? start;
    if (end <= start || gone.has(start) || looks-- <= 0) continue;
    const look = await reader.upTo(start, Math.min(end - start, 4096));
    if (look.some((byte) => byte !== 0)) findings.add('unknown-part', '');
  }
}
