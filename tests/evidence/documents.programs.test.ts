import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { cleanOf } from './checks.ts';
import { paragraph, picture, relations, sheets, slides, word, wordDocument, type Members } from './office.ts';
import { frame, open, openText } from './open.ts';
import { ffmpeg, makeFolder, mat2Finds, missing, tagsOf, type Folder } from './programs.ts';

/** Python's own writer: with the time of each member, as Unix, and optionally as a stream (data descriptors, sizes 0 in front). */
const WRITE = `
import json, sys, zipfile
class Pipe:
    def __init__(self, file): self.file = file
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
members = json.load(open(sys.argv[2]))
with open(sys.argv[1], 'wb') as file:
    with zipfile.ZipFile(Pipe(file) if sys.argv[3] == 'stream' else file, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b'packed by Anna Muster'
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2024, 3, 5, 14, 11, 8))
            info.compress_type = zipfile.ZIP_STORED if name == 'mimetype' else zipfile.ZIP_DEFLATED
            archive.writestr(info, bytes.fromhex(content))
`;
/** What Python's reader says of an archive, after it has checked every member; each into a folder as well. */
const READ = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    archive.extractall(sys.argv[2])
    print(json.dumps([[i.filename, i.date_time[0], i.extra.hex(), i.comment.hex(), i.create_system, i.compress_type] for i in archive.infolist()]))
`;

async function write(folder: Folder, name: string, members: Members, way = 'file'): Promise<Blob> {
  const hex = Object.entries(members).map(([path, content]) => [path, Buffer.from(content).toString('hex')]);
  await folder.write('members.json', new Blob([JSON.stringify(Object.fromEntries(hex))]));
  await folder.run('python3', '-c', WRITE, name, 'members.json', way);
  return folder.blob(name);
}

type Row = [name: string, year: number, extra: string, comment: string, system: number, method: number];

/** Writes the cleaned file and lets Python read it. */
async function readClean(folder: Folder, name: string, file: Blob): Promise<Row[]> {
  await folder.write(name, file);
  return JSON.parse(await folder.run('python3', '-c', READ, name, 'members')) as Row[];
}

const DOCUMENTS: [name: string, members: Members][] = [
  ['a.docx', word()],
  ['a.xlsx', sheets()],
  ['a.pptx', slides()],
  ['a.odt', open()],
];
const PYTHON = missing('python3');

describe.skipIf(PYTHON !== '')(`archives of Python's zipfile${PYTHON}`, () => {
  test.each(DOCUMENTS)(
    '%s, written as a file and as a stream, is the same when it is clean',
    async (name, members) => {
      await using folder = await makeFolder();
      const file = await write(folder, name, members);
      const stream = await write(folder, name, members, 'stream');
      expect((await examine(file)).findings).toContainEqual({
        kind: 'comment',
        text: 'packed by Anna Muster',
      });
      expect((await examine(file)).findings).toContainEqual({ kind: 'time', text: '2024-03-05 14:11:08' });
      const clean = await cleanOf(file);
      expect(Buffer.from(await (await cleanOf(stream)).arrayBuffer())).toEqual(
        Buffer.from(await clean.arrayBuffer()),
      );
    },
  );

  test.each(DOCUMENTS)(
    '%s, when it is clean, can be read by it, and has no time, extra field or comment',
    async (name, members) => {
      await using folder = await makeFolder();
      const rows = await readClean(folder, name, await cleanOf(await write(folder, name, members)));
      expect(rows.length).toBeGreaterThan(5);
      expect(
        new Set(rows.map(([, year, extra, comment, system]) => [year, extra, comment, system].join())),
      ).toEqual(new Set(['1980,,,3']));
      expect(rows[0]?.[0]).toBe(name === 'a.odt' ? 'mimetype' : '[Content_Types].xml');
      expect(rows[0]?.[5]).toBe(name === 'a.odt' ? 0 : 8);
    },
  );
});

