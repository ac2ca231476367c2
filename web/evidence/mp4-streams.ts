/**
 * What stands in the samples of the tracks themselves. Looks at the first samples and at some of those with which decoding can begin;
 * where something is found beyond the first sample of all, at every sample. User data that begin only later are not found.
 *
 * @module
 */
import { softwareIn, userDataIn } from './elementary.ts';
import type { Findings } from './findings.ts';
import type { Track } from './mp4-index.ts';
import type { Samples } from './mp4-samples.ts';
import { tellPlaceOf } from './mp4-places.ts';
import { tellTimedText } from './mp4-tags.ts';
import { Obstructed, uint16, type Bytes, type Reader } from './reader.ts';
import { textOf } from './tag-names.ts';

export type Patch = { at: number; bytes: Bytes };

const FIRST_SAMPLES = 128;
const SOME_SYNC = 64;
/** Of a film in which user data go on, this many samples are gone through: nine minutes at 30 a second. */
const MOST_LOOKS = 16_384;
const MOST_PLACES = 1_000_000;
const LONGEST_LOOK = 65_536;
const SOME_GONE = 64;
const ENCODER = /^(x26|lav|libfaac)|codec|encod/i;

/** What is to stand where the tracks have something to say. Throws `Obstructed`. */
export async function patchesFor(reader: Reader, track: Track, findings: Findings): Promise<Patch[]> {
  const places = placesOf(track.samples, track.prefix > 0 ? MOST_PLACES : FIRST_SAMPLES);
  const look = (index: number) => lookAt(reader, track, places, index, findings);
  if (track.prefix === 0) return (await inTurn([0, 1, 2], look)).flat();
  const sync = track.sync ?? places.map((_, index) => index);
  const step = Math.max(1, Math.floor(sync.length / SOME_SYNC));
  const firsts = places.slice(0, FIRST_SAMPLES).map((_, index) => index);
  const some = new Set([...firsts, ...sync.filter((_, index) => index % step === 0)]);
  const found = await inTurn([...some], look);
  const speaking = [...some].filter((_, index) => (found[index]?.length ?? 0) > 0);
  if (speaking.every((index) => index === 0)) return found.flat();
  const isSync = new Set(sync);
  const all =
    places.length <= MOST_LOOKS || !speaking.every((index) => isSync.has(index)) ? places.keys() : sync;
  const rest = [...all].filter((index) => !some.has(index));
  if (rest.length > MOST_LOOKS) throw new Obstructed('too-complex');
  return [...found, ...(await inTurn(rest, look))].flat();
}

/** What the first samples of a track say that goes: texts, places. */
export async function tellSamples(reader: Reader, track: Track, findings: Findings): Promise<void> {
  const isText = ['text', 'sbtl', 'subt'].includes(track.handler);
  for (const [index, at] of placesOf(track.samples, SOME_GONE).entries()) {
    const bytes = await reader.upTo(at, Math.min(track.samples.length(index), LONGEST_LOOK));
    if (!isText) tellPlaceOf(track.codec, bytes, findings);
    else if (bytes.length >= 2) {
      const isCounted = uint16(bytes, 0) <= bytes.length - 2;
      const text = textOf(isCounted ? bytes.subarray(2, 2 + uint16(bytes, 0)) : bytes);
      if (text.trim() !== '') tellTimedText(text, track.handler === 'text', findings);
    }
  }
}

async function lookAt(
  reader: Reader,
  { prefix, isHevc, samples }: Track,
  places: readonly number[],
  index: number,
  findings: Findings,
): Promise<Patch[]> {
  const at = places[index];
  if (at === undefined) return [];
  const bytes = await reader.upTo(at, Math.min(samples.length(index), LONGEST_LOOK));
  const said = prefix === 0 ? softwareIn(bytes) : userDataIn(bytes, prefix, isHevc);
  for (const { text } of said) findings.add(ENCODER.test(text) ? 'software' : 'unknown-part', text);
  return said.map((one) => ({ at: at + one.at, bytes: one.replacement }));
}

async function inTurn<T>(indexes: readonly number[], look: (index: number) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (const index of indexes) found.push(await look(index));
  return found;
}

/** Where in the file each sample begins, at most so many. Throws `Obstructed` where pictures have more. */
function placesOf({ runs, length }: Samples, most: number): number[] {
  const places: number[] = [];
  for (const { start, first, count } of runs) {
    let at = start;
    for (let index = first; index < first + count; index++) {
      if (places.length === most) {
        if (most === MOST_PLACES) throw new Obstructed('too-complex');
        return places;
      }
      places.push(at);
      at += length(index);
    }
  }
  return places;
}
