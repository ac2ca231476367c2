import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { ascii, concat, latin1, numberBytes } from '../../web/evidence/reader.ts';
import { TELEPHONE, XMP } from './samples.ts';

const pdf = (...lines: string[]) => examine(new Blob([ascii(['%PDF-1.7', ...lines, '%%EOF\n'].join('\n'))]));

test('a PDF is not cleaned; what lies open is told', async () => {
  const examined = await pdf(
    String.raw`1 0 obj <</Author (Ines \(M.\) S\141mple \\ (and Otto)) /Producer <FEFF4F5C8005>`,
    "/CreationDate (D:20240305141122+08'00') /Title () /ModDate(D:2024) >>",
    latin1(XMP),
    'trailer <</ID [<00112233445566778899AABBCCDDEEFF> <00>] >>',
  );
  expect(examined).toMatchObject({ format: 'pdf', clean: null, why: 'format' });
  expect(examined.findings.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(
    expect.arrayContaining([
      'author: Ines (M.) Sample \\ (and Otto)',
      'software: 作者',
      'time: 2024-03-05 14:11:22, +08:00',
      'identifier: 00112233445566778899AABBCCDDEEFF',
      'serial: XMP-4711',
      'time: D:2024',
    ]),
  );
  expect(examined.findings.map(({ kind }) => kind)).not.toContain('title');
});

test('changes saved behind the rest are a history, the two ends of a file for the web are none', async () => {
  const kinds = async (...lines: string[]) => (await pdf(...lines)).findings.map(({ kind }) => kind);
  expect(await kinds()).toEqual([]);
  expect(await kinds('%%EOF')).toEqual(['history']);
  expect(await kinds('<</Linearized 1>>', '%%EOF')).toEqual([]);
});

test('the strings of an encrypted PDF tell nothing', async () => {
  expect(await pdf('<</Author (\x8f\x11)>>', 'trailer <</Encrypt 5 0 R>>')).toEqual({
    format: 'pdf',
    findings: [],
    clean: null,
    why: 'encrypted',
  });
});

test('what lies at the end of a large PDF is told too', async () => {
  const file = new Blob(['%PDF-1.7\n', new Uint8Array(5_000_000), '<</Author (Ines)>>\n%%EOF\n']);
  expect((await examine(file)).findings).toEqual([{ kind: 'author', text: 'Ines' }]);
});

const box = (type: string, ...parts: Uint8Array[]) => {
  const body = concat(ascii(type), ...parts);
  return concat(numberBytes(body.length + 4, 4), body);
};
const full = (version: number) => Uint8Array.of(version, 0, 0, 0);
const infe = (id: number, type: string) =>
  box('infe', full(2), numberBytes(id, 2), new Uint8Array(2), ascii(`${type}\0`));

/** EXIF and XMP as items 1 and 2, at the places and of the lengths given; sizes of four bytes. */
function heic(places: readonly (readonly [number, number])[]): Uint8Array<ArrayBuffer> {
  const entries = places.map(([offset, length], index) =>
    concat(numberBytes(index + 1, 2), ascii('\0\0\0\x01'), numberBytes(offset, 4), numberBytes(length, 4)),
  );
  const items = [infe(1, 'Exif'), infe(2, 'mime\0application/rdf+xml')];
  return concat(
    box('ftyp', ascii('heic\0\0\0\0mif1heic')),
    box(
      'meta',
      full(0),
      box('iinf', full(0), numberBytes(2, 2), ...items),
      box('iloc', full(0), ascii('\x44\0'), numberBytes(2, 2), ...entries),
    ),
  );
}

test('a HEIC is not cleaned; what its EXIF and XMP tell is told', async () => {
  const exif = concat(numberBytes(6, 4), ascii('Exif\0\0'), TELEPHONE);
  const start = heic([
    [0, 0],
    [0, 0],
  ]).length;
  const file = new Blob([
    heic([
      [start, exif.length],
      [start + exif.length, XMP.length],
    ]),
    exif,
    XMP,
  ]);
  const examined = await examine(file);
  expect(examined).toMatchObject({ format: 'heic', clean: null, why: 'format' });
  const told = examined.findings.map(({ text }) => text);
  expect(told).toEqual(
    expect.arrayContaining(['43.825592, 177.616847', 'Sample Phone 5', 'SN-0815', 'XMP-4711']),
  );
});

test('items that lie nowhere are told to be there', async () => {
  const examined = await examine(
    new Blob([
      heic([
        [1e9, 50],
        [0, 2],
      ]),
    ]),
  );
  expect(examined.findings.map(({ text }) => text)).toEqual(['Exif', 'XMP']);
});

test('millions of pieces that a HEIC claims in a few bytes are too many', async () => {
  const item = concat(ascii('\0\x01\0\0\xff\xff'));
  const meta = box(
    'meta',
    full(0),
    box('iinf', full(0), ascii('\0\0')),
    box('iloc', full(0), ascii('\0\0'), numberBytes(9000, 2), ...Array<Uint8Array>(9000).fill(item)),
  );
  const file = new Blob([box('ftyp', ascii('heic\0\0\0\0')), meta]);
  expect(await examine(file)).toMatchObject({ format: 'heic', clean: null, why: 'too-complex' });
});
