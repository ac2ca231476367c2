/**
 * The application segments of a JPEG: what they tell, and the few that a cleaned picture begins with, in their least form.
 *
 * @module
 */
import { orientationExif, readExif, type Orientation } from './exif.ts';
import type { Findings } from './findings.ts';
import { cleanIcc } from './icc.ts';
import { readPhotoshop } from './photoshop.ts';
import { ascii, concat, has, latin1, numberBytes, uint16, type Bytes, type Reader } from './reader.ts';
import { decodeText } from './words.ts';
import { readXmp } from './xmp.ts';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXIF = 'Exif\0';
const ICC = 'ICC_PROFILE\0';
/** What a segment holds of a profile behind its own 14 bytes (ICC.1:2022, B.4). */
const LONGEST_ICC_PART = 65519;
/** Segments of EXIF, XMP and the like that are read; honest files have one of each, hostile ones much in each. */
const MOST_READ = 32;

export class JpegHead {
  readonly #reader: Reader;
  readonly #findings: Findings;
  readonly #profile: (Bytes | undefined)[] = [];
  #profileIsBroken = false;
  #orientation: Orientation | null = null;
  #jfif: Bytes | null = null;
  #adobe: Bytes | null = null;
  #read = 0;

  constructor(reader: Reader, findings: Findings) {
    this.#reader = reader;
    this.#findings = findings;
  }

  /** An APPn segment without marker and length. What comes behind the frame's own segment says nothing to programs any more. */
  async take(marker: number, start: number, end: number, isBeforeFrame: boolean): Promise<void> {
    // The window has the next segments too.
    const bytes = (await this.#reader.bytes(start, end - start)).slice();
    if (marker === 0xe0 && has(bytes, 0, 'JFIF\0') && bytes.length >= 14)
      this.#takeJfif(bytes, isBeforeFrame);
    else if (marker === 0xe0 && has(bytes, 0, 'JFXX\0')) this.#findings.add('thumbnail', '');
    else if (marker === 0xe2 && has(bytes, 0, ICC) && bytes.length > 14 && isBeforeFrame)
      this.#takeProfile(bytes);
    else if (marker === 0xee && has(bytes, 0, 'Adobe') && bytes.length >= 12) {
      if (isBeforeFrame) this.#adobe ??= bytes.slice(11, 12);
    } else if (this.#read++ < MOST_READ) this.#tell(marker, bytes);
    else this.#findings.add('unknown-part', nameOf(marker, bytes));
  }

  async takeComment(start: number, end: number): Promise<void> {
    this.#findings.add('comment', decodeText(await this.#reader.bytes(start, Math.min(end - start, 1000))));
  }

  /** All that a cleaned picture has before its tables. */
  segments(): Bytes[] {
    const segments: Bytes[] = [];
    if (this.#jfif) segments.push(this.#jfif);
    if (this.#orientation !== null && this.#orientation > 1) {
      segments.push(segment(0xe1, concat(ascii('Exif\0\0'), orientationExif(this.#orientation))));
    }
    segments.push(...this.#profileSegments());
    // T.872, 6.5.3: version 100, no flags, which transform the colours went through.
    if (this.#adobe) segments.push(segment(0xee, concat(ascii('Adobe\0\x64\0\0\0\0'), this.#adobe)));
    return segments;
  }

  #tell(marker: number, bytes: Bytes): void {
    const findings = this.#findings;
    if (marker === 0xe1 && has(bytes, 0, EXIF)) {
      const orientation = readExif(bytes, findings);
      this.#orientation ??= orientation;
    } else if (marker === 0xe1 && has(bytes, 0, XMP)) readXmp(bytes.subarray(XMP.length), findings);
    else if (marker === 0xed && has(bytes, 0, 'Photoshop 3.0\0')) readPhotoshop(bytes, findings, readExif);
    else if (marker === 0xeb && latin1(bytes).includes('c2pa')) findings.add('history', 'C2PA');
    else findings.add('unknown-part', nameOf(marker, bytes));
  }

  /** T.871, 10.1: of units and densities only the shape of a pixel is left, of versions the common one. */
  #takeJfif(bytes: Bytes, isBeforeFrame: boolean): void {
    if (bytes[12] !== 0 && bytes[13] !== 0) this.#findings.add('thumbnail', '');
    if (!isBeforeFrame || this.#jfif) return;
    const isSquare = uint16(bytes, 8) === uint16(bytes, 10);
    const density = isSquare ? Uint8Array.of(0, 1, 0, 1) : bytes.slice(8, 12);
    this.#jfif = segment(0xe0, concat(ascii('JFIF\0\x01\x01\0'), density, Uint8Array.of(0, 0)));
  }

  #takeProfile(bytes: Bytes): void {
    const [number = 0, count = 0] = bytes.subarray(12, 14);
    this.#profileIsBroken ||= number === 0 || number > count || this.#profile[number - 1] !== undefined;
    this.#profile.length = Math.max(this.#profile.length, count);
    this.#profile[number - 1] = bytes.subarray(14);
  }

  #profileSegments(): Bytes[] {
    if (this.#profile.length === 0) return [];
    const parts = Array.from(this.#profile).filter((part) => part !== undefined);
    const isWhole = !this.#profileIsBroken && parts.length === this.#profile.length;
    const profile = cleanIcc(isWhole ? concat(...parts) : new Uint8Array(0), this.#findings);
    if (profile === null) return [];
    const count = Math.ceil(profile.length / LONGEST_ICC_PART);
    return Array.from({ length: count }, (_, index) => {
      const part = profile.subarray(index * LONGEST_ICC_PART, (index + 1) * LONGEST_ICC_PART);
      return segment(0xe2, concat(ascii(ICC), Uint8Array.of(index + 1, count), part));
    });
  }
}

/** What programs call their segment stands at its beginning. */
function nameOf(marker: number, bytes: Uint8Array): string {
  const [name = ''] = /^[\x20-\x7e]{2,40}/.exec(latin1(bytes.subarray(0, 40))) ?? [];
  return name === '' ? `APP${marker - 0xe0}` : name;
}

function segment(marker: number, bytes: Bytes): Bytes {
  return concat(Uint8Array.of(0xff, marker), numberBytes(bytes.length + 2, 2), bytes);
}
