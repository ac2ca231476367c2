/**
 * What of Office Open XML (ECMA-376, fifth edition; Microsoft's extensions in MS-DOCX, MS-XLSX and MS-PPTX) is needed to show a
 * document, and what of it tells of people. What is in no table here does not stay.
 *
 * @module
 */
const MICROSOFT = 'http://schemas.microsoft.com/office';

/** In both of ECMA-376's spellings, transitional (2006) and strict. */
const ECMA: Record<string, string> = {
  w: 'wordprocessingml/2006/main',
  x: 'spreadsheetml/2006/main',
  p: 'presentationml/2006/main',
  a: 'drawingml/2006/main',
  pic: 'drawingml/2006/picture',
  wp: 'drawingml/2006/wordprocessingDrawing',
  xdr: 'drawingml/2006/spreadsheetDrawing',
  c: 'drawingml/2006/chart',
  cdr: 'drawingml/2006/chartDrawing',
  dgm: 'drawingml/2006/diagram',
  r: 'officeDocument/2006/relationships',
  m: 'officeDocument/2006/math',
};

export const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ECMA).flatMap(([prefix, path]): [string, string][] => [
    [`http://schemas.openxmlformats.org/${path}`, prefix],
    [`http://purl.oclc.org/ooxml/${path.replace('2006/', '')}`, prefix],
  ]),
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas', 'lc'],
  ['urn:schemas-microsoft-com:vml', 'v'],
  ['urn:schemas-microsoft-com:office:office', 'o'],
  ['urn:schemas-microsoft-com:office:word', 'w10'],
  ['urn:schemas-microsoft-com:office:excel', 'xv'],
  [`${MICROSOFT}/word/2010/wordml`, 'w14'],
  [`${MICROSOFT}/word/2010/wordprocessingShape`, 'wps'],
  [`${MICROSOFT}/word/2010/wordprocessingGroup`, 'wpg'],
  [`${MICROSOFT}/word/2010/wordprocessingCanvas`, 'wpc'],
  [`${MICROSOFT}/word/2010/wordprocessingDrawing`, 'wp14'],
  [`${MICROSOFT}/drawing/2010/main`, 'a14'],
  [`${MICROSOFT}/drawing/2008/diagram`, 'dsp'],
  [`${MICROSOFT}/powerpoint/2010/main`, 'p14'],
  [`${MICROSOFT}/spreadsheetml/2009/9/main`, 'x14'],
  [`${MICROSOFT}/spreadsheetml/2017/dynamicarray`, 'xda'],
  [`${MICROSOFT}/excel/2006/main`, 'xm'],
]);

/** Extensions that show something; by their `uri`, in lower case. */
export const EXTENSIONS = new Set([
  // a film in slides; in sheets conditional formats, choices for cells, small charts and formulas that fill several cells
  '{daa4b4d4-6d71-4841-9c94-3de7fcfb9230}',
  '{78c0d931-6437-407d-a8ee-f0aad7539e65}',
  '{b025f937-c7b1-47d3-b67f-a62eff666e3e}',
  '{cce6a557-97bc-4b89-adb6-d9c93caab3df}',
  '{05c60535-1f16-4fd2-b633-f4f36f0b64e0}',
  '{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}',
  // the drawing of a diagram
  'http://schemas.microsoft.com/office/drawing/2008/diagram',
]);

const words = (text: string) => new Set(text.trim().split(/\s+/));
const ranges = (names: string) => names.split(' ').flatMap((name) => [`w:${name}Start`, `w:${name}End`]);

