import { expect, test } from 'vitest';
import {
  ascii,
  concat,
  has,
  int32,
  latin1,
  LONGEST_READ,
  numberBytes,
  Reader,
  uint16,
  uint24,
  uint32,
  uint64,
} from '../../web/evidence/reader.ts';

const counted = (length: number) => Uint8Array.from({ length }, (_, index) => index & 255);
const thrown = (work: Promise<unknown>) => work.then(String, (error: unknown) => error);

test('parts are read wherever they are, in any order', async () => {
  const bytes = counted(200_000);
  const reader = new Reader(new Blob([bytes]));
  for (const [offset, length] of [
    [0, 3],
    [65534, 4],
    [199_990, 10],
    [5, 0],
    [1, 100_000],
    [199_999, 1],
  ] as const)
    expect(latin1(await reader.bytes(offset, length))).toBe(latin1(bytes.subarray(offset, offset + length)));
});

test('where the file ends, there are fewer bytes, or it is damaged', async () => {
  const reader = new Reader(new Blob([counted(10)]));
  expect(await reader.upTo(8, 5)).toEqual(Uint8Array.of(8, 9));
  expect(await reader.upTo(10, 5)).toHaveLength(0);
  expect(await reader.upTo(1e15, 5)).toHaveLength(0);
  expect(await reader.some(4)).toEqual(Uint8Array.of(4, 5, 6, 7, 8, 9));
  expect(await reader.some(10)).toHaveLength(0);
  expect(await thrown(reader.bytes(8, 5))).toMatchObject({ why: 'damaged' });
  for (const [offset, length] of [
    [-1, 2],
    [0, -1],
    [NaN, 1],
    [2 ** 53, 1],
    [1.5, 1],
  ] as const)
    expect(await thrown(reader.upTo(offset, length))).toMatchObject({ why: 'damaged' });
});

test('no length that a file claims is believed beyond a bound', async () => {
  const big = new Blob(Array<Uint8Array<ArrayBuffer>>(33).fill(new Uint8Array(1 << 20)));
  expect(await thrown(new Reader(big).bytes(0, LONGEST_READ + 1))).toMatchObject({ why: 'too-complex' });
});

test('jumping about has an end', async () => {
  const reader = new Reader(new Blob([counted(200_000)]));
  const jump = async () => {
    for (let turn = 0; turn < 2000; turn++) {
      await reader.bytes(0, 1);
      await reader.bytes(150_000, 1);
    }
  };
  expect(await thrown(jump())).toMatchObject({ why: 'too-complex' });
});

test('a file that cannot be read any more is told by our own error, without its name', async () => {
  const slice = () => ({ arrayBuffer: () => Promise.reject(new Error('secret-name.jpg')) });
  const gone = Object.assign(new Blob(['abc']), { slice });
  const error = await thrown(new Reader(gone).bytes(0, 2));
  expect(error).toMatchObject({ code: 'bundle.file-changed' });
  expect(String(error)).not.toContain('secret');
});

test('a file that has become shorter has changed', async () => {
  const slice = () => new Blob(['a']);
  const shorter: Blob = Object.assign(new Blob(['abc']), { slice });
  expect(await thrown(new Reader(shorter).bytes(0, 2))).toMatchObject({ code: 'bundle.file-changed' });
});

test('integers of both byte orders', () => {
  const bytes = Uint8Array.of(0xff, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88).subarray(1);
  expect([uint16(bytes, 0), uint16(bytes, 0, true)]).toEqual([0x8182, 0x8281]);
  expect([uint24(bytes, 1), uint24(bytes, 1, true)]).toEqual([0x828384, 0x848382]);
  expect([uint32(bytes, 4), uint32(bytes, 4, true)]).toEqual([0x85868788, 0x88878685]);
  expect([int32(bytes, 0), int32(bytes, 0, true)]).toEqual([0x81828384 | 0, 0x84838281 | 0]);
  expect(uint64(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), 0)).toBe(2 ** 32 + 2);
  expect(uint64(Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0), 0, true)).toBe(2 ** 32 + 2);
  expect(() => uint32(bytes, 5)).toThrow(RangeError);
  expect(numberBytes(0x010203, 3)).toEqual(Uint8Array.of(1, 2, 3));
  expect(numberBytes(0x010203, 4, true)).toEqual(Uint8Array.of(3, 2, 1, 0));
  expect(numberBytes(0x0102, 2, true)).toEqual(Uint8Array.of(2, 1));
});

test('texts of one byte a character', () => {
  expect(latin1(Uint8Array.of(0x89, 0x50))).toBe('\x89P');
  expect(ascii('\x89P')).toEqual(Uint8Array.of(0x89, 0x50));
  expect(has(ascii('abcd'), 1, 'bc')).toBe(true);
  expect(has(ascii('abcd'), 3, 'de')).toBe(false);
  expect(concat(ascii('a'), new Uint8Array(0), ascii('bc'))).toEqual(ascii('abc'));
});
