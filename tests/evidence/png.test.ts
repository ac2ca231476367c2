import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { orientationExif } from '../../web/evidence/exif.ts';
import { inflate } from '../../web/evidence/inflate.ts';
import { chunk } from '../../web/evidence/png-chunk.ts';
import { ascii, concat, latin1, numberBytes } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf } from './checks.ts';
import { PNG_HEADER, png, profile, SCREEN_TAGS, TELEPHONE, XMP } from './samples.ts';

const blob = (...parts: Uint8Array<ArrayBuffer>[]) => new Blob(parts);
const cleaned = async (file: Blob) => latin1(await bytesOf(await cleanOf(file)));
const found = async (...chunks: Uint8Array[]) =>
  (await examine(blob(png(chunks)))).findings.map(({ kind, text }) => `${kind}: ${text}`);
const deflated = (bytes: Uint8Array) => new Uint8Array(deflateSync(bytes));
const hex = (name: string, bytes: Uint8Array) =>
  ascii(
    `\n${name}\n${String(bytes.length).padStart(8)}\n${Buffer.from(bytes).toString('hex').replace(/.{72}/g, '$&\n')}\n`,
  );

test('what colours and shapes need stays, in its order', async () => {
  const kept = [
    chunk('gAMA', numberBytes(45455, 4)),
    chunk('cHRM', new Uint8Array(32)),
    chunk('cICP', Uint8Array.of(1, 13, 0, 1)),
    chunk('sRGB', Uint8Array.of(0)),
    chunk('PLTE', new Uint8Array(6)),
    chunk('tRNS', Uint8Array.of(0)),
    chunk('bKGD', Uint8Array.of(0)),
    chunk('pHYs', ascii('\0\0\0\x02\0\0\0\x01\0')),
  ];
  expect(await cleaned(blob(png(kept)))).toBe(latin1(png(kept)));
});

test('of square pixels nothing is said, of a unit neither', async () => {
  expect(await cleaned(blob(png([chunk('pHYs', ascii('\0\0\x0b\x13\0\0\x0b\x13\x01'))])))).toBe(
    latin1(png([])),
  );
  const oblong = (unit: number) => chunk('pHYs', Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 1, unit));
  expect(await cleaned(blob(png([oblong(1)])))).toBe(latin1(png([oblong(0)])));
});

test('of EXIF the orientation stays, wherever it stood', async () => {
  const exif = chunk('eXIf', TELEPHONE);
  const upright = latin1(png([chunk('eXIf', orientationExif(6))]));
  expect(await cleaned(blob(png([exif])))).toBe(upright);
  expect(await cleaned(blob(png([], [exif])))).toBe(upright);
  expect(await found(exif)).toContain('serial: SN-0815');
});

test.each([
  ['author: Ines Sample', chunk('tEXt', ascii('Author\0Ines Sample'))],
  ['time: 2024-03-05 14:11:22', chunk('tEXt', ascii('Creation Time\x002024:03:05 14:11:22'))],
  ['comment: Game: chess', chunk('tEXt', ascii('Game\0chess'))],
  ['comment: nothing behind it: ', chunk('tEXt', ascii('nothing behind it'))],
  ['software: Sample Editor', chunk('zTXt', concat(ascii('Software\0\0'), deflated(ascii('Sample Editor'))))],
  ['author: Ines', chunk('iTXt', ascii('Author\0\0\0de\0Verfasserin\0Ines'))],
  ['author: Otto', chunk('iTXt', concat(ascii('Author\0\x01\0\0\0'), deflated(ascii('Otto'))))],
  ['comment: x: ', chunk('zTXt', ascii('x\0\0not compressed'))],
  ['comment: x: ', chunk('zTXt', concat(ascii('x\0\0'), deflated(new Uint8Array(5_000_000))))],
  ['serial: XMP-4711', chunk('iTXt', concat(ascii('XML:com.adobe.xmp\0\0\0\0\0'), XMP))],
  [
    'serial: SN-0815',
    chunk('zTXt', concat(ascii('Raw profile type exif\0\0'), deflated(hex('exif', TELEPHONE)))),
  ],
  ['serial: XMP-4711', chunk('tEXt', concat(ascii('Raw profile type xmp\0'), hex('xmp', XMP)))],
  [
    'author: Ines',
    chunk(
      'tEXt',
      concat(
        ascii('Raw profile type iptc\0'),
        hex('iptc', ascii('8BIM\x04\x04\0\0\0\0\0\x09\x1c\x02\x50\0\x04Ines')),
      ),
    ),
  ],
  ['unknown-part: icm', chunk('tEXt', ascii('Raw profile type icm\0\nicm\n 2\n0000'))],
  ['time: 2024-03-05 14:11:22, UTC', chunk('tIME', ascii('\x07\xe8\x03\x05\x0e\x0b\x16'))],
  ['history: C2PA', chunk('caBX', ascii('jumb'))],
  ['unknown-part: sPLT', chunk('sPLT', ascii('Palette of Ines\0'))],
  ['unknown-part: iDOT', chunk('iDOT', new Uint8Array(28))],
  ['unknown-part: gAMA', chunk('gAMA', new Uint8Array(5))],
])('%s is found, and its chunk goes', async (expected, added) => {
  expect(await found(added)).toContain(expected.trim());
  expect(await cleaned(blob(png([added])))).toBe(latin1(png([])));
  expect(await cleaned(blob(png([], [added])))).toBe(latin1(png([])));
});

