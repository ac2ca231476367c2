/**
 * MPEG audio, layer III (ISO/IEC 11172-3 and 13818-3, 2.4; Xing's and LAME's tag in the first frame). Keeps frames of sound; all
 * that is before, between or behind them goes. LAME's mark in the unused bits of frames stays: it stands between bits of sound,
 * so its name is never called removed.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { beforeTags, behindTags } from './id3.ts';
import { Pieces } from './pieces.ts';
import { ascii, has, latin1, numberBytes, Obstructed, uint32, type Bytes, type Reader } from './reader.ts';

/** Two days at 26 ms each. */
const MOST_FRAMES = 6_000_000;
/** Bytes in which the next frame must begin. */
const LONGEST_GAP = 1_048_576;
/** Kilobits a second, by the four bits of the header: version 1, and versions 2 and 2.5. */
const RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const FREQUENCIES = [44100, 48000, 32000];
/** What stands for every encoder: players look for the first letters before they believe how much silence is to be left out. */
const ENCODER = 'LAME3.100';

export function examineMp3(file: Blob): Promise<Examined> {
  return attempt('mp3', file, async (reader, findings) => {
    const from = await behindTags(reader, 0, findings);
    const end = await beforeTags(reader, from, findings);
    const pieces = new Pieces(file);
    let frames = 0;
    for (let at = from; at < end;) {
      // The first one is not believed without the one behind it.
      const isFrame = frames > 0 || (await nextFrame(reader, at, end)) === at;
      const length = isFrame ? await frameAt(reader, at, end) : 0;
      if (length === 0) {
        const next = await nextFrame(reader, at + 1, end);
        await tellGap(reader, at, next, end, findings);
        at = next;
        continue;
      }
      if ((frames += 1) > MOST_FRAMES) throw new Obstructed('too-complex');
      const info = frames === 1 ? infoFrame((await reader.bytes(at, length)).slice(), findings) : null;
      if (info) pieces.add(info);
      else pieces.keep(at, at + length);
      at += length;
    }
    if (frames === 0) return 'damaged';
    return () => Promise.resolve(pieces.blob());
  });
}

/** Bytes of the frame that begins there and ends before `end`, or 0. */
async function frameAt(reader: Reader, at: number, end: number): Promise<number> {
  const head = await reader.upTo(at, 4);
  const length = head.length < 4 ? 0 : frameLength(uint32(head, 0));
  return at + length <= end ? length : 0;
}

/** By the header (2.4.1.3); 0 for what is none, or none with a length of its own. */
function frameLength(header: number): number {
  const version = (header >>> 19) & 3;
  if (header >>> 21 !== 0x7ff || version === 1 || ((header >>> 17) & 3) !== 1) return 0;
  const rate = RATES[version === 3 ? 0 : 1]?.[(header >>> 12) & 15] ?? 0;
  const frequency = FREQUENCIES[(header >>> 10) & 3];
  if (rate === 0 || frequency === undefined) return 0;
  const halved = version === 3 ? 1 : version === 2 ? 2 : 4;
  const padding = (header >>> 9) & 1;
  return Math.floor(((version === 3 ? 144 : 72) * rate * 1000) / (frequency / halved)) + padding;
}

/** Where two frames follow each other from there on, or `end`. */
async function nextFrame(reader: Reader, from: number, end: number): Promise<number> {
  let at = from;
  while (at < end) {
    if (at - from > LONGEST_GAP) throw new Obstructed('damaged');
    const some = await reader.some(at);
    const sync = some.indexOf(0xff);
    if (sync < 0) {
      at += some.length;
      continue;
    }
    at += sync;
    const length = at < end ? await frameAt(reader, at, end) : 0;
    if (length > 0 && (at + length === end || (await frameAt(reader, at + length, end)) > 0)) return at;
    at++;
  }
  return end;
}

async function tellGap(
  reader: Reader,
  from: number,
  to: number,
  end: number,
  findings: Findings,
): Promise<void> {
  const look = await reader.upTo(from, Math.min(to - from, 4096));
  // A last frame that is cut off, and zeros, are nothing to speak of.
  if (to === end && look.length >= 4 && frameLength(uint32(look, 0)) > to - from) return;
  if (look.some((byte) => byte !== 0)) findings.add('unknown-part', '');
}

/** The first frame, if it is one that says something of the others (Xing's tag; LAME's in 36 bytes behind it), else null. */
function infoFrame(frame: Bytes, findings: Findings): Bytes | null {
  const header = uint32(frame, 0);
  const isMono = ((header >>> 6) & 3) === 3;
  const isFirst = ((header >>> 19) & 3) === 3;
  const tag = 4 + (isFirst ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  if (!has(frame, tag, 'Xing') && !has(frame, tag, 'Info')) return null;
  const flags = uint32(frame, tag + 4);
  const lame =
    tag + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  if (lame + 36 > frame.length) return null;
  const encoder = latin1(frame.subarray(lame, lame + 9));
  // Nothing there: an older tag without it.
  if (/^\0*$/.test(encoder)) frame.fill(0, lame);
  else {
    if (!encoder.startsWith('LAME')) findings.add('software', encoder.replace(/\0.*/s, ''));
    frame.set(ascii(ENCODER), lame);
    // Revision, low-pass, noise shaping, where the sound came from, preset: they tell one setting from another.
    frame.set([(frame[lame + 9] ?? 0) & 15, 0], lame + 9);
    frame[lame + 19] = 0;
    frame[lame + 24] = 0;
    frame.fill(0, lame + 26, lame + 28);
    frame.set(numberBytes(crc16(frame.subarray(0, lame + 34)), 2), lame + 34);
    frame.fill(0, lame + 36);
  }
  return frame;
}

/** CRC-16 with polynomial 0x8005, reflected, from 0, as LAME has it over the tag. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
