import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import type { Examined } from '../../web/evidence/examined.ts';
import { examineOoxml } from '../../web/evidence/ooxml.ts';
import { bytesOf, cleanOf, membersOf, tryChangedBytes, tryChangedMembers } from './checks.ts';
import {
  contentTypes,
  field,
  NOTE_SHAPE,
  paragraph,
  picture,
  relations,
  run,
  sheets,
  slides,
  word,
  WORD_TEXTS,
  wordDocument,
  type Members,
} from './office.ts';
import { zip, zipOf } from './zips.ts';

const cleanMembers = async (members: Members) => membersOf(await cleanOf(zipOf(members)));
const shown = (xml = '') => [...xml.matchAll(/<(?:w:t|a:t)(?: [^>]*)?>([^<]*)</g)].map((match) => match[1]);
const findingsOf = async (members: Members) => (await examine(zipOf(members))).findings;
const kindsOf = async (members: Members) => [...new Set((await findingsOf(members)).map(({ kind }) => kind))];
const body = (content: string, more: Members = {}): Members => ({
  ...word(),
  'word/document.xml': wordDocument(content),
  ...more,
});

/** Names, machines, numbers and dates that stand in the three documents. */
const TELLING =
  /anna|ben\b|beispiel|cem|muster(?!stadt)|4711|users|2024|rsid|paraId|HL-2030|xl\b.*22228|0F0A1B2C|AB12CD34|12345678|creationId/i;

