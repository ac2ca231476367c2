/**
 * Cleans the index of a film (`moov`) or of a fragment (`moof`) in memory: ISO/IEC 14496-12:2022, 8. Keeps what mp4-policy.ts lists,
 * without times, names and languages, and only tracks of pictures and sound: text, time codes and whatever a device noted by the
 * second go as whole tracks.
 *
 * @module
 */
import { Boxes, type Box } from './boxes.ts';
import { prefixLength } from './elementary.ts';
import type { Findings } from './findings.ts';
import { cleanEntry, isKnown, sampleEntries } from './mp4-codecs.ts';
import { ENTRIES, GROUPS, KEPT, LENGTHS, REPEATED } from './mp4-policy.ts';
import { packedLength, samplesOf, type Samples } from './mp4-samples.ts';
import { addTime, tell, tellName } from './mp4-tags.ts';
import { latin1, Obstructed, uint32, uint64 } from './reader.ts';

export type Track = {
  id: number;
  handler: string;
  codec: string;
  samples: Samples;
  /** Numbers of the samples with which decoding can begin; null for all. */
  sync: readonly number[] | null;
  /** Bytes before each unit of a sample of H.264 or HEVC, 0 for other codecs. */
  prefix: number;
  isHevc: boolean;
  isKept: boolean;
};

/** The tracks of `moov`, which is cleaned. `isIso`: not QuickTime. Throws `Obstructed`. */
export function cleanMovie(boxes: Boxes, isIso: boolean, findings: Findings): Track[] {
  const traks = boxes.in(boxes.root).filter(({ type }) => type === 'trak');
  if (boxes.find(boxes.root, 'cmov') !== null) throw new Obstructed('unknown-part');
  if (boxes.find(boxes.root, 'pssh') !== null) throw new Obstructed('encrypted');
  const chapters = traks.flatMap((trak) => referred(boxes, trak, 'chap'));
  const described = traks.map((trak) => describe(boxes, trak, isIso));
  const tracks = described.map(({ track }) => track);
  const hasFilm = tracks.some(({ handler, isKept }) => handler === 'vide' && isKept);
  for (const { trak, track, group } of described) {
    if (track.isKept) continue;
    // A cover, or a picture for each chapter.
    const isPicture =
      track.handler === 'vide' && (chapters.includes(track.id) || (STILLS.includes(track.codec) && hasFilm));
    const isOtherForm =
      group !== 0 &&
      described.some((one) => one.track.isKept && one.group === group && one.track.handler === track.handler);
    // The only pictures or sound of a film cannot be left out.
    if (['vide', 'soun'].includes(track.handler) && !isPicture && !isOtherForm)
      throw new Obstructed('unknown-part');
    tellTrack(boxes, trak, track, isPicture, findings);
    boxes.erase(trak);
  }
  if (!tracks.some(({ isKept }) => isKept)) throw new Obstructed('unknown-part');
  for (const { trak, track } of described) {
    if (!track.isKept) continue;
    for (const entry of sampleEntries(boxes, trak)) cleanEntry(boxes, entry, track.handler, isIso, findings);
  }
  clean(boxes, boxes.root, findings);
  return tracks;
}

/** What is not kept of `box` is told and erased; what is kept is cleaned. Throws `Obstructed`. */
export function clean(boxes: Boxes, box: Box, findings: Findings): void {
  const seen = new Set<string>();
  for (const child of boxes.in(box)) {
    const { type } = child;
    if (['senc', 'saiz', 'saio'].includes(type)) throw new Obstructed('encrypted');
    const isGroup = type === 'sgpd' || type === 'sbgp';
    if (!KEPT[box.type]?.includes(type) || (isGroup && !GROUPS.includes(groupOf(boxes, child)))) {
      // A group that is not known has numbers only, as a rule, and is no loss.
      if (!isGroup) tell(boxes, child, findings);
      boxes.erase(child);
      continue;
    }
    if (seen.has(type) && !REPEATED.includes(type)) throw new Obstructed('damaged');
    seen.add(type);
    if (type in KEPT) clean(boxes, child, findings);
    else cleanLeaf(boxes, child, findings);
  }
}

function groupOf({ bytes }: Boxes, { body }: Box): string {
  return latin1(bytes.subarray(body + 4, body + 8));
}

