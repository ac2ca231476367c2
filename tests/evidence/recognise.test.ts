import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { ascii, concat, numberBytes, Reader } from '../../web/evidence/reader.ts';
import { recognise } from '../../web/evidence/recognise.ts';

const formatOf = (...parts: (string | Uint8Array)[]) =>
  recognise(
    new Reader(new Blob([concat(...parts.map((part) => (typeof part === 'string' ? ascii(part) : part)))])),
  );

/** A zip with empty members of these names, of which only the directory is right. */
function zip(...names: string[]): Uint8Array {
  const entry = (name: string) =>
    concat(
      ascii('PK\x01\x02'),
      new Uint8Array(24),
      numberBytes(name.length, 2, true),
      new Uint8Array(16),
      ascii(name),
    );
  const head = concat(ascii('PK\x03\x04'), new Uint8Array(26));
  const directory = concat(...names.map(entry));
  const end = concat(
    ascii('PK\x05\x06'),
    new Uint8Array(8),
    numberBytes(directory.length, 4, true),
    numberBytes(head.length, 4, true),
    new Uint8Array(2),
  );
  return concat(head, directory, end);
}

test.each([
  ['jpeg', '\xff\xd8\xff\xe0'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF\0\0\0\0WEBPVP8 '],
  ['wav', 'RIFF\0\0\0\0WAVEfmt '],
  ['wav', 'RF64\xff\xff\xff\xffWAVEds64'],
  ['unknown', 'RIFF\0\0\0\0AVI LIST'],
  ['flac', 'fLaC'],
  ['flac', 'ID3\x04\0\0\0\0\0\x02\0\0fLaC'],
  ['ogg', 'OggS'],
  ['mp3', 'ID3\x04\0\0\0\0\0\x02\0\0\xff\xfb\x90\0'],
  ['mp3', '\xff\xfb\x90\0'],
  ['mp3', '\xff\xf3\x40\0'],
  ['unknown', '\xff\xf1\x50\x80'],
  ['unknown', '\xff\xfeh\0i\0'],
  ['mp4', '\0\0\0\x14ftypisom\0\0\x02\0mp41'],
  ['mp4', '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
  ['mp4', '\0\0\0\x08wide\0\0\0\x08mdat'],
  ['heic', '\0\0\0\x14ftypheic\0\0\0\0mif1'],
  ['heic', '\0\0\0\x14ftypXXXX\0\0\0\0mif1'],
  ['heic', '\0\0\0\x14ftypavif\0\0\0\0mif1'],
  ['unknown', '\0\0\0\x14ftypcrx \0\0\0\x01crx '],
  ['pdf', '%PDF-1.7\n'],
  ['pdf', '\r\n\r\n%PDF-1.4\n'],
  ['archive', '\x1f\x8b\x08'],
  ['archive', '7z\xbc\xaf\x27\x1c'],
  ['archive', 'Rar!\x1a\x07\x01\0'],
  ['archive', '\xfd7zXZ\0'],
  ['archive', `${'\0'.repeat(257)}ustar`],
  ['archive', 'PK\x05\x06'],
  ['archive', 'PK\x03\x04'],
  ['unknown', ''],
  ['unknown', 'What was seen on Tuesday'],
  ['unknown', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
] as const)('%s by its bytes: %j', async (format, head) => {
  expect(await formatOf(head)).toBe(format);
});

test('documents are told from other zips by what they hold', async () => {
  expect(await formatOf(zip('_rels/.rels', '[Content_Types].xml', 'word/document.xml'))).toBe('ooxml');
  expect(await formatOf(zip('content.xml', 'META-INF/manifest.xml'))).toBe('odf');
  expect(await formatOf(zip('content.xml', 'notes.txt'))).toBe('archive');
  const mimetype = ['PK\x03\x04', new Uint8Array(26), 'mimetypeapplication/vnd.oasis.opendocument.text'];
  expect(await formatOf(...mimetype)).toBe('odf');
  expect(await formatOf('PK\x03\x04', new Uint8Array(26), 'mimetypeapplication/epub+zip')).toBe('archive');
});

test('what is not known is not called clean', async () => {
  for (const [format, text] of [
    ['unknown', 'words'],
    ['archive', '\x1f\x8b\x08'],
  ] as const)
    expect(await examine(new Blob([ascii(text)]))).toEqual({
      format,
      findings: [],
      clean: null,
      why: 'format',
    });
});

test('neither name nor declared type count', async () => {
  const file = new File(['words'], 'photo.jpg', { type: 'image/jpeg' });
  expect((await examine(file)).format).toBe('unknown');
});

test('there is an answer to any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await examine(new Blob([bytes]))).toHaveProperty('format');
    }),
  );
});
