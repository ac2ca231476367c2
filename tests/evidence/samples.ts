/**
 * Pictures put together part by part, so that a test says what is in them. What they show is of no importance: nothing here decodes them.
 *
 * @module
 */
import { deflateSync } from 'node:zlib';
import { chunk } from '../../web/evidence/png-chunk.ts';
import { ascii, concat, numberBytes, type Bytes } from '../../web/evidence/reader.ts';

export type Tag = { tag: number; type: number; value: Uint8Array | number; count?: number };
type Directories = { ifd0?: Tag[]; exif?: Tag[]; gps?: Tag[]; ifd1?: Tag[]; little?: boolean };

export const text = (tag: number, value: string): Tag => ({
  tag,
  type: 2,
  value: concat(ascii(value), ascii('\0')),
});

/** Degrees, minutes and seconds, or any other fractions; `little` as the file. */
export function rationals(tag: number, values: readonly (readonly [number, number])[], little = false): Tag {
  const value = concat(...values.flat().map((number) => numberBytes(number, 4, little)));
  return { tag, type: 5, value, count: values.length };
}

/** TIFF with these directories one behind the other, each followed by its values. A number is a SHORT, or for type 4 a LONG. */
export function tiff({ ifd0 = [], exif, gps, ifd1, little = false }: Directories): Bytes {
  const number = (value: number, length: 2 | 4) => numberBytes(value, length, little);
  const head = concat(ascii(little ? 'II*\0' : 'MM\0*'), number(8, 4));
  const place = (tags: Tag[], start: number, next: number): Bytes => {
    let at = start + 6 + 12 * tags.length;
    const values: Uint8Array[] = [];
    const entries = tags.map(({ tag, type, value, count }) => {
      const bytes =
        typeof value === 'number'
          ? concat(number(value, type === 4 ? 4 : 2), new Uint8Array(2)).subarray(0, 4)
          : value;
      const entry = concat(
        number(tag, 2),
        number(type, 2),
        number(count ?? (typeof value === 'number' ? 1 : bytes.length), 4),
      );
      if (bytes.length <= 4) return concat(entry, bytes, new Uint8Array(4 - bytes.length));
      values.push(bytes);
      at += bytes.length;
      return concat(entry, number(at - bytes.length, 4));
    });
    return concat(number(tags.length, 2), ...entries, number(next, 4), ...values);
  };
  const pointers = (exifAt: number, gpsAt: number): Tag[] => [
    ...ifd0,
    ...(exif ? [{ tag: 0x8769, type: 4, value: exifAt }] : []),
    ...(gps ? [{ tag: 0x8825, type: 4, value: gpsAt }] : []),
  ];
  const first = place(pointers(0, 0), 8, 0).length;
  const exifPart = exif ? place(exif, 8 + first, 0) : new Uint8Array(0);
  const gpsAt = 8 + first + exifPart.length;
  const gpsPart = gps ? place(gps, gpsAt, 0) : new Uint8Array(0);
  const nextAt = gpsAt + gpsPart.length;
  const nextPart = ifd1 ? place(ifd1, nextAt, 0) : new Uint8Array(0);
  return concat(head, place(pointers(8 + first, gpsAt), 8, ifd1 ? nextAt : 0), exifPart, gpsPart, nextPart);
}

/** What a telephone writes: sideways, with place, time, device, serial number and thumbnail. */
export const TELEPHONE = tiff({
  ifd0: [
    { tag: 0x0112, type: 3, value: 6 },
    text(0x010f, 'Sample'),
    text(0x0110, 'Sample Phone 5'),
    text(0x013b, 'Ines Sample'),
  ],
  exif: [text(0x9003, '2024:03:05 14:11:22'), text(0x9011, '+08:00'), text(0xa431, 'SN-0815')],
  gps: [
    text(1, 'N'),
    rationals(2, [
      [43, 1],
      [49, 1],
      [3213, 100],
    ]),
    text(3, 'E'),
    rationals(4, [
      [177, 1],
      [37, 1],
      [65, 100],
    ]),
  ],
  ifd1: [
    { tag: 0x0201, type: 4, value: 8 },
    { tag: 0x0202, type: 4, value: 8 },
  ],
});

export const XMP = ascii(
  `<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Sample XMP 1'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmp:CreatorTool='Sample Editor 3'
 xmp:CreateDate="2024-03-05T14:11:22+08:00" tiff:Orientation="6"><dc:creator><rdf:Seq><rdf:li>Ines &amp; Otto Sample</rdf:li></rdf:Seq></dc:creator>
<photoshop:City>Sampleton</photoshop:City><exif:GPSLatitude>43,49.5N</exif:GPSLatitude><exif:GPSLongitude>177,37,30E</exif:GPSLongitude>
<xmpMM:History><rdf:Seq><rdf:li stEvt:action="cropped" stEvt:when="2024-03-06T09:00:00Z"/></rdf:Seq></xmpMM:History>
<aux:SerialNumber>XMP-4711</aux:SerialNumber></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>`,
);