describe('a document of Word', () => {
  test('everything is said that it gives away', async () => {
    const findings = await findingsOf(word());
    const said = (kind: string) =>
      findings.filter((finding) => finding.kind === kind).map(({ text }) => text);
    expect(said('author')).toEqual(['Anna Muster', 'Ben Beispiel', 'Beispiel GmbH']);
    expect(said('tracked-changes')).toEqual(['8: Anna Muster']);
    expect(said('comment')).toEqual(['Is this the right village?']);
    expect(said('title')).toEqual(['Complaint, second try']);
    expect(said('software')).toEqual(['Microsoft Office Word', '16.0000']);
    expect(said('thumbnail')).toEqual(['']);
    expect(said('time')).toContain('2024-03-05T06:11:00Z');
    expect(said('history')).toContain('rsid 00A77B3E 00B12F01 00C3 00D00001');
    expect(said('identifier')).toEqual(
      expect.arrayContaining([
        'file:///C:\\Users\\anna\\Documents\\plan.docx',
        'file:///C:\\Users\\anna\\Templates\\Office.dotx',
        'INCLUDETEXT "C:\\\\Users\\\\anna\\\\draft.docx"',
        'client 4711',
        'Client: 4711',
        'S::ben@example.org::1',
      ]),
    );
    expect(said('unknown-part')).toEqual(
      expect.arrayContaining(['word/fonts/font1.odttf', 'word/media/old.png', 'customXml/item1.xml']),
    );
  });

  test('what is shown stays, with accepted changes', async () => {
    const members = await cleanMembers(word());
    expect(shown(members['word/document.xml'])).toEqual(WORD_TEXTS);
    expect(shown(members['word/header1.xml'])).toEqual(['Header.']);
    expect(members['word/document.xml']).toContain('<w:jc w:val="right"/>');
    expect(members['word/settings.xml']).toContain('<w:defaultTabStop w:val="708"/><w:compat>');
  });

  test('nothing stays that tells of a person, and nothing leads nowhere', async () => {
    const members = await cleanMembers(word());
    expect(Object.keys(members)).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/document.xml',
      'word/fontTable.xml',
      'word/header1.xml',
      'word/numbering.xml',
      'word/settings.xml',
      'word/styles.xml',
    ]);
    for (const text of Object.values(members)) expect(text).not.toMatch(TELLING);
    for (const [, target = ''] of Object.values(members)
      .join('')
      .matchAll(/(?:PartName|Target)="\/([^"]*)"/g))
      expect(Object.keys(members)).toContain(target);
    const ids = [...(members['word/_rels/document.xml.rels'] ?? '').matchAll(/ Id="(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(ids).toEqual(['rId1', 'rId2', 'rId4', 'rId5', 'rId7', 'rId20']);
  });

  test('a table of which every row was deleted goes, one of which a row is left stays', async () => {
    const tables = (await cleanMembers(word()))['word/document.xml']?.match(/<w:tbl>/g);
    expect(tables).toHaveLength(1);
  });

  test('what a field within an instruction shows does not come to light', async () => {
    const inner = field(' DOCPROPERTY Client ', '4711');
    const outer = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>${inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('Shown.')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const members = await cleanMembers(body(paragraph(outer)));
    expect(shown(members['word/document.xml'])).toEqual(['Shown.']);
    expect(members['word/document.xml']).not.toMatch(/fldChar|instrText/);
  });

  test('a field that goes wrong does not take out what is elsewhere', async () => {
    const begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>';
    const deleted = `<w:tbl><w:tr><w:trPr><w:del w:id="1" w:author="A"/></w:trPr><w:tc><w:p>${begin}<w:r><w:instrText> AUTHOR </w:instrText></w:r></w:p></w:tc></w:tr></w:tbl>`;
    const rest = `${run('One. ')}${run('Two. ')}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('Three.')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const members = await cleanMembers(body(`${deleted}${paragraph(rest)}`));
    expect(shown(members['word/document.xml']).at(-1)).toBe('Three.');
  });

  test('the address of its template is said and goes, wherever it is', async () => {
    const address = 'https://beispiel.example/personal/anna/Office.dotx';
    const template = relations(['rId1', 'attachedTemplate', address, true]);
    const members = word({ 'word/_rels/settings.xml.rels': template });
    expect(await findingsOf(members)).toContainEqual({ kind: 'identifier', text: address });
    expect(Object.values(await cleanMembers(members)).join('')).not.toContain(address);
  });

  test('the random number of a level of a list goes', async () => {
    const numbering = word()['word/numbering.xml'];
    if (typeof numbering !== 'string') throw new Error('no lists');
    const level = '<w:lvl w:ilvl="0" w:tplc="7D3A51C6"><w:start w:val="1"/></w:lvl></w:abstractNum>';
    const members = word({ 'word/numbering.xml': numbering.replace('</w:abstractNum>', level) });
    expect((await cleanMembers(members))['word/numbering.xml']).toContain('<w:lvl w:ilvl="0"><w:start');
  });

  test('a chart loses the name of the workbook that it came from', async () => {
    const chart = (formula: string) =>
      `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:f>${formula}</c:f><c:v>7</c:v></c:chartSpace>`;
    const members = (formula: string) =>
      body(
        `<w:p><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId60"/></w:p>`,
        {
          '[Content_Types].xml': contentTypes({
            'word/document.xml': 'wordprocessingml.document.main',
            'word/header1.xml': 'wordprocessingml.header',
            'word/charts/chart1.xml': 'drawingml.chart',
          }),
          'word/_rels/document.xml.rels': relations(
            ['rId7', 'header', 'header1.xml'],
            ['rId60', 'chart', 'charts/chart1.xml'],
          ),
          'word/charts/chart1.xml': chart(formula),
        },
      );
    const after = async (formula: string) =>
      /<c:f>([^<]*)</.exec((await cleanMembers(members(formula)))['word/charts/chart1.xml'] ?? '')?.[1];
    expect(await findingsOf(members('[Anna.xlsx]Sheet1!$B$1'))).toContainEqual({
      kind: 'identifier',
      text: '[Anna.xlsx]Sheet1!$B$1',
    });
    expect(await after('[Anna.xlsx]Sheet1!$B$1')).toBe('Sheet1!$B$1');
    expect(await after("'C:\\Users\\anna\\[Pay 4711.xlsx]Sheet 1'!$B$1")).toBe("'Sheet 1'!$B$1");
    expect(await after("'C:\\Users\\anna\\Pay.xlsx'!Sum")).toBe('');
    expect(await after('[0]!Sum')).toBe('[0]!Sum');
  });

  test('is not called free of hidden things where what goes has no name', async () => {
    const library = 'ADDIN ZOTERO_ITEM {"uris":["users/4711"]}';
    for (const hidden of [
      '<w:del w:id="1"><w:r><w:delText>Deleted.</w:delText></w:r></w:del>',
      field(library, '[1]'),
    ]) {
      const plain = await cleanMembers(word());
      const document = plain['word/document.xml']?.replace(
        '</w:body>',
        `<w:p>${hidden.replaceAll(/ w:rsid\w+="\w+"/g, '')}</w:p></w:body>`,
      );
      expect(await findingsOf({ ...plain, 'word/document.xml': document ?? '' })).toEqual([
        { kind: 'unknown-part', text: '' },
      ]);
    }
  });

  test('the strict spelling of the standard is the same', async () => {
    const strict = Object.fromEntries(
      Object.entries(word()).map(([name, content]) => [
        name,
        typeof content === 'string'
          ? content.replaceAll(
              /http:\/\/schemas\.openxmlformats\.org\/(?!package)(\w+)\/2006\/(main|relationships|wordprocessingDrawing|picture)/g,
              'http://purl.oclc.org/ooxml/$1/$2',
            )
          : content,
      ]),
    );
    expect(shown((await cleanMembers(strict))['word/document.xml'])).toEqual(WORD_TEXTS);
  });

  test('parts that nothing has to be changed in pass as they are', async () => {
    const members = await cleanMembers(word());
    const again = await cleanOf(zipOf(members));
    expect(await membersOf(again)).toEqual(members);
    expect(await findingsOf(members)).toEqual([]);
  });
});

