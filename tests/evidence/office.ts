/**
 * Documents as Word, Excel and PowerPoint write them, with everything in them that tells of invented people: Anna Muster, Ben
 * Beispiel and their machines. By hand, after files of Microsoft 365; shortened where more of the same would show nothing.
 *
 * @module
 */
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';
const OPEN = 'http://schemas.openxmlformats.org';
const MS = 'http://schemas.microsoft.com/office';
const REL = `${OPEN}/officeDocument/2006/relationships`;
const FORMAT = 'application/vnd.openxmlformats-officedocument';

export type Members = Record<string, string | Uint8Array>;

export const relations = (...rows: [id: string, kind: string, target: string, external?: true][]) =>
  `${HEAD}<Relationships xmlns="${OPEN}/package/2006/relationships">${rows
    .map(([id, kind, target, external]) => {
      const type = kind.includes(':') ? kind : `${REL}/${kind}`;
      const mode = external ? ' TargetMode="External"' : '';
      return `<Relationship Id="${id}" Type="${type}" Target="${target}"${mode}/>`;
    })
    .join('')}</Relationships>`;

export const contentTypes = (parts: Record<string, string>, media: Record<string, string> = {}) =>
  `${HEAD}<Types xmlns="${OPEN}/package/2006/content-types">${Object.entries({
    rels: 'application/vnd.openxmlformats-package.relationships+xml',
    xml: 'application/xml',
    vml: `${FORMAT}.vmlDrawing`,
    ...media,
  })
    .map(([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`)
    .join('')}${Object.entries(parts)
    .map(([name, type]) => {
      const full = type.includes('/') ? type : `${FORMAT}.${type}+xml`;
      return `<Override PartName="/${name}" ContentType="${full}"/>`;
    })
    .join('')}</Types>`;

const ROOT = (main: string) =>
  relations(
    ['rId3', 'extended-properties', 'docProps/app.xml'],
    ['rId2', `${OPEN}/package/2006/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ['rId1', 'officeDocument', main],
    ['rId5', 'custom-properties', 'docProps/custom.xml'],
    ['rId4', `${OPEN}/package/2006/relationships/metadata/thumbnail`, 'docProps/thumbnail.jpeg'],
  );

const PROPERTIES: Members = {
  'docProps/core.xml': `${HEAD}<cp:coreProperties xmlns:cp="${OPEN}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Complaint, second try</dc:title><dc:creator>Anna Muster</dc:creator><cp:lastModifiedBy>Ben Beispiel</cp:lastModifiedBy><cp:revision>7</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">2024-03-05T06:11:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2024-03-06T07:12:00Z</dcterms:modified></cp:coreProperties>`,
  'docProps/app.xml': `${HEAD}<Properties xmlns="${OPEN}/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template><TotalTime>35</TotalTime><Application>Microsoft Office Word</Application><Company>Beispiel GmbH</Company><AppVersion>16.0000</AppVersion></Properties>`,
  'docProps/custom.xml': `${HEAD}<Properties xmlns="${OPEN}/officeDocument/2006/custom-properties" xmlns:vt="${OPEN}/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Client"><vt:lpwstr>4711</vt:lpwstr></property></Properties>`,
  'docProps/thumbnail.jpeg': Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
};
const PROPERTY_TYPES = {
  'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
  'docProps/app.xml': 'extended-properties',
  'docProps/custom.xml': 'custom-properties',
};

const WORD = `xmlns:w="${OPEN}/wordprocessingml/2006/main" xmlns:r="${REL}" xmlns:wp="${OPEN}/drawingml/2006/wordprocessingDrawing" xmlns:a="${OPEN}/drawingml/2006/main" xmlns:pic="${OPEN}/drawingml/2006/picture" xmlns:mc="${OPEN}/markup-compatibility/2006" xmlns:w14="${MS}/word/2010/wordml" xmlns:w15="${MS}/word/2012/wordml" xmlns:w16cid="${MS}/word/2016/wordml/cid" xmlns:wp14="${MS}/word/2010/wordprocessingDrawing" xmlns:wps="${MS}/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" mc:Ignorable="w14 w15 w16cid wp14"`;
const BY = 'w:id="3" w:author="Anna Muster" w:date="2024-03-05T14:11:00Z"';
const IDS =
  'w14:paraId="4B7A5B9C" w14:textId="77777777" w:rsidR="00A77B3E" w:rsidRDefault="00B12F01" w:rsidP="00A77B3E"';

