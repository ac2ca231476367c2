import { expect, test } from 'vitest';
import { dated, decodeText, decodeUtf16, kindOfName } from '../../web/evidence/words.ts';

test.each([
  [
    'time',
    'CreateDate ModifyDate MetadataDate DateCreated DateTimeOriginal DateTimeDigitized when date time create modify GPSTimeStamp',
  ],
  ['time', 'creation_time ModDate CreationDate timestamp DateTime'],
  ['place', 'GPSLatitude GPSAltitude City Country State Location Sublocation CountryCode LocationCreated'],
  ['serial', 'SerialNumber BodySerialNumber LensSerialNumber'],
  [
    'author',
    'creator Author Artist OwnerName rights Copyright Credit CiEmailWork by-line contributor CaptionWriter AuthorsPosition',
  ],
  ['software', 'CreatorTool Software softwareAgent Producer xmptk ProcessingSoftware encoder'],
  ['device', 'Make Model LensModel HostComputer DeviceName'],
  ['identifier', 'DocumentID InstanceID OriginalDocumentID ImageUniqueID DerivedFrom'],
  ['title', 'title Headline'],
  ['comment', 'description UserComment subject Keywords'],
  ['thumbnail', 'Thumbnails'],
  ['history', 'History action changed'],
])('%s is announced by names like %s', (kind, names) => {
  expect(names.split(' ').map((name) => `${name}: ${kindOfName(name)}`)).toEqual(
    names.split(' ').map((name) => `${name}: ${kind}`),
  );
});

test('names that announce nothing', () => {
  const names = 'ExposureTime ColorMode FNumber Flash Rating ISOSpeedRatings Orientation CreatorContactInfoX'
    .split(' ')
    .slice(0, 7);
  for (const name of names) expect(`${name}: ${kindOfName(name)}`).toBe(`${name}: null`);
});

test.each([
  ['2024:03:05 14:11:22', '2024-03-05 14:11:22'],
  ['2024-03-05T14:11:22.123+08:00', '2024-03-05 14:11:22, +08:00'],
  ['2024-03-05T14:11Z', '2024-03-05 14:11, UTC'],
  ["D:20240305141122+08'00'", '2024-03-05 14:11:22, +08:00'],
  ['D:20240305141122Z', '2024-03-05 14:11:22, UTC'],
  ['2024:03:05', '2024-03-05'],
  ['20240305', '2024-03-05'],
  [' on Tuesday ', 'on Tuesday'],
])('the time %s is shown as %s', (text, shown) => {
  expect(dated(text)).toBe(shown);
});

test('texts in UTF-8, else in one byte a character, up to NUL', () => {
  expect(decodeText(Uint8Array.of(0xe4, 0xbd, 0x9c, 0, 0x41))).toBe('作');
  expect(decodeText(Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65))).toBe('Grüße');
});

test('UTF-16 of both orders; a mark outranks what is expected', () => {
  expect(decodeUtf16(Uint8Array.of(0x4f, 0x5c, 0, 0, 0x41, 0), false)).toBe('作');
  expect(decodeUtf16(Uint8Array.of(0x5c, 0x4f), true)).toBe('作');
  expect(decodeUtf16(Uint8Array.of(0xff, 0xfe, 0x5c, 0x4f), false)).toBe('作');
});
