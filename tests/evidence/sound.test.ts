import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { ascii, concat, numberBytes, type Bytes } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf, tryCleanOf } from './checks.ts';

const zeros = (length: number): Bytes => new Uint8Array(length);
const little = (value: number): Bytes => numberBytes(value, 4, true);

/** Version 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes. */
const FRAME = concat(new Uint8Array([0xff, 0xfb, 0x90, 0x64]), zeros(413));
const INFO = concat(FRAME.slice(0, 36), ascii('Info'), zeros(4), ascii('Lavc59.37'), zeros(417 - 53));
const ID3 = concat(ascii('ID3\x03\0\0\0\0\0\x18TPE1\0\0\0\x05\0\0\0Ines'), zeros(9));
const MP3 = concat(ID3, INFO, FRAME, FRAME);

function chunk(name: string, content: Bytes): Bytes {
  return concat(ascii(name), little(content.length), content, zeros(content.length % 2));
}

const FORMAT = chunk(
  'fmt ',
  concat(new Uint8Array([1, 0, 1, 0]), little(8000), little(8000), new Uint8Array([1, 0, 8, 0])),
);
const DATA = chunk('data', ascii('sound'));
const riff = (...chunks: Bytes[]): Bytes => {
  const content = concat(ascii('WAVE'), ...chunks);
  return concat(ascii('RIFF'), little(content.length), content);
};
const WAV = riff(FORMAT, chunk('LIST', concat(ascii('INFO'), chunk('IART', ascii('Ines\0')))), DATA);

function page(sequence: number, flags: number, packet: Bytes, serial = 7): Bytes {
  const lacing = [...new Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
  const head = concat(
    ascii('OggS\0'),
    new Uint8Array([flags]),
    zeros(8),
    little(serial),
    little(sequence),
    zeros(4),
  );
  return concat(head, new Uint8Array([lacing.length, ...lacing]), packet);
}

const TAGS = concat(ascii('OpusTags'), little(4), ascii('Fony'), little(1), little(11), ascii('ARTIST=Ines'));
const OPUS = concat(
  page(0, 2, concat(ascii('OpusHead\x01\x01'), zeros(9))),
  page(1, 0, TAGS),
  page(2, 4, ascii('sound')),
);

const FLAC_HEAD = concat(ascii('fLaC'), new Uint8Array([0, 0, 0, 34]), zeros(34));
const FLAC_TAGS = concat(
  new Uint8Array([0x84, 0, 0, 23]),
  little(0),
  little(1),
  little(11),
  ascii('ARTIST=Ines'),
);
/** One frame of silence: 192 samples, one channel, 16 bits, with its CRCs. */
const FLAC_FRAME = new Uint8Array([0xff, 0xf8, 0x19, 0x08, 0x00, 0, 0, 0, 0, 0, 0]);
FLAC_FRAME[5] = crc(FLAC_FRAME.subarray(0, 5), 8, 0x07);
FLAC_FRAME.set(numberBytes(crc(FLAC_FRAME.subarray(0, 9), 16, 0x8005), 2), 9);
const FLAC = concat(FLAC_HEAD, FLAC_TAGS, FLAC_FRAME);

function crc(bytes: Uint8Array, bits: number, polynomial: number): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ ((value >> (bits - 1)) & 1 ? polynomial : 0);
    value &= 2 ** bits - 1;
  }
  return value;
}

const FILES: [name: string, bytes: Bytes][] = [
  ['mp3', MP3],
  ['wav', WAV],
  ['ogg', OPUS],
  ['flac', FLAC],
];

async function cleaned(...bytes: Bytes[]): Promise<Bytes> {
  return bytesOf(await cleanOf(new Blob(bytes)));
}

