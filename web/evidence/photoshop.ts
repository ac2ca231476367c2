/**
 * What Photoshop's image resources tell (Adobe Photoshop File Formats Specification, "Image Resource Blocks"), the IPTC record above all (IIM 4.2,
 * chapters 5 and 6). They are never kept.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import type { Findings } from './findings.ts';
import { has, uint16, uint32 } from './reader.ts';
import { decodeText, decodeUtf16 } from './words.ts';
import { readXmp } from './xmp.ts';

const MOST_RESOURCES = 1000;
const MOST_DATASETS = 1000;
const LONGEST_TEXT = 2000;

/** Datasets of IPTC's record 2. Dates and times are told together. */
const DATASETS: Record<number, Kind> = {
  5: 'title',
  12: 'comment',
  15: 'comment',
  20: 'comment',
  25: 'comment',
  26: 'place',
  27: 'place',
  40: 'comment',
  65: 'software',
  70: 'software',
  80: 'author',
  85: 'author',
  90: 'place',
  92: 'place',
  95: 'place',
  100: 'place',
  101: 'place',
  103: 'identifier',
  105: 'title',
  110: 'author',
  115: 'author',
  116: 'author',
  118: 'author',
  120: 'comment',
  122: 'author',
  147: 'identifier',
};
const TIMES: readonly [number, number][] = [
  [55, 60],
  [62, 63],
  [30, 35],
  [37, 38],
];

/** What reads EXIF; none where these resources are themselves in EXIF, which could go on without end. */
type ReadExif = (bytes: Uint8Array, findings: Findings) => unknown;

/** Adds what these resource blocks tell, perhaps behind `Photoshop 3.0` and NUL. Never throws. */
export function readPhotoshop(bytes: Uint8Array, findings: Findings, readExif?: ReadExif): void {
  const prefix = 'Photoshop 3.0\0';
  let offset = has(bytes, 0, prefix) ? prefix.length : 0;
  let said = false;
  for (let count = 0; count < MOST_RESOURCES && offset + 12 <= bytes.length; count++) {
    if (!has(bytes, offset, '8BIM')) break;
    const id = uint16(bytes, offset + 4);
    // The name, with its length in front, is even in bytes.
    const sizeAt = offset + 6 + ((bytes[offset + 6] ?? 0) & ~1) + 2;
    if (sizeAt + 4 > bytes.length) break;
    const data = bytes.subarray(sizeAt + 4, sizeAt + 4 + uint32(bytes, sizeAt));
    said = readResource(id, data, findings, readExif) || said;
    offset = sizeAt + 4 + data.length + (data.length & 1);
  }
  if (!said) findings.add('unknown-part', 'Photoshop');
}

function readResource(id: number, data: Uint8Array, findings: Findings, readExif?: ReadExif): boolean {
  if (id === 0x0404) readIptc(data, findings);
  else if (id === 0x0409 || id === 0x040c) findings.add('thumbnail', '');
  else if ((id === 0x0422 || id === 0x0423) && readExif) readExif(data, findings);
  else if (id === 0x0424) readXmp(data, findings);
  else if (id === 0x040b) findings.add('comment', decodeText(data.subarray(0, LONGEST_TEXT)));
  else if (id === 0x0421 && data.length > 9) findings.add('software', writerOf(data));
  else return false;
  return true;
}

/** "Version Info": the name of what wrote the file, behind five bytes and the count of its UTF-16 units. */
function writerOf(data: Uint8Array): string {
  const length = Math.min(2 * uint32(data, 5), LONGEST_TEXT);
  return decodeUtf16(data.subarray(9, 9 + length), false);
}

/** Adds what these bytes of an IPTC record tell. Never throws. */
export function readIptc(bytes: Uint8Array, findings: Findings): void {
  const times = new Map<number, string>();
  let said = false;
  let offset = 0;
  for (
    let count = 0;
    count < MOST_DATASETS && offset + 5 <= bytes.length && bytes[offset] === 0x1c;
    count++
  ) {
    const length = uint16(bytes, offset + 3);
    // An extended length, which no text of this record needs.
    if (length & 0x8000) break;
    const record = bytes[offset + 1];
    const dataset = bytes[offset + 2] ?? 0;
    const text = decodeText(bytes.subarray(offset + 5, offset + 5 + Math.min(length, LONGEST_TEXT)));
    offset += 5 + length;
    if (record !== 2 || text === '') continue;
    const kind = DATASETS[dataset];
    if (kind === undefined) times.set(dataset, text);
    else findings.add(kind, text);
    said ||= kind !== undefined;
  }
  for (const [day, hour] of TIMES) {
    const date = times.get(day)?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? '';
    const time =
      times
        .get(hour)
        ?.replace(/^(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')
        .replace(/([+-]\d\d)(\d\d)$/, ', $1:$2') ?? '';
    if (date === '' && time === '') continue;
    findings.add('time', `${date} ${time}`);
    said = true;
  }
  if (!said) findings.add('unknown-part', 'IPTC');
}
