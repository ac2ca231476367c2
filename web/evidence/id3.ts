/**
 * Finds tags around sound and says what is in them: ID3v2.2 to 2.4 in front (id3.org), and behind it ID3v1, APEv2 (Hydrogenaudio) and
 * Lyrics3. Gives where the sound between them begins and ends. Does not undo compression or encryption of a frame.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import { has, latin1, uint24, uint32, type Reader } from './reader.ts';
import { addTag, kindOf, textOf } from './tag-names.ts';

const MOST_FRAMES = 500;
const MOST_TAGS = 16;
const LONGEST_TEXT = 1024;

/** Where the sound begins. Tags that claim more than there is end with the file. */
export async function behindTags(reader: Reader, from: number, findings: Findings): Promise<number> {
  let at = from;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const head = await reader.upTo(at, 10);
    if (!has(head, 0, 'ID3') || head.length < 10) break;
    const length = synchsafe(head, 6);
    const hasFooter = head[3] === 4 && ((head[5] ?? 0) & 0x10) !== 0;
    await tellId3(reader, at, at + 10 + length, findings);
    at += 10 + length + (hasFooter ? 10 : 0);
  }
  return Math.min(at, reader.size);
}

/** Where the sound ends. */
export async function beforeTags(reader: Reader, from: number, findings: Findings): Promise<number> {
  let end = reader.size;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const next = await beforeTag(reader, from, end, findings);
    if (next === end) break;
    end = Math.max(next, from);
  }
  return end;
}

async function beforeTag(reader: Reader, from: number, end: number, findings: Findings): Promise<number> {
  const look = Math.min(128, end - from);
  const tail = (await reader.upTo(end - look, look)).slice();
  const behind = (back: number, expected: string) => look >= back && has(tail, look - back, expected);
  if (behind(128, 'TAG')) {
    const field = (name: string, offset: number, length: number) =>
      addTag(findings, name, textOf(tail.subarray(offset, offset + length), 'latin1').trim());
    field('title', 3, 30);
    field('artist', 33, 30);
    field('album', 63, 30);
    field('year', 93, 4);
    field('comment', 97, 30);
    return end - 128;
  }
  if (behind(32, 'APETAGEX')) {
    const length = uint32(tail, look - 20, true);
    const hasHeader = (uint32(tail, look - 12, true) & 0x80000000) !== 0;
    await tellApe(reader, Math.max(from, end - length), end - 32, findings);
    return end - length - (hasHeader ? 32 : 0);
  }
  if (behind(9, 'LYRICS200')) {
    findings.add('comment', 'Lyrics3');
    return end - 15 - Number.parseInt(latin1(tail.subarray(look - 15, look - 9)), 10) || end;
  }
  return end;
}

/** One tag of ID3v2, its header at `from`; also where it stands in another file. Never throws for what is in it. */
export async function tellId3(reader: Reader, from: number, end: number, findings: Findings): Promise<void> {
  const head = (await reader.upTo(from, 14)).slice();
  const version = head[3] ?? 0;
  const isShort = version === 2;
  const header = isShort ? 6 : 10;
  let at = from + 10;
  // An extended header, which in 2.3 does not count itself.
  if (((head[5] ?? 0) & 0x40) !== 0 && !isShort && head.length === 14)
    at += version === 4 ? synchsafe(head, 10) : uint32(head, 10) + 4;
  for (let frames = 0; frames < MOST_FRAMES && at + header <= end; frames++) {
    const frame = await reader.upTo(at, header + LONGEST_TEXT);
    const name = latin1(frame.subarray(0, isShort ? 3 : 4));
    if (frame.length < header || !/^[A-Z0-9]{3,4}$/.test(name)) return;
    const length = isShort ? uint24(frame, 3) : version === 4 ? synchsafe(frame, 4) : uint32(frame, 4);
    tellFrame(name, frame.subarray(header, Math.min(header + length, frame.length)), findings);
    at += header + length;
  }
}

function tellFrame(name: string, content: Uint8Array, findings: Findings): void {
  if (kindOf(name) === 'thumbnail') findings.add('thumbnail', '');
  else if (name.startsWith('T') && !name.startsWith('TXX'))
    addTag(findings, name, encoded(content, 1).join(' '));
  else if (name.startsWith('TXX')) {
    const [description = '', ...texts] = encoded(content, 1);
    addTag(findings, description, texts.join(' '));
  } else if (/^(COM|ULT|USLT)/.test(name)) addTag(findings, 'comment', encoded(content, 4).join(' '));
  else addTag(findings, name, textOf(content, 'latin1'));
}

/** Texts after an encoding and perhaps a language, ended by zeros. */
function encoded(content: Uint8Array, from: number): string[] {
  const label = ['latin1', 'utf-16', 'utf-16be', 'utf-8'][content[0] ?? 0] ?? 'latin1';
  const text = content.subarray(from);
  const isBig = label === 'utf-16' && text[0] === 0xfe;
  return new TextDecoder(isBig ? 'utf-16be' : label)
    .decode(text)
    .replace(/[\ufeff\ufffe]/g, '')
    .split('\0');
}

/** Items of APEv2: length, flags, name, zero, value. */
async function tellApe(reader: Reader, from: number, end: number, findings: Findings): Promise<void> {
  for (let at = from, items = 0; at + 9 < end && items < MOST_FRAMES; items++) {
    const item = await reader.upTo(at, 9 + LONGEST_TEXT);
    if (item.length < 9) return;
    const zero = item.indexOf(0, 8);
    if (zero < 0) return;
    const length = uint32(item, 0, true);
    addTag(findings, latin1(item.subarray(8, zero)), textOf(item.subarray(zero + 1, zero + 1 + length)));
    at += zero + 1 + length;
  }
}

/** 7 bits in each of 4 bytes (ID3v2.4, 6.2). */
function synchsafe(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(offset, offset + 4).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
}