/** Parts that belong to what refers to them by being there, by the last word of their relationship's type. */
export const IMPLICIT_RELATIONS = words(`
  styles numbering settings fontTable footnotes endnotes theme themeOverride sharedStrings calcChain sheetMetadata pivotTable
  pivotCacheDefinition pivotCacheRecords slideLayout slideMaster notesMaster handoutMaster notesSlide slide tableStyles
  diagramDrawing
`);
/** Those that only belong to a part where an element of it names them: else they are what somebody took out. */
export const NAMED_RELATIONS = words(`
  header footer hyperlink chart drawing worksheet chartsheet table vmlDrawing chartUserShapes diagramData diagramLayout
  diagramQuickStyle diagramColors image video audio media slide slideMaster slideLayout notesMaster handoutMaster
  pivotCacheDefinition pivotCacheRecords
`);
export const MEDIA_RELATIONS = words('image video audio media');

/** What cannot go without breaking what is shown: parts of other programs, of other files, and what cells refer to. */
export const UNKNOWN_RELATIONS =
  /^(?:vbaProject|wordVbaData|xlMacrosheet|externalLink|connections|oleObject|package|control|aFChunk|subDocument|rdRichValue.*|richValue.*|ctrlProp)$/;

const FORMAT = 'application/vnd.openxmlformats-officedocument.';
const types = (text: string) => [...words(text)].map((type) => `${FORMAT}${type}+xml`);

/** Of documents and templates without macros. */
export const MAIN_TYPES = new Set(
  types(`
    wordprocessingml.document.main wordprocessingml.template.main spreadsheetml.sheet.main spreadsheetml.template.main
    presentationml.presentation.main presentationml.template.main presentationml.slideshow.main
  `),
);
export const PART_TYPES = new Set([
  ...types(`
    wordprocessingml.styles wordprocessingml.settings wordprocessingml.fontTable wordprocessingml.numbering
    wordprocessingml.footnotes wordprocessingml.endnotes wordprocessingml.header wordprocessingml.footer
    spreadsheetml.worksheet spreadsheetml.chartsheet spreadsheetml.sharedStrings spreadsheetml.styles
    spreadsheetml.calcChain spreadsheetml.table spreadsheetml.pivotTable spreadsheetml.pivotCacheDefinition
    spreadsheetml.pivotCacheRecords spreadsheetml.sheetMetadata presentationml.slide presentationml.slideLayout
    presentationml.slideMaster presentationml.notesSlide presentationml.notesMaster presentationml.handoutMaster
    presentationml.tableStyles theme themeOverride drawing drawingml.chart drawingml.chartshapes
    drawingml.diagramData drawingml.diagramLayout drawingml.diagramStyle drawingml.diagramColors
  `),
  'application/vnd.ms-office.drawingml.diagramDrawing+xml',
  `${FORMAT}vmlDrawing`,
]);

/** Children of Word's settings (17.15.1) by which a document looks as it does. */
export const SETTINGS = words(`
  w:mirrorMargins w:alignBordersAndEdges w:bordersDoNotSurroundHeader w:bordersDoNotSurroundFooter w:gutterAtTop
  w:defaultTabStop w:autoHyphenation w:consecutiveHyphenLimit w:hyphenationZone w:doNotHyphenateCaps
  w:evenAndOddHeaders w:bookFoldRevPrinting w:bookFoldPrinting w:bookFoldPrintingSheets w:drawingGridHorizontalSpacing
  w:drawingGridVerticalSpacing w:displayHorizontalDrawingGridEvery w:displayVerticalDrawingGridEvery
  w:doNotUseMarginsForDrawingGridOrigin w:drawingGridHorizontalOrigin w:drawingGridVerticalOrigin
  w:noPunctuationKerning w:characterSpacingControl w:printTwoOnOne w:strictFirstAndLastChars w:noLineBreaksAfter
  w:noLineBreaksBefore w:displayBackgroundShape w:footnotePr w:endnotePr w:compat m:mathPr w:themeFontLang
  w:clrSchemeMapping w:decimalSymbol w:listSeparator w:defaultTableStyle
`);