test('a second chunk of a kind that there is once goes', async () => {
  const gamma = chunk('gAMA', numberBytes(45455, 4));
  expect(await found(gamma, chunk('gAMA', ascii('Ines')))).toEqual(['unknown-part: gAMA']);
  expect(await cleaned(blob(png([gamma, chunk('gAMA', ascii('Ines'))])))).toBe(latin1(png([gamma])));
});

test('the profile stays, without its screen and day, not compressed', async () => {
  const iccp = chunk('iCCP', concat(ascii('Screen of Ines\0\0'), deflated(profile(SCREEN_TAGS))));
  expect(await found(iccp)).toContain('device: Screen of Ines');
  const bytes = await cleaned(blob(png([iccp])));
  const start = bytes.indexOf('iCCPICC\0\0') + 9;
  const length = Buffer.from(bytes, 'latin1').readUInt32BE(start - 13) - 5;
  const inner = await inflate(ascii(bytes.slice(start, start + length)), 'deflate', 1e6);
  expect(latin1(inner)).toContain('rXYZ');
  for (const gone of ['Ines', '0815', 'Otto', 'targ', 'APPL']) expect(bytes).not.toContain(gone);
});

test('a broken profile goes', async () => {
  for (const broken of [
    ascii('ICC\0\0broken'),
    ascii('no end'),
    concat(ascii('ICC\0\0'), deflated(ascii('none'))),
  ]) {
    expect(await found(chunk('iCCP', broken))).toEqual(['unknown-part: ICC']);
    expect(await cleaned(blob(png([chunk('iCCP', broken)])))).toBe(latin1(png([])));
  }
});

test('an animation stays, frames without one go', async () => {
  const control = chunk('acTL', ascii('\0\0\0\x02\0\0\0\0'));
  const frame = chunk('fcTL', new Uint8Array(26));
  const pixels = chunk('fdAT', new Uint8Array(20));
  const animation = png([control, frame], [frame, pixels]);
  expect(await cleaned(blob(animation))).toBe(latin1(animation));
  expect(await cleaned(blob(png([control], [chunk('tEXt', ascii('Author\0Ines')), frame, pixels])))).toBe(
    latin1(png([control], [frame, pixels])),
  );
  expect(await cleaned(blob(png([], [frame, pixels])))).toBe(latin1(png([])));
});

test('what lies behind the end is found and goes', async () => {
  const file = blob(png([], [], [ascii('PK\x03\x04')]));
  expect((await examine(file)).findings).toEqual([{ kind: 'unknown-part', text: 'archive' }]);
  expect(await cleaned(file)).toBe(latin1(png([])));
});

test.each([
  ['damaged', 'no pixels', concat(ascii('\x89PNG\r\n\x1a\n'), PNG_HEADER, chunk('IEND', new Uint8Array(0)))],
  ['damaged', 'no header', concat(ascii('\x89PNG\r\n\x1a\n'), chunk('IEND', new Uint8Array(0)))],
  ['damaged', 'two headers', png([PNG_HEADER])],
  ['damaged', 'a palette too long', png([chunk('PLTE', new Uint8Array(769))])],
  ['damaged', 'no end', png([]).subarray(0, -12)],
  ['damaged', 'a chunk longer than the file', png([chunk('tEXt', new Uint8Array(9))]).subarray(0, 45)],
  ['damaged', 'a chunk without a name', png([chunk('a\0b1', new Uint8Array(9))])],
  ['unknown-part', 'a chunk without which it cannot be shown', png([chunk('CgBI', new Uint8Array(4))])],
  ['too-complex', 'too many chunks', png([ascii(latin1(chunk('teSt', new Uint8Array(0))).repeat(131_073))])],
])('%s: %s', async (why, _, bytes) => {
  expect(await examine(blob(bytes))).toMatchObject({ format: 'png', clean: null, why });
});