/** What the properties, remarks and numbers of a workbook and of slides come to. */
const TOLD = [
  'time',
  'author',
  'software',
  'title',
  'comment',
  'thumbnail',
  'history',
  'identifier',
  'unknown-part',
];

describe('a workbook of Excel', () => {
  test('what it gives away goes, values and formulas stay', async () => {
    expect(await kindsOf(sheets())).toEqual(TOLD);
    const members = await cleanMembers(sheets());
    expect(Object.keys(members)).toEqual([
      ...['[Content_Types].xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels', 'xl/sharedStrings.xml'],
      ...['xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml'],
    ]);
    for (const text of Object.values(members)) expect(text).not.toMatch(TELLING);
    expect(members['xl/worksheets/sheet1.xml']).toContain('<c r="B1"><f>1+1</f><v>2</v></c>');
    expect(members['xl/worksheets/sheet1.xml']).toContain('<c r="C1" t="str"><v>y</v></c>');
    expect(members['xl/workbook.xml']).toContain('<sheet name="Payments" sheetId="1" r:id="rId1"/>');
    expect(members['xl/worksheets/sheet1.xml']).not.toContain('hyperlinks');
  });

  test('a remark on a name is said and goes, the name stays', async () => {
    const workbook = sheets()['xl/workbook.xml'];
    if (typeof workbook !== 'string') throw new Error('no workbook');
    const name = '<definedName name="Sum" comment="As Anna said">Payments!$A$1</definedName></definedNames>';
    const members = sheets({ 'xl/workbook.xml': workbook.replace('</definedNames>', name) });
    expect(await findingsOf(members)).toContainEqual({ kind: 'comment', text: 'As Anna said' });
    expect((await cleanMembers(members))['xl/workbook.xml']).toContain(
      '<definedName name="Sum">Payments!$A$1</definedName>',
    );
  });

  test('the people of a shared workbook are said', async () => {
    const authors = (await findingsOf(sheets()))
      .filter(({ kind }) => kind === 'author')
      .map(({ text }) => text);
    expect(authors).toEqual(expect.arrayContaining(['Anna Muster', 'Ben Beispiel', 'Cem Caso']));
  });

  test('a form in the drawing of the comments makes it one that cannot be had clean', async () => {
    const button = NOTE_SHAPE.replace('Note', 'Button');
    expect(await examine(zipOf(sheets({}, NOTE_SHAPE + button)))).toMatchObject({ clean: null });
  });
});

