import { deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../../web/evidence/crc32.ts';
import { inflate } from '../../web/evidence/inflate.ts';
import { ascii, concat } from '../../web/evidence/reader.ts';

const text = ascii('What was seen on Tuesday. '.repeat(1000));
const thrown = (work: Promise<unknown>) => work.then(String, (error: unknown) => error);

test('the check value of CRC-32, at once and in parts', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
  expect(crc32(ascii('6789'), crc32(ascii('12345')))).toBe(0xcbf43926);
  expect(crc32(ascii('IEND'))).toBe(0xae426082);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

test('both formats are decompressed, up to the bound', async () => {
  expect(await inflate(new Uint8Array(deflateSync(text)), 'deflate', text.length)).toEqual(text);
  expect(await inflate(new Uint8Array(deflateRawSync(text)), 'deflate-raw', text.length)).toEqual(text);
});

test('a bomb is given up', async () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(50_000_000)));
  expect(bomb.length).toBeLessThan(60_000);
  expect(await thrown(inflate(bomb, 'deflate', 100_000))).toMatchObject({ why: 'too-complex' });
});

test('what is not whole, or goes on, is damaged', async () => {
  const packed = new Uint8Array(deflateSync(text));
  for (const broken of [packed.slice(0, -5), concat(packed, ascii('more')), text, new Uint8Array(0)])
    expect(await thrown(inflate(broken, 'deflate', 1e6))).toMatchObject({ why: 'damaged' });
});
