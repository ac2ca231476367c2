import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import type { Examined } from '../../web/evidence/examined.ts';
import { examineOdf } from '../../web/evidence/odf.ts';
import { has } from '../../web/evidence/reader.ts';
import { bytesOf, cleanOf, membersOf, tryChangedBytes, tryChangedMembers } from './checks.ts';
import { frame, manifest, open, OPEN_TEXTS, openEntries, openText, type Members } from './open.ts';
import { zip } from './zips.ts';

const odf = (members: Members) => zip(openEntries(members));

const cleanMembers = async (members: Members) => membersOf(await cleanOf(odf(members)));
const shown = (xml = '') =>
  [...xml.matchAll(/<text:p(?: [^>]*)?>(.*?)<\/text:p>/g)].map((match) =>
    (match[1] ?? '').replace(/<[^>]*>/g, ''),
  );

describe('a text', () => {
  test('everything is said that it gives away', async () => {
    const { findings } = await examine(odf(open()));
    const said = (kind: string) =>
      findings.filter((finding) => finding.kind === kind).map(({ text }) => text);
    expect(said('author')).toEqual(['Anna Muster', 'Ben Beispiel']);
    expect(said('tracked-changes')).toEqual(['2: Anna Muster, Ben Beispiel']);
    expect(said('time')).toEqual([
      '2024-03-05T14:11:00.123456789',
      '2024-03-06T09:00:00',
      '2024-03-05T14:11:00',
    ]);
    expect(said('comment')).toEqual(['Is this the right village?']);
    expect(said('title')).toEqual(['Complaint, second try']);
    expect(said('software')).toEqual(['LibreOffice/24.2.1$Linux_X86_64']);
    expect(said('device')).toEqual(['PrinterName Brother HL-2030']);
    expect(said('thumbnail')).toEqual(['']);
    expect(said('history')).toEqual(['Rsid 1971313', '7']);
    expect(said('identifier')).toEqual(
      expect.arrayContaining([
        '../../home/anna/plan.odt',
        'ZOTERO_ITEM CSL_CITATION {"uris":["users/4711"]}',
        'Client: 4711',
        '../../home/anna/T.ott',
        'META-INF/documentsignatures.xml',
      ]),
    );
    expect(said('unknown-part')).toEqual(
      expect.arrayContaining([
        'script:event-listener',
        'Basic/Standard/Anna.xml',
        'Pictures/100000000000012C0000009600A1B2C3D4E5F601.png',
      ]),
    );
  });

  test('what is shown stays, with accepted changes', async () => {
    const members = await cleanMembers(open());
    expect(shown(members['content.xml'])).toEqual(OPEN_TEXTS);
    expect(members['content.xml']).toContain(
      '<text:a xlink:type="simple" xlink:href="https://example.org/">Public</text:a>',
    );
    expect(members['content.xml']).toContain(
      '<draw:object xlink:href="./Object 1" xlink:type="simple"/></draw:frame>',
    );
    expect(members['content.xml']).toContain('<table:table-cell office:value="1"/>');
    expect(members['styles.xml']).toContain('<style:text-properties fo:color="#000000"/>');
  });

  test('nothing stays that tells of a person', async () => {
    const members = await cleanMembers(open());
    expect(Object.keys(members)).toEqual([
      ...['mimetype', 'META-INF/manifest.xml', 'Object 1/content.xml', 'Object 1/styles.xml'],
      ...['content.xml', 'settings.xml', 'styles.xml'],
    ]);
    for (const text of Object.values(members))
      expect(text).not.toMatch(
        /anna|ben\b|beispiel|muster|4711|2024|rsid|ZOTERO|HL-2030|2349823477|LibreOffice/i,
      );
    expect(members['settings.xml']?.match(/config:name="[^"]*"/g)).toEqual([
      'config:name="ooo:configuration-settings"',
      'config:name="AddParaTableSpacing"',
    ]);
    expect(members['content.xml']).toContain('<text:list xml:id="list2" text:continue-list="list1"/>');
  });

  test('the manifest lists what is there, and the type stands first, not deflated', async () => {
    const clean = await cleanOf(odf(open()));
    expect(has(await bytesOf(clean), 30, 'mimetypeapplication/vnd.oasis.opendocument.text')).toBe(true);
    const members = await membersOf(clean);
    const listed = [...(members['META-INF/manifest.xml'] ?? '').matchAll(/full-path="([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(listed).toEqual([
      ...[
        '/',
        'Object 1/',
        'Object 1/content.xml',
        'Object 1/styles.xml',
        'content.xml',
        'settings.xml',
        'styles.xml',
      ],
    ]);
  });
});