function cleanLeaf(boxes: Boxes, box: Box, findings: Findings): void {
  const { body, end, type } = box;
  const isLong = boxes.version(box) === 1;
  const length = LENGTHS[type]?.[isLong ? 1 : 0];
  if (length !== undefined) {
    if (body + length > end) throw new Obstructed('damaged');
    boxes.zero(body + length, end);
  }
  const entry = type === 'elst' ? (isLong ? 20 : 12) : ENTRIES[type];
  if (entry !== undefined) {
    const used = body + 8 + entry * boxes.uint32(body + 4, box);
    if (used > end) throw new Obstructed('damaged');
    boxes.zero(used, end);
  }
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    const width = isLong ? 8 : 4;
    for (const at of [body + 4, body + 4 + width])
      addTime(findings, isLong ? uint64(boxes.bytes, at) : uint32(boxes.bytes, at));
    boxes.zero(body + 4, body + 4 + 2 * width);
    // Where QuickTime noted what was last selected and shown.
    if (type === 'mvhd') boxes.zero(end - 28, end - 4);
    // `und`, in five bits for each letter (8.4.2.3): the language is that of the telephone.
    if (type === 'mdhd') boxes.bytes.set([0x55, 0xc4, 0, 0], body + (isLong ? 32 : 20));
  } else if (type === 'hdlr') {
    if (body + 24 > end) throw new Obstructed('damaged');
    tellName(boxes.slice(box), findings);
    boxes.zero(body + 12, end);
  } else if (type === 'vmhd') boxes.zero(body + 4, end);
  else if (type === 'dref') cleanReferences(boxes, box);
}

/** Samples that are in another file: its name, or its whole path. */
function cleanReferences(boxes: Boxes, dref: Box): void {
  for (const entry of boxes.in(dref, dref.body + 8)) {
    if (entry.type === '') boxes.erase(entry);
    else if ((boxes.uint32(entry.body, entry) & 1) === 0) throw new Obstructed('unknown-part');
    else boxes.zero(entry.body + 4, entry.end);
  }
}

function describe(boxes: Boxes, trak: Box, isIso: boolean): { trak: Box; track: Track; group: number } {
  const tkhd = boxes.find(trak, 'tkhd');
  const hdlr = boxes.find(trak, 'mdia', 'hdlr');
  if (tkhd === null || hdlr === null || hdlr.body + 12 > hdlr.end) throw new Obstructed('damaged');
  const isLong = boxes.version(tkhd) === 1;
  const handler = latin1(boxes.bytes.subarray(hdlr.body + 8, hdlr.body + 12));
  const entries = sampleEntries(boxes, trak);
  const isKept = isKnown(handler, entries);
  const [first] = entries;
  const least = handler === 'soun' && isKept && first ? packedLength(boxes, first, isIso) : 0;
  const setup = isKept && handler === 'vide' && first ? boxes.in(first, first.body + 78) : [];
  const avc = setup.find(({ type }) => type === 'avcC');
  const hevc = setup.find(({ type }) => type === 'hvcC');
  const stss = boxes.find(trak, 'mdia', 'minf', 'stbl', 'stss');
  const unit = avc ?? hevc;
  const track: Track = {
    id: boxes.uint32(tkhd.body + (isLong ? 20 : 12), tkhd),
    handler,
    codec: first?.type ?? '',
    samples: { runs: [], length: () => 0 },
    sync: stss && numbersIn(boxes, stss),
    prefix: unit ? prefixLength(boxes.slice(unit), !avc) : 0,
    isHevc: !avc,
    isKept,
  };
  // What is not kept may be as broken as it likes.
  if (isKept || first) track.samples = attemptSamples(boxes, trak, least, isKept);
  return { trak, track, group: boxes.uint32(tkhd.body + (isLong ? 46 : 34), tkhd) >>> 16 };
}

function attemptSamples(boxes: Boxes, trak: Box, least: number, isKept: boolean): Samples {
  try {
    return samplesOf(boxes, trak, least);
  } catch (error) {
    if (isKept) throw error;
    return { runs: [], length: () => 0 };
  }
}

function numbersIn(boxes: Boxes, stss: Box): number[] {
  const count = Math.min(boxes.uint32(stss.body + 4, stss), Math.floor((stss.end - stss.body - 8) / 4));
  return Array.from({ length: count }, (_, index) => uint32(boxes.bytes, stss.body + 8 + 4 * index) - 1);
}

/** Tracks to which this one refers for that purpose. */
function referred(boxes: Boxes, trak: Box, type: string): number[] {
  const box = boxes.find(trak, 'tref', type);
  if (box === null) return [];
  return Array.from({ length: (box.end - box.body) >> 2 }, (_, index) =>
    uint32(boxes.bytes, box.body + 4 * index),
  );
}

/** Pictures with metadata of their own. A film of them is not known, and beside another one they are its cover. */
const STILLS: readonly string[] = ['jpeg', 'png ', 'mjpa', 'mjpb'];
/** Tracks in which devices write where they are. */
const PLACES: readonly string[] = ['gpmd', 'camm', 'rtmd'];

function tellTrack(boxes: Boxes, trak: Box, track: Track, isPicture: boolean, findings: Findings): void {
  const { handler, codec } = track;
  const hdlr = boxes.find(trak, 'mdia', 'hdlr');
  if (hdlr) tellName(boxes.slice(hdlr), findings);
  for (const child of boxes.in(trak)) {
    if (child.type === 'udta' || child.type === 'meta') tell(boxes, child, findings);
  }
  if (isPicture) findings.add('thumbnail', '');
  else if (handler === 'tmcd') findings.add('time', '');
  else if (PLACES.includes(codec)) findings.add('place', '');
  else if (!['text', 'sbtl', 'subt', 'clcp'].includes(handler))
    findings.add('unknown-part', `${handler} ${codec}`);
}
