/**
 * Colour profiles (ICC.1:2022, sections 7 to 10; version 2 alike). What colours need is kept, what tells of a device, a person or a day is not:
 * a profile that was measured for one screen carries its name, its serial number and when. Its curves are still those of that screen.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import { ascii, concat, has, latin1, numberBytes, uint16, uint32, type Bytes } from './reader.ts';
import { decodeText, decodeUtf16 } from './words.ts';

const HEADER = 128;
const MOST_TAGS = 100;
/** What transforms and their preconditions are made of, in all classes (8.3 to 8.9). */
const KEPT_TAGS = new Set(
  'rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad cicp A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt ncl2 clrt clot'.split(
    ' ',
  ),
);
/** Types without free text (10); the colours of a palette have names. */
const KEPT_TYPES = new Set([
  'XYZ ',
  'curv',
  'para',
  'sf32',
  'mft1',
  'mft2',
  'mAB ',
  'mBA ',
  'mpet',
  'cicp',
  'ncl2',
  'clrt',
]);
/** Of everybody's profiles the name tells nothing. */
const COMMON =
  /^(?:c2|c2ci|sP3C|GRAY|colour profile|(?:uRGB|nRGB|sRGB|Display P3|Adobe RGB|AdobeRGB|ProPhoto|ROMM|Rec|BT|ITU|Dot Gain|Gray Gamma|Generic|U\.S\. Web|Coated|DCI)\b.*)$/i;

/** Adds what a profile tells, and gives it without that; null where it is none, or broken, which programs ignore. */
export function cleanIcc(profile: Uint8Array, findings: Findings): Bytes | null {
  const tags = readTags(profile);
  if (tags === null) {
    findings.add('unknown-part', 'ICC');
    return null;
  }
  const text = (name: string) => textOf(tags.find((tag) => tag.name === name)?.data);
  const names = ['desc', 'dmnd', 'dmdd', 'mmod'].map(text).filter((name) => name !== '');
  if (names.some((name) => !COMMON.test(name))) {
    for (const name of names) findings.add('device', name);
    const [year = 0, ...rest] = Array.from({ length: 6 }, (_, index) => uint16(profile, 24 + 2 * index));
    const [month, day, hour, minute, second] = rest.map((part) => String(part).padStart(2, '0'));
    if (year > 0) findings.add('time', `${year}-${month}-${day} ${hour}:${minute}:${second} (ICC)`);
  }
  return write(profile.subarray(0, HEADER), tags);
}

type Tag = { name: string; data: Uint8Array; place: number };

function readTags(profile: Uint8Array): Tag[] | null {
  if (profile.length < HEADER + 4 || !has(profile, 36, 'acsp')) return null;
  const count = uint32(profile, HEADER);
  if (count > MOST_TAGS || HEADER + 4 + 12 * count > profile.length) return null;
  const tags: Tag[] = [];
  let total = 0;
  for (let offset = HEADER + 4; tags.length < count; offset += 12) {
    const place = uint32(profile, offset + 4);
    const end = place + uint32(profile, offset + 8);
    if (place < HEADER || end > profile.length || end - place < 8) return null;
    // Tags that share no data but overlap would be written many times over.
    const isShared = tags.some((tag) => tag.place === place && tag.data.length === end - place);
    if (!isShared && (total += end - place) > profile.length) return null;
    tags.push({
      name: latin1(profile.subarray(offset, offset + 4)),
      data: profile.subarray(place, end),
      place,
    });
  }
  return tags;
}

