/**
 * What EXIF tells (CIPA DC-008-2019, Exif 2.32, 4.6; a few tags of Exif 3.0, TIFF/EP and Windows), and the one thing of it that a picture needs:
 * which side is up. Notes of makers are not read, their formats are secret: that they are there is all that is said.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import type { Findings } from './findings.ts';
import { readIptc, readPhotoshop } from './photoshop.ts';
import { concat, ascii, has, latin1, type Bytes } from './reader.ts';
import { isText, numbers, readTiff, type Directory, type Entry, type Tiff } from './tiff.ts';
import { dated, decodeText, decodeUtf16 } from './words.ts';
import { readXmp } from './xmp.ts';

/** From 1 to 8 as in EXIF; 1 is upright. */
export type Orientation = number;

const TEXTS: Record<number, Kind> = {
  0x000b: 'software',
  0x010d: 'title',
  0x010e: 'comment',
  0x011d: 'title',
  0x0131: 'software',
  0x013b: 'author',
  0x013c: 'device',
  0x8298: 'author',
  0x882a: 'time',
  0x9211: 'identifier',
  0x9212: 'comment',
  0x9213: 'history',
  0x9286: 'comment',
  0xa004: 'identifier',
  0xa420: 'identifier',
  0xa430: 'author',
  0xa431: 'serial',
  0xa433: 'device',
  0xa434: 'device',
  0xa435: 'serial',
  0xa436: 'title',
  0xa437: 'author',
  0xa438: 'author',
  0xa439: 'software',
  0xa43a: 'software',
  0xa43b: 'software',
  0xa43c: 'software',
  0xc614: 'device',
  0xc615: 'device',
  0xc62f: 'serial',
  0xc65d: 'identifier',
  0xc68b: 'identifier',
};
/** Windows' own, in UTF-16. */
const WIDE_TEXTS: Record<number, Kind> = {
  0x9c9b: 'title',
  0x9c9c: 'comment',
  0x9c9d: 'author',
  0x9c9e: 'comment',
  0x9c9f: 'title',
};
/** Time, its offset from UTC. */
const TIMES: readonly [number, number][] = [
  [0x9003, 0x9011],
  [0x9004, 0x9012],
  [0x0132, 0x9010],
];
/** How the picture is stored, and pointers: these tell nothing about anybody. */
const STRUCTURE = new Set([
  ...range(0x00fe, 0x0103),
  0x0106,
  0x010a,
  0x0111,
  0x0112,
  0x0115,
  0x0116,
  0x0117,
  0x011a,
  0x011b,
  0x011c,
  0x0128,
  0x014a,
  ...range(0x013e, 0x0145),
  0x0201,
  0x0202,
  ...range(0x0211, 0x0214),
  0x8769,
  0x8825,
  0x9000,
  0x9101,
  0x9102,
  0xa000,
  0xa001,
  0xa002,
  0xa003,
  0xa005,
  0xa40b,
]);
/** Whole blocks of other formats in one tag. */
const BLOCKS: Record<number, (bytes: Uint8Array, findings: Findings) => void> = {
  0x02bc: readXmp,
  0x83bb: readIptc,
  0x8649: (bytes, findings) => readPhotoshop(bytes, findings),
};
const MAKER_NOTE = 0x927c;

/** Adds what these bytes of EXIF tell. They may begin with `Exif` and two NULs, as in JPEG. Gives the orientation, 1 where none is told. */
export function readExif(block: Uint8Array, findings: Findings): Orientation {
  const bytes = has(block, 0, 'Exif\0') ? block.subarray(6) : block;
  const tiff = readTiff(bytes);
  if (tiff === null) {
    findings.add('unknown-part', 'Exif');
    return 1;
  }
  if (!tiff.whole) findings.add('unknown-part', 'Exif');
  // Each once: two thousand entries could point at the same long text.
  const tags = new Map(tiff.entries.map((entry) => [`${entry.directory} ${entry.tag}`, entry]));
  const get = (directory: Directory, tag: number) => tags.get(`${directory} ${tag}`);
  for (const entry of tags.values()) {
    if (entry.directory === 'ifd1') continue;
    if (entry.directory !== 'gps' && entry.directory !== 'interop') readEntry(entry, tiff, findings);
  }
  for (const [tag, read] of Object.entries(BLOCKS)) {
    const block = get('ifd0', Number(tag));
    if (block) read(bytes.subarray(block.place, block.place + block.length), findings);
  }
  readDevice(textOf(get('ifd0', 0x010f)), textOf(get('ifd0', 0x0110)), findings);
  for (const [tag, offsetTag] of TIMES) {
    const time = textOf(get('exif', tag) ?? get('ifd0', tag));
    const offset = textOf(get('exif', offsetTag));
    if (/[1-9]/.test(time)) findings.add('time', offset === '' ? dated(time) : `${dated(time)}, ${offset}`);
  }
  readGps(tiff, get, findings);
  // Its pixels, or its bytes as a JPEG.
  if (get('ifd1', 0x0201) ?? get('ifd1', 0x0111)) findings.add('thumbnail', '');
  const [orientation = 1] = numbersOf(get('ifd0', 0x0112), tiff);
  return orientation >= 2 && orientation <= 8 ? orientation : 1;
}

