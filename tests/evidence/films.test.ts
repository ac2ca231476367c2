import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { ascii, concat, type Bytes } from '../../web/evidence/reader.ts';
import { box, frees, FTYP, movie, other, pictures, track, u16, u32, wideBox, zeros } from './boxes.ts';
import { bytesOf, cleanOf, tryCleanOf } from './checks.ts';

const BEGIN = FTYP.length + 8;
const ONE = ascii('picture one ');
const TWO = ascii('picture two ');
const NOTE = ascii('note: 25.03N');
const VIDEO = { id: 1, handler: 'vide', entry: pictures('vp09', box('vpcC', u32(0x1000000), zeros(8))) };
const SAMPLES = [
  { at: BEGIN, length: ONE.length },
  { at: BEGIN + ONE.length + NOTE.length, length: TWO.length },
];
const MEDIA = box('mdat', ONE, NOTE, TWO);
const FILM = concat(FTYP, MEDIA, movie(track({ ...VIDEO, samples: SAMPLES })));

function withTrack(handler: string, codec: string, sample: Bytes): Bytes {
  const notes = {
    id: 2,
    handler,
    entry: other(codec),
    samples: [{ at: BEGIN + ONE.length, length: sample.length }],
  };
  const second = [
    { at: BEGIN, length: ONE.length },
    { at: BEGIN + ONE.length + sample.length, length: TWO.length },
  ];
  return concat(
    FTYP,
    box('mdat', ONE, sample, TWO),
    movie(track({ ...VIDEO, samples: second }), track({ ...notes })),
  );
}

async function cleaned(...bytes: Bytes[]): Promise<Bytes> {
  return bytesOf(await cleanOf(new Blob(bytes)));
}

const has = (bytes: Bytes, text: string): boolean => Buffer.from(bytes).includes(text);

