/**
 * A text as LibreOffice writes it, with everything in it that tells of invented people: Anna Muster, Ben Beispiel and their machines.
 * By hand, after files of LibreOffice 7.4 and 24.2; shortened where more of the same would show nothing.
 *
 * @module
 */
import type { Entry } from './zips.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const OASIS = 'urn:oasis:names:tc:opendocument:xmlns';
const NAMESPACES = `xmlns:office="${OASIS}:office:1.0" xmlns:style="${OASIS}:style:1.0" xmlns:text="${OASIS}:text:1.0" xmlns:table="${OASIS}:table:1.0" xmlns:draw="${OASIS}:drawing:1.0" xmlns:fo="${OASIS}:xsl-fo-compatible:1.0" xmlns:svg="${OASIS}:svg-compatible:1.0" xmlns:config="${OASIS}:config:1.0" xmlns:meta="${OASIS}:meta:1.0" xmlns:script="${OASIS}:script:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ooo="http://openoffice.org/2004/office" xmlns:officeooo="http://openoffice.org/2009/office" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" office:version="1.3"`;
const WHO = '<dc:creator>Anna Muster</dc:creator><dc:date>2024-03-05T14:11:00.123456789</dc:date>';

export type Members = Record<string, string | Uint8Array>;

export const openContent = (body: string, root = 'content') =>
  `${HEAD}<office:document-${root} ${NAMESPACES}>${body}</office:document-${root}>`;
export const openText = (paragraphs: string, before = '') =>
  openContent(`${before}<office:body><office:text>${paragraphs}</office:text></office:body>`);

export const frame = (href: string) =>
  `<draw:frame draw:name="IMG_2034.jpg" svg:width="2cm"><draw:image xlink:href="${href}" xlink:type="simple" draw:mime-type="image/png"/><svg:desc>/home/anna/IMG_2034.jpg</svg:desc></draw:frame>`;

export const manifest = (entries: Record<string, string>) =>
  `${HEAD}<manifest:manifest xmlns:manifest="${OASIS}:manifest:1.0" manifest:version="1.3">${Object.entries(
    entries,
  )
    .map(
      ([path, type]) =>
        `<manifest:file-entry manifest:full-path="${path}"${path === '/' ? ' manifest:version="1.3"' : ''} manifest:media-type="${type}"/>`,
    )
    .join('')}</manifest:manifest>`;

const SCRIPTS =
  '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Anna.Main"/></office:event-listeners></office:scripts>';
const TRACKED = `<text:tracked-changes><text:changed-region xml:id="ct1" text:id="ct1"><text:deletion><office:change-info>${WHO}</office:change-info><text:p>Deleted.</text:p></text:deletion></text:changed-region><text:changed-region xml:id="ct2" text:id="ct2"><text:insertion><office:change-info><dc:creator>Ben Beispiel</dc:creator><dc:date>2024-03-06T09:00:00</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes>`;
const BODY = [
  TRACKED,
  '<text:p text:style-name="P1">Stays. <text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>Inserted.<text:change-end text:change-id="ct2"/></text:p>',
  `<text:p>Noted<office:annotation office:name="1" loext:resolved="false">${WHO}<text:p>Is this the right village?</text:p><meta:creator-initials>AM</meta:creator-initials></office:annotation>.<office:annotation-end office:name="1"/></text:p>`,
  '<text:p>On <text:date text:date-value="2024-03-05T14:11:08.123456789">the fifth</text:date> by <text:author-name text:fixed="false">A. M.</text:author-name> in <text:file-name text:display="full">a file</text:file-name>.</text:p>',
  '<text:p><text:a xlink:type="simple" xlink:href="https://example.org/">Public</text:a> and <text:a xlink:type="simple" xlink:href="../../home/anna/plan.odt">local</text:a>.</text:p>',
  '<text:p xhtml:about="anna" xhtml:property="urn:x">Meta. <text:reference-mark-start text:name="ZOTERO_ITEM CSL_CITATION {&quot;uris&quot;:[&quot;users/4711&quot;]}"/>[1]<text:reference-mark-end text:name="ZOTERO_ITEM CSL_CITATION {&quot;uris&quot;:[&quot;users/4711&quot;]}"/></text:p>',
  '<text:list xml:id="list2349823477" text:style-name="L1"><text:list-item><text:p>Item.</text:p></text:list-item></text:list><text:list xml:id="list99" text:continue-list="list2349823477"/>',
  '<table:table><table:table-row><table:table-cell table:formula="of:=HYPERLINK(&quot;file:///home/anna/b.ods&quot;)" office:value="1"/></table:table-row></table:table><table:named-expressions><table:named-expression table:name="n" table:expression="&quot;C:\\Users\\anna\\x.htm&quot;"/></table:named-expressions>',
  '<text:section text:name="S"><text:section-source xlink:href="/home/anna/other.odt"/><text:p>Linked.</text:p></text:section>',
  '<text:p><draw:frame draw:name="Object1"><draw:object xlink:href="./Object 1" xlink:type="simple"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame></text:p>',
].join('');
/** What of it is shown, and so stays. */
export const OPEN_TEXTS = [
  ...[
    'Stays. Inserted.',
    'Noted.',
    'On the fifth by A. M. in a file.',
    'Public and local.',
    'Meta. [1]',
    'Item.',
    'Linked.',
    '',
  ],
];

