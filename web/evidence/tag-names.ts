/**
 * What the name of a tag in sound or film says about what is in it. Guesses by words, since every program has names of its own; what no
 * word is known of is a comment.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import type { Findings } from './findings.ts';

/** The first that fits counts. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/xyz|loci|gps|locat|geo|latit|longit|iso6709|recording.?place|^(city|country)|©(pl|ci)/i, 'place'],
  [/cover|covr|picture|thumb|thm|^apic|^pic$|artwork/i, 'thumbnail'],
  [/serial|imei|slno|umid|muid|came$|lens/i, 'serial'],
  [/history/i, 'history'],
  [
    /uuid|identif|ident$|isrc|isbn|barcode|catalog|discid|^ufid|cddb|mcdi|_id$|\bid$|^(priv|geob)/i,
    'identifier',
  ],
  [/make|model|manu|©ma[kc]|©mod|modl|mdln|device|camera|product|hardware|host/i, 'device'],
  [/softw|©sw[rf]|©too|©enc|tool|encod|^tss|^ten|^isft|vendor|program|android|firm|codec|^tool/i, 'software'],
  [/date|day|time|year|yrr|^t(dr|do|den|dt|ye|da|im|rd)|^(icrd|idit|ityp)|created|modified/i, 'time'],
  [
    /auth|artist|©(aut|art|dir|prd|prf|wrt|com|cpy)|perf|compos|writer|owner|copyr|cprt|publish|produc|direct|engineer|^(tp|tc|tope|toly|town|tpub)|^(iart|ieng|icop|itch)|originator|contact|lyricist|conductor|credit|name.?of/i,
    'author',
  ],
  [/titl|name|nam$|album|©alb|albm|^(ti|ta)|^inam|^iprd|chapter|chpl|subject|series|movement|work/i, 'title'],
];

export function kindOf(name: string): Kind {
  return WORDS.find(([words]) => words.test(name.slice(0, 100)))?.[1] ?? 'comment';
}

/** Adds what a tag says; a place with its degrees where it is written as ISO 6709 or as two numbers. */
export function addTag(findings: Findings, name: string, text: string): void {
  const kind = kindOf(name);
  if (kind !== 'thumbnail' && text.trim() === '') return;
  if (kind === 'place' || POINT.test(text)) addPlace(findings, text);
  else if (kind === 'thumbnail') findings.add(kind, '');
  else findings.add(kind, text);
}

const POINT = /^([+-]\d{2,7}(?:\.\d+)?)([+-]\d{3,8}(?:\.\d+)?)(?:[+-][\d.]+)?(?:CRS[^/]*)?\/?$/;

export function addPlace(findings: Findings, text: string): void {
  const point = POINT.exec(text.trim());
  if (point === null) {
    findings.add('place', text);
    return;
  }
  const [, latitude = '', longitude = ''] = point;
  findings.add('place', text.trim(), { latitude: degrees(latitude, 2), longitude: degrees(longitude, 3) });
}

/** ISO 6709, annex H: degrees, or degrees and minutes, or degrees, minutes and seconds, told apart by the number of digits. */
function degrees(text: string, digits: number): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [whole = ''] = text.slice(1).split('.');
  const rest = text.slice(1 + digits);
  const full = Number(text.slice(1, 1 + digits));
  if (whole.length >= digits + 4)
    return sign * (full + Number(rest.slice(0, 2)) / 60 + Number(rest.slice(2)) / 3600);
  if (whole.length >= digits + 2) return sign * (full + Number(rest) / 60);
  return Number(text);
}

/** Runs of printable ASCII in bytes of an unknown format; bounded. */
export function printable(bytes: Uint8Array): string {
  let text = '';
  let run = '';
  for (const byte of bytes.subarray(0, 4096)) {
    if (byte >= 0x20 && byte < 0x7f) run += String.fromCharCode(byte);
    else {
      if (run.length >= 4) text += ` ${run}`;
      run = '';
    }
  }
  return `${text}${run.length >= 4 ? ` ${run}` : ''}`.trim().slice(0, 200);
}

/** Text of a tag: UTF-8, or UTF-16 where it has the mark of that; up to the first zero. */
export function textOf(bytes: Uint8Array, encoding = 'utf-8'): string {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const label = isMarked ? (first === 0xff ? 'utf-16le' : 'utf-16be') : encoding;
  return new TextDecoder(label).decode(bytes.subarray(0, 2048)).replace(/\0.*/s, '');
}

const ELEMENTS = /[\s<](?:\w+:)?(\w+)(?:="([^"<]{1,200})"|>([^<]{1,200})<)/g;

/** iXML and its like: elements and attributes by their names. */
export function tellXml(content: Uint8Array, findings: Findings): void {
  const text = new TextDecoder().decode(content.subarray(0, 65536));
  let some = false;
  for (const [, name = '', attribute, element] of text.matchAll(ELEMENTS)) {
    const value = attribute ?? element ?? '';
    if (value.trim() === '' || /^(http:\/\/|utf-8$|1\.0$)/i.test(value)) continue;
    addTag(findings, name, value);
    some = true;
  }
  if (!some) findings.add('unknown-part', printable(content));
}
