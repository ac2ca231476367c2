/**
 * What becomes of each element of an OOXML part; see ooxml-policy.ts. Changes that were tracked are accepted (ECMA-376, part 1,
 * 17.13.5): deleted text leaves, inserted text stays. Where only the mark of a paragraph was deleted, the paragraphs stay two.
 *
 * @module
 */
import type { Kind } from './examined.ts';
import { isFileName, isPath, withoutFile, type Document } from './document.ts';
import {
  AUTHOR_ATTRIBUTES,
  CHANGES,
  DROPPED,
  DROPPED_ATTRIBUTES,
  EXTENSIONS,
  FIELDS,
  NAMESPACES,
  NAMING_ATTRIBUTES,
  REMARKS,
  SETTINGS,
  UNWRAPPED,
  WITHOUT_RELATION,
} from './ooxml-policy.ts';
import { Obstructed } from './reader.ts';
import type { Element, Output, Rules, Verdict } from './xml-rules.ts';

/** What is the same for all parts of a document. */
export class Revisions {
  count = 0;
  readonly authors = new Set<string>();
  readonly sessions = new Set<string>();
  readonly #ids = new Map<string, string>();

  /** Random numbers that only have to differ in one document, by their order instead. */
  number(id: string): string {
    if (!/^\{[\da-f-]{36}\}$/i.test(id)) return id;
    const next = (this.#ids.size + 1).toString(16).toUpperCase().padStart(12, '0');
    const known = this.#ids.get(id) ?? `{00000000-0000-0000-0000-${next}}`;
    this.#ids.set(id, known);
    return known;
  }
}

type Part = {
  document: Document;
  revisions: Revisions;
  /** Whether a relationship of that id leads to something that may stay. */
  leads: (id: string) => boolean;
  /** Called with those that are left. */
  used: (id: string) => void;
};

const NUMBERED =
  /^(?:a:fld@id|x14:cfRule@id|(?:dgm|dsp):\w+@(?:modelId|srcId|destId|parTransId|sibTransId|presAssocID|presId))$/;
const OBJECTS =
  /^(?:o:OLEObject|w:object|w:control|w:altChunk|w:subDoc|p:oleObj|p:control|p:contentPart|w14:contentPart|x:oleObjects|x:controls|x:externalReferences)$/;

const IN_INSTRUCTION = /^w:(?:instrText|t|sym|tab|br|drawing|pict)$/;
const EMPTIED = /:extLst$|^x:hyperlinks$/;
const CLOSED = /^(?:w:(?:fldChar|tbl|tr|tc)|mc:(?:Choice|Fallback|AlternateContent))$/;
const NOTED =
  /:absPath$|^o:signatureline$|^x:(?:fileVersion|fileSharing|scenario)$|^w:(?:permStart|docVar|embed\w+|rsid|rsidRoot)$|^p:embeddedFont$|:docId$/;
/** Names of a document have an end; those of a hostile one have none. */
const MOST_KNOWN = 4096;
/** Within each other. */
const MOST_FIELDS = 32;

/** A field from its beginning on, where in the output its marks are, and what its instruction is as far as is known. */
type Field = { instruction: string; marks: [number, number][]; isInstruction: boolean };

export function ooxmlRules(part: Part): Rules {
  const { document, revisions } = part;
  const { findings, work } = document;
  const fields: Field[] = [];

  return {
    work,
    namespaces: NAMESPACES,
    open(element) {
      const { name, parent } = element;
      const traits = traitsOf(name);
      if (parent === null && !NAMESPACES.has(element.namespace)) document.unknown(name);
      if (traits.isNoted || element.attributes.length > 0) note(element, traits);
      if (element.isDropped) return 'drop';
      if (parent?.name === 'w:settings' && !SETTINGS.has(name)) return 'drop';
      if (name === 'w:del' && parent?.name === 'w:trPr') doom(element, 'w:tr');
      if (name === 'w:cellDel') doom(element, 'w:tc');
      if (traits.verdict !== 'keep') return traits.verdict;
      if (parent?.name === 'w:sdtPr' && (name === 'w:id' || name === 'w:tag')) return 'drop';
      if (traits.isObject) document.unknown(name);
      if (traits.isExtension) {
        const uri = element.get('uri');
        if (uri !== null && !EXTENSIONS.has(uri.toLowerCase())) return 'drop';
      }
      if (name === 'mc:Choice' && !understood(element, element.get('Requires') ?? '?')) return 'drop';
      if (name === 'w:fldSimple' && !isHarmless(element.get('w:instr') ?? '')) return 'unwrap';
      return element.attributes.length === 0 ? 'keep' : attributes(element, traits);
    },
    text(text, element) {
      const field = fields.at(-1);
      if (element.name === 'w:instrText' && !element.isDropped && field?.isInstruction)
        field.instruction += text;
      if (element.name === 'x14:id') return revisions.number(text);
      // A cell still shows what was calculated.
      if (element.name === 'x:f' && isPath(text) && !element.isDropped) {
        findings.add('identifier', text);
        element.doomed = true;
      }
      // A chart that was pasted from a workbook names its file, and shows what it was given all the same.
      if (element.name === 'c:f' && withoutFile(text) !== text) {
        findings.add('identifier', text);
        return withoutFile(text);
      }
      if (element.name === 'x:definedName' && isPath(text)) {
        findings.add('identifier', text);
        return '""';
      }
      return text;
    },
    close(element, output) {
      if (element.isDropped || !(traitsOf(element.name).isClosed || element.doomed)) return;
      const { name, parent } = element;
      if (name === 'w:fldChar') mark(element, output);
      // Also what fields within an instruction show: it would be seen once there is no instruction.
      else if (IN_INSTRUCTION.test(name))
        fields.find(({ isInstruction }) => isInstruction)?.marks.push([element.start, output.pieces.length]);
      if ((name === 'w:tbl' || name === 'w:tr') && !element.holds) element.doomed = true;
      if (parent && (name === 'w:tr' || name === 'w:tc') && !element.doomed) holder(parent).holds = true;
      if (EMPTIED.test(name) && element.children === 0) element.doomed = true;
      if (name === 'mc:Choice' && parent) parent.holds = true;
      if (name === 'mc:Fallback' && parent?.holds === false) output.unwrap(element);
      if (name === 'mc:AlternateContent' && !element.holds) output.unwrap(element);
      // What goes must not be taken out once more, where something else stands by then.
      if (element.doomed)
        for (const { marks } of fields) while ((marks.at(-1)?.[0] ?? -1) >= element.start) marks.pop();
    },
    aside: (text) => findings.add('comment', text),
  };

  function note(element: Element, { isNoted, isChange }: Traits): void {
    if (isChange && element.get('w:author') !== null) {
      revisions.count += 1;
      revisions.authors.add(element.get('w:author') ?? '');
    }
    if (isNoted) noteElement(element);
    for (const { name: attribute, value } of element.attributes) {
      if (value === null) continue;
      if (attribute.startsWith('w:rsid')) revisions.sessions.add(value);
      if (attribute === 'w:date' || attribute.startsWith('refreshedDate')) findings.add('time', value);
      if (AUTHOR_ATTRIBUTES.has(attribute)) findings.add('author', value);
    }
  }

  function noteElement(element: Element): void {
    const { name } = element;
    const say = (kind: Kind, ...keys: string[]) => {
      const text = keys.map((key) => element.get(key) ?? '').join(' ');
      if (text.trim() !== '') findings.add(kind, text);
    };
    if (name.endsWith(':absPath')) say('identifier', 'url');
    if (name.endsWith(':docId')) findings.add('identifier', element.attributes[0]?.value ?? '');
    if (name === 'x:fileSharing') say('author', 'userName');
    if (name === 'x:scenario') say('author', 'user');
    if (name === 'x:fileVersion') say('software', 'appName', 'lastEdited');
    if (name === 'o:signatureline')
      say('author', 'o:suggestedsigner', 'o:suggestedsigner2', 'o:suggestedsigneremail');
    if (name === 'w:permStart') say('author', 'w:ed');
    if (name === 'w:docVar') say('identifier', 'w:name', 'w:val');
    if (/^(?:w:embed\w+|p:embeddedFont)$/.test(name)) findings.add('unknown-part', name);
    if (/^w:rsid/.test(name)) revisions.sessions.add(element.get('w:val') ?? '');
  }

  function attributes(element: Element, traits: Traits): Verdict {
    for (const attribute of element.attributes) {
      const { name: key, value } = attribute;
      if (value === null || key.startsWith('xmlns')) continue;
      switch (wayOf(traits, element.name, key)) {
        case 'drop':
          if (REMARKS.has(`${element.name}@${key}`) && value !== '') findings.add('comment', value);
          attribute.value = null;
          break;
        case 'prefixes': {
          const prefixes = value.split(/\s+/).filter((prefix) => element.knows(prefix, NAMESPACES));
          attribute.value = prefixes.length > 0 ? prefixes.join(' ') : null;
          if (key === 'mc:MustUnderstand' && attribute.value !== value) document.unknown(key);
          break;
        }
        case 'number':
          attribute.value = revisions.number(value);
          break;
        case 'naming':
          if (!isFileName(value)) break;
          findings.add('identifier', value);
          attribute.value = key === 'name' ? '' : null;
          break;
        case 'relation':
          if (value === '') break;
          if (part.leads(value)) {
            part.used(value);
            break;
          }
          attribute.value = null;
          if (goesWith(element.name, key) === 'element') return 'drop';
          break;
        case 'keep':
          if (!isPath(value)) break;
          findings.add('identifier', value);
          attribute.value = null;
      }
    }
    return 'keep';
  }

  /** What goes with a relationship that leads to nothing; without a rule for it, there is no clean document. */
  function goesWith(name: string, key: string): 'attribute' | 'element' {
    const own = `${name}@${key}`;
    const way = WITHOUT_RELATION[own] ?? WITHOUT_RELATION[name];
    if (way === undefined) document.unknown(own);
    return way ?? 'attribute';
  }

  /** 17.16.18: begin, instruction, separate, what is shown, end; fields in fields. */
  function mark(element: Element, output: Output): void {
    const type = element.get('w:fldCharType');
    if (fields.length > MOST_FIELDS) throw new Obstructed('too-complex');
    if (type === 'begin') fields.push({ instruction: '', marks: [], isInstruction: true });
    const field = fields.at(-1);
    if (field === undefined) return;
    field.marks.push([element.start, output.pieces.length]);
    if (type === 'separate') field.isInstruction = false;
    if (type !== 'end') return;
    fields.pop();
    if (isHarmless(field.instruction)) return;
    for (const [from, to] of field.marks) output.blank(from, to);
  }

  function isHarmless(instruction: string): boolean {
    if (isPath(instruction)) findings.add('identifier', instruction);
    return FIELDS.test(instruction) && !isPath(instruction);
  }

  function understood(element: Element, prefixes: string): boolean {
    return prefixes.split(/\s+/).every((prefix) => element.knows(prefix, NAMESPACES));
  }
}

/** What follows from a name alone; looked up once for each of them. */
type Way = 'keep' | 'drop' | 'prefixes' | 'number' | 'naming' | 'relation';
type Traits = {
  verdict: Verdict;
  isChange: boolean;
  isNoted: boolean;
  isObject: boolean;
  isExtension: boolean;
  isClosed: boolean;
  ways: Map<string, Way>;
};

const known = new Map<string, Traits>();

function traitsOf(name: string): Traits {
  const before = known.get(name);
  if (before) return before;
  const traits: Traits = {
    verdict: DROPPED.has(name) ? 'drop' : UNWRAPPED.has(name) ? 'unwrap' : 'keep',
    isChange: CHANGES.test(name),
    isNoted: NOTED.test(name),
    isObject: OBJECTS.test(name),
    isExtension: name.endsWith(':ext'),
    isClosed: CLOSED.test(name) || IN_INSTRUCTION.test(name) || EMPTIED.test(name),
    ways: new Map(),
  };
  if (known.size < MOST_KNOWN) known.set(name, traits);
  return traits;
}

function wayOf({ ways }: Traits, name: string, key: string): Way {
  const before = ways.get(key);
  if (before) return before;
  const own = `${name}@${key}`;
  let way: Way = 'keep';
  const isDropped = [`@${key}`, own].some((one) => DROPPED_ATTRIBUTES.has(one) || REMARKS.has(one));
  if (isDropped || key.startsWith('w:rsid')) way = 'drop';
  else if (key === 'mc:Ignorable' || key === 'mc:MustUnderstand') way = 'prefixes';
  else if (NUMBERED.test(own)) way = 'number';
  else if (NAMING_ATTRIBUTES.has(key) && isNaming(name)) way = 'naming';
  else if (key.startsWith('r:') || key === 'o:relid') way = 'relation';
  if (ways.size < MOST_KNOWN) ways.set(key, way);
  return way;
}

/** The nearest one around it of that name goes when it closes. */
function doom(element: Element, name: string): void {
  let around = element.parent;
  while (around && around.name !== name) around = around.parent;
  if (around) around.doomed = true;
}

/** A row may be in a control or a mark of its own; it is the table that holds it. */
function holder(element: Element): Element {
  let around = element;
  while (/^w:(?:sdt|sdtContent|customXml|ins|moveTo)$/.test(around.name) && around.parent)
    around = around.parent;
  return around;
}

const isNaming = (name: string) =>
  /^(?:\w+:(?:cNvPr|docPr|shape|rect|hyperlink|hlinkClick|hlinkHover))$/.test(name);
