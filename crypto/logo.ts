/**
 * What a logo may be: a small PNG, JPEG or WebP that holds the picture and nothing else. Read from its bytes, whatever its
 * name says: PNG (third edition), JPEG (ITU-T T.81, JFIF), WebP (RFC 9649). Decodes nothing and removes nothing: a part
 * that the picture does not need, a comment, a place, a second picture, is refused.
 *
 * @module
 */

export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp';
export type LogoFault = 'too-large' | 'too-wide' | 'no-picture' | 'more-than-a-picture';
export type Logo = { type: LogoType; width: number; height: number };

/** Bytes: everybody fetches it, over the slowest line too. */
export const MOST_LOGO_BYTES = 24 * 1024;
/** Pixels, in each direction. */
export const MOST_LOGO_PIXELS = 512;

type Size = { width: number; height: number };

export function readLogo(bytes: Uint8Array): Logo | LogoFault {
  if (bytes.length > MOST_LOGO_BYTES) return 'too-large';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = FORMATS.find(({ isOne }) => isOne(bytes));
  if (!format) return 'no-picture';
  let size: Size | LogoFault;
  try {
    size = format.read(bytes, view);
  } catch {
    // It ends in the middle.
    return 'no-picture';
  }
  if (typeof size === 'string') return size;
  const { width, height } = size;
  if (width < 1 || height < 1) return 'no-picture';
  if (width > MOST_LOGO_PIXELS || height > MOST_LOGO_PIXELS) return 'too-wide';
  return { type: format.type, width, height };
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';
/** What says how the pixels are to be shown. Texts, times, EXIF, named colour profiles and animations are not among them. */
const PNG_PARTS = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'sRGB',
  'gAMA',
  'cHRM',
  'sBIT',
  'bKGD',
  'pHYs',
]);

function readPng(bytes: Uint8Array, view: DataView): Size | LogoFault {
  let at = PNG_SIGNATURE.length;
  let size: Size | null = null;
  let hasPixels = false;
  for (;;) {
    const length = view.getUint32(at);
    const name = ascii(bytes, at + 4, 4);
    const next = at + 12 + length;
    if (next > bytes.length || (size === null) !== (name === 'IHDR')) return 'no-picture';
    if (!PNG_PARTS.has(name)) return 'more-than-a-picture';
    if (name === 'IHDR') size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (name === 'IDAT') hasPixels = true;
    at = next;
    if (name !== 'IEND') continue;
    if (!size || !hasPixels) return 'no-picture';
    return at === bytes.length && length === 0 ? size : 'more-than-a-picture';
  }
}

/** Tables, frames of the three usual kinds, restarts. */
const JPEG_PARTS = new Set([0xdb, 0xc4, 0xc0, 0xc1, 0xc2, 0xdd]);
const JPEG_FRAMES = new Set([0xc0, 0xc1, 0xc2]);

function readJpeg(bytes: Uint8Array, view: DataView): Size | LogoFault {
  let at = 2;
  let size: Size | null = null;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return 'no-picture';
    const marker = view.getUint8(at + 1);
    if (marker === 0xd9) {
      if (!size) return 'no-picture';
      return at + 2 === bytes.length ? size : 'more-than-a-picture';
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return 'no-picture';
    if (marker === 0xda) {
      at = endOfScan(view, at + 2 + length);
      continue;
    }
    if (!JPEG_PARTS.has(marker) && !isPlainHeader(bytes, at, marker, length)) return 'more-than-a-picture';
    if (JPEG_FRAMES.has(marker)) {
      if (size) return 'no-picture';
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + length;
  }
}

/** JFIF without its little second picture, or Adobe's note on the colours: both of one length. */
function isPlainHeader(bytes: Uint8Array, at: number, marker: number, length: number): boolean {
  if (marker === 0xe0) return length === 16 && ascii(bytes, at + 4, 5) === 'JFIF\0';
  return marker === 0xee && length === 14 && ascii(bytes, at + 4, 5) === 'Adobe';
}

/** Where the next marker stands that is neither a stuffed byte nor a restart. */
function endOfScan(view: DataView, from: number): number {
  for (let at = from; ; at += 1) {
    if (view.getUint8(at) !== 0xff) continue;
    const marker = view.getUint8(at + 1);
    if (marker !== 0 && (marker < 0xd0 || marker > 0xd7)) return at;
  }
}

/** Animation, XMP, EXIF and ICC in the flags of VP8X. */
const WEBP_MORE = 0b0010_1110;

function readWebp(bytes: Uint8Array, view: DataView): Size | LogoFault {
  if (view.getUint32(4, true) !== bytes.length - 8) return 'more-than-a-picture';
  let canvas: Size | null = null;
  let picture: Size | null = null;
  for (let at = 12; at < bytes.length;) {
    const name = ascii(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const content = at + 8;
    const next = content + length + (length % 2);
    if (next > bytes.length) return 'no-picture';
    if (name === 'VP8X' && at === 12) {
      if ((view.getUint8(content) & WEBP_MORE) !== 0) return 'more-than-a-picture';
      canvas = { width: uint24(view, content + 4) + 1, height: uint24(view, content + 7) + 1 };
    } else if (name === 'VP8 ' && !picture) {
      const [width, height] = [view.getUint16(content + 6, true), view.getUint16(content + 8, true)];
      picture = { width: width & 0x3fff, height: height & 0x3fff };
    } else if (name === 'VP8L' && !picture) {
      const packed = view.getUint32(content + 1, true);
      picture = { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    } else if (name !== 'ALPH' || !canvas || picture) return 'more-than-a-picture';
    at = next;
  }
  if (!picture) return 'no-picture';
  const isWhole = !canvas || (canvas.width === picture.width && canvas.height === picture.height);
  return isWhole ? picture : 'no-picture';
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

type Format = {
  type: LogoType;
  isOne: (bytes: Uint8Array) => boolean;
  read: (bytes: Uint8Array, view: DataView) => Size | LogoFault;
};

const FORMATS: readonly Format[] = [
  { type: 'image/png', isOne: (bytes) => ascii(bytes, 0, 8) === PNG_SIGNATURE, read: readPng },
  { type: 'image/jpeg', isOne: (bytes) => ascii(bytes, 0, 3) === '\xff\xd8\xff', read: readJpeg },
  {
    type: 'image/webp',
    isOne: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP',
    read: readWebp,
  },
];