function write(header: Uint8Array, tags: Tag[]): Bytes {
  const isOld = (header[8] ?? 0) < 4;
  const label = isOld ? oldText('desc', 'colour profile') : unicodeText('colour profile');
  const rights = isOld ? concat(ascii('text\0\0\0\0'), ascii('unknown\0')) : unicodeText('unknown');
  const parts = new Map<string, Uint8Array>([
    ['desc', label],
    ['cprt', rights],
  ]);
  const written = new Set<string>();
  const entries: { name: string; key: string }[] = [
    { name: 'desc', key: 'desc' },
    { name: 'cprt', key: 'cprt' },
  ];
  for (const { name, data, place } of tags) {
    if (!KEPT_TAGS.has(name) || !KEPT_TYPES.has(latin1(data.subarray(0, 4))) || written.has(name)) continue;
    written.add(name);
    // Tags share their data: often one curve serves three colours.
    const key = `${place} ${data.length}`;
    parts.set(key, exact(data));
    entries.push({ name, key });
  }
  return assemble(header, entries, parts);
}

function assemble(
  header: Uint8Array,
  entries: { name: string; key: string }[],
  parts: Map<string, Uint8Array>,
): Bytes {
  let offset = HEADER + 4 + 12 * entries.length;
  const places = new Map<string, [number, number]>();
  const body: Uint8Array[] = [];
  for (const [key, data] of parts) {
    places.set(key, [offset, data.length]);
    const padding = new Uint8Array(-data.length & 3);
    body.push(data, padding);
    offset += data.length + padding.length;
  }
  const table = entries.map(({ name, key }) => {
    const [place = 0, length = 0] = places.get(key) ?? [];
    return concat(ascii(name), numberBytes(place, 4), numberBytes(length, 4));
  });
  const head = cleanHeader(header);
  head.set(numberBytes(offset, 4), 0);
  return concat(head, numberBytes(entries.length, 4), ...table, ...body);
}

/** 7.2: without preferred program, date, platform, flags, maker, model, attributes of the medium, creator, identity, and what is reserved. */
function cleanHeader(header: Uint8Array): Bytes {
  const head = Uint8Array.from(header);
  for (const [from, to] of [
    [4, 8],
    [24, 36],
    [40, 64],
    [80, HEADER],
  ] as const)
    head.fill(0, from, to);
  return head;
}

/** Numbers and curves say how long they are; behind that could be anything. */
function exact(data: Uint8Array): Uint8Array {
  const type = latin1(data.subarray(0, 4));
  if (type === 'XYZ ') return data.subarray(0, 20);
  if (type === 'sf32') return data.subarray(0, 44);
  if (type === 'curv' && data.length >= 12) return data.subarray(0, 12 + 2 * uint32(data, 8));
  if (type === 'para' && data.length >= 12)
    return data.subarray(0, 12 + 4 * ([1, 3, 4, 5, 7][uint16(data, 8)] ?? 0));
  return data;
}

/** Version 2's description (ICC.1:2001-04, 6.5.17), with empty ones for Unicode and for old Macintoshes. */
function oldText(type: string, text: string): Bytes {
  const count = numberBytes(text.length + 1, 4);
  return concat(ascii(type), new Uint8Array(4), count, ascii(`${text}\0`), new Uint8Array(8 + 3 + 67));
}

/** Version 4 (10.15), one language. */
function unicodeText(text: string): Bytes {
  const wide = Uint8Array.from(text.split('').flatMap((character) => [0, character.charCodeAt(0)]));
  const head = [1, 12].map((number) => numberBytes(number, 4));
  return concat(
    ascii('mluc\0\0\0\0'),
    ...head,
    ascii('enUS'),
    numberBytes(wide.length, 4),
    numberBytes(28, 4),
    wide,
  );
}

function textOf(data: Uint8Array | undefined): string {
  if (data === undefined || data.length < 12) return '';
  if (has(data, 0, 'desc')) return decodeText(data.subarray(12, 12 + Math.min(uint32(data, 8), 200)));
  if (has(data, 0, 'text')) return decodeText(data.subarray(8, 208));
  if (!has(data, 0, 'mluc') || data.length < 28) return '';
  const place = uint32(data, 24);
  return decodeUtf16(data.subarray(place, place + Math.min(uint32(data, 20), 400)), false);
}