/** Gone with what is in them. Deleted text leaves, and so do the marks of who changed what. */
export const DROPPED = new Set([
  ...words(`
    w:del w:moveFrom w:rPrChange w:pPrChange w:sectPrChange w:tblPrChange w:tblGridChange w:trPrChange w:tcPrChange
    w:tblPrExChange w:numberingChange w:cellIns w:cellDel w:cellMerge w:commentReference w:annotationRef w:permStart w:permEnd
    w:proofErr w:rsid w:rsids w:nsid w:tmpl w:dataBinding w:placeholder w:fldData w:divId w:smartTagPr w:customXmlPr
    w:embedRegular w:embedBold w:embedItalic w:embedBoldItalic w:printerSettings w:entryMacro w:exitMacro
    o:signatureline x:fileVersion x:fileSharing x:customWorkbookViews x:customSheetViews x:fileRecoveryPr x:webPublishing
    x:webPublishItems x:webPublishObjects x:smartTagPr x:smartTagTypes x:smartTags x:cellWatches x:customProperties
    x:workbookProtection x:sheetProtection x:protectedRanges c:externalData c:printSettings c:protection p:custDataLst
    p:modifyVerifier p:smartTags p:embeddedFontLst p:tags
  `),
  ...ranges(
    'moveFromRange moveToRange customXmlInsRange customXmlDelRange customXmlMoveFromRange customXmlMoveToRange commentRange',
  ),
]);
/** Inserted text stays. */
export const UNWRAPPED = words('w:ins w:moveTo w:smartTag w:customXml');
/** Marks of a change that somebody made at some time. */
export const CHANGES =
  /^w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|numberingChange|\w+PrChange|tblGridChange|tblPrExChange|customXml\w+RangeStart)$/;

/** `element@attribute`, or `@attribute` of any element. */
export const DROPPED_ATTRIBUTES = words(`
  @w14:paraId @w14:textId @w14:anchorId @w14:editId @wp14:anchorId @wp14:editId @o:gfxdata @mc:PreserveElements
  @mc:PreserveAttributes @mc:ProcessContent x:workbookView@xWindow x:workbookView@yWindow x:workbookView@windowWidth
  x:workbookView@windowHeight x:pivotCacheDefinition@refreshedBy x:pivotCacheDefinition@refreshedDate
  x:pivotCacheDefinition@refreshedDateIso x:scenario@user x:scenario@comment x:workbookPr@codeName
  x:sheetPr@codeName v:imagedata@o:title v:imagedata@o:href v:imagedata@r:href v:imagedata@r:pict x:pageSetup@r:id
  w:lvl@w:tplc
`);
/** What somebody remarked on a name or a table, where only lists of such things show it. */
export const REMARKS = words(
  'x:definedName@comment x:definedName@description x:definedName@help x:table@comment',
);
/** Attributes of whatever element by which somebody is found. */
export const AUTHOR_ATTRIBUTES = words('w:author refreshedBy');
/** Where programs put the name of the file that a picture came from. */
export const NAMING_ATTRIBUTES = words('name descr title alt tooltip w:tooltip display');

/** Attributes of these that lead to nothing any more go, of others the whole element. */
export const WITHOUT_RELATION: Record<string, 'attribute' | 'element'> = {
  'w:hyperlink': 'attribute',
  'a:blip@r:link': 'attribute',
  'v:fill': 'attribute',
  'a:hlinkClick': 'element',
  'a:hlinkHover': 'element',
  'a:hlinkMouseOver': 'element',
  'x:hyperlink': 'element',
  'x:legacyDrawing': 'element',
  'a:videoFile': 'element',
  'a:audioFile': 'element',
  'p14:media': 'element',
};

/** Fields of Word (17.16.5) whose instruction says nothing of a person; the others keep what they show, and are text from then on. */
export const FIELDS =
  /^\s*(?:=|PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|REF|NOTEREF|STYLEREF|SEQ|TOC|TC|XE|INDEX|HYPERLINK|SYMBOL|EQ|LISTNUM|ADVANCE|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)(?=[\s"\\]|$)/i;