describe('slides of PowerPoint', () => {
  test('what they give away goes, the text stays', async () => {
    expect(await kindsOf(slides())).toEqual(TOLD);
    const members = await cleanMembers(slides());
    for (const text of Object.values(members)) expect(text).not.toMatch(TELLING);
    expect(shown(members['ppt/slides/slide1.xml'])).toEqual(['1', 'What we saw']);
    expect(members['ppt/slides/slide1.xml']).toContain(
      'id="{00000000-0000-0000-0000-000000000001}" type="slidenum"',
    );
    expect(members['ppt/presentation.xml']).not.toContain('p:tags');
  });
});

describe('pictures in a document', () => {
  const withPicture = body(paragraph(picture('rId50') + picture('rId51')), {
    'word/_rels/document.xml.rels': relations(
      ['rId7', 'header', 'header1.xml'],
      ['rId50', 'image', 'media/IMG_2034.png'],
      ['rId51', 'image', 'media/IMG_2034.png'],
    ),
    'word/media/IMG_2034.png': 'PNG with the place',
  });
  /** As if it were a picture: what stands before ' with ' is what it shows. */
  const stub = async (file: Blob): Promise<Examined> => {
    const text = await file.text();
    if (!text.startsWith('PNG')) return { format: 'unknown', findings: [], clean: null, why: 'format' };
    const found = text.includes('place')
      ? [{ kind: 'place' as const, text: 'here', latitude: 1, longitude: 2 }]
      : [];
    return { format: 'png', findings: found, clean: () => Promise.resolve(new Blob(['PNG'])) };
  };

  test('are cleaned themselves, under names that tell nothing', async () => {
    const examined = await examineOoxml(zipOf(withPicture), stub);
    expect(examined.findings).toContainEqual({ kind: 'place', text: 'here', latitude: 1, longitude: 2 });
    expect(examined.findings).toContainEqual({ kind: 'identifier', text: 'IMG_2034.jpg' });
    const clean = await examined.clean?.();
    if (!clean) throw new Error('cannot be had clean');
    const members = await membersOf(clean);
    expect(members['word/media/1.png']).toBe('PNG');
    expect(Object.keys(members).filter((name) => name.includes('media'))).toEqual(['word/media/1.png']);
    expect(members['word/_rels/document.xml.rels']?.match(/\/word\/media\/1\.png/g)).toHaveLength(2);
    expect(members['[Content_Types].xml']).toContain('<Default Extension="png" ContentType="image/png"/>');
    expect(members['word/document.xml']).toContain('<wp:docPr id="1" name="Picture 1"/>');
    const again = await examineOoxml(clean, stub);
    expect(again.findings).toEqual([]);
    expect(await bytesOf((await again.clean?.()) ?? new Blob())).toEqual(await bytesOf(clean));
  });

  test('that cannot be cleaned make it one that cannot', async () => {
    const examined = await examineOoxml(zipOf({ ...withPicture, 'word/media/IMG_2034.png': 'EMF' }), stub);
    expect(examined).toMatchObject({ clean: null, why: 'unknown-part' });
    expect(examined.findings).toContainEqual({ kind: 'unknown-part', text: 'word/media/IMG_2034.png' });
  });
});