/** One of APPn, COM, tables and the like, with its length. */
export function segment(marker: number, ...parts: (string | Uint8Array)[]): Bytes {
  const body = concat(...parts.map((part) => (typeof part === 'string' ? ascii(part) : part)));
  return concat(Uint8Array.of(0xff, marker), numberBytes(body.length + 2, 2), body);
}

export const SCAN = concat(
  segment(0xda, '\x01\x01\0\0\x3f\0'),
  ascii('\x12\xff\0\x34\xff\xd0\x56\xff\0\xff\xd1\x78'),
);
export const FRAME = concat(
  segment(0xdb, new Uint8Array(65)),
  segment(0xc0, '\x08\0\x10\0\x10\x01\x01\x11\0'),
  segment(0xc4, new Uint8Array(20)),
);
export const JFIF = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');

export function jpeg(head: readonly Uint8Array[], tail: readonly Uint8Array[] = []): Bytes {
  return concat(ascii('\xff\xd8'), ...head, FRAME, SCAN, ascii('\xff\xd9'), ...tail);
}

export const PNG_HEADER = chunk('IHDR', ascii('\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0'));
export const PNG_PIXELS = chunk('IDAT', new Uint8Array(deflateSync(new Uint8Array(4))));

export function png(
  before: readonly Uint8Array[],
  after: readonly Uint8Array[] = [],
  tail: readonly Uint8Array[] = [],
): Bytes {
  const end = chunk('IEND', new Uint8Array(0));
  return concat(ascii('\x89PNG\r\n\x1a\n'), PNG_HEADER, ...before, PNG_PIXELS, ...after, end, ...tail);
}

export function riffChunk(type: string, data: Uint8Array): Bytes {
  return concat(ascii(type), numberBytes(data.length, 4, true), data, new Uint8Array(data.length & 1));
}

export function webp(chunks: readonly Uint8Array[], tail: readonly Uint8Array[] = []): Bytes {
  const body = concat(ascii('WEBP'), ...chunks);
  return concat(ascii('RIFF'), numberBytes(body.length, 4, true), body, ...tail);
}

/** VP8X with these flags, of a picture of one pixel. */
export const extended = (flags: number) => riffChunk('VP8X', Uint8Array.of(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0));
export const VP8 = riffChunk('VP8 ', ascii('pixels odd'.slice(0, 9)));
export const webpFrame = (...chunks: Uint8Array[]) =>
  riffChunk('ANMF', concat(new Uint8Array(16), ...chunks));

/** Sub-blocks of one text. */
export const blocks = (value: string) => ascii(`${String.fromCharCode(value.length)}${value}\0`);
export const GIF_PICTURE = ascii('\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0');
export const GIF_CONTROL = ascii('\x21\xf9\x04\x01\x0a\0\0\0');
export const GIF_LOOP = ascii('\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0');

export function gif(parts: readonly Uint8Array[], tail: readonly Uint8Array[] = []): Bytes {
  return concat(ascii('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff'), ...parts, ascii('\x3b'), ...tail);
}

/** A profile of version 2 or 4 with these tags; of one screen, made on a day. */
export function profile(tags: readonly (readonly [string, Uint8Array])[], version = 4): Bytes {
  const header = new Uint8Array(128);
  header.set(ascii('appl'), 4);
  header.set([version], 8);
  header.set(ascii('mntrRGB XYZ \x07\xe7\0\x0a\0\x01\0\x0c\0\x1e\0\x0facspAPPL\0\0\0\0smplmodl'), 12);
  header.set(ascii('\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2dcrea'), 68);
  header.set(ascii('identity identit'), 84);
  let at = 132 + 12 * tags.length;
  const entries = tags.map(([name, data]) => {
    const entry = concat(ascii(name), numberBytes(at, 4), numberBytes(data.length, 4));
    at += data.length;
    return entry;
  });
  header.set(numberBytes(at, 4), 0);
  return concat(header, numberBytes(tags.length, 4), ...entries, ...tags.map(([, data]) => data));
}

export const xyz = (value: number) => concat(ascii('XYZ \0\0\0\0'), numberBytes(value, 4), new Uint8Array(8));
export const oldDescription = (value: string) =>
  concat(ascii('desc\0\0\0\0'), numberBytes(value.length + 1, 4), ascii(`${value}\0`), new Uint8Array(78));
export const SCREEN_TAGS = [
  ['desc', oldDescription('Screen of Ines')],
  ['rXYZ', xyz(1)],
  ['gXYZ', concat(xyz(2), ascii('hidden behind it'))],
  ['bXYZ', xyz(3)],
  ['rTRC', ascii('curv\0\0\0\0\0\0\0\x01\x02\x33\0\0')],
  ['wtpt', xyz(4)],
  ['mmod', oldDescription('SN 0815')],
  ['targ', ascii('text\0\0\0\0measured by Otto')],
] as const;