describe('a film', () => {
  test('keeps its samples where they are, and nothing between them', async () => {
    const { findings } = await examine(new Blob([FILM]));
    expect(findings).toEqual([{ kind: 'unknown-part', text: '' }]);
    const clean = await cleaned(FILM);
    expect(Buffer.from(clean).indexOf('picture one ')).toBe(BEGIN);
    expect(Buffer.from(clean).indexOf('picture two ')).toBe(BEGIN + ONE.length + NOTE.length);
    expect(has(clean, 'note')).toBe(false);
    expect(clean.length).toBe(FILM.length);
  });

  test('without anything to tell stays as it is', async () => {
    const film = concat(
      FTYP,
      box('mdat', ONE),
      movie(track({ ...VIDEO, samples: [{ at: BEGIN, length: ONE.length }] })),
    );
    expect((await examine(new Blob([film]))).findings).toEqual([]);
    expect(Buffer.from(await cleaned(film)).equals(film)).toBe(true);
  });

  test.each([
    ['gpmd', 'meta', 'place'],
    ['camm', 'camm', 'place'],
    ['mebx', 'meta', 'unknown-part'],
    ['tmcd', 'tmcd', 'time'],
    ['tx3g', 'sbtl', 'comment'],
  ])('loses a track %s, samples and all', async (codec, handler, kind) => {
    const film = withTrack(handler, codec, concat(u16(10), ascii('abcdefghij')));
    const { findings } = await examine(new Blob([film]));
    expect(findings.map((finding) => finding.kind)).toEqual([kind]);
    const clean = await cleaned(film);
    expect(has(clean, 'cdefgh')).toBe(false);
    expect(has(clean, codec)).toBe(false);
    expect(has(clean, 'picture two ')).toBe(true);
  });

  test('tells where it was, when a device noted that by the second', async () => {
    const key = (name: string, type: string, size: number, repeat: number, content: Bytes) =>
      concat(ascii(name), ascii(type), new Uint8Array([size]), u16(repeat), content);
    const point = key('GPS5', 'l', 20, 1, u32(250330000, 1515654000, 0, 0, 0));
    const stream = concat(key('SCAL', 'l', 4, 5, u32(1e7, 1e7, 1000, 1000, 100)), point);
    const gpmd = key('DEVC', '\0', 1, stream.length + 8, key('STRM', '\0', 1, stream.length, stream));
    const go = await examine(new Blob([withTrack('meta', 'gpmd', gpmd)]));
    expect(go.findings).toEqual([
      { kind: 'place', text: '25.03300, 151.56540', latitude: 25.033, longitude: 151.5654 },
    ]);
    const camm = new DataView(new ArrayBuffer(28));
    camm.setUint16(2, 5, true);
    camm.setFloat64(4, -33.5, true);
    camm.setFloat64(12, 161.25, true);
    const street = await examine(new Blob([withTrack('camm', 'camm', new Uint8Array(camm.buffer))]));
    expect(street.findings).toEqual([
      { kind: 'place', text: '-33.50000, 161.25000', latitude: -33.5, longitude: 161.25 },
    ]);
  });

  test('loses pictures of an unknown kind only where there is another form of them', async () => {
    const two = (group: number) => [
      track({ ...VIDEO, group: 1, samples: SAMPLES.slice(0, 1) }),
      track({ ...VIDEO, id: 2, entry: pictures('zzzz'), group, samples: SAMPLES.slice(1) }),
    ];
    const clean = await cleaned(FTYP, MEDIA, movie(...two(1)));
    expect([has(clean, 'picture one '), has(clean, 'picture two ')]).toEqual([true, false]);
    const apart = new Blob([FTYP, MEDIA, movie(...two(2))]);
    expect(await examine(apart)).toMatchObject({ clean: null, why: 'unknown-part' });
  });

  test('loses a cover that is a track beside it, and is not called clean where all it shows is such pictures', async () => {
    const film = track({ ...VIDEO, samples: SAMPLES.slice(0, 1) });
    const cover = track({ ...VIDEO, id: 2, entry: pictures('jpeg'), samples: SAMPLES.slice(1) });
    const both = new Blob([FTYP, box('mdat', ONE, zeros(NOTE.length), TWO), movie(film, cover)]);
    expect((await examine(both)).findings).toContainEqual({ kind: 'thumbnail', text: '' });
    expect(has(await bytesOf(await cleanOf(both)), 'picture two ')).toBe(false);
    expect(await examine(new Blob([FTYP, MEDIA, movie(cover)]))).toMatchObject({
      clean: null,
      why: 'unknown-part',
    });
  });

  test('with user data in its pictures has filler there, of the same length', async () => {
    const avc = pictures('avc1', box('avcC', new Uint8Array([1, 66, 0, 30, 0xff, 0xe0, 0])));
    for (const length of [17, 120, 255, 256, 257, 258, 600]) {
      const size = [...new Array<number>(Math.floor(length / 255)).fill(255), length % 255];
      const place = concat(zeros(16).fill(9), ascii('25.033N 151.565E'), zeros(length).fill(65)).slice(
        0,
        length,
      );
      const unit = concat(new Uint8Array([6, 5, ...size]), place, new Uint8Array([128]));
      const sample = concat(u32(unit.length), unit, u32(2), new Uint8Array([0x65, 0x88]));
      const samples = [0, 1, 2].map((at) => ({ at: BEGIN + at * sample.length, length: sample.length }));
      const film = concat(
        FTYP,
        box('mdat', sample, sample, sample),
        movie(track({ ...VIDEO, entry: avc, samples })),
      );
      expect((await examine(new Blob([film]))).findings.map(({ kind }) => kind)).toEqual(['unknown-part']);
      const clean = await cleaned(film);
      expect(has(clean, 'AAAA') || has(clean, '25.033')).toBe(false);
      expect(clean.length).toBe(film.length);
      const slice = new Uint8Array([0, 0, 0, 2, 0x65, 0x88]);
      for (const { at } of samples)
        expect([...clean.slice(at + sample.length - 6, at + sample.length)]).toEqual([...slice]);
    }
  });

  test('may have lengths of 8 bytes, and a last part without one', async () => {
    const at = FTYP.length + 16;
    const samples = [{ at, length: ONE.length }];
    const index = movie(track({ ...VIDEO, samples, wide: true }));
    const wide = await cleaned(FTYP, wideBox('mdat', ONE, NOTE), index);
    expect([has(wide, 'picture one '), has(wide, 'note')]).toEqual([true, false]);
    const before = movie(track({ ...VIDEO, samples: [{ at: 0, length: ONE.length }] }));
    const start = FTYP.length + before.length + 8;
    const first = movie(track({ ...VIDEO, samples: [{ at: start, length: ONE.length }] }));
    const open = await cleaned(FTYP, first, u32(0), ascii('mdat'), ONE, NOTE);
    expect([has(open, 'picture one '), has(open, 'note')]).toEqual([true, false]);
  });

  test('loses whatever else stands in it or behind it', async () => {
    const extra = [
      box('udta', box('\xa9xyz', u16(18, 0x15c7), ascii('+25.0330+151.5654/'))),
      box('meta', u32(0), box('hdlr', u32(0, 0), ascii('mdta'), zeros(13))),
      box('uuid', ascii('0123456789abcdefmade by Fony')),
      box('zzzz', ascii('left over')),
    ];
    const film = concat(FTYP, MEDIA, movie(track({ ...VIDEO, samples: SAMPLES, more: extra }), ...extra));
    const behind = concat(
      film,
      box('free', ascii('not so free')),
      box('SEFD', ascii('made by Fony')),
      ascii('the end'),
    );
    const { findings } = await examine(new Blob([behind]));
    expect(findings).toContainEqual({
      kind: 'place',
      text: '+25.0330+151.5654/',
      latitude: 25.033,
      longitude: 151.5654,
    });
    expect(findings.filter(({ kind }) => kind === 'unknown-part').length).toBeGreaterThanOrEqual(4);
    const clean = await cleaned(behind);
    expect(clean.length).toBe(film.length);
    expect(Buffer.from(clean).toString('latin1')).not.toMatch(
      /Fony|\+25|left over|free so|the end|uuid|udta/,
    );
  });

  test('has no names of makers left in its brands', async () => {
    const brand = box('ftyp', ascii('isom'), u32(0x20240305), ascii('FNY1mp42'));
    const marked = concat(brand, FILM.slice(FTYP.length));
    expect((await examine(new Blob([marked]))).findings).toContainEqual({ kind: 'identifier', text: 'FNY1' });
    expect(has(await cleaned(marked), 'FNY1')).toBe(false);
  });

  test.each<[string, string, Bytes]>([
    ['damaged', 'whose end is missing', FILM.slice(0, FILM.length - 5)],
    ['damaged', 'without an index', concat(FTYP, MEDIA)],
    ['damaged', 'with two of them', concat(FILM, movie())],
    [
      'damaged',
      'whose samples are not in it',
      concat(FTYP, MEDIA, movie(track({ ...VIDEO, samples: [{ at: 5000, length: 20 }] }))),
    ],
    [
      'damaged',
      'whose samples are its index',
      concat(FTYP, MEDIA, movie(track({ ...VIDEO, samples: [{ at: BEGIN + MEDIA.length, length: 20 }] }))),
    ],
    [
      'unknown-part',
      'with pictures of an unknown kind',
      concat(FTYP, MEDIA, movie(track({ ...VIDEO, entry: pictures('zzzz'), samples: SAMPLES }))),
    ],
    [
      'unknown-part',
      'with something unknown among how to decode',
      concat(FTYP, MEDIA, movie(track({ ...VIDEO, entry: pictures('vp09', box('zzzz')), samples: SAMPLES }))),
    ],
    [
      'encrypted',
      'that is encrypted',
      concat(FTYP, MEDIA, movie(track({ ...VIDEO, entry: pictures('encv'), samples: SAMPLES }))),
    ],
    ['too-complex', 'of a million parts', concat(FTYP, frees(25_000))],
    ['too-complex', 'with an index of a million', concat(FTYP, movie(frees(60_000)))],
  ])('is %s: one %s', async (why, _, film) => {
    expect(await examine(new Blob([film]))).toMatchObject({ format: 'mp4', clean: null, why });
  });

  test('that is broken anywhere is cleaned whole or not at all', async () => {
    const flips = fc.array(fc.tuple(fc.nat(FILM.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const length = fc.option(fc.nat(FILM.length));
    await fc.assert(
      fc.asyncProperty(flips, length, async (changes, end) => {
        const bytes = FILM.slice(0, end ?? FILM.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        await tryCleanOf(await examine(new Blob([bytes])));
      }),
      { numRuns: 1500 },
    );
  });
});