const item = (name: string, type: string, value: string) =>
  `<config:config-item config:name="${name}" config:type="${type}">${value}</config:config-item>`;
const SETTINGS = openContent(
  `<office:settings><config:config-item-set config:name="ooo:view-settings">${item('ViewAreaTop', 'long', '4711')}</config:config-item-set><config:config-item-set config:name="ooo:configuration-settings">${item('PrinterName', 'string', 'Brother HL-2030')}${item('PrinterSetup', 'base64Binary', 'QnJvdGhlcg==')}${item('Rsid', 'int', '1971313')}${item('AddParaTableSpacing', 'boolean', 'true')}<config:config-item-map-indexed config:name="ForbiddenCharacters"/></config:config-item-set></office:settings>`,
  'settings',
);
const META = openContent(
  `<office:meta><meta:generator>LibreOffice/24.2.1$Linux_X86_64</meta:generator><meta:initial-creator>Anna Muster</meta:initial-creator><dc:creator>Ben Beispiel</dc:creator><meta:creation-date>2024-03-05T14:11:00</meta:creation-date><dc:date>2024-03-06T09:00:00</dc:date><dc:title>Complaint, second try</dc:title><meta:editing-cycles>7</meta:editing-cycles><meta:template xlink:href="../../home/anna/T.ott" xlink:title="T"/><meta:user-defined meta:name="Client">4711</meta:user-defined></office:meta>`,
  'meta',
);

const TYPE = 'application/vnd.oasis.opendocument.text';

export function open(more: Members = {}): Members {
  return {
    mimetype: TYPE,
    'content.xml': openText(BODY, SCRIPTS),
    'styles.xml': openContent(
      '<office:styles><style:style style:name="P1" style:family="paragraph"><style:text-properties officeooo:rsid="001e1471" fo:color="#000000"/></style:style></office:styles>',
      'styles',
    ),
    'settings.xml': SETTINGS,
    'meta.xml': META,
    'manifest.rdf': '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    'Thumbnails/thumbnail.png': Uint8Array.of(1),
    'Configurations2/accelerator/current.xml': '',
    'layout-cache': Uint8Array.of(1),
    'Basic/Standard/Anna.xml':
      '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Anna"/>',
    'Pictures/100000000000012C0000009600A1B2C3D4E5F601.png': Uint8Array.of(1),
    'Object 1/content.xml': openContent('<office:body><office:chart/></office:body>'),
    'Object 1/styles.xml': openContent('<office:styles/>', 'styles'),
    'Object 1/meta.xml': META,
    'ObjectReplacements/Object 1': Uint8Array.of(1),
    'META-INF/documentsignatures.xml':
      '<document-signatures xmlns="urn:x"><X509IssuerName>CN=Anna Muster</X509IssuerName></document-signatures>',
    'META-INF/manifest.xml': manifest({
      '/': TYPE,
      'content.xml': 'text/xml',
      'Object 1/': 'application/vnd.oasis.opendocument.chart',
      'Pictures/100000000000012C0000009600A1B2C3D4E5F601.png': 'image/png',
    }),
    ...more,
  };
}

/** The type stands first and is not deflated. */
export const openEntries = (members: Members): Entry[] =>
  Object.entries(members).map(([name, content]) => ({ name, content, stored: name === 'mimetype' }));
