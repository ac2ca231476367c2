import { expect, test } from 'vitest';
import { orientationExif, readExif } from '../../web/evidence/exif.ts';
import { Findings } from '../../web/evidence/findings.ts';
import { ascii, concat, numberBytes } from '../../web/evidence/reader.ts';
import { rationals, TELEPHONE, text, tiff, XMP, type Tag } from './samples.ts';

function read(bytes: Uint8Array) {
  const findings = new Findings();
  const orientation = readExif(bytes, findings);
  return { orientation, findings: findings.list };
}
const found = (bytes: Uint8Array) => read(bytes).findings.map(({ kind, text: value }) => `${kind}: ${value}`);

test('both byte orders tell the same', () => {
  const build = (little: boolean) =>
    tiff({
      little,
      ifd0: [text(0x0110, 'Sample 5'), { tag: 0x0112, type: 3, value: 8 }],
      exif: [text(0xa431, 'SN 0815')],
      gps: [
        text(1, 'S'),
        rationals(
          2,
          [
            [33, 1],
            [30, 1],
            [0, 1],
          ],
          little,
        ),
        text(3, 'W'),
        rationals(
          4,
          [
            [70, 1],
            [15, 1],
          ],
          little,
        ),
      ],
    });
  const told = {
    orientation: 8,
    findings: [
      { kind: 'place', text: '-33.5, -70.25', latitude: -33.5, longitude: -70.25 },
      { kind: 'device', text: 'Sample 5' },
      { kind: 'serial', text: 'SN 0815' },
    ],
  };
  expect(read(build(false))).toEqual(told);
  expect(read(build(true))).toEqual(told);
});

test('the orientation alone is 26 bytes and tells nothing else', () => {
  for (let orientation = 2; orientation <= 8; orientation++) {
    const bytes = orientationExif(orientation);
    expect(bytes).toHaveLength(26);
    expect(read(bytes)).toEqual({ orientation, findings: [] });
  }
});

test('an orientation that there is not is upright', () => {
  for (const value of [0, 1, 9, 65535]) {
    expect(read(tiff({ ifd0: [{ tag: 0x0112, type: 3, value }] })).orientation).toBe(1);
  }
  expect(read(ascii('nothing of the kind')).orientation).toBe(1);
});

test.each<[string, Tag]>([
  ['author: Ines Sample', text(0x013b, 'Ines Sample')],
  ['author: © Otto', { tag: 0x8298, type: 2, value: Uint8Array.of(0xa9, 0x20, 0x4f, 0x74, 0x74, 0x6f) }],
  ['author: 作者', { tag: 0x9c9d, type: 1, value: Uint8Array.of(0x5c, 0x4f, 0x05, 0x80, 0, 0) }],
  ['software: Sample Editor', text(0x0131, 'Sample Editor')],
  ['identifier: 00112233445566778899aabbccddeeff', text(0xa420, '00112233445566778899aabbccddeeff')],
  ['comment: seen', { tag: 0x9286, type: 7, value: ascii('ASCII\0\0\0seen') }],
  ['comment: 看', { tag: 0x9286, type: 7, value: concat(ascii('UNICODE\0'), Uint8Array.of(0x77, 0x0b)) }],
  ['unknown-part: MakerNote, SAMPLE', { tag: 0x927c, type: 7, value: ascii('SAMPLE\0\0secret') }],
  ['unknown-part: MakerNote', { tag: 0x927c, type: 7, value: Uint8Array.of(1, 2, 3, 4, 5) }],
  ['device: ', rationals(0x829a, [[1, 60]])],
  ['time: 2024-03-05 14:11:22', text(0x0132, '2024:03:05 14:11:22')],
  ['serial: XMP-4711', { tag: 0x02bc, type: 1, value: XMP }],
  ['author: Otto', { tag: 0x83bb, type: 7, value: ascii('\x1c\x02\x50\0\x04Otto') }],
  ['thumbnail: ', { tag: 0x8649, type: 1, value: ascii('8BIM\x04\x0c\0\0\0\0\0\x02ab') }],
])('%s', (expected, tag) => {
  expect(found(tiff({ ifd0: [tag] }))).toContain(expected);
});

test('a place without degrees is a place all the same', () => {
  expect(
    found(
      tiff({
        gps: [
          text(29, '2024:03:05'),
          rationals(7, [
            [6, 1],
            [11, 1],
            [22, 1],
          ]),
        ],
      }),
    ),
  ).toEqual(['place: ', 'time: 2024-03-05 06:11:22, UTC']);
  expect(found(tiff({ gps: [{ tag: 28, type: 7, value: ascii('ASCII\0\0\0Sampleton') }] }))).toEqual([
    'place: Sampleton',
  ]);
});

test('degrees that cannot be are no place on Earth', () => {
  const wrong = tiff({ gps: [text(1, 'N'), rationals(2, [[43, 0]]), text(3, 'E'), rationals(4, [[0, 0]])] });
  expect(read(wrong).findings).toEqual([{ kind: 'place', text: '' }]);
  const far = tiff({ gps: [text(1, 'N'), rationals(2, [[91, 1]]), text(3, 'E'), rationals(4, [[10, 1]])] });
  expect(read(far).findings).toEqual([{ kind: 'place', text: '91, 10' }]);
});

test('directories that point in circles come to an end', () => {
  const circle = tiff({ ifd0: [{ tag: 0x8769, type: 4, value: 8 }, text(0x013b, 'Ines')] });
  expect(found(circle)).toEqual(['author: Ines', 'unknown-part: Exif']);
});

test('what points out of the bytes is left out, and it is said that something is wrong', () => {
  expect(found(TELEPHONE.subarray(0, TELEPHONE.length - 30))).toContain('unknown-part: Exif');
  expect(found(concat(ascii('MM\0*'), numberBytes(1e9, 4)))).toEqual(['unknown-part: Exif']);
  expect(found(concat(ascii('II*\0'), numberBytes(8, 4, true), ascii('\xff\xff')))).toEqual([
    'unknown-part: Exif',
  ]);
  const long = tiff({ ifd0: [{ tag: 0x013b, type: 2, value: 8, count: 0xffffffff }] });
  expect(found(long)).toEqual(['unknown-part: Exif']);
});

test('there is an answer to every part of it, and to every bit that is turned', () => {
  for (let length = 0; length < TELEPHONE.length; length++)
    expect(read(TELEPHONE.subarray(0, length))).toHaveProperty('orientation');
  for (let bit = 0; bit < 8 * TELEPHONE.length; bit++) {
    const turned = TELEPHONE.slice();
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(read(turned).orientation).toBeLessThanOrEqual(8);
  }
});
