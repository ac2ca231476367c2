import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { orientationExif } from '../../web/evidence/exif.ts';
import { ascii, concat, has, latin1, numberBytes } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf } from './checks.ts';
import { FRAME, JFIF, jpeg, profile, SCAN, SCREEN_TAGS, segment, TELEPHONE, tiff, XMP } from './samples.ts';

const blob = (...parts: Uint8Array<ArrayBuffer>[]) => new Blob(parts, { type: 'image/jpeg' });
const cleaned = async (file: Blob) => bytesOf(await cleanOf(file));
const EXIF = segment(0xe1, 'Exif\0\0', TELEPHONE);
const UPRIGHT = segment(0xe1, 'Exif\0\0', orientationExif(6));

test('all that a telephone writes is found, and only the orientation stays', async () => {
  const file = blob(jpeg([JFIF, EXIF]));
  const { findings } = await examine(file);
  expect(findings).toEqual([
    { kind: 'place', text: '43.825592, 177.616847', latitude: 43.825592, longitude: 177.616847 },
    { kind: 'time', text: '2024-03-05 14:11:22, +08:00' },
    { kind: 'device', text: 'Sample Phone 5' },
    { kind: 'serial', text: 'SN-0815' },
    { kind: 'author', text: 'Ines Sample' },
    { kind: 'thumbnail', text: '' },
  ]);
  expect(await cleaned(file)).toEqual(jpeg([JFIF, UPRIGHT]));
});

test('a picture without anything stays as it is, of the same media type', async () => {
  const file = blob(jpeg([JFIF]));
  expect(await examine(file)).toMatchObject({ format: 'jpeg', findings: [] });
  expect(await cleaned(file)).toEqual(jpeg([JFIF]));
  expect((await cleanOf(file)).type).toBe('image/jpeg');
});

