/** Pictures cut off, turned bit by bit, put together anew: there is always an answer, and what is called clean is. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { chunk } from '../../web/evidence/png-chunk.ts';
import { ascii, concat } from '../../web/evidence/reader.ts';
import { tryCleanOf } from './checks.ts';
import {
  extended,
  gif,
  GIF_CONTROL,
  GIF_LOOP,
  GIF_PICTURE,
  JFIF,
  jpeg,
  png,
  profile,
  riffChunk,
  SCREEN_TAGS,
  segment,
  TELEPHONE,
  VP8,
  webp,
  webpFrame,
  XMP,
} from './samples.ts';

const SCREEN = profile(SCREEN_TAGS);
const JPEG = jpeg(
  [
    JFIF,
    segment(0xe1, 'Exif\0\0', TELEPHONE),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', XMP),
    segment(0xe2, 'ICC_PROFILE\0\x01\x01', SCREEN),
    segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x09\x1c\x02\x50\0\x04Ines\0'),
    segment(0xee, 'Adobe\0\x64\0\0\0\0\x01'),
  ],
  [ascii('behind')],
);
const PNG = png(
  [
    chunk('gAMA', new Uint8Array(4)),
    chunk('pHYs', ascii('\0\0\0\x02\0\0\0\x01\x01')),
    chunk('acTL', new Uint8Array(8)),
    chunk('iCCP', concat(ascii('Screen\0\0'), new Uint8Array(deflateSync(SCREEN)))),
    chunk('zTXt', concat(ascii('Author\0\0'), new Uint8Array(deflateSync(ascii('Ines'))))),
  ],
  [chunk('eXIf', TELEPHONE), chunk('fcTL', new Uint8Array(26)), chunk('fdAT', new Uint8Array(9))],
);
const WEBP = webp([
  extended(0x3e),
  riffChunk('ICCP', SCREEN),
  riffChunk('ANIM', new Uint8Array(6)),
  webpFrame(riffChunk('ALPH', ascii('alpha')), VP8, riffChunk('NOTE', ascii('Ines'))),
  riffChunk('EXIF', TELEPHONE),
  riffChunk('XMP ', XMP),
]);
const GIF = gif(
  [GIF_LOOP, ascii('\x21\xfe\x04Ines\0'), GIF_CONTROL, GIF_PICTURE, GIF_CONTROL, GIF_PICTURE],
  [ascii('x')],
);

const PICTURES = { jpeg: JPEG, png: PNG, webp: WEBP, gif: GIF };
const names = Object.keys(PICTURES) as (keyof typeof PICTURES)[];

async function check(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const examined = await examine(new Blob([bytes]));
  return (await tryCleanOf(examined)) !== null;
}

test.each(names)('the whole %s can be had clean', async (name) => {
  expect((await examine(new Blob([PICTURES[name]]))).findings).not.toEqual([]);
  expect(await check(PICTURES[name])).toBe(true);
});

test.each(names)('%s, cut off anywhere', async (name) => {
  let clean = 0;
  for (let length = 0; length < PICTURES[name].length; length += 3) {
    if (await check(PICTURES[name].subarray(0, length))) clean++;
  }
  // A picture that lacks only its end is one; most are not.
  expect(clean).toBeLessThan(PICTURES[name].length / 12);
});

test.each(names)('%s, with bytes turned', async (name) => {
  const picture = PICTURES[name];
  let clean = 0;
  const turn = fc.record({ place: fc.nat(picture.length - 1), value: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 4 }), async (turns) => {
      const bytes = picture.slice();
      for (const { place, value } of turns) bytes[place] = value;
      if (await check(bytes)) clean++;
    }),
    { numRuns: 300 },
  );
  // Else the property would be about refusals alone.
  expect(clean).toBeGreaterThan(30);
});

test.each(names)('%s, with parts twice, elsewhere or gone', async (name) => {
  const picture = PICTURES[name];
  const place = fc.nat(picture.length);
  await fc.assert(
    fc.asyncProperty(place, place, place, async (from, to, at) => {
      const part = picture.subarray(Math.min(from, to), Math.max(from, to));
      await check(concat(picture.subarray(0, at), part, picture.subarray(at)));
      await check(concat(picture.subarray(0, from), picture.subarray(to)));
    }),
    { numRuns: 200 },
  );
});

test.each(names)('the beginning of a %s, then anything', async (name) => {
  const beginning = fc.nat(200).map((length) => PICTURES[name].subarray(0, length));
  await fc.assert(
    fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
      await check(concat(head, tail));
    }),
    { numRuns: 200 },
  );
});