describe('pictures in a text', () => {
  const PATH = 'Pictures/10000201000003E8000002EE1A2B3C4D5E6F7081.png';
  const withPicture = open({
    'content.xml': openText(`<text:p>${frame(PATH)}${frame('../p.png')}${frame(`./${PATH}`)}</text:p>`),
    [PATH]: 'PNG with the place',
  });
  const stub = async (file: Blob): Promise<Examined> => {
    const text = await file.text();
    if (!text.startsWith('PNG')) return { format: 'unknown', findings: [], clean: null, why: 'format' };
    const found = text.includes('place') ? [{ kind: 'place' as const, text: 'here' }] : [];
    return { format: 'png', findings: found, clean: () => Promise.resolve(new Blob(['PNG'])) };
  };

  test('are cleaned themselves, under names that tell nothing; links to others go', async () => {
    const examined = await examineOdf(odf(withPicture), stub);
    expect(examined.findings).toEqual(
      expect.arrayContaining([
        { kind: 'place', text: 'here' },
        { kind: 'identifier', text: '../p.png' },
        { kind: 'identifier', text: 'IMG_2034.jpg' },
        { kind: 'identifier', text: '/home/anna/IMG_2034.jpg' },
      ]),
    );
    const clean = await examined.clean?.();
    if (!clean) throw new Error('cannot be had clean');
    const members = await membersOf(clean);
    expect(members['Pictures/1.png']).toBe('PNG');
    expect(members['content.xml']?.match(/<draw:image xlink:href="[^"]*"/g)).toEqual([
      '<draw:image xlink:href="Pictures/1.png"',
      '<draw:image xlink:href="Pictures/1.png"',
    ]);
    expect(members['META-INF/manifest.xml']).toContain(
      'full-path="Pictures/1.png" manifest:media-type="image/png"',
    );
    const again = await examineOdf(clean, stub);
    expect(again.findings).toEqual([]);
    expect(await bytesOf((await again.clean?.()) ?? new Blob())).toEqual(await bytesOf(clean));
  });

  test('that cannot be cleaned make it one that cannot', async () => {
    const examined = await examineOdf(odf({ ...withPicture, [PATH]: 'SVM' }), stub);
    expect(examined).toMatchObject({ clean: null, why: 'unknown-part' });
  });
});

describe('what cannot be had clean', () => {
  const TYPE = 'application/vnd.oasis.opendocument.text';
  const body = (content: string) => open({ 'content.xml': openText(content) });
  const without = (absent: string): Members =>
    Object.fromEntries(Object.entries(open()).filter(([name]) => name !== absent));

  test.each<[string, string, Members]>([
    [
      'an object of another program',
      'unknown-part',
      body('<text:p><draw:object-ole xlink:href="./Object 2"/></text:p>'),
    ],
    [
      'a page of another host',
      'unknown-part',
      body('<text:p><draw:floating-frame xlink:href="https://example.org/"/></text:p>'),
    ],
    [
      'bytes in the text',
      'unknown-part',
      body('<text:p><office:binary-data>AAAA</office:binary-data></text:p>'),
    ],
    [
      'an object that is not there',
      'unknown-part',
      body('<text:p><draw:object xlink:href="./Object 7"/></text:p>'),
    ],
    ['another type', 'unknown-part', open({ 'META-INF/manifest.xml': manifest({ '/': `${TYPE}-master` }) })],
    [
      'an encrypted text',
      'encrypted',
      open({
        'META-INF/manifest.xml': manifest({ '/': TYPE }).replace(
          '/></',
          '><manifest:encryption-data/></manifest:file-entry></',
        ),
      }),
    ],
    ['a document type', 'damaged', open({ 'content.xml': '<!DOCTYPE a><a/>' })],
    [
      'another root',
      'damaged',
      open({ 'content.xml': openText('').replaceAll('document-content', 'document') }),
    ],
    ['no text', 'damaged', without('content.xml')],
    ['no manifest', 'damaged', without('META-INF/manifest.xml')],
  ])('%s', async (_, why, members) => {
    expect(await examine(odf(members))).toMatchObject({ format: 'odf', clean: null, why });
  });
});

test('whatever is changed in a text, there is an answer, and what is called clean is', () =>
  tryChangedMembers(open(), odf, {
    names: ['content.xml', 'styles.xml', 'settings.xml', 'META-INF/manifest.xml', 'meta.xml'],
    texts: ['', '<', '"', '</text:p>', '<text:date>', 'x:', '&#65;', ' xlink:href="file:///a"'],
  }));

test('whatever is changed in its bytes, there is an answer', async () => {
  await tryChangedBytes(await bytesOf(odf(open())), examineOdf, 200);
});