describe('what cannot be had clean', () => {
  const extra = (id: string, kind: string, target: string, content: Members = {}): Members =>
    body(paragraph(run('x')), {
      'word/_rels/document.xml.rels': relations(['rId7', 'header', 'header1.xml'], [id, kind, target]),
      ...content,
    });
  const types = (name: string, type: string) =>
    contentTypes({ 'word/document.xml': type, 'word/header1.xml': 'wordprocessingml.header', [name]: type });

  test.each<[string, string, Members]>([
    [
      'a document with macros',
      'unknown-part',
      {
        ...word(),
        '[Content_Types].xml': types('x', 'application/vnd.ms-word.document.macroEnabled.main+xml'),
      },
    ],
    [
      'macros beside it',
      'unknown-part',
      extra('rId1', 'http://schemas.microsoft.com/office/2006/relationships/vbaProject', 'vbaProject.bin'),
    ],
    ['an object of another program', 'unknown-part', extra('rId1', 'oleObject', 'embeddings/oleObject1.bin')],
    ['a document in it', 'unknown-part', extra('rId1', 'package', 'embeddings/a.xlsx')],
    ['another file in it', 'unknown-part', extra('rId1', 'aFChunk', 'a.html')],
    ['an object that is only marked', 'unknown-part', body(paragraph('<w:r><w:object/></w:r>'))],
    ['a picture that leads nowhere', 'unknown-part', body(paragraph(picture('rId99')))],
    [
      'a part of a type that nobody knows',
      'unknown-part',
      {
        ...word(),
        '[Content_Types].xml': contentTypes({ 'word/document.xml': 'wordprocessingml.document.main' }),
      },
    ],
    [
      'cells of another file',
      'unknown-part',
      sheets({
        'xl/workbook.xml': String(sheets()['xl/workbook.xml']).replace(
          '<calcPr',
          '<externalReferences><externalReference r:id="rId9"/></externalReferences><calcPr',
        ),
      }),
    ],
    ['a root that nobody knows', 'unknown-part', { ...word(), 'word/document.xml': '<a xmlns="urn:a"/>' }],
    [
      'a document type',
      'damaged',
      { ...word(), 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
    ],
    ['no main part', 'damaged', { ...word(), '_rels/.rels': relations() }],
    [
      'a main part that is not there',
      'damaged',
      { ...word(), '_rels/.rels': relations(['rId1', 'officeDocument', 'word/x.xml']) },
    ],
    ['bytes that are no text', 'damaged', { ...word(), 'word/document.xml': Uint8Array.of(0x3c, 0xff) }],
  ])('%s', async (_, why, members) => {
    expect(await examine(zipOf(members))).toMatchObject({ format: 'ooxml', clean: null, why });
  });

  test('what would be larger than memory', async () => {
    const names = Array.from({ length: 3 }, (_, index) => `word/header${String(index + 1)}.xml`);
    const large = Object.fromEntries(names.map((name) => [name, `<w:hdr>${' '.repeat(24_000_000)}</w:hdr>`]));
    const bomb = body(paragraph(run('x')), {
      '[Content_Types].xml': contentTypes({
        'word/document.xml': 'wordprocessingml.document.main',
        ...Object.fromEntries(names.map((name) => [name, 'wordprocessingml.header'])),
      }),
      'word/document.xml': wordDocument(
        '<w:headerReference r:id="rId1"/><w:headerReference r:id="rId2"/><w:headerReference r:id="rId3"/>',
      ),
      'word/_rels/document.xml.rels': relations(
        ...names.map((name, index): [string, string, string] => [
          `rId${String(index + 1)}`,
          'header',
          `/${name}`,
        ]),
        ['rId7', 'header', 'header1.xml'],
      ),
      ...large,
    });
    const headers = Object.fromEntries(
      Object.entries(bomb).map(([name, content]) => [
        name,
        String(content).replace(
          '<w:hdr>',
          '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">',
        ),
      ]),
    );
    expect(await examine(zipOf(headers))).toMatchObject({ clean: null, why: 'too-complex' });
  });

  test.each<[string, string]>([
    ['tags', '<w:p/>'],
    ['references', '&amp;'],
    ['attributes', `<w:p${Array.from({ length: 200 }, (_, index) => ` a${String(index)}=""`).join('')}/>`],
  ])('more %s than a letter of that many bytes has', async (_, piece) => {
    const few = body(paragraph(run(piece.repeat(1000))));
    expect((await examine(zipOf(few))).clean).not.toBeNull();
    const many = body(paragraph(run(piece.repeat(12_000_000 / piece.length))));
    expect(await examine(zipOf(many))).toMatchObject({ clean: null, why: 'too-complex' });
  });

  test('an encrypted member', async () => {
    const entries = Object.entries(word()).map(([name, content]) => ({ name, content, flags: 1 }));
    expect(await examine(zip(entries))).toMatchObject({ format: 'ooxml', clean: null, why: 'encrypted' });
  });
});

test('whatever is changed in a document, there is an answer, and what is called clean is', () =>
  tryChangedMembers(word(), zipOf, {
    names: Object.keys(word()),
    texts: ['', '<', '"', '</w:p>', '<w:ins>', 'x:', '&#65;', ' w:author="Z"'],
  }));

test('whatever is changed in its bytes, there is an answer', async () => {
  await tryChangedBytes(await bytesOf(zipOf(sheets())), examineOoxml, 300);
});