export const paragraph = (content: string) => `<w:p ${IDS}>${content}</w:p>`;
export const run = (text: string) => `<w:r w:rsidRPr="00C3"><w:t xml:space="preserve">${text}</w:t></w:r>`;
export const field = (instruction: string, shown: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** A picture in the text, by the id of its relationship. */
export const picture = (id: string, name = 'C:\\Users\\anna\\Pictures\\IMG_2034.jpg') =>
  `<w:r><w:drawing><wp:inline wp14:anchorId="11111111" wp14:editId="22222222"><wp:extent cx="609600" cy="457200"/><wp:docPr id="1" name="Picture 1" descr="${name}"/><a:graphic><a:graphicData uri="${OPEN}/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="IMG_2034.jpg"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${id}"><a:extLst><a:ext uri="{28A0092B-C50C-407E-A947-70E740481C1C}"><a14:useLocalDpi xmlns:a14="${MS}/drawing/2010/main" val="0"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="609600" cy="457200"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

export const wordDocument = (body: string) =>
  `${HEAD}<w:document ${WORD}><w:body>${body}<w:sectPr w:rsidR="00A77B3E"><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`;

const BODY = [
  paragraph(
    `${run('Stays. ')}<w:ins ${BY}>${run('Inserted. ')}</w:ins><w:del ${BY}><w:r><w:delText>Deleted. </w:delText></w:r></w:del>`,
  ),
  paragraph(
    `<w:moveFrom ${BY}>${run('Moved away. ')}</w:moveFrom><w:moveTo ${BY}>${run('Moved here. ')}</w:moveTo>`,
  ),
  paragraph(
    `<w:pPr><w:jc w:val="right"/><w:rPr><w:ins ${BY}/></w:rPr><w:pPrChange ${BY}><w:pPr/></w:pPrChange></w:pPr>${run('Right.')}`,
  ),
  paragraph(
    `<w:commentRangeStart w:id="0"/>${run('Commented.')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`,
  ),
  paragraph(
    `<w:proofErr w:type="spellStart"/><w:smartTag w:uri="urn:x" w:element="place">${run('Musterstadt')}</w:smartTag>`,
  ),
  paragraph(
    `<w:hyperlink r:id="rId20">${run('Public link')}</w:hyperlink> <w:hyperlink r:id="rId21" w:history="1">${run('Local link')}</w:hyperlink>`,
  ),
  paragraph(
    field(' PAGE ', '1') +
      field(' INCLUDETEXT "C:\\\\Users\\\\anna\\\\draft.docx" ', 'Included.') +
      field(' AUTHOR ', 'A. M.'),
  ),
  paragraph(
    `<w:sdt><w:sdtPr><w:alias w:val="Name"/><w:tag w:val="crm-4711"/><w:id w:val="-1234567"/><w:dataBinding w:xpath="/a" w:storeItemID="{11111111-2222-3333-4444-555555555555}"/><w15:color w:val="FF0000"/></w:sdtPr><w:sdtContent>${run('Control.')}</w:sdtContent></w:sdt>`,
  ),
  `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid><w:tr w:rsidTr="00A77B3E"><w:tc>${paragraph(run('Row one.'))}</w:tc></w:tr><w:tr><w:trPr><w:del ${BY}/></w:trPr><w:tc>${paragraph(run('Deleted row.'))}</w:tc></w:tr></w:tbl>`,
  `<w:tbl><w:tblPr/><w:tr><w:trPr><w:del ${BY}/></w:trPr><w:tc>${paragraph(run('Deleted table.'))}</w:tc></w:tr></w:tbl>`,
  paragraph(
    `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>${paragraph(run('In a box.'))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="_x0000_s1026" alt="C:\\Users\\anna\\x.png" o:gfxdata="UEsDBBQ="/></w:pict></mc:Fallback></mc:AlternateContent>`,
  ),
  paragraph(
    `<mc:AlternateContent><mc:Choice xmlns:wnew="${MS}/word/2099/new" Requires="wnew"><wnew:x who="Anna Muster"/></mc:Choice><mc:Fallback>${run('The other way.')}</mc:Fallback></mc:AlternateContent>`,
  ),
].join('');

/** What of it is shown, and so stays. */
export const WORD_TEXTS = [
  ...[
    'Stays. ',
    'Inserted. ',
    'Moved here. ',
    'Right.',
    'Commented.',
    'Musterstadt',
    'Public link',
    'Local link',
    '1',
  ],
  ...['Included.', 'A. M.', 'Control.', 'Row one.', 'In a box.', 'The other way.'],
];

/** A document with everything; `more` replaces and adds members. */
export function word(more: Members = {}): Members {
  return {
    '[Content_Types].xml': contentTypes(
      {
        'word/document.xml': 'wordprocessingml.document.main',
        'word/styles.xml': 'wordprocessingml.styles',
        'word/settings.xml': 'wordprocessingml.settings',
        'word/webSettings.xml': 'wordprocessingml.webSettings',
        'word/fontTable.xml': 'wordprocessingml.fontTable',
        'word/numbering.xml': 'wordprocessingml.numbering',
        'word/header1.xml': 'wordprocessingml.header',
        'word/comments.xml': 'wordprocessingml.comments',
        'word/people.xml': 'wordprocessingml.people',
        'word/glossary/document.xml': 'wordprocessingml.document.glossary',
        'customXml/itemProps1.xml': 'customXmlProperties',
        ...PROPERTY_TYPES,
      },
      { jpeg: 'image/jpeg', png: 'image/png' },
    ),
    '_rels/.rels': ROOT('word/document.xml'),
    'word/document.xml': wordDocument(BODY),
    'word/_rels/document.xml.rels': relations(
      ['rId1', 'styles', 'styles.xml'],
      ['rId2', 'settings', 'settings.xml'],
      ['rId3', 'webSettings', 'webSettings.xml'],
      ['rId4', 'fontTable', 'fontTable.xml'],
      ['rId5', 'numbering', 'numbering.xml'],
      ['rId6', 'comments', 'comments.xml'],
      ['rId7', 'header', 'header1.xml'],
      ['rId8', `${MS}/2011/relationships/people`, 'people.xml'],
      ['rId9', 'customXml', '../customXml/item1.xml'],
      ['rId10', 'glossaryDocument', 'glossary/document.xml'],
      ['rId11', 'image', 'media/old.png'],
      ['rId20', 'hyperlink', 'https://example.org/', true],
      ['rId21', 'hyperlink', 'file:///C:\\Users\\anna\\Documents\\plan.docx', true],
    ),
    'word/styles.xml': `${HEAD}<w:styles ${WORD}><w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/><w:rsid w:val="00D00001"/></w:style></w:styles>`,
    'word/settings.xml': `${HEAD}<w:settings ${WORD}><w:zoom w:percent="100"/><w:attachedTemplate r:id="rId1"/><w:trackRevisions/><w:defaultTabStop w:val="708"/><w:mailMerge><w:dataSource r:id="rId2"/></w:mailMerge><w:docVars><w:docVar w:name="client" w:val="4711"/></w:docVars><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="${MS}/word" w:val="15"/></w:compat><w:rsids><w:rsidRoot w:val="00A77B3E"/><w:rsid w:val="00B12F01"/></w:rsids><w14:docId w14:val="12345678"/><w15:docId w15:val="{11111111-2222-3333-4444-555555555555}"/></w:settings>`,
    'word/_rels/settings.xml.rels': relations(
      ['rId1', 'attachedTemplate', 'file:///C:\\Users\\anna\\Templates\\Office.dotx', true],
      ['rId2', 'mailMergeSource', 'file:///C:\\Users\\anna\\list.xlsx', true],
    ),
    'word/webSettings.xml': `${HEAD}<w:webSettings ${WORD}/>`,
    'word/fontTable.xml': `${HEAD}<w:fonts ${WORD}><w:font w:name="Calibri"><w:embedRegular r:id="rId1" w:fontKey="{11111111-2222-3333-4444-555555555555}"/></w:font></w:fonts>`,
    'word/_rels/fontTable.xml.rels': relations(['rId1', 'font', 'fonts/font1.odttf']),
    'word/fonts/font1.odttf': Uint8Array.of(1, 2, 3),
    'word/numbering.xml': `${HEAD}<w:numbering ${WORD}><w:abstractNum w:abstractNumId="0" w15:restartNumberingAfterBreak="0"><w:nsid w:val="0F0A1B2C"/><w:multiLevelType w:val="singleLevel"/><w:tmpl w:val="AB12CD34"/></w:abstractNum><w:num w:numId="1" w16cid:durableId="123456789"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    'word/header1.xml': `${HEAD}<w:hdr ${WORD}>${paragraph(run('Header.'))}</w:hdr>`,
    'word/comments.xml': `${HEAD}<w:comments ${WORD}><w:comment w:id="0" w:author="Ben Beispiel" w:date="2024-03-06T09:00:00Z" w:initials="BB">${paragraph(run('Is this the right village?'))}</w:comment></w:comments>`,
    'word/people.xml': `${HEAD}<w15:people ${WORD}><w15:person w15:author="Ben Beispiel"><w15:presenceInfo w15:providerId="AD" w15:userId="S::ben@example.org::1"/></w15:person></w15:people>`,
    'word/glossary/document.xml': `${HEAD}<w:glossaryDocument ${WORD}/>`,
    'word/media/old.png': Uint8Array.of(1),
    'customXml/item1.xml': '<case xmlns="urn:example:case">4711</case>',
    'customXml/_rels/item1.xml.rels': relations(['rId1', 'customXmlProps', 'itemProps1.xml']),
    'customXml/itemProps1.xml':
      '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{1}"/>',
    ...PROPERTIES,
    ...more,
  };
}

const SHEET = `xmlns="${OPEN}/spreadsheetml/2006/main" xmlns:r="${REL}" xmlns:mc="${OPEN}/markup-compatibility/2006" xmlns:x14ac="${MS}/spreadsheetml/2009/9/ac" xmlns:xr="${MS}/spreadsheetml/2014/revision" mc:Ignorable="x14ac xr"`;
export const NOTE_SHAPE =
  '<v:shape id="_x0000_s1025" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>0</x:Row></x:ClientData></v:shape>';
const vml = (shapes: string) =>
  `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">${shapes}</xml>`;

export function sheets(more: Members = {}, shapes = NOTE_SHAPE): Members {
  return {
    '[Content_Types].xml': contentTypes(
      {
        'xl/workbook.xml': 'spreadsheetml.sheet.main',
        'xl/worksheets/sheet1.xml': 'spreadsheetml.worksheet',
        'xl/sharedStrings.xml': 'spreadsheetml.sharedStrings',
        'xl/styles.xml': 'spreadsheetml.styles',
        'xl/comments1.xml': 'spreadsheetml.comments',
        'xl/threadedComments/threadedComment1.xml': 'application/vnd.ms-excel.threadedcomments+xml',
        'xl/persons/person.xml': 'application/vnd.ms-excel.person+xml',
        'xl/revisions/userNames.xml': 'spreadsheetml.userNames',
        ...PROPERTY_TYPES,
      },
      { bin: `${FORMAT}.spreadsheetml.printerSettings` },
    ),
    '_rels/.rels': ROOT('xl/workbook.xml'),
    'xl/workbook.xml': `${HEAD}<workbook ${SHEET}><fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="22228"/><fileSharing userName="Anna Muster"/><workbookPr codeName="ThisWorkbook" defaultThemeVersion="166925"/><mc:AlternateContent><mc:Choice Requires="x15"  xmlns:x15="${MS}/spreadsheetml/2010/11/main"><x15ac:absPath url="C:\\Users\\anna\\Desktop\\" xmlns:x15ac="${MS}/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent><xr:revisionPtr revIDLastSave="0" documentId="13_ncr:1_{11111111-2222-3333-4444-555555555555}"/><bookViews><workbookView xWindow="-120" yWindow="-120" windowWidth="29040" windowHeight="15840" activeTab="0" xr2:uid="{A}" xmlns:xr2="${MS}/spreadsheetml/2015/revision2"/></bookViews><sheets><sheet name="Payments" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="HTML_PathFile">"C:\\Users\\anna\\x.htm"</definedName></definedNames><calcPr calcId="191029"/></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
      ['rId3', 'styles', '/xl/styles.xml'],
      ['rId4', `${MS}/2017/10/relationships/person`, 'persons/person.xml'],
      ['rId5', 'usernames', 'revisions/userNames.xml'],
    ),
    'xl/worksheets/sheet1.xml': `${HEAD}<worksheet ${SHEET} xr:uid="{B}"><sheetData><row r="1" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>HYPERLINK("C:\\Users\\anna\\y.docx","y")</f><v>y</v></c></row></sheetData><sheetProtection password="CC1A" sheet="1"/><scenarios><scenario name="s" user="Anna Muster" comment="Created by Anna Muster" count="1"><inputCells r="A1" val="1"/></scenario></scenarios><hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="file:///C:\\Users\\anna\\x.docx"/></hyperlinks><pageSetup orientation="portrait" r:id="rId2"/><legacyDrawing r:id="rId3"/></worksheet>`,
    'xl/worksheets/_rels/sheet1.xml.rels': relations(
      ['rId1', 'hyperlink', '../../Users/anna/x.docx', true],
      ['rId2', 'printerSettings', '../printerSettings/printerSettings1.bin'],
      ['rId3', 'vmlDrawing', '../drawings/vmlDrawing1.vml'],
      ['rId4', 'comments', '../comments1.xml'],
      ['rId5', `${MS}/2017/10/relationships/threadedComment`, '../threadedComments/threadedComment1.xml'],
    ),
    'xl/sharedStrings.xml': `${HEAD}<sst ${SHEET} count="1" uniqueCount="1"><si><t>Bribes</t></si></sst>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${SHEET}/>`,
    'xl/printerSettings/printerSettings1.bin': new TextEncoder().encode('Brother HL-2030'),
    'xl/drawings/vmlDrawing1.vml': vml(shapes),
    'xl/comments1.xml': `${HEAD}<comments ${SHEET}><authors><author>Ben Beispiel</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>Check this sum</t></r></text></comment></commentList></comments>`,
    'xl/threadedComments/threadedComment1.xml': `<ThreadedComments xmlns="${MS}/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" dT="2024-03-06T09:00:00.00" personId="{C}"><text>Who paid?</text></threadedComment></ThreadedComments>`,
    'xl/persons/person.xml': `<personList xmlns="${MS}/spreadsheetml/2018/threadedcomments"><person displayName="Cem Caso" id="{C}" userId="S::cem@example.org::2" providerId="AD"/></personList>`,
    'xl/revisions/userNames.xml': `${HEAD}<users ${SHEET}><userInfo guid="{D}" name="Anna Muster" id="-1" dateTime="2024-03-05T14:11:00"/></users>`,
    ...PROPERTIES,
    ...more,
  };
}

const SLIDE = `xmlns:a="${OPEN}/drawingml/2006/main" xmlns:r="${REL}" xmlns:p="${OPEN}/presentationml/2006/main"`;
const shape = (text: string) =>
  `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1"><a:hlinkClick r:id="rId9"/><a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><a16:creationId xmlns:a16="${MS}/drawing/2014/main" id="{E}"/></a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:fld id="{11111111-AAAA-3333-4444-555555555555}" type="slidenum"><a:t>1</a:t></a:fld><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree><p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:creationId xmlns:p14="${MS}/powerpoint/2010/main" val="123456789"/></p:ext></p:extLst></p:cSld>`;

export function slides(more: Members = {}): Members {
  return {
    '[Content_Types].xml': contentTypes({
      'ppt/presentation.xml': 'presentationml.presentation.main',
      'ppt/slides/slide1.xml': 'presentationml.slide',
      'ppt/slideLayouts/slideLayout1.xml': 'presentationml.slideLayout',
      'ppt/slideMasters/slideMaster1.xml': 'presentationml.slideMaster',
      'ppt/theme/theme1.xml': 'theme',
      'ppt/presProps.xml': 'presentationml.presProps',
      'ppt/viewProps.xml': 'presentationml.viewProps',
      'ppt/commentAuthors.xml': 'presentationml.commentAuthors',
      'ppt/comments/comment1.xml': 'presentationml.comments',
      ...PROPERTY_TYPES,
    }),
    '_rels/.rels': ROOT('ppt/presentation.xml'),
    'ppt/presentation.xml': `${HEAD}<p:presentation ${SLIDE}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:custDataLst><p:tags r:id="rId6"/></p:custDataLst><p:modifyVerifier algIdExt="1"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      ['rId1', 'slideMaster', 'slideMasters/slideMaster1.xml'],
      ['rId2', 'slide', 'slides/slide1.xml'],
      ['rId3', 'presProps', 'presProps.xml'],
      ['rId4', 'viewProps', 'viewProps.xml'],
      ['rId5', 'commentAuthors', 'commentAuthors.xml'],
      ['rId6', 'tags', 'tags/tag1.xml'],
      ['rId7', 'theme', 'theme/theme1.xml'],
    ),
    'ppt/slides/slide1.xml': `${HEAD}<p:sld ${SLIDE}>${shape('What we saw')}</p:sld>`,
    'ppt/slides/_rels/slide1.xml.rels': relations(
      ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['rId2', 'comments', '../comments/comment1.xml'],
      ['rId9', 'hyperlink', 'file:///C:\\Users\\anna\\x.pptx', true],
    ),
    'ppt/slideLayouts/slideLayout1.xml': `${HEAD}<p:sldLayout ${SLIDE}>${shape('Layout')}</p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations([
      'rId1',
      'slideMaster',
      '../slideMasters/slideMaster1.xml',
    ]),
    'ppt/slideMasters/slideMaster1.xml': `${HEAD}<p:sldMaster ${SLIDE}>${shape('Master')}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations(
      ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['rId2', 'theme', '../theme/theme1.xml'],
    ),
    'ppt/theme/theme1.xml': `${HEAD}<a:theme xmlns:a="${OPEN}/drawingml/2006/main" name="Office Theme"><a:themeElements/></a:theme>`,
    'ppt/presProps.xml': `${HEAD}<p:presentationPr ${SLIDE}/>`,
    'ppt/viewProps.xml': `${HEAD}<p:viewPr ${SLIDE}/>`,
    'ppt/tags/tag1.xml': `${HEAD}<p:tagLst ${SLIDE}><p:tag name="CLIENT" val="4711"/></p:tagLst>`,
    'ppt/commentAuthors.xml': `${HEAD}<p:cmAuthorLst ${SLIDE}><p:cmAuthor id="0" name="Ben Beispiel" initials="BB"/></p:cmAuthorLst>`,
    'ppt/comments/comment1.xml': `${HEAD}<p:cmLst ${SLIDE}><p:cm authorId="0" dt="2024-03-06T09:00:00.000" idx="1"><p:text>Too blurred</p:text></p:cm></p:cmLst>`,
    ...PROPERTIES,
    ...more,
  };
}