/** EXIF that tells the orientation and nothing else, without JPEG's prefix; big-endian, 26 bytes. */
export function orientationExif(orientation: Orientation): Bytes {
  return concat(
    ascii('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0'),
    Uint8Array.of(orientation, 0, 0, 0, 0, 0, 0),
  );
}

function readEntry(entry: Entry, { little }: Tiff, findings: Findings): void {
  const { tag } = entry;
  const kind = TEXTS[tag];
  const wide = WIDE_TEXTS[tag];
  if (tag === MAKER_NOTE) findings.add('unknown-part', `MakerNote${makerOf(entry)}`);
  else if (tag === 0x9286) add(findings, 'comment', commentOf(entry, little));
  else if (kind !== undefined) add(findings, kind, isText(entry) ? textOf(entry) : hex(entry.bytes));
  else if (wide !== undefined) add(findings, wide, decodeUtf16(entry.bytes, true));
  // Exposure, flash, distance and the like differ from camera to camera.
  else if (!STRUCTURE.has(tag) && !(tag in BLOCKS)) findings.add('device', '');
}

function readDevice(make: string, model: string, findings: Findings): void {
  const isNamed = make !== '' && model.toLowerCase().startsWith(make.toLowerCase());
  const device = isNamed ? model : `${make} ${model}`.trim();
  if (device !== '') findings.add('device', device);
}

/** Exif 2.32, 4.6.6. */
function readGps(
  tiff: Tiff,
  get: (directory: Directory, tag: number) => Entry | undefined,
  findings: Findings,
): void {
  const gps = tiff.entries.filter(({ directory, tag }) => directory === 'gps' && tag !== 0);
  if (gps.length === 0) return;
  const degrees = (tag: number) => {
    const [whole = NaN, minutes = 0, seconds = 0] = numbersOf(get('gps', tag), tiff);
    const value = whole + (minutes || 0) / 60 + (seconds || 0) / 3600;
    return /^[SW]/i.test(textOf(get('gps', tag - 1))) ? -value : value;
  };
  let found = false;
  // Where it was taken, and what it was headed for.
  for (const tag of [2, 20]) {
    const latitude = round(degrees(tag));
    const longitude = round(degrees(tag + 2));
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) continue;
    const [altitude = NaN] = tag === 2 ? numbersOf(get('gps', 6), tiff) : [];
    const below = get('gps', 5)?.bytes[0] === 1;
    const height = Number.isFinite(altitude) ? `, ${below ? '-' : ''}${Math.round(altitude)} m` : '';
    findings.add('place', `${latitude}, ${longitude}${height}`, { latitude, longitude });
    found = true;
  }
  for (const tag of [27, 28]) add(findings, 'place', commentOf(get('gps', tag), tiff.little));
  if (!found) findings.add('place', '');
  const date = dated(textOf(get('gps', 29)));
  const time = numbersOf(get('gps', 7), tiff)
    .map((part) => String(Math.floor(part) || 0).padStart(2, '0'))
    .join(':');
  if (date !== '' || time !== '') findings.add('time', `${`${date} ${time}`.trim()}, UTC`);
}

function add(findings: Findings, kind: Kind, text: string): void {
  if (/[^\s\0]/.test(text)) findings.add(kind, text);
}

function numbersOf(entry: Entry | undefined, { little }: Tiff): number[] {
  return entry === undefined ? [] : numbers(entry, little);
}

function textOf(entry: Entry | undefined): string {
  return entry === undefined || !isText(entry) ? '' : decodeText(entry.bytes).trim();
}

/** Exif 2.32, 4.6.5, "UserComment": eight bytes that name the encoding, then the text. */
function commentOf(entry: Entry | undefined, little: boolean): string {
  if (entry === undefined) return '';
  const text = entry.bytes.subarray(8);
  return has(entry.bytes, 0, 'UNICODE\0') ? decodeUtf16(text, little) : decodeText(text);
}

/** The name with which many notes begin. */
function makerOf({ bytes }: Entry): string {
  const [name] = /^[A-Za-z][A-Za-z ]{2,20}/.exec(latin1(bytes.subarray(0, 24))) ?? [];
  return name === undefined ? '' : `, ${name}`;
}

/** About a tenth of a metre, finer than any receiver. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