describe('sound', () => {
  test.each(FILES)('as %s: an artist is told, and not in it any more', async (format, bytes) => {
    const examined = await examine(new Blob([bytes]));
    expect(examined.format).toBe(format);
    expect(examined.findings).toContainEqual({ kind: 'author', text: 'Ines' });
    expect(Buffer.from(await cleaned(bytes)).includes('Ines')).toBe(false);
  });

  test('in MP3 is its frames, whatever stands between them', async () => {
    expect((await examine(new Blob([MP3]))).findings).toContainEqual({ kind: 'software', text: 'Lavc59.37' });
    const clean = await cleaned(MP3);
    expect(clean.length).toBe(3 * FRAME.length);
    expect(Buffer.from(clean.subarray(44, 53)).toString()).toBe('LAME3.100');
    const between = concat(INFO, FRAME, ascii('made by Ines, who is safe'), FRAME, FRAME);
    expect((await examine(new Blob([between]))).findings).toContainEqual({ kind: 'unknown-part', text: '' });
    expect(Buffer.from(await cleaned(between)).equals(concat(clean, FRAME))).toBe(true);
  });

  test('in WAVE is its format and data, padded to an even length', async () => {
    expect(Buffer.from(await cleaned(WAV)).equals(riff(FORMAT, DATA))).toBe(true);
    const more = [
      chunk('cue ', little(1)),
      chunk('_PMX', ascii('<x:xmpmeta/>')),
      chunk('smpl', ascii('Fony')),
    ];
    const marked = riff(...more, FORMAT, chunk('data', ascii('sound')), ...more);
    expect(Buffer.from(await cleaned(marked)).equals(riff(FORMAT, DATA))).toBe(true);
    const packed = FORMAT.slice();
    packed[8] = 0x55;
    expect(await examine(new Blob([riff(packed, DATA)]))).toMatchObject({ clean: null, why: 'unknown-part' });
  });

  test('in Ogg keeps its pages, with the numbers they had', async () => {
    const clean = await cleaned(OPUS);
    expect(Buffer.from(clean).includes('Fony')).toBe(false);
    const last = page(2, 4, ascii('sound'));
    expect(Buffer.from(clean.subarray(-last.length)).equals(last)).toBe(true);
    expect(
      [...clean].filter((_, at) => Buffer.from(clean.subarray(at, at + 4)).toString() === 'OggS'),
    ).toHaveLength(3);
    const notes = [page(0, 2, concat(ascii('fishead\0'), zeros(8)), 9), page(1, 4, ascii('by Ines'), 9)];
    expect(Buffer.from(await cleaned(OPUS.slice(0, 47), ...notes, OPUS.slice(47))).equals(clean)).toBe(true);
    for (const first of ['Speex   ', '\x7fFLAC\x01\0\0'])
      expect(await examine(new Blob([page(0, 2, ascii(first))]))).toMatchObject({
        clean: null,
        why: 'unknown-part',
      });
    const twice = concat(OPUS, OPUS);
    expect(await examine(new Blob([twice]))).toMatchObject({ clean: null, why: 'damaged' });
  });

  test('in FLAC loses its other blocks, and what ID3 there is around it', async () => {
    const last = concat(ascii('fLaC'), new Uint8Array([0x80, 0, 0, 34]), zeros(34));
    expect(Buffer.from(await cleaned(FLAC)).equals(concat(last, FLAC_FRAME))).toBe(true);
    expect(Buffer.from(await cleaned(ID3, FLAC)).equals(concat(last, FLAC_FRAME))).toBe(true);
    const behind = new Blob([FLAC, 'Ines']);
    expect(await examine(behind)).toMatchObject({ clean: null, why: 'unknown-part' });
  });

  test.each(FILES)('as %s that is broken anywhere is cleaned whole or not at all', async (_, file) => {
    const flips = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, fc.option(fc.nat(file.length)), async (changes, end) => {
        const bytes = file.slice(0, end ?? file.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        await tryCleanOf(await examine(new Blob([bytes])));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['mp3', ascii('ID3\x03\0\0\0\0\0\0')],
    ['wav', ascii('RIFF\0\0\0\0WAVE')],
    ['ogg', ascii('OggS\0')],
    ['flac', ascii('fLaC')],
    ['mp4', ascii('\0\0\0\x14ftypisom\0\0\0\0mp42')],
  ])('that begins like %s and goes on anyhow gets an answer', async (format, begin) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (rest) => {
        const examined = await examine(new Blob([begin, new Uint8Array(rest)]));
        expect(examined.format).toBe(format);
        await tryCleanOf(examined);
      }),
      { numRuns: 300 },
    );
  });
});
