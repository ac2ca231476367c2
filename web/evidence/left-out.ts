/**
 * What the parts of a document give away that are left out as they are: properties, comments and the people who wrote them, and
 * parts that nobody knows. By the local names of elements and attributes, which OOXML, its extensions and OpenDocument share.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import type { Document } from './document.ts';
import { Obstructed } from './reader.ts';
import { rewriteXml } from './xml.ts';
import type { Element } from './xml-rules.ts';
import type { Member } from './zip.ts';

/** Elements with text: ECMA-376, part 2, 8.3 (core properties) and part 1, 22.2 (extended ones); OpenDocument 1.3, part 3, 4.3. */
const TEXTS: Record<string, Kind> = {
  creator: 'author',
  'initial-creator': 'author',
  'printed-by': 'author',
  lastModifiedBy: 'author',
  Manager: 'author',
  Company: 'author',
  author: 'author',
  created: 'time',
  modified: 'time',
  lastPrinted: 'time',
  date: 'time',
  'creation-date': 'time',
  'print-date': 'time',
  title: 'title',
  subject: 'title',
  keywords: 'title',
  keyword: 'title',
  category: 'title',
  description: 'comment',
  revision: 'history',
  TotalTime: 'history',
  'editing-cycles': 'history',
  'editing-duration': 'history',
  Application: 'software',
  AppVersion: 'software',
  generator: 'software',
  Template: 'identifier',
  HyperlinkBase: 'identifier',
  identifier: 'identifier',
  contentStatus: 'comment',
  version: 'identifier',
  'user-defined': 'identifier',
  property: 'identifier',
};
const ATTRIBUTES: Record<string, Kind> = {
  author: 'author',
  displayName: 'author',
  userName: 'author',
  userId: 'identifier',
  siteId: 'identifier',
  date: 'time',
  dateTime: 'time',
  dt: 'time',
  dT: 'time',
  dateUtc: 'time',
  created: 'time',
};
const NAMED_PEOPLE = new Set(['cmAuthor', 'author', 'userInfo']);
const COMMENTS = /^(?:comment|cm|threadedComment)$/;
const PROPERTIES = /(?:^|\/)(?:docProps\/(?:core|app|custom)|meta)\.xml$/;
const THUMBNAIL = /thumbnail/i;
/** Structure of the package, which tells nothing. */
const SILENT =
  /\.(?:rels|rdf)$|^\[Content_Types\]\.xml$|(?:^|\/)ObjectReplacements\/|\/charts\/(?:style|colors)\d*\.xml$|(?:^|\/)(?:webSettings|viewProps|presProps|stylesWithEffects|layout-cache|mimetype)(?:\.xml)?$/;

/** Adds what a member tells to the findings. Throws `Obstructed` with 'too-complex' only. */
export async function describe(document: Document, member: Member): Promise<void> {
  const { findings } = document;
  const { name } = member;
  if (SILENT.test(name) || member.size === 0) return;
  if (/signature/i.test(name)) {
    findings.add('identifier', name);
    return;
  }
  if (THUMBNAIL.test(name)) {
    findings.add('thumbnail', '');
    return;
  }
  const isProperties = PROPERTIES.test(name);
  const isDiscussion = /comment|person|people|author|user|revision/i.test(name);
  if (!isProperties && !isDiscussion) findings.add('unknown-part', name.replace(/(\/glossary)\/.*/, '$1'));
  if (!/\.xml$/i.test(name) || (!isProperties && !isDiscussion)) return;
  try {
    read(document, await document.text(member), isProperties);
  } catch (error) {
    if (!(error instanceof Obstructed) || error.why === 'too-complex') throw error;
    findings.add('unknown-part', name);
  }
}

function read({ findings, work }: Document, xml: string, isProperties: boolean): void {
  const said: string[] = [];
  const local = (element: Element) => element.name.slice(element.name.indexOf(':') + 1);
  rewriteXml(xml, {
    work,
    namespaces: new Map(),
    open(element) {
      const name = local(element);
      for (const { name: key, value } of element.attributes) {
        const kind = key.startsWith('xmlns') ? undefined : ATTRIBUTES[key.slice(key.indexOf(':') + 1)];
        if (kind && value && !isProperties) findings.add(kind, value);
      }
      const person = NAMED_PEOPLE.has(name) ? element.get('name') : null;
      if (person) findings.add('author', person);
      if (name === 'template') findings.add('identifier', element.get('?:href') ?? '');
      if (COMMENTS.test(name)) said.length = 0;
      return 'drop';
    },
    text(text, element) {
      const name = local(element);
      const kind = TEXTS[name] ?? TEXTS[named(element) && 'property'];
      const label = element.get('?:name') ?? named(element);
      if (kind && text.trim() && (isProperties || kind === 'author' || kind === 'time'))
        findings.add(kind, label ? `${label}: ${text}` : text);
      else if (said.length < 20) said.push(text);
      return text;
    },
    close(element) {
      if (!COMMENTS.test(local(element))) return;
      findings.add('comment', said.join(' '));
    },
  });

  /** A custom property has its value in an element of its own, which tells its type (part 1, 22.3.2). */
  function named({ parent }: Element): string {
    return (parent && local(parent) === 'property' && parent.get('name')) || '';
  }
}
