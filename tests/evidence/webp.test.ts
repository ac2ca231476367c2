import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { orientationExif } from '../../web/evidence/exif.ts';
import { ascii, concat, latin1 } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf } from './checks.ts';
import {
  extended,
  profile,
  riffChunk,
  SCREEN_TAGS,
  TELEPHONE,
  VP8,
  webp,
  webpFrame,
  XMP,
} from './samples.ts';

const blob = (...parts: Uint8Array<ArrayBuffer>[]) => new Blob(parts);
const cleaned = async (file: Blob) => latin1(await bytesOf(await cleanOf(file)));
const found = async (...chunks: Uint8Array[]) =>
  (await examine(blob(webp(chunks)))).findings.map(({ kind, text }) => `${kind}: ${text}`);

const EXIF = riffChunk('EXIF', TELEPHONE);
const ALPHA = riffChunk('ALPH', ascii('alpha!'));

test('a simple picture stays as it is, and what follows goes', async () => {
  expect(await cleaned(blob(webp([VP8])))).toBe(latin1(webp([VP8])));
  expect(await found(VP8, EXIF)).toContain('serial: SN-0815');
  expect(await found(VP8, riffChunk('ABCD', ascii('?')))).toEqual(['unknown-part: ABCD']);
  expect(await cleaned(blob(webp([VP8, EXIF, riffChunk('ABCD', ascii('?')), VP8])))).toBe(
    latin1(webp([VP8])),
  );
});

test('the flags say what is there then', async () => {
  const upright = riffChunk('EXIF', orientationExif(6));
  const all = webp([extended(0xff), ALPHA, VP8, EXIF, riffChunk('XMP ', XMP)]);
  expect(await cleaned(blob(all))).toBe(latin1(webp([extended(0x18), ALPHA, VP8, upright])));
  const plain = webp([extended(0x0c), VP8, riffChunk('XMP ', XMP)]);
  expect(await cleaned(blob(plain))).toBe(latin1(webp([extended(0), VP8])));
  expect((await examine(blob(all))).findings.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['SN-0815', 'XMP-4711', 'Sampleton']),
  );
});

test('EXIF may begin as in a JPEG', async () => {
  const file = blob(webp([extended(8), VP8, riffChunk('EXIF', concat(ascii('Exif\0\0'), TELEPHONE))]));
  expect(await cleaned(file)).toBe(latin1(webp([extended(8), VP8, riffChunk('EXIF', orientationExif(6))])));
});

test('an animation stays, without what its frames hold besides', async () => {
  const control = riffChunk('ANIM', ascii('\xff\xff\xff\xff\0\0'));
  const hidden = riffChunk('NOTE', ascii('Ines'));
  const build = (...extra: Uint8Array[]) =>
    webp([extended(0x12), control, webpFrame(ALPHA, VP8, ...extra), webpFrame(VP8), ...extra]);
  expect(await cleaned(blob(build()))).toBe(latin1(build()));
  expect(await cleaned(blob(build(hidden)))).toBe(latin1(build()));
  expect((await examine(blob(build(hidden)))).findings).toEqual([{ kind: 'unknown-part', text: 'NOTE' }]);
});

test('the profile stays, without its screen and day', async () => {
  const file = blob(webp([extended(0x20), riffChunk('ICCP', profile(SCREEN_TAGS)), VP8]));
  expect((await examine(file)).findings).toContainEqual({ kind: 'device', text: 'Screen of Ines' });
  const bytes = await cleaned(file);
  expect(bytes).toContain('rXYZ');
  expect(bytes.charCodeAt(20)).toBe(0x20);
  for (const gone of ['Ines', '0815', 'Otto', 'targ', 'APPL']) expect(bytes).not.toContain(gone);
});

test('a broken profile goes, and its flag', async () => {
  const file = blob(webp([extended(0x20), riffChunk('ICCP', ascii('none')), VP8]));
  expect(await cleaned(file)).toBe(latin1(webp([extended(0), VP8])));
});

test('second ones of what there is once go', async () => {
  const file = blob(webp([extended(0x10), ALPHA, ALPHA, VP8, VP8, extended(0)]));
  expect(await cleaned(file)).toBe(latin1(webp([extended(0x10), ALPHA, VP8])));
});

test('the byte that makes a chunk even is zero', async () => {
  const bytes = webp([VP8]);
  expect(bytes.at(-1)).toBe(0);
  bytes[bytes.length - 1] = 0x49;
  expect(await cleaned(blob(bytes))).toBe(latin1(webp([VP8])));
});

test('what lies behind the end is found and goes', async () => {
  const file = blob(webp([VP8], [ascii('%PDF-1.4')]));
  expect((await examine(file)).findings).toEqual([{ kind: 'unknown-part', text: 'pdf' }]);
  expect(await cleaned(file)).toBe(latin1(webp([VP8])));
});

test.each([
  ['damaged', 'shorter than it says', webp([VP8]).subarray(0, -1)],
  ['damaged', 'no picture', webp([extended(0)])],
  ['damaged', 'nothing', webp([])],
  ['damaged', 'a frame without pixels', webp([extended(2), webpFrame()])],
  ['damaged', 'a frame without a head', webp([extended(2), riffChunk('ANMF', new Uint8Array(10))])],
  ['damaged', 'a head of another length', webp([riffChunk('VP8X', new Uint8Array(12)), VP8])],
  ['damaged', 'half a chunk', webp([VP8, ascii('EXIF')])],
  [
    'too-complex',
    'too many chunks',
    webp(Array<Uint8Array>(16_385).fill(riffChunk('JUNK', new Uint8Array(0)))),
  ],
])('%s: %s', async (why, _, bytes) => {
  expect(await examine(blob(bytes))).toMatchObject({ format: 'webp', clean: null, why });
});
