import { describe, expect, test } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import { Findings } from '../../web/evidence/findings.ts';
import { Reader } from '../../web/evidence/reader.ts';
import { readDirectory, readMember } from '../../web/evidence/zip.ts';
import { cleanOf } from './checks.ts';
import { contentTypes, paragraph, relations, run, sheets, word, type Members } from './office.ts';
import { zipOf } from './zips.ts';

async function textOf(file: Blob, name: string): Promise<string> {
  const reader = new Reader(file);
  const member = (await readDirectory(reader, new Findings())).get(name);
  return member ? new TextDecoder().decode(await readMember(reader, member)) : '';
}

const historyOf = async (members: Members) =>
  (await examine(zipOf(members))).findings.filter(({ kind }) => kind === 'history').map(({ text }) => text);

describe('a note', () => {
  const reference = (id: string, kind = 'footnote') => `<w:r><w:${kind}Reference w:id="${id}"/></w:r>`;
  const note = (id: string, text: string, kind = 'footnote') =>
    `<w:${kind} w:id="${id}">${paragraph(run(text))}</w:${kind}>`;
  const row = (change: string, id: string) =>
    `<w:tbl><w:tr><w:trPr>${change}</w:trPr><w:tc>${paragraph(reference(id))}</w:tc></w:tr></w:tbl>`;
  const deleted = '<w:del w:id="1" w:author="A"/>';
  const part = (name: string, content: string) =>
    `<w:${name} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${content}</w:${name}>`;
  const list = (kind: string, notes: string) =>
    part(
      `${kind}s`,
      `<w:${kind} w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:${kind}>${notes}`,
    );
  const members = word({
    '[Content_Types].xml': contentTypes({
      'word/document.xml': 'wordprocessingml.document.main',
      'word/settings.xml': 'wordprocessingml.settings',
      'word/footnotes.xml': 'wordprocessingml.footnotes',
      'word/endnotes.xml': 'wordprocessingml.endnotes',
    }),
    // As LibreOffice writes it: only the reference is marked as deleted.
    'word/document.xml': part(
      'document',
      `<w:body>${paragraph(`${run('Text.')}${reference('2')}<w:del w:id="1" w:author="A">${reference('3')}</w:del>`)}${row(deleted, '4')}${row('', '5')}${paragraph(reference('2', 'endnote'))}</w:body>`,
    ),
    'word/_rels/document.xml.rels': relations(
      ['rId1', 'footnotes', 'footnotes.xml'],
      ['rId2', 'endnotes', 'endnotes.xml'],
      ['rId3', 'settings', 'settings.xml'],
    ),
    'word/settings.xml': part('settings', '<w:footnotePr><w:footnote w:id="0"/></w:footnotePr>'),
    'word/footnotes.xml': list(
      'footnote',
      note('2', 'Stays.') +
        note('3', 'Went with the text.') +
        note('4', 'Went with the row.') +
        note('5', 'Too.'),
    ),
    'word/endnotes.xml': list('endnote', note('2', 'At the end.', 'endnote') + note('3', 'Gone.', 'endnote')),
  });

  test('goes where the reference to it was deleted, and others stay', async () => {
    const clean = await cleanOf(zipOf(members));
    const footnotes = await textOf(clean, 'word/footnotes.xml');
    expect([...footnotes.matchAll(/<w:t [^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
      'Stays.',
      'Too.',
    ]);
    expect(footnotes).toContain('<w:separator/>');
    const endnotes = await textOf(clean, 'word/endnotes.xml');
    expect([...endnotes.matchAll(/<w:t [^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual(['At the end.']);
    expect(await textOf(clean, 'word/settings.xml')).toContain('<w:footnote w:id="0"/>');
  });

  test('that goes is said', async () => {
    expect(await historyOf(members)).toEqual(
      expect.arrayContaining(['Went with the text.', 'Went with the row.', 'Gone.']),
    );
  });
});

describe('the text of a cell', () => {
  const strings =
    '<si><t>Left over</t></si><si><t>Bribes</t></si><si><r><t>Also </t></r><r><t>left</t></r></si>';
  const sheet = (cells: string) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${cells}</row></sheetData></worksheet>`;
  const members = sheets({
    'xl/worksheets/sheet1.xml': sheet('<c r="A1" t="s"><v>1</v></c><c r="B1"><v>0</v></c>'),
    'xl/worksheets/_rels/sheet1.xml.rels': relations(),
    'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings}</sst>`,
  });

  test('that no cell has any more goes, and the others keep their places', async () => {
    const shared = await textOf(await cleanOf(zipOf(members)), 'xl/sharedStrings.xml');
    expect(shared).toContain('<si><t></t></si><si><t>Bribes</t></si><si></si></sst>');
  });

  test('that goes is said', async () => {
    expect(await historyOf(members)).toEqual(expect.arrayContaining(['Left over', 'Also left']));
  });

  test('stays where the workbook lists the texts before the sheets', async () => {
    const first = sheets({
      'xl/_rels/workbook.xml.rels': relations(
        ['rId2', 'sharedStrings', 'sharedStrings.xml'],
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ),
    });
    const shared = await textOf(await cleanOf(zipOf(first)), 'xl/sharedStrings.xml');
    expect(shared).toContain('<si><t>Bribes</t></si>');
  });
});
