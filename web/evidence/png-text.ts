/**
 * What the texts of a PNG tell (W3C, PNG third edition, 11.3.3), among them XMP, and EXIF and IPTC as ImageMagick writes them, in hexadecimal.
 * They are never kept.
 *
 * @module
 */
import { readExif } from './exif.ts';
import type { Findings } from './findings.ts';
import { inflate } from './inflate.ts';
import { readPhotoshop } from './photoshop.ts';
import { has, latin1, Obstructed, type Bytes } from './reader.ts';
import { dated, decodeText, kindOfName } from './words.ts';
import { readXmp } from './xmp.ts';

/** Bytes of a text that was compressed; behind longer ones is a picture or a bomb. */
const LONGEST_TEXT = 524_288;
const XMP = 'XML:com.adobe.xmp';

/** Adds what such a chunk tells. */
export async function readPngText(
  type: 'tEXt' | 'zTXt' | 'iTXt',
  data: Bytes,
  findings: Findings,
): Promise<void> {
  const end = data.indexOf(0);
  const keyword = latin1(data.subarray(0, end === -1 ? 79 : Math.min(end, 79)));
  const text = end === -1 ? new Uint8Array(0) : await textOf(type, data.subarray(end + 1));
  const [, raw] = /^Raw profile type (\w{1,9})$/.exec(keyword) ?? [];
  if (keyword === XMP) readXmp(text, findings);
  else if (raw !== undefined) readRaw(raw.toLowerCase(), text, findings);
  else {
    const kind = kindOfName(keyword.slice(keyword.lastIndexOf(':') + 1));
    const shown = decodeText(text.subarray(0, 2000));
    findings.add(kind ?? 'comment', kind === null ? `${keyword}: ${shown}` : dated(shown));
  }
}

/** Empty where it is compressed and broken, or a bomb. */
async function textOf(type: string, rest: Bytes): Promise<Bytes> {
  if (type === 'tEXt') return rest;
  if (type === 'zTXt') return inflated(rest.subarray(1));
  // Two bytes about the compression, a language and a keyword in it, each closed by NUL.
  const text = rest.subarray(rest.indexOf(0, rest.indexOf(0, 2) + 1) + 1);
  return rest[0] === 1 ? inflated(text) : text;
}

async function inflated(bytes: Bytes): Promise<Bytes> {
  return inflate(bytes, 'deflate', LONGEST_TEXT).catch((error: unknown) => {
    if (error instanceof Obstructed) return new Uint8Array(0);
    throw error;
  });
}

/** A line with its name, one with its length, then lines of hexadecimal digits. */
function readRaw(name: string, text: Bytes, findings: Findings): void {
  const [head = ''] = /^\s*\w+\s+\d+\s/.exec(latin1(text.subarray(0, 100))) ?? [];
  const bytes = unhexed(text.subarray(head.length));
  const prefix = 'http://ns.adobe.com/xap/1.0/\0';
  if (has(bytes, 0, prefix)) readXmp(bytes.subarray(prefix.length), findings);
  else if (name === 'xmp') readXmp(bytes, findings);
  else if (name === 'exif' || name === 'app1') readExif(bytes, findings);
  else if (name === 'iptc' || name === '8bim' || name === 'app13') readPhotoshop(bytes, findings, readExif);
  else findings.add('unknown-part', name);
}

function unhexed(text: Bytes): Bytes {
  const bytes = new Uint8Array(text.length >> 1);
  let digits = 0;
  for (const code of text) {
    const letter = code | 0x20;
    const digit =
      code >= 0x30 && code <= 0x39 ? code - 0x30 : letter >= 0x61 && letter <= 0x66 ? letter - 87 : -1;
    if (digit === -1) continue;
    bytes[digits >> 1] = ((bytes[digits >> 1] ?? 0) << 4) | digit;
    digits++;
  }
  return bytes.subarray(0, digits >> 1);
}
