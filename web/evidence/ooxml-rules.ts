/**
 * What becomes of each element of an OOXML part; see ooxml-policy.ts. Changes that were tracked are accepted (ECMA-376, part 1,
 * 17.13.5): deleted text leaves, inserted text stays. Where only the mark of a paragraph was deleted, the paragraphs stay two.
 *
 * @module
 */
import { isFileName, isPath, type Document } from './document.ts';
import {
  AUTHOR_ATTRIBUTES,
  CHANGES,
  DROPPED,
  DROPPED_ATTRIBUTES,
  EXTENSIONS,
  FIELDS,
  NAMESPACES,
  NAMING_ATTRIBUTES,
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
/** Within each other. */
const MOST_FIELDS = 32;

/** A field from its beginning on, where in the output its marks are, and what its instruction is as far as is known. */
type Field = { instruction: string; marks: [number, number][]; isInstruction: boolean };

export function ooxmlRules(part: Part): Rules {
  const { document, revisions } = part;
  const { findings } = document;
  const fields: Field[] = [];

  return {
    namespaces: NAMESPACES,
    open(element) {
      const { name, parent } = element;
      if (parent === null && !NAMESPACES.has(element.namespace)) document.unknown(name);
      note(element);
      if (element.isDropped) return 'drop';
      if (parent?.name === 'w:settings' && !SETTINGS.has(name)) return 'drop';
      if (name === 'w:del' && parent?.name === 'w:trPr') doom(element, 'w:tr');
      if (name === 'w:cellDel') doom(element, 'w:tc');
      if (parent?.name === 'w:sdtPr' && (name === 'w:id' || name === 'w:tag')) return 'drop';
      if (DROPPED.has(name) || name === 'w:cellDel') return 'drop';
      if (UNWRAPPED.has(name)) return 'unwrap';
      if (OBJECTS.test(name)) document.unknown(name);
      if (
        name.endsWith(':ext') &&
        element.get('uri') !== null &&
        !EXTENSIONS.has(element.get('uri')?.toLowerCase() ?? '')
      )
        return 'drop';
      if (name === 'mc:Choice' && !understood(element, element.get('Requires') ?? '?')) return 'drop';
      if (name === 'w:fldSimple' && !isHarmless(element.get('w:instr') ?? '')) return 'unwrap';
      return attributes(element);
    },
    text(text, element) {
      const field = fields.at(-1);
      if (element.name === 'w:instrText' && !element.isDropped && field?.isInstruction)
        field.instruction += text;
      if (element.name === 'x14:id') return revisions.number(text);
      if (element.name === 'x:definedName' && isPath(text)) {
        findings.add('identifier', text);
        return '""';
      }
      return text;
    },
    close(element, output) {
      if (element.isDropped) return;
      const { name, parent } = element;
      if (name === 'w:fldChar') mark(element, output);
      // Also what fields within an instruction show: it would be seen once there is no instruction.
      if (IN_INSTRUCTION.test(name))
        fields.find(({ isInstruction }) => isInstruction)?.marks.push([element.start, output.pieces.length]);
      if (/^(?:w:tbl|w:tr)$/.test(name) && !element.holds) element.doomed = true;
      if (parent && (name === 'w:tr' || name === 'w:tc') && !element.doomed) holder(parent).holds = true;
      if (/:extLst$|^x:hyperlinks$/.test(name) && element.children === 0) element.doomed = true;
      if (name === 'mc:Choice' && parent) parent.holds = true;
      if (name === 'mc:Fallback' && parent?.holds === false) output.unwrap(element);
      if (name === 'mc:AlternateContent' && !element.holds) output.unwrap(element);
      if (element.doomed) {
        // What goes must not be taken out once more, where something else stands by then.
        for (const { marks } of fields) while ((marks.at(-1)?.[0] ?? -1) >= element.start) marks.pop();
      }
    },
    aside: (text) => findings.add('comment', text),
  };

  function note(element: Element): void {
    const { name } = element;
    if (CHANGES.test(name) && element.get('w:author') !== null) {
      revisions.count += 1;
      revisions.authors.add(element.get('w:author') ?? '');
    }
    if (/:absPath$/.test(name)) findings.add('identifier', element.attributes[0]?.value ?? '');
    if (name === 'o:signatureline') findings.add('author', suggested(element));
    if (name === 'x:fileVersion')
      findings.add('software', `${element.get('appName') ?? ''} ${element.get('lastEdited') ?? ''}`);
    if (name === 'w:permStart') findings.add('author', element.get('w:ed') ?? '');
    if (name === 'w:docVar')
      findings.add('identifier', `${element.get('w:name') ?? ''}=${element.get('w:val') ?? ''}`);
    if (/^(?:w:embed\w+|p:embeddedFont)$/.test(name)) findings.add('unknown-part', name);
    if (name === 'w:rsid' || name === 'w:rsidRoot') revisions.sessions.add(element.get('w:val') ?? '');
    if (/^w1[45]:docId$/.test(name)) findings.add('identifier', element.get('w14:val') ?? '');
    for (const { name: attribute, value } of element.attributes) {
      if (value === null) continue;
      if (attribute.startsWith('w:rsid')) revisions.sessions.add(value);
      if (attribute === 'w:date') findings.add('time', value);
      if (/refreshedDate/.test(attribute)) findings.add('time', value);
      if (AUTHOR_ATTRIBUTES.has(`@${attribute}`) || AUTHOR_ATTRIBUTES.has(`${name}@${attribute}`))
        findings.add('author', value);
    }
  }

  function attributes(element: Element): Verdict {
    const { name } = element;
    for (const attribute of element.attributes) {
      const { name: key, value } = attribute;
      if (value === null || key.startsWith('xmlns')) continue;
      const own = `${name}@${key}`;
      if (DROPPED_ATTRIBUTES.has(`@${key}`) || DROPPED_ATTRIBUTES.has(own) || key.startsWith('w:rsid'))
        attribute.value = null;
      else if (key === 'mc:Ignorable' || key === 'mc:MustUnderstand') {
        const prefixes = value.split(/\s+/).filter((prefix) => element.knows(prefix, NAMESPACES));
        attribute.value = prefixes.length > 0 ? prefixes.join(' ') : null;
        if (key === 'mc:MustUnderstand' && attribute.value !== value) document.unknown(key);
      } else if (NUMBERED.test(own)) attribute.value = revisions.number(value);
      else if (NAMING_ATTRIBUTES.has(key) && isNaming(name) && isFileName(value)) {
        findings.add('identifier', value);
        attribute.value = key === 'name' ? '' : null;
      } else if ((key.startsWith('r:') || key === 'o:relid') && value !== '') {
        if (part.leads(value)) part.used(value);
        else {
          const way = WITHOUT_RELATION[own] ?? WITHOUT_RELATION[name];
          if (way === 'element') return 'drop';
          if (way === undefined) document.unknown(own);
          attribute.value = null;
        }
      }
    }
    return 'keep';
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

const suggested = (element: Element) =>
  element.attributes
    .filter(({ name }) => name.startsWith('o:suggested'))
    .map(({ value }) => value ?? '')
    .join(' ');
