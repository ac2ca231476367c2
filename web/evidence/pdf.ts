/**
 * PDF (ISO 32000-2, 14.3): only what lies open at its beginning and end, which is the information dictionary and XMP of most. A PDF is
 * never cleaned: what was replaced or struck out stays in it, and there is no telling what else.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import type { Examined, Kind } from './examined.ts';
import type { Findings } from './findings.ts';
import { latin1, type Bytes } from './reader.ts';
import { dated, decodeText, decodeUtf16 } from './words.ts';
import { LONGEST_XMP, readXmp } from './xmp.ts';

/** Bytes that are read of the beginning and of the end. */
const PART = 1_048_576;
const MOST_STRINGS = 200;

const KEYS: Record<string, Kind> = {
  Author: 'author',
  Creator: 'software',
  Producer: 'software',
  Title: 'title',
  Subject: 'comment',
  Keywords: 'comment',
  CreationDate: 'time',
  ModDate: 'time',
};
/** 7.3.4: a string in parentheses, with escapes and one more pair within, or in hexadecimal digits. */
const STRING =
  /\/(Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate)\s{0,9}(?:\(((?:[^\\()]|\\[^]|\((?:[^\\()]|\\[^]){0,200}\)){0,1000})\)|<([\s0-9A-Fa-f]{0,2000})>)/g;

export function examinePdf(file: Blob): Promise<Examined> {
  return attempt('pdf', file, async (reader, findings) => {
    const head = (await reader.upTo(0, PART)).slice();
    const from = Math.max(head.length, reader.size - PART);
    const parts = [head, (await reader.upTo(from, PART)).slice()].map((bytes) => ({
      bytes,
      text: latin1(bytes),
    }));
    const isEncrypted = parts.some(({ text }) => /\/Encrypt\s{0,9}(?:\d|<<)/.test(text));
    for (const { bytes, text } of parts) {
      // Where it is encrypted, the strings are as well.
      if (!isEncrypted) readStrings(text, findings);
      const start = text.indexOf('<x:xmpmeta');
      if (start !== -1) readXmp(bytes.subarray(start, packetEnd(text, start)), findings);
      const [id] = /\/ID\s{0,9}\[\s{0,9}<([0-9A-Fa-f]{8,64})>/.exec(text)?.slice(1) ?? [];
      if (id !== undefined) findings.add('identifier', id);
    }
    // Each change that is saved is put behind the rest, which stays as it was; a file for the web has two ends from the beginning.
    const ends = parts.reduce((sum, { text }) => sum + text.split('%%EOF').length - 1, 0);
    if (ends > (/\/Linearized\s/.test(parts[0]?.text ?? '') ? 2 : 1)) findings.add('history', '');
    return isEncrypted ? 'encrypted' : 'format';
  });
}

function readStrings(text: string, findings: Findings): void {
  let count = 0;
  for (const [, key = '', literal, digits = ''] of text.matchAll(STRING)) {
    if (count++ > MOST_STRINGS) return;
    const kind = KEYS[key] ?? 'comment';
    const shown = textOf(literal === undefined ? unhexed(digits) : unescaped(literal));
    if (shown.trim() !== '') findings.add(kind, kind === 'time' ? dated(shown) : shown);
  }
}

function packetEnd(text: string, start: number): number {
  const end = text.indexOf('</x:xmpmeta>', start);
  return end === -1 ? start + LONGEST_XMP : end;
}

/** 7.9.2.2: UTF-16 or UTF-8 with its mark; else an encoding that is Latin 1 but for rare characters. */
function textOf(bytes: Bytes): string {
  const isWide = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe);
  return isWide ? decodeUtf16(bytes, false) : decodeText(bytes);
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '', '\r': '' };

function unescaped(literal: string): Bytes {
  const text = literal.replace(/\\([0-7]{1,3}|[^])/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 255) : (ESCAPES[code] ?? code),
  );
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function unhexed(digits: string): Bytes {
  const pairs = digits.replace(/\s+/g, '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
