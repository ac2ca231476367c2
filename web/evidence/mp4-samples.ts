/**
 * Where in the file the samples of a track are (ISO/IEC 14496-12:2022, 8.6.2, 8.7 and 8.8; QuickTime File Format, "Sample Table
 * Atoms"). Numbers of samples start at 0.
 *
 * @module
 */
import type { Box, Boxes } from './boxes.ts';
import { Obstructed, uint16, uint32, uint64 } from './reader.ts';

/** Samples that lie one behind the other, from `start` to before `end` in the file. */
export type Run = { start: number; end: number; first: number; count: number };
/** `length` in bytes, of the sample with that number; a fraction for packed sound in old films. */
export type Samples = { runs: Run[]; length: (index: number) => number };

/** Of one track or fragment. Several hours of film have fewer. */
const MOST_RUNS = 200_000;
/** Of one track; of all fragments together. */
export const MOST_SAMPLES = 4_000_000;

/** `least`: see `packedLength`. Throws `Obstructed` where the tables contradict each other. */
export function samplesOf(boxes: Boxes, trak: Box, least: number): Samples {
  const stbl = boxes.find(trak, 'mdia', 'minf', 'stbl') ?? trak;
  const chunks = boxes.find(stbl, 'co64') ?? boxes.find(stbl, 'stco');
  const map = boxes.find(stbl, 'stsc');
  const { count, length, constant } = lengthsOf(boxes, stbl, least);
  if (chunks === null || map === null) throw new Obstructed('damaged');
  const groups = boxes.uint32(map.body + 4, map);
  const chunkCount = boxes.uint32(chunks.body + 4, chunks);
  if (chunkCount > MOST_RUNS) throw new Obstructed('too-complex');
  const runs: Run[] = [];
  let first = 0;
  let group = 0;
  for (let chunk = 0; chunk < chunkCount && first < count; chunk++) {
    while (group + 1 < groups && chunk + 1 >= boxes.uint32(map.body + 20 + 12 * group, map)) group++;
    const most = groups === 0 ? 0 : boxes.uint32(map.body + 12 + 12 * group, map);
    const inChunk = Math.min(most, count - first);
    const start =
      chunks.type === 'co64'
        ? uint64(boxes.bytes, chunks.body + 8 + 8 * chunk)
        : uint32(boxes.bytes, chunks.body + 8 + 4 * chunk);
    runs.push(run(start, first, inChunk, constant, length));
    first += inChunk;
  }
  // Samples without a place.
  if (first < count) throw new Obstructed('damaged');
  return { runs, length };
}

/**
 * Of a fragment that starts at `start` in the file; `usual` is the length of a sample that nothing is said about, `most` the number of
 * samples that are gone through. Throws `Obstructed`.
 */
export function samplesOfFragment(
  boxes: Boxes,
  traf: Box,
  start: number,
  usual: number,
  most: number,
): Samples & { count: number } {
  const tfhd = boxes.find(traf, 'tfhd');
  if (tfhd === null) throw new Obstructed('damaged');
  const flags = boxes.uint32(tfhd.body, tfhd);
  const base = flags & 1 ? uint64(boxes.bytes, tfhd.body + 8) : start;
  const at = tfhd.body + 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0) + (flags & 8 ? 4 : 0);
  const constant = flags & 16 ? boxes.uint32(at, tfhd) : usual;
  const lengths: number[] = [];
  const length = (index: number) => lengths[index] ?? 0;
  const runs: Run[] = [];
  for (const trun of boxes.in(traf).filter(({ type }) => type === 'trun')) {
    const own = boxes.uint32(trun.body, trun);
    const count = boxes.uint32(trun.body + 4, trun);
    const fields = [0x100, 0x200, 0x400, 0x800].filter((field) => own & field).length;
    const entries = trun.body + 8 + (own & 1 ? 4 : 0) + (own & 4 ? 4 : 0);
    if (entries + 4 * fields * count > trun.end) throw new Obstructed('damaged');
    if (lengths.length + count > most) throw new Obstructed('too-complex');
    boxes.zero(entries + 4 * fields * count, trun.end);
    const first = lengths.length;
    for (let index = 0; index < count; index++) {
      const entry = entries + 4 * (fields * index + (own & 0x100 ? 1 : 0));
      lengths.push(own & 0x200 ? uint32(boxes.bytes, entry) : constant);
    }
    // Without an offset of its own, a run goes on where the one before it ended (8.8.8.1).
    const runStart = own & 1 ? base + (boxes.uint32(trun.body + 8, trun) | 0) : (runs.at(-1)?.end ?? base);
    runs.push(run(runStart, first, count, null, length));
  }
  return { runs, length, count: lengths.length };
}

/**
 * Bytes of a frame of sound that is not compressed, or packed evenly; 0 for everything else. Old films give 1 for the length of
 * each sample and mean this.
 */
export function packedLength({ bytes }: Boxes, { type, body }: Box, isIso: boolean): number {
  const channels = uint16(bytes, body + 16);
  const version = isIso ? 0 : uint16(bytes, body + 8);
  if (version === 1) return ratio(uint32(bytes, body + 36), uint32(bytes, body + 28));
  if (version === 2) return ratio(uint32(bytes, body + 56), uint32(bytes, body + 60));
  if (type === 'ima4') return (34 * channels) / 64;
  if (type === 'ulaw' || type === 'alaw') return channels;
  const isPlain = ['sowt', 'twos', 'raw ', 'in24', 'in32', 'fl32', 'fl64', 'lpcm'].includes(type);
  return isPlain ? channels * Math.ceil(uint16(bytes, body + 18) / 8) : 0;
}

function ratio(bytes: number, frames: number): number {
  return frames === 0 ? 0 : bytes / frames;
}

function run(
  start: number,
  first: number,
  count: number,
  constant: number | null,
  length: (index: number) => number,
): Run {
  let total = 0;
  // A track of plain sound may claim 2^32 of them.
  if (constant !== null) total = Math.ceil(constant * count);
  else for (let index = first; index < first + count; index++) total += length(index);
  return { start, end: start + total, first, count };
}

function lengthsOf(
  boxes: Boxes,
  stbl: Box,
  least: number,
): Samples & { count: number; constant: number | null } {
  const { bytes } = boxes;
  const stsz = boxes.find(stbl, 'stsz');
  const box = stsz ?? boxes.find(stbl, 'stz2');
  if (box === null) throw new Obstructed('damaged');
  const constant = boxes.uint32(box.body + 4, box);
  const count = boxes.uint32(box.body + 8, box);
  if (stsz !== null && constant !== 0) {
    const length = Math.max(constant, least);
    return { runs: [], count, constant: length, length: () => length };
  }
  const bits = stsz === null ? constant & 255 : 32;
  if (count > MOST_SAMPLES) throw new Obstructed('too-complex');
  if (![4, 8, 16, 32].includes(bits) || box.body + 12 + (bits * count) / 8 > box.end)
    throw new Obstructed('damaged');
  // A copy: the track may be erased before its samples are looked at.
  const table = bytes.slice(box.body + 12, box.body + 12 + Math.ceil((bits * count) / 8));
  const length = (index: number): number => {
    if (bits === 32) return uint32(table, 4 * index);
    if (bits === 16) return uint16(table, 2 * index);
    const byte = table[(index * bits) >> 3] ?? 0;
    return bits === 8 ? byte : (byte >> (index & 1 ? 0 : 4)) & 15;
  };
  return { runs: [], count, constant: null, length };
}
