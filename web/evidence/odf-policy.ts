/**
 * What of OpenDocument (OASIS, version 1.3; the extensions of LibreOffice) is needed to show a document, and what of it tells of
 * people. What is in no table here does not stay.
 *
 * @module
 */
const oasis = (name: string) => `urn:oasis:names:tc:opendocument:xmlns:${name}`;
const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Neither Dublin Core nor `meta`, RDF or the revision numbers of `officeooo`. */
export const NAMESPACES: ReadonlyMap<string, string> = new Map([
  [oasis('office:1.0'), 'office'],
  [oasis('style:1.0'), 'style'],
  [oasis('text:1.0'), 'text'],
  [oasis('table:1.0'), 'table'],
  [oasis('drawing:1.0'), 'draw'],
  [oasis('datastyle:1.0'), 'number'],
  [oasis('chart:1.0'), 'chart'],
  [oasis('dr3d:1.0'), 'dr3d'],
  [oasis('form:1.0'), 'form'],
  [oasis('script:1.0'), 'script'],
  [oasis('config:1.0'), 'config'],
  [oasis('presentation:1.0'), 'presentation'],
  [oasis('animation:1.0'), 'anim'],
  [oasis('xsl-fo-compatible:1.0'), 'fo'],
  [oasis('svg-compatible:1.0'), 'svg'],
  [oasis('smil-compatible:1.0'), 'smil'],
  [oasis('of:1.2'), 'of'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://www.w3.org/1998/Math/MathML', 'math'],
  ['http://www.w3.org/2001/xml-events', 'dom'],
  ['http://www.w3.org/2001/XMLSchema', 'xsd'],
  ['http://www.w3.org/TR/css3-text/', 'css3t'],
  ['http://openoffice.org/2004/office', 'ooo'],
  ['http://openoffice.org/2004/writer', 'ooow'],
  ['http://openoffice.org/2004/calc', 'oooc'],
  ['http://openoffice.org/2009/table', 'tableooo'],
  ['http://openoffice.org/2010/draw', 'drawooo'],
  ['http://openoffice.org/2010/chart', 'chartooo'],
  ['http://schemas.microsoft.com/office/excel/formula', 'msoxl'],
  ['urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0', 'calcext'],
  ['urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0', 'loext'],
  ['urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0', 'field'],
]);

export const MANIFEST = oasis('manifest:1.0');

const TYPE = 'application/vnd.oasis.opendocument.';
export const TYPES = new Set(
  ['text', 'spreadsheet', 'presentation', 'graphics', 'chart', 'formula'].flatMap((name) => [
    TYPE + name,
    `${TYPE}${name}-template`,
  ]),
);

/** Deleted text is kept apart (part 3, 5.5), so that it leaves with its list and inserted text stays where it is. */
export const DROPPED = words(`
  text:tracked-changes text:change text:change-start text:change-end table:tracked-changes office:annotation
  office:annotation-end office:scripts script:event-listener office:meta office:dde-source text:dde-connection-decls
  table:dde-links table:table-source table:cell-range-source table:detective text:section-source
  text:alphabetical-index-auto-mark-file svg:font-face-src form:connection-resource form:properties table:scenario
`);

/** Fields that a program would fill anew with what it knows of its user; their text stays. `text:meta` is for RDF. */
export const UNWRAPPED = words(`
  text:date text:time text:creation-date text:creation-time text:modification-date text:modification-time text:print-date
  text:print-time text:printed-by text:editing-cycles text:editing-duration text:author-name text:author-initials
  text:creator text:initial-creator text:sender-firstname text:sender-lastname text:sender-initials text:sender-title
  text:sender-position text:sender-email text:sender-phone-private text:sender-phone-work text:sender-fax
  text:sender-company text:sender-street text:sender-city text:sender-postal-code text:sender-country
  text:sender-state-or-province text:file-name text:template-name text:title text:subject text:keywords text:description
  text:user-defined text:script text:execute-macro text:dde-connection text:database-display text:database-name text:meta
  text:meta-field
`);

/** Objects of other programs, pages of other hosts, and bytes in the text. */
export const UNKNOWN = words(`
  draw:object-ole draw:applet draw:floating-frame office:binary-data
`);

export const DROPPED_ATTRIBUTES = words(`
  form:datasource form:command form:control-implementation text:protection-key text:protection-key-digest-algorithm
  table:protection-key table:protection-key-digest-algorithm loext:protection-key-digest-algorithm-2
  table:protection-key-digest-algorithm-2 draw:filter-name
`);

/** What goes where what it leads to is on somebody's machine. */
export const WITHOUT_TARGET: Record<string, 'element' | 'tags'> = {
  'text:a': 'tags',
  'draw:a': 'tags',
  'draw:image': 'element',
  'draw:fill-image': 'element',
  'style:background-image': 'element',
  'presentation:event-listener': 'element',
  'presentation:sound': 'element',
  'anim:audio': 'element',
};

/** Names that programs for references give to places in a text; their libraries' numbers and users are in them. */
export const LIBRARIES = /^(?:ZOTERO|CSL_|JR_|Mendeley|CITAVI|ADDIN)/i;

/** Settings by which a text looks as it does, besides those that are true or false. */
export const SETTINGS = words('CharacterCompressionType ImagePreferredDPI DefaultTabStop');
/** Those that say on what and how often somebody worked. */
export const TELLING_SETTINGS: Record<string, 'device' | 'history'> = {
  PrinterName: 'device',
  Rsid: 'history',
  RsidRoot: 'history',
};
