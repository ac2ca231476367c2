/**
 * What encoders write into pictures and sound themselves: user data in H.264 and HEVC (SEI; ITU-T H.264 and H.265, annex D, payload
 * types 4 and 5) and the name that FFmpeg leaves in the first samples. Knows nothing of times and numbers in other messages.
 *
 * @module
 */
import { latin1, Obstructed, uint16, uint24, type Bytes } from './reader.ts';

/** Bytes that come instead, at an offset in what was looked at. */
export type Said = { at: number; replacement: Bytes; text: string };

/** With the digits counted: what follows may be sound. */
const ENCODERS = /Lav[cf]\d\d\.\d{1,3}\.1\d\d|libfaac 1\.\d\d/g;

/** Names of encoders, blanked by spaces. */
export function softwareIn(bytes: Uint8Array): Said[] {
  return [...latin1(bytes).matchAll(ENCODERS)].map(({ index, 0: text }) => ({
    at: index,
    replacement: new Uint8Array(text.length).fill(0x20),
    text,
  }));
}

/**
 * User data in the units before the first slice of a sample, of which `bytes` are the beginning. `prefix`: bytes of the length
 * before each unit. Throws `Obstructed` with 'too-complex' where they do not end within `bytes`.
 */
export function userDataIn(bytes: Uint8Array, prefix: number, isHevc: boolean): Said[] {
  const said: Said[] = [];
  for (let at = 0; at + prefix + 2 < bytes.length;) {
    let length = 0;
    for (const byte of bytes.subarray(at, at + prefix)) length = length * 256 + byte;
    const unit = at + prefix;
    const first = bytes[unit] ?? 0;
    const type = isHevc ? (first >> 1) & 63 : first & 31;
    if (isHevc ? type < 32 : type >= 1 && type <= 5) break;
    const isSei = isHevc ? type === 39 || type === 40 : type === 6;
    if (isSei) said.push(...messages(bytes, unit + (isHevc ? 2 : 1), unit + length));
    at = unit + length;
  }
  return said;
}

/** User data among the parameter sets of a box `hvcC` (ISO/IEC 14496-15, 8.3.3.1.2), `bytes` being what is in it. */
export function userDataInSetup(bytes: Uint8Array): Said[] {
  const said: Said[] = [];
  let at = 23;
  for (let arrays = bytes[22] ?? 0; arrays > 0 && at + 3 <= bytes.length; arrays--) {
    const start = at + 3;
    let end = start;
    for (let units = uint16(bytes, at + 1); units > 0; units--) end += 2 + uint16(bytes, end);
    for (const one of userDataIn(bytes.subarray(start, end), 2, true))
      said.push({ ...one, at: start + one.at });
    at = end;
  }
  return said;
}

/** Messages of one unit. Each is replaced by filler of the same length, so that nothing else moves. */
function messages(bytes: Uint8Array, from: number, end: number): Said[] {
  const said: Said[] = [];
  // Each unit ends with one byte that closes it.
  for (let at = from; at + 1 < end;) {
    if (end > bytes.length) throw new Obstructed('too-complex');
    const type = variable(bytes, at);
    const length = variable(bytes, type.end);
    const next = behind(bytes, length.end, length.value, end);
    const payload = bytes.subarray(length.end, next);
    if (type.value === 5 || (type.value === 4 && !isNeeded(payload))) {
      // The first 16 bytes say what kind of user data they are, in numbers.
      const text = /[\x20-\x7e]{6,}/.exec(latin1(payload.subarray(16)))?.[0] ?? '';
      // Behind two zeros, the first byte of filler would be taken for one that keeps start codes from appearing.
      if (bytes[at - 1] === 0 && bytes[at - 2] === 0) throw new Obstructed('unknown-part');
      said.push({ at, replacement: filler(next - at), text });
    }
    at = next;
  }
  return said;
}

/** A number as the sum of its bytes, of which all but the last are 255. */
function variable(bytes: Uint8Array, at: number): { value: number; end: number } {
  let end = at;
  while (bytes[end] === 255) end++;
  return { value: 255 * (end - at) + (bytes[end] ?? 0), end: end + 1 };
}

/** Behind so many bytes, not counting those that keep start codes from appearing (H.264, 7.4.1). */
function behind(bytes: Uint8Array, from: number, length: number, end: number): number {
  let at = from;
  let zeros = 0;
  for (let left = length; left > 0 && at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    left--;
  }
  return at;
}

/** Captions (ATSC A/53, DirecTV) and how bright the picture is meant to be (HDR10+, Dolby, HDR Vivid), by ITU-T T.35. */
function isNeeded(payload: Uint8Array): boolean {
  if (payload.length < 4) return false;
  const provider = uint24(payload, 0);
  return [0xb50031, 0xb5002f, 0xb5003b, 0xb5003c, 0x260004].includes(provider);
}

/** Messages of payload type 3, whose bytes are 255 each (H.264, D.2.4): `length` bytes, at least 2. */
function filler(length: number): Bytes {
  const bytes = new Uint8Array(length).fill(255);
  let payload = length - 2;
  // So long that its length takes more bytes, which then leave fewer.
  payload -= Math.floor(payload / 256);
  if (2 + Math.floor(payload / 255) + payload !== length) {
    const rest = filler(length - 2);
    bytes.set([3, 0]);
    bytes.set(rest, 2);
    return bytes;
  }
  bytes[0] = 3;
  bytes[1 + Math.floor(payload / 255)] = payload % 255;
  return bytes;
}

/** Bytes of the length before each unit, by the box `avcC` or `hvcC` whose contents these are. */
export function prefixLength(setup: Uint8Array, isHevc: boolean): number {
  return ((setup[isHevc ? 21 : 4] ?? 0) & 3) + 1;
}
