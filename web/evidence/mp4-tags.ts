/**
 * Says what the boxes give away that do not stay: `udta`, `meta`, `uuid` and what makers of phones and cameras put into them
 * (QuickTime File Format, "Metadata"; ISO/IEC 14496-12:2022, 8.10 and 8.11; 3GPP TS 26.244, 8). Changes nothing.
 *
 * @module
 */
import { metaBody, type Box, type Boxes } from './boxes.ts';
import type { Findings } from './findings.ts';
import { SILENT } from './mp4-policy.ts';
import { has, int32, latin1, uint16, uint32 } from './reader.ts';
import { readXmp } from './xmp.ts';
import { addPlace, addTag, kindOf, printable, textOf } from './tag-names.ts';

/** Adobe, XMP specification, part 3, 1.1.4. */
const XMP = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac';
const DEEPEST = 6;
const TEXTS_3GPP = [
  'titl',
  'dscp',
  'cprt',
  'perf',
  'auth',
  'gnre',
  'albm',
  'yrrc',
  'kywd',
  'clsf',
  'coll',
  'rtng',
];
/** Seconds from 1904 to 1970. */
const EPOCH = 2_082_844_800;

/** `seconds` since 1904, as the fields for time in a film have it. Zero is none. */
export function addTime(findings: Findings, seconds: number): void {
  const date = new Date(1000 * (seconds - EPOCH));
  if (seconds === 0) return;
  findings.add(
    'time',
    Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  );
}

/** Never throws for what is in a box, at most says less. */
export function tell(boxes: Boxes, box: Box, findings: Findings, depth = 0): void {
  const content = boxes.slice(box);
  const { type } = box;
  if (SILENT.includes(type)) {
    if (['', 'free', 'skip', 'wide'].includes(type) && content.some((byte) => byte !== 0))
      findings.add('unknown-part', printable(content));
    return;
  }
  try {
    if (depth < DEEPEST) tellContent(boxes, box, content, findings, depth);
  } catch {
    // Broken inside; it goes as a whole all the same.
    findings.add('unknown-part', type);
  }
}

function tellContent(boxes: Boxes, box: Box, content: Uint8Array, findings: Findings, depth: number): void {
  const { type } = box;
  if (type === 'meta') tellMeta(boxes, box, findings, depth);
  else if (['udta', 'smta', 'ilst'].includes(type))
    for (const child of boxes.in(box)) tell(boxes, child, findings, depth + 1);
  else if (type === 'hdlr') tellName(content, findings);
  else if (type === 'loci') tellLoci(content, findings);
  else if (type.startsWith('\xa9') || type.startsWith('@')) tellText(boxes, box, type, findings);
  else if (TEXTS_3GPP.includes(type)) addTag(findings, type, textOf(content.subarray(6)));
  else if (type === 'prft') findings.add('time', '');
  else if (['PICT', 'pnot'].includes(type)) findings.add('thumbnail', '');
  else if (type === 'uuid' && has(content, 0, XMP)) readXmp(content.subarray(16), findings);
  else if (type === 'XMP_') readXmp(content, findings);
  else if (type === 'GPMF') findings.add('device', printable(content));
  else if (boxes.bytes[box.body + 4] === 0x64 && has(boxes.bytes, box.body + 4, 'data'))
    tellText(boxes, box, type, findings);
  else if (type === 'name' && depth > 0) findings.add('title', textOf(content));
  else if (depth === 0) findings.add('unknown-part', `${type} ${printable(content)}`);
  else if (content.some((byte) => byte !== 0)) addTag(findings, type, printable(content));
}

/** Items stand either under their own name, or under the number of a name in `keys`, or as text under `----`. */
function tellMeta(boxes: Boxes, meta: Box, findings: Findings, depth: number): void {
  const children = boxes.in(meta, metaBody(boxes, meta));
  const keys = children.find(({ type }) => type === 'keys');
  const names: string[] = [];
  if (keys)
    for (const key of boxes.in(keys, keys.body + 8)) names.push(latin1(boxes.slice(key).subarray(0, 100)));
  for (const child of children) {
    if (child.type === 'keys' || child.type === 'hdlr') continue;
    if (child.type !== 'ilst') {
      tell(boxes, child, findings, depth + 1);
      continue;
    }
    for (const item of boxes.in(child)) {
      const named = keys ? names[uint32(boxes.bytes, item.at + 4) - 1] : undefined;
      tellText(boxes, item, named ?? item.type, findings);
    }
  }
}

/** The text of an item, in boxes `data` or in QuickTime's way: length, language, text. */
function tellText(boxes: Boxes, item: Box, name: string, findings: Findings): void {
  const content = boxes.slice(item);
  if (!has(content, 4, 'data') && !has(content, 4, 'mean')) {
    for (let at = 0; at + 4 <= content.length;) {
      const length = uint16(content, at);
      if (length === 0 || at + 4 + length > content.length) {
        addTag(findings, name, printable(content));
        return;
      }
      addTag(findings, name, textOf(content.subarray(at + 4, at + 4 + length)));
      at += 4 + length;
    }
    return;
  }
  let full = name;
  for (const part of boxes.in(item)) {
    const inside = boxes.slice(part);
    if (part.type === 'name') full = textOf(inside.subarray(4));
    if (part.type !== 'data') continue;
    const kind = uint32(inside, 0) & 0xffffff;
    const value = inside.subarray(8);
    if (kind === 13 || kind === 14 || kind === 27) findings.add('thumbnail', '');
    else if (kind === 1 || kind === 2)
      addTag(findings, full, textOf(value, kind === 1 ? 'utf-8' : 'utf-16be'));
    else findings.add(kindOf(full), printable(value));
  }
}

/** 3GPP TS 26.244, 8.9: a name and a point, in 65536ths of a degree. */
function tellLoci(content: Uint8Array, findings: Findings): void {
  const isWide = has(content, 6, '\xfe\xff');
  let end = 6;
  while (isWide ? uint16(content, end) !== 0 : content[end] !== 0 && end < content.length)
    end += isWide ? 2 : 1;
  const at = end + (isWide ? 3 : 2);
  const longitude = int32(content, at) / 65536;
  const latitude = int32(content, at + 4) / 65536;
  const name = textOf(content.subarray(6, end));
  findings.add('place', `${name} ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`, { latitude, longitude });
}

/** The name of what made a track, with a length before it in QuickTime. */
export function tellName(content: Uint8Array, findings: Findings): void {
  const name = textOf(content.subarray(24)).replace(/^[\0-\x1f]/, '');
  if (name !== '') findings.add('software', name);
}

/** A text of a timed track is told as one: a place where it has one. */
export function tellTimedText(text: string, isChapter: boolean, findings: Findings): void {
  if (/GPS|lat(itude)?\b|[NS] ?\d{1,2}[.°]\d|\d{1,2}\.\d{4,}\s*,\s*-?\d{1,3}\.\d{4,}/i.test(text))
    addPlace(findings, text);
  else findings.add(isChapter ? 'title' : 'comment', text);
}
