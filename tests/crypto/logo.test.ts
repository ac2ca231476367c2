/** What may be a logo: small pictures of three formats that carry nothing else. */
import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_LOGO_BYTES, readLogo } from '../../crypto/logo.ts';
import vectors from '../vectors/logos.json' with { type: 'json' };

const whole = Object.entries(vectors.whole).map(([name, text]) => [name, base64.decode(text)] as const);
const bytesOf = (name: string) => whole.find(([each]) => each === name)?.[1].slice() ?? new Uint8Array();

/** With another width and height in the header of a PNG; its checksums nobody looks at here. */
function resized(width: number, height: number): Uint8Array {
  const bytes = bytesOf('still.png');
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

describe('a logo', () => {
  test.each(whole)('is known by its bytes: %s', (name, bytes) => {
    const type = `image/${name.replace(/^.*\./u, '').replace('jpg', 'jpeg')}`;
    expect(readLogo(bytes)).toEqual({ type, width: 24, height: 16 });
  });

  test.each(Object.entries(vectors.more))('is refused with anything besides the picture: %s', (_, text) => {
    expect(readLogo(base64.decode(text))).toBe('more-than-a-picture');
  });

  test.each(whole)('is refused with something behind its end: %s', (_, bytes) => {
    expect(readLogo(new Uint8Array([...bytes, 0x41, 0x42]))).toBe('more-than-a-picture');
  });

  test.each(whole)('is refused cut off, wherever: %s', (_, bytes) => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readLogo(bytes.subarray(0, length))).toBeTypeOf('string');
    }
  });

  test('is refused where it is larger than everybody should have to fetch', () => {
    expect(readLogo(new Uint8Array(MOST_LOGO_BYTES + 1))).toBe('too-large');
    expect(readLogo(resized(512, 512))).toMatchObject({ width: 512, height: 512 });
    expect(readLogo(resized(513, 16))).toBe('too-wide');
    expect(readLogo(resized(16, 0xffffffff))).toBe('too-wide');
    expect(readLogo(resized(0, 16))).toBe('no-picture');
  });

  test('is no drawing, page or text', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '<!doctype html>', '']) {
      expect(readLogo(new TextEncoder().encode(text))).toBe('no-picture');
    }
  });

  test('is read or refused, never anything else, whatever the bytes', () => {
    const altered = fc
      .tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(255))
      .map(([[, bytes], at, value]) => {
        const copy = bytes.slice();
        copy[at % copy.length] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(altered, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const read = readLogo(bytes);
        if (typeof read === 'string') return;
        expect(read.width).toBeLessThanOrEqual(512);
        expect(read.height).toBeLessThanOrEqual(512);
      }),
      { numRuns: 2000 },
    );
  });
});