const MAT2 = missing('python3', 'mat2');
describe.skipIf(MAT2 !== '')(`mat2${MAT2}`, () => {
  test.each(DOCUMENTS)('finds something in %s, and nothing when it is clean', async (name, members) => {
    await using folder = await makeFolder();
    // It gives up at pictures that are none, as those of these corpora.
    const others = Object.entries(members).filter(([path]) => !/\.(?:png|jpeg)$/.test(path));
    const file = await write(folder, name, Object.fromEntries(others));
    expect(await mat2Finds(folder, name)).toMatch(/Anna Muster|Metadata/);
    await folder.write(`clean-${name}`, await cleanOf(file));
    expect(await mat2Finds(folder, `clean-${name}`)).toBe('');
  });
});

/** What exiftool says of an archive of which nothing is known but its members, and of the file as such. */
const STRUCTURE =
  /^(?:File:(?:FileType|FileTypeExtension|MIMEType)|ZIP:Zip(?:RequiredVersion|BitFlag|Compression|ModifyDate|CRC|CompressedSize|UncompressedSize|FileName)|ExifTool:Warning)$/;
const EXIFTOOL = missing('python3', 'exiftool');
describe.skipIf(EXIFTOOL !== '')(`exiftool${EXIFTOOL}`, () => {
  test.each(DOCUMENTS)('tells nothing of people in %s when it is clean', async (name, members) => {
    await using folder = await makeFolder();
    const clean = await cleanOf(await write(folder, name, members));
    const before = JSON.stringify(await tagsOf(folder, name));
    expect(before).toMatch(/2024/);
    await folder.write(`clean-${name}`, clean);
    const tags = await tagsOf(folder, `clean-${name}`);
    expect(Object.keys(tags).filter((tag) => !STRUCTURE.test(tag))).toEqual([]);
    expect(JSON.stringify(tags)).not.toMatch(/anna|beispiel|2024|4711|Complaint/i);
  });
});

const PICTURES = missing('python3', 'ffmpeg', 'exiftool', 'mat2');
describe.skipIf(PICTURES !== '')(`pictures in documents${PICTURES}`, () => {
  const rels = relations(['rId7', 'header', 'header1.xml'], ['rId50', 'image', 'media/image1.jpeg']);
  const text = wordDocument(paragraph(picture('rId50')));

  test.each<[string, string, (photo: Uint8Array) => Members]>([
    [
      'a.docx',
      'word/media/1.jpeg',
      (photo) =>
        word({
          'word/document.xml': text,
          'word/_rels/document.xml.rels': rels,
          'word/media/image1.jpeg': photo,
        }),
    ],
    [
      'a.odt',
      'Pictures/1.jpeg',
      (photo) =>
        open({
          'content.xml': openText(`<text:p>${frame('Pictures/AB.jpg')}</text:p>`),
          'Pictures/AB.jpg': photo,
        }),
    ],
  ])('%s: the place and the camera are said, and gone', async (name, path, membersWith) => {
    await using folder = await makeFolder();
    await ffmpeg(folder, '-f', 'lavfi', '-i', 'testsrc=size=32x24:rate=1', '-frames:v', '1', 'photo.jpg');
    const tags = ['-GPSLatitude=31.5', '-GPSLatitudeRef=N', '-GPSLongitude=157.25', '-GPSLongitudeRef=E'];
    await folder.run(
      'exiftool',
      '-overwrite_original',
      '-Make=Apple',
      '-Model=iPhone 12',
      '-Orientation#=6',
      ...tags,
      'photo.jpg',
    );
    const file = await write(folder, name, membersWith(await folder.read('photo.jpg')));
    const examined = await examine(file);
    expect(examined.findings).toContainEqual(
      expect.objectContaining({ kind: 'place', latitude: 31.5, longitude: 157.25 }),
    );
    expect(examined.findings).toContainEqual(expect.objectContaining({ kind: 'device' }));
    const rows = await readClean(folder, `clean-${name}`, await cleanOf(file));
    expect(rows.map(([member]) => member)).toContain(path);
    const left = await tagsOf(folder, `members/${path}`);
    expect(JSON.stringify(left)).not.toMatch(/GPS|iPhone|Apple/);
    expect(left).toHaveProperty(['IFD0:Orientation'], 'Rotate 90 CW');
    const found = (await mat2Finds(folder, `members/${path}`)).trim().split('\n').slice(1);
    expect(found.map((line) => line.trim().split(':')[0])).toEqual(['ExifByteOrder', 'Orientation']);
  });
});
