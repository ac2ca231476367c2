/**
 * What a track is made of: its sample description (ISO/IEC 14496-12:2022, 8.5.2 and 12; ISO/IEC 14496-15; QuickTime File
 * Format, "Sample Description Atoms"). Fields for the names of makers and encoders are emptied.
 *
 * @module
 */
import type { Box, Boxes } from './boxes.ts';
import { softwareIn, userDataInSetup } from './elementary.ts';
import type { Findings } from './findings.ts';
import { CONFIGURATION, ENCRYPTED, OPTIONAL, PICTURES, SOUND } from './mp4-policy.ts';
import { has, latin1, Obstructed, uint16 } from './reader.ts';

/** The sample entries of a track. Throws `Obstructed`. */
export function sampleEntries(boxes: Boxes, trak: Box): Box[] {
  const stsd = boxes.find(trak, 'mdia', 'minf', 'stbl', 'stsd');
  return stsd === null ? [] : boxes.in(stsd, stsd.body + 8).filter(({ type }) => type !== '');
}

/** Whether we know that the samples hold pictures (`vide`) or sound (`soun`). Throws `Obstructed` with 'encrypted'. */
export function isKnown(handler: string, entries: readonly Box[]): boolean {
  if (entries.some(({ type }) => ENCRYPTED.includes(type))) throw new Obstructed('encrypted');
  const known = handler === 'vide' ? PICTURES : handler === 'soun' ? SOUND : [];
  return entries.length > 0 && entries.every(({ type }) => known.includes(type));
}

/** Throws `Obstructed`, above all with 'unknown-part'. */
export function cleanEntry(boxes: Boxes, entry: Box, handler: string, isIso: boolean, found: Findings): void {
  const { bytes } = boxes;
  const { body, end } = entry;
  let children: number;
  if (handler === 'vide') {
    children = body + 78;
    if (children > end) throw new Obstructed('damaged');
    const name = latin1(bytes.subarray(body + 42, body + 74)).replace(/^[\0-\x1f]/, '');
    if (/[^\0 ]/.test(name)) found.add('software', name.replace(/\0.*/s, ''));
    boxes.zero(body, body + 6);
    boxes.zero(body + 8, body + 24);
    boxes.zero(body + 36, body + 40);
    boxes.zero(body + 42, body + 74);
  } else {
    if (body + 28 > end) throw new Obstructed('damaged');
    boxes.zero(body, body + 6);
    boxes.zero(body + 10, body + 16);
    // QuickTime's longer descriptions of sound; the 64 is 8 less than the length that version 2 gives for itself.
    const version = isIso ? 0 : uint16(bytes, body + 8);
    children = body + (version === 1 ? 44 : version === 2 ? 64 : 28);
    if (version > 2 || children > end) throw new Obstructed('unknown-part');
  }
  cleanConfiguration(boxes, boxes.in(entry, children), found);
}

function cleanConfiguration(boxes: Boxes, children: readonly Box[], found: Findings): void {
  for (const box of children) {
    if (OPTIONAL.includes(box.type)) {
      boxes.erase(box);
      continue;
    }
    if (!CONFIGURATION.includes(box.type)) throw new Obstructed('unknown-part');
    if (box.type === 'wave') cleanConfiguration(boxes, boxes.in(box), found);
    else cleanLeaf(boxes, box, found);
  }
}

function cleanLeaf(boxes: Boxes, box: Box, found: Findings): void {
  const { body, end, type } = box;
  if (['frma', 'enda', 'mp4a', '\0\0\0\0'].includes(type)) boxes.zero(body + 4, end);
  // 3GPP TS 26.244, 6.7 and 6.8: four letters of who made it, and which version.
  if (type === 'damr' || type === 'd263') boxes.zero(body, Math.min(body + 5, end));
  // A colour profile has a date and names of its own.
  if (type === 'colr' && !has(boxes.bytes, body, 'ncl')) throw new Obstructed('unknown-part');
  // Encapsulation of FLAC in ISO BMFF, 3.3.2: a block of another kind than STREAMINFO could be tags or a picture.
  if (type === 'dfLa' && (boxes.bytes[body + 4] !== 0x80 || end - body !== 42))
    throw new Obstructed('unknown-part');
  const content = boxes.slice(box);
  const said = type === 'hvcC' ? userDataInSetup(content) : type === 'esds' ? softwareIn(content) : [];
  for (const { at, replacement, text } of said) {
    found.add('software', text);
    boxes.bytes.set(replacement, body + at);
  }
}
