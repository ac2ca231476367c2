/**
 * Chunks of PNG that are written anew (W3C, PNG third edition, 5.3), the one of the colour profile too (11.3.2.3).
 *
 * @module
 */
import { crc32 } from './crc32.ts';
import type { Findings } from './findings.ts';
import { cleanIcc } from './icc.ts';
import { inflate } from './inflate.ts';
import { ascii, concat, numberBytes, Obstructed, type Bytes } from './reader.ts';

const LONGEST_PROFILE = 16_777_216;
/** Of a block of DEFLATE that is not compressed. */
const LONGEST_BLOCK = 65535;

export function chunk(type: string, data: Uint8Array): Bytes {
  const body = concat(ascii(type), data);
  return concat(numberBytes(data.length, 4), body, numberBytes(crc32(body), 4));
}

/** The chunk with a cleaned profile; none where it is broken, which programs ignore. */
export async function cleanIccp(data: Bytes, findings: Findings): Promise<Bytes[]> {
  const start = data.indexOf(0) + 2;
  const profile = await inflate(data.subarray(start), 'deflate', LONGEST_PROFILE).catch((error: unknown) => {
    if (error instanceof Obstructed && error.why === 'damaged') return new Uint8Array(0);
    throw error;
  });
  const cleaned = cleanIcc(profile, findings);
  return cleaned === null ? [] : [chunk('iCCP', concat(ascii('ICC\0\0'), stored(cleaned)))];
}

/** zlib's format without compression: how well it is compressed would tell which browser did it. */
function stored(data: Bytes): Bytes {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let offset = 0; offset < data.length; offset += LONGEST_BLOCK) {
    const block = data.subarray(offset, offset + LONGEST_BLOCK);
    const isLast = offset + block.length === data.length ? 1 : 0;
    parts.push(
      Uint8Array.of(isLast),
      numberBytes(block.length, 2, true),
      numberBytes(~block.length & 0xffff, 2, true),
      block,
    );
  }
  return concat(...parts, numberBytes(adler32(data), 4));
}

/** RFC 1950, 8.2. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}