test.each([
  ['comment', segment(0xfe, 'seen by Ines')],
  ['author', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', XMP)],
  ['unknown-part', segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', XMP)],
  ['unknown-part', segment(0xe2, 'MPF\0', TELEPHONE)],
  ['unknown-part', segment(0xe4, 'Sample\0maker')],
  ['unknown-part', segment(0xef)],
  ['thumbnail', segment(0xe0, 'JFXX\0\x10', new Uint8Array(9))],
  ['thumbnail', segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02', new Uint8Array(12))],
  ['history', segment(0xeb, 'JP\0\x01\0\0\0\x01\0\0\0\x40jumbjumdc2pa\0')],
  ['author', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x09\x1c\x02\x50\0\x04Ines\0')],
  ['thumbnail', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x0c\0\0\0\0\0\x02ab')],
  ['software', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x21\0\0\0\0\0\x0d\0\0\0\x01\x01\0\0\0\x02\0P\0S\0')],
] as const)('%s in a segment of its own is found, and the segment goes', async (kind, added) => {
  const file = blob(jpeg([added]));
  expect((await examine(file)).findings.map((finding) => finding.kind)).toContain(kind);
  expect(latin1(await cleaned(file)).replace(latin1(JFIF), '')).toBe(latin1(jpeg([])));
});

test('of JFIF the shape of a pixel stays, of Adobe the transform', async () => {
  const dense = segment(0xe0, 'JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0');
  const oblong = segment(0xe0, 'JFIF\0\x01\x02\x01\0\x48\0\x24\0\0');
  const adobe = segment(0xee, 'Adobe\0\x65\x80\0\0\0\x02extra');
  expect(await cleaned(blob(jpeg([dense])))).toEqual(jpeg([JFIF]));
  expect(await cleaned(blob(jpeg([oblong])))).toEqual(
    jpeg([segment(0xe0, 'JFIF\0\x01\x01\0\0\x48\0\x24\0\0')]),
  );
  expect(await cleaned(blob(jpeg([adobe])))).toEqual(jpeg([segment(0xee, 'Adobe\0\x64\0\0\0\0\x02')]));
});

test('what stands behind the frame changes no colours in front of it', async () => {
  const late = concat(
    segment(0xee, 'Adobe\0\x64\0\0\0\0\x01'),
    JFIF,
    segment(0xe2, 'ICC_PROFILE\0\x01\x01', profile([])),
  );
  const file = concat(ascii('\xff\xd8'), FRAME, late, SCAN, ascii('\xff\xd9'));
  expect(await cleaned(blob(file))).toEqual(jpeg([]));
});

test('a profile in several segments stays a profile, without its screen and day', async () => {
  const whole = profile(SCREEN_TAGS);
  const parts = [whole.subarray(0, 200), whole.subarray(200)];
  const segments = parts.map((part, index) =>
    segment(0xe2, 'ICC_PROFILE\0', Uint8Array.of(index + 1, 2), part),
  );
  // In any order.
  const file = blob(jpeg([...segments].reverse()));
  expect((await examine(file)).findings).toEqual([
    { kind: 'time', text: '2023-10-01 12:30:15 (ICC)' },
    { kind: 'device', text: 'Screen of Ines' },
    { kind: 'device', text: 'SN 0815' },
  ]);
  const bytes = latin1(await cleaned(file));
  expect(bytes).toContain('ICC_PROFILE\0\x01\x01');
  for (const kept of ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'wtpt', 'mntrRGB XYZ ']) expect(bytes).toContain(kept);
  for (const gone of [
    'Ines',
    '0815',
    'Otto',
    'hidden',
    'targ',
    'mmod',
    'APPL',
    'smpl',
    'crea',
    'identity',
    '\x07\xe7',
  ])
    expect(bytes).not.toContain(gone);
});

test.each([
  ['one part is missing', [segment(0xe2, 'ICC_PROFILE\0\x01\x02', profile([]))]],
  ['a part is there twice', [1, 2].map(() => segment(0xe2, 'ICC_PROFILE\0\x01\x01', profile([])))],
  ['it is none', [segment(0xe2, 'ICC_PROFILE\0\x01\x01', new Uint8Array(200))]],
])('a broken profile goes: %s', async (_, segments) => {
  const file = blob(jpeg(segments));
  expect((await examine(file)).findings).toEqual([{ kind: 'unknown-part', text: 'ICC' }]);
  expect(await cleaned(file)).toEqual(jpeg([]));
});

test.each([
  ['a second picture', 'jpeg', jpeg([])],
  ['a film', 'mp4', ascii('\0\0\0\x14ftypmp42\0\0\0\0mp42')],
  ['an archive', 'archive', ascii('PK\x03\x04')],
  ['anything', '', ascii('data')],
])('%s behind the end is found and goes', async (_, text, tail) => {
  const file = blob(jpeg([], [tail]));
  expect((await examine(file)).findings).toEqual([{ kind: 'unknown-part', text }]);
  expect(await cleaned(file)).toEqual(jpeg([]));
});

test('zeros behind the end tell nothing, and go', async () => {
  const file = blob(jpeg([], [new Uint8Array(100)]));
  expect((await examine(file)).findings).toEqual([]);
  expect(await cleaned(file)).toEqual(jpeg([]));
});

test('scans one behind the other stay, with tables and restarts, and what stands between them goes', async () => {
  const between = concat(segment(0xc4, new Uint8Array(20)), segment(0xdd, '\0\x04'));
  const build = (extra: Uint8Array) =>
    concat(ascii('\xff\xd8'), FRAME, SCAN, extra, between, SCAN, SCAN, ascii('\xff\xd9'));
  const file = blob(build(segment(0xfe, 'between')));
  expect((await examine(file)).findings).toEqual([{ kind: 'comment', text: 'between' }]);
  expect(await cleaned(file)).toEqual(build(new Uint8Array(0)));
});

test('markers that lie across two reads are seen', async () => {
  // Three bytes again and again, from each of three places on, so that a read ends behind each of them.
  for (const before of ['', '1', '12']) {
    const scan = concat(segment(0xda, '\x01\x01\0\0\x3f\0'), ascii(`${before}${'\xff\0x'.repeat(60_000)}`));
    const build = (...tail: Uint8Array[]) =>
      concat(ascii('\xff\xd8'), FRAME, scan, SCAN, ascii('\xff\xd9'), ...tail);
    expect(Buffer.from(await cleaned(blob(build(ascii('tail'))))).equals(build())).toBe(true);
  }
  for (let shift = 0; shift < 64; shift++) {
    const scan = concat(segment(0xda, '\x01\x01\0\0\x3f\0'), new Uint8Array(shift), SCAN.subarray(10));
    const file = concat(ascii('\xff\xd8'), FRAME, ascii(latin1(scan).repeat(2000)), ascii('\xff\xd9'));
    expect(Buffer.from(await cleaned(blob(file))).equals(file)).toBe(true);
  }
});

test('fill bytes go', async () => {
  const file = concat(
    ascii('\xff\xd8\xff\xff'),
    JFIF,
    ascii('\xff\xff\xff'),
    FRAME,
    SCAN,
    ascii('\xff\xff\xff\xd9'),
  );
  expect(await cleaned(blob(file))).toEqual(jpeg([JFIF]));
});

test('a picture that was cut off stays as far as it is there, and is closed', async () => {
  const whole = jpeg([JFIF, EXIF]);
  for (const cut of [2, 3, 5]) {
    const bytes = await cleaned(blob(whole.subarray(0, whole.length - cut)));
    expect(has(bytes, bytes.length - 2, '\xff\xd9')).toBe(true);
    expect(latin1(bytes)).toContain(latin1(FRAME));
  }
});

test.each([
  ['damaged', 'no scan', concat(ascii('\xff\xd8'), FRAME, ascii('\xff\xd9'))],
  ['damaged', 'no frame', concat(ascii('\xff\xd8'), SCAN, ascii('\xff\xd9'))],
  ['damaged', 'two frames', concat(ascii('\xff\xd8'), FRAME, FRAME, SCAN, ascii('\xff\xd9'))],
  ['damaged', 'a picture in it', concat(ascii('\xff\xd8'), jpeg([]))],
  ['damaged', 'bytes between segments', concat(ascii('\xff\xd8'), JFIF, ascii('xx'), FRAME, SCAN)],
  [
    'damaged',
    'a segment longer than the file',
    concat(ascii('\xff\xd8\xff\xe1'), numberBytes(9, 2), ascii('Exif')),
  ],
  ['damaged', 'a segment too short for its length', ascii('\xff\xd8\xff\xe1\0\x01')],
  [
    'unknown-part',
    'JPEG-LS',
    concat(ascii('\xff\xd8'), segment(0xf7, new Uint8Array(9)), SCAN, ascii('\xff\xd9')),
  ],
  ['unknown-part', 'a hierarchy', jpeg([segment(0xde, new Uint8Array(9))])],
  ['too-complex', 'too many segments', jpeg(Array<Uint8Array>(10_001).fill(segment(0xef)))],
  ['too-complex', 'endless filling', concat(ascii('\xff\xd8'), new Uint8Array(100_000).fill(255))],
])('%s: %s', async (why, _, bytes) => {
  expect(await examine(blob(bytes))).toMatchObject({ format: 'jpeg', clean: null, why });
});

test('EXIF in which nothing tells anything is no finding, and goes', async () => {
  const file = blob(jpeg([segment(0xe1, 'Exif\0\0', tiff({ ifd0: [{ tag: 0x0112, type: 3, value: 1 }] }))]));
  expect((await examine(file)).findings).toEqual([]);
  expect(await cleaned(file)).toEqual(jpeg([]));
});

test('five hundred blocks of EXIF do not take their time each', async () => {
  const file = blob(jpeg(Array<Uint8Array>(500).fill(segment(0xe1, 'Exif\0\0', text(60_000)))));
  expect((await examine(file)).clean).not.toBeNull();
});

/** EXIF whose two thousand entries all point at the same long text. */
function text(length: number): Uint8Array {
  const entry = concat(ascii('\x01\x3b\0\x02'), numberBytes(length - 30_000, 4), numberBytes(26_000, 4));
  const head = concat(ascii('MM\0*\0\0\0\x08'), numberBytes(2000, 2), ...Array<Uint8Array>(2000).fill(entry));
  return concat(head, new Uint8Array(length - head.length).fill(0x61));
}
