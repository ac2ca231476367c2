import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { ascii, concat, latin1 } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf } from './checks.ts';
import { blocks, gif, GIF_CONTROL, GIF_LOOP, GIF_PICTURE, XMP } from './samples.ts';

const blob = (...parts: Uint8Array<ArrayBuffer>[]) => new Blob(parts);
const cleaned = async (file: Blob) => latin1(await bytesOf(await cleanOf(file)));

/** A slope of bytes, on which every reader of lengths gets down to the end. */
const SLOPE = Uint8Array.from({ length: 258 }, (_, index) =>
  index === 0 ? 1 : index === 257 ? 0 : 256 - index,
);

test('an animation with its timing and repetition stays', async () => {
  const animation = gif([GIF_LOOP, GIF_CONTROL, GIF_PICTURE, GIF_CONTROL, GIF_PICTURE]);
  expect((await examine(blob(animation))).findings).toEqual([]);
  expect(await cleaned(blob(animation))).toBe(latin1(animation));
});

test.each([
  ['comment', 'seen by Ines', concat(ascii('\x21\xfe'), blocks('seen by Ines'))],
  ['comment', 'one two', ascii('\x21\xfe\x04one \x03two\0')],
  ['comment', 'text', concat(ascii('\x21\x01\x0c'), new Uint8Array(12), blocks('text'))],
  ['serial', 'XMP-4711', concat(ascii('\x21\xff\x0bXMP DataXMP'), XMP, SLOPE)],
  ['unknown-part', 'ICCRGBG1012', concat(ascii('\x21\xff\x0bICCRGBG1012'), blocks('profile'))],
  ['unknown-part', '0x99', concat(ascii('\x21\x99'), blocks('?'))],
] as const)('%s is found: %s, and the extension goes', async (kind, text, extension) => {
  const file = blob(gif([GIF_LOOP, extension, GIF_CONTROL, GIF_PICTURE, extension]));
  expect((await examine(file)).findings).toContainEqual({ kind, text });
  expect(await cleaned(file)).toBe(latin1(gif([GIF_LOOP, GIF_CONTROL, GIF_PICTURE])));
});

test('the repetition stays once, as everybody writes it', async () => {
  const other = ascii('\x21\xff\x0bANIMEXTS1.0\x03\x01\x05\0\0');
  const longer = ascii('\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\x04Ines\0');
  expect(await cleaned(blob(gif([other, GIF_PICTURE])))).toBe(latin1(gif([GIF_LOOP, GIF_PICTURE])));
  expect(await cleaned(blob(gif([GIF_LOOP, GIF_LOOP, GIF_PICTURE])))).toBe(
    latin1(gif([GIF_LOOP, GIF_PICTURE])),
  );
  expect(await cleaned(blob(gif([longer, GIF_PICTURE])))).toBe(latin1(gif([GIF_LOOP, GIF_PICTURE])));
  expect((await examine(blob(gif([longer, GIF_PICTURE])))).findings).toHaveLength(1);
});

test('a timing without a picture goes, and one of a text with it', async () => {
  const text = concat(ascii('\x21\x01\x0c'), new Uint8Array(12), blocks('text'));
  const file = gif([GIF_CONTROL, text, GIF_PICTURE, GIF_CONTROL, GIF_CONTROL]);
  expect(await cleaned(blob(file))).toBe(latin1(gif([GIF_PICTURE])));
});

test('a picture with many sub-blocks and a table of its own stays', async () => {
  const block = concat(ascii('\xff'), new Uint8Array(255));
  const picture = concat(
    ascii('\x2c\0\0\0\0\x01\0\x01\0\x80'),
    new Uint8Array(6),
    ascii('\x02'),
    ...Array<Uint8Array>(1000).fill(block),
    ascii('\0'),
  );
  const build = (...tail: Uint8Array[]) => gif([picture, GIF_PICTURE], tail);
  expect((await cleaned(blob(build(ascii('tail'))))) === latin1(build())).toBe(true);
});

test('the end that many programs forget is put there', async () => {
  expect(await cleaned(blob(gif([GIF_PICTURE]).subarray(0, -1)))).toBe(latin1(gif([GIF_PICTURE])));
});

test('what lies behind the end is found and goes', async () => {
  const file = blob(gif([GIF_PICTURE], [ascii('Rar!\x1a\x07')]));
  expect((await examine(file)).findings).toEqual([{ kind: 'unknown-part', text: 'archive' }]);
  expect(await cleaned(file)).toBe(latin1(gif([GIF_PICTURE])));
});

test.each([
  ['no picture', gif([])],
  ['only a beginning', ascii('GIF89a')],
  ['a table longer than the file', ascii('GIF89a\x01\0\x01\0\x87\0\0')],
  ['half a picture', gif([GIF_PICTURE]).subarray(0, -4)],
  ['an unknown block', gif([ascii('\x99'), GIF_PICTURE])],
])('damaged: %s', async (_, bytes) => {
  expect(await examine(blob(bytes))).toMatchObject({ format: 'gif', clean: null, why: 'damaged' });
});

test('a million tiny blocks are too many', async () => {
  const file = blob(gif([ascii('\x21\xfe\0'.repeat(200_000))]));
  expect(await examine(file)).toMatchObject({ clean: null, why: 'too-complex' });
});
