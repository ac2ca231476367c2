/**
 * WAVE in RIFF (Microsoft, "Multimedia Programming Interface", 1991), RF64 and BW64 (ITU-R BS.2088; EBU Tech 3306). `fmt `, `fact` and
 * `data` stay; everything else goes, also behind the end that the file gives for itself. Sound that is packed as MPEG audio is not known.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined } from './examined.ts';
import type { Findings } from './findings.ts';
import { tellId3 } from './id3.ts';
import { Pieces } from './pieces.ts';
import {
  ascii,
  concat,
  has,
  latin1,
  numberBytes,
  Obstructed,
  uint16,
  uint32,
  uint64,
  type Bytes,
  type Reader,
} from './reader.ts';
import { readXmp } from './xmp.ts';
import { addTag, printable, tellXml, textOf } from './tag-names.ts';

const MOST_CHUNKS = 10_000;
const LONGEST_LOOK = 262_144;
const LONGEST_FORMAT = 64;
const UNSAID = 0xffffffff;
/** PCM, Microsoft's ADPCM, floating point, A-law, mu-law, IMA ADPCM, GSM 6.10, G.726, and what says it in a longer form. */
const CODECS = [1, 2, 3, 6, 7, 0x11, 0x31, 0x45, 0xfffe];

type Sound = { format: Bytes | null; fact: Bytes | null; from: number; to: number };

export function examineWav(file: Blob): Promise<Examined> {
  return attempt('wav', file, async (reader, findings) => {
    const sound = await soundOf(reader, findings);
    if (sound.format === null || sound.to < 0) return 'damaged';
    if (!CODECS.includes(uint16(sound.format, 0, true))) return 'unknown-part';
    const { from, to, fact } = sound;
    const length = to - from;
    const before = concat(chunk('fmt ', sound.format), ...(fact ? [chunk('fact', fact)] : []));
    const total = 4 + before.length + 8 + length + (length % 2);
    const pieces = new Pieces(file);
    if (total < UNSAID) pieces.add(concat(ascii('RIFF'), little(total), ascii('WAVE'), before));
    else {
      const lengths = concat(wide(total + 36), wide(length), wide(0), little(0));
      pieces.add(concat(ascii('RF64'), little(UNSAID), ascii('WAVE'), chunk('ds64', lengths), before));
    }
    pieces.add(concat(ascii('data'), little(Math.min(length, UNSAID)))).keep(from, to);
    if (length % 2 === 1) pieces.add(new Uint8Array(1));
    return () => Promise.resolve(pieces.blob());
  });
}

async function soundOf(reader: Reader, findings: Findings): Promise<Sound> {
  const sound: Sound = { format: null, fact: null, from: 0, to: -1 };
  const claimed = uint32(await reader.bytes(4, 4), 0, true);
  let end = claimed === UNSAID || claimed === 0 ? reader.size : Math.min(8 + claimed, reader.size);
  let long: number | null = null;
  for (let at = 12, chunks = 0; at + 8 <= end; chunks++) {
    if (chunks === MOST_CHUNKS) throw new Obstructed('too-complex');
    const head = await reader.bytes(at, 8);
    const name = latin1(head.subarray(0, 4));
    const given = uint32(head, 4, true);
    const isData = name === 'data' && sound.to < 0;
    // What was recorded through a pipe does not know its length, and RF64 has it elsewhere.
    const length = isData && given === UNSAID ? (long ?? reader.size - at - 8) : given;
    const body = at + 8;
    const to = Math.min(body + length, reader.size);
    if (isData) {
      Object.assign(sound, { from: body, to });
      end = Math.max(end, to);
    } else if (name === 'fmt ' && sound.format === null) sound.format = await formatAt(reader, body, length);
    else if (name === 'fact' && sound.fact === null && length >= 4)
      sound.fact = (await reader.bytes(body, 4)).slice();
    else if (name === 'ds64' && long === null && length >= 16)
      long = uint64(await reader.bytes(body + 8, 8), 0, true);
    else await tellChunk(reader, name, body, to, findings);
    at = body + length + (length % 2);
  }
  if (end < reader.size && (await reader.upTo(end, LONGEST_LOOK)).some((byte) => byte !== 0))
    findings.add('unknown-part', '');
  return sound;
}

/** As long as its kind must be, without what may follow. Throws `Obstructed`. */
async function formatAt(reader: Reader, at: number, length: number): Promise<Bytes> {
  if (length < 16) throw new Obstructed('damaged');
  const bytes = await reader.bytes(at, Math.min(length, LONGEST_FORMAT));
  const extra = length >= 18 && uint16(bytes, 0, true) !== 1 ? uint16(bytes, 16, true) + 2 : 0;
  if (16 + extra > bytes.length) throw new Obstructed('unknown-part');
  return bytes.slice(0, 16 + extra);
}

async function tellChunk(
  reader: Reader,
  name: string,
  at: number,
  to: number,
  findings: Findings,
): Promise<void> {
  const content = (await reader.upTo(at, Math.min(to - at, LONGEST_LOOK))).slice();
  if (content.every((byte) => byte === 0)) return;
  if (name === 'LIST') tellList(content, findings);
  else if (name === 'bext') {
    // EBU Tech 3285, 2.3.
    const field = (tag: string, from: number, length: number) =>
      addTag(findings, tag, textOf(content.subarray(from, from + length)).trim());
    field('comment', 0, 256);
    field('originator', 256, 32);
    field('identifier', 288, 32);
    field('date', 320, 18);
    field('history', 602, 200);
    if (content.subarray(348, 412).some((byte) => byte !== 0)) findings.add('identifier', '');
  } else if (name.toLowerCase() === 'id3 ') await tellId3(reader, at, to, findings);
  else if (name === '_PMX') readXmp(content, findings);
  else if (name === 'iXML' || name === 'axml') tellXml(content, findings);
  else findings.add('unknown-part', `${name} ${printable(content)}`);
}

/** INFO, with texts under names of four letters, or `adtl`, the names of places in the sound. */
function tellList(content: Uint8Array, findings: Findings): void {
  const isInfo = has(content, 0, 'INFO');
  if (!isInfo && !has(content, 0, 'adtl')) findings.add('unknown-part', printable(content));
  for (let at = 4; at + 8 <= content.length;) {
    const length = uint32(content, at + 4, true);
    const text = content.subarray(at + 8 + (isInfo ? 0 : 4), at + 8 + length);
    if (isInfo) addTag(findings, latin1(content.subarray(at, at + 4)), textOf(text));
    else addTag(findings, 'title', textOf(text));
    at += 8 + length + (length % 2);
  }
}

function chunk(name: string, content: Bytes): Bytes {
  const padding = new Uint8Array(content.length % 2);
  return concat(ascii(name), little(content.length), content, padding);
}

function little(value: number): Bytes {
  return numberBytes(value, 4, true);
}

function wide(value: number): Bytes {
  return concat(little(value % 2 ** 32), little(Math.floor(value / 2 ** 32)));
}
