/**
 * How the parts of an OOXML document hang together (ECMA-376, part 2, Open Packaging Conventions): content types (6.2.3) and
 * relationships (6.5).
 *
 * @module
 */
import type { Document } from './document.ts';
import { Obstructed } from './reader.ts';
import { encode, rewriteXml } from './xml.ts';
import type { Element } from './xml-rules.ts';
import type { Member } from './zip.ts';

const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONS_TYPE = 'application/vnd.openxmlformats-package.relationships+xml';

export const CONTENT_TYPES = '[Content_Types].xml';

export type Relation = {
  id: string;
  /** As it stands, and its last word, which is the same in both spellings of ECMA-376. */
  type: string;
  kind: string;
  target: string;
  isExternal: boolean;
  /** The member that it leads to. */
  member: Member | null;
};

export class Package {
  readonly document: Document;
  readonly #types = new Map<string, string>();
  readonly #defaults = new Map<string, string>();
  /** Names are the same whatever their case. */
  readonly #members: ReadonlyMap<string, Member>;

  private constructor(document: Document) {
    this.document = document;
    this.#members = new Map([...document.members].map(([name, member]) => [name.toLowerCase(), member]));
  }

  static async open(document: Document): Promise<Package> {
    const opened = new Package(document);
    const member = opened.member(CONTENT_TYPES);
    if (member === null) throw new Obstructed('damaged');
    each(document, await document.text(member), TYPES, (element) => {
      const type = element.get('ContentType') ?? '';
      const name = (element.get('PartName') ?? '').replace(/^\//, '').toLowerCase();
      if (element.name === 'p:Override') opened.#types.set(name, type);
      if (element.name === 'p:Default')
        opened.#defaults.set((element.get('Extension') ?? '').toLowerCase(), type);
    });
    return opened;
  }

  member(name: string): Member | null {
    return this.#members.get(name.toLowerCase()) ?? null;
  }

  /** Empty where there is none. */
  typeOf({ name }: Member): string {
    const lower = name.toLowerCase();
    return this.#types.get(lower) ?? this.#defaults.get(lower.slice(lower.lastIndexOf('.') + 1)) ?? '';
  }

  /** Those of a part; of the whole document where `part` is empty. */
  async relationsOf(part: string): Promise<Relation[]> {
    const member = this.member(relationsName(part));
    if (member === null) return [];
    const relations: Relation[] = [];
    const ids = new Set<string>();
    each(this.document, await this.document.text(member), RELATIONS, (element) => {
      if (element.name !== 'p:Relationship') return;
      const [id, type, target] = [
        element.get('Id') ?? '',
        element.get('Type') ?? '',
        element.get('Target') ?? '',
      ];
      const isExternal = element.get('TargetMode') === 'External';
      if (ids.has(id)) throw new Obstructed('damaged');
      ids.add(id);
      const kind = type.slice(type.lastIndexOf('/') + 1);
      relations.push({
        id,
        type,
        kind,
        target,
        isExternal,
        member: isExternal ? null : this.#find(part, target),
      });
    });
    return relations;
  }

  #find(part: string, target: string): Member | null {
    const path = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
    for (const step of target.replace(/^\//, '').split('/')) {
      if (step === '..') path.pop();
      else if (step !== '.') path.push(step);
    }
    const name = path.join('/');
    return this.member(name) ?? this.member(unescaped(name));
  }
}

export const relationsName = (part: string) => part.replace(/([^/]*)$/, '_rels/$1.rels');

export function relationsXml(
  relations: readonly Pick<Relation, 'id' | 'type' | 'target' | 'isExternal'>[],
): string {
  const rows = relations.map(({ id, type, target, isExternal }) => {
    const mode = isExternal ? ' TargetMode="External"' : '';
    return `<Relationship Id="${encode(id)}" Type="${encode(type)}" Target="${encode(target)}"${mode}/>`;
  });
  return `${HEAD}<Relationships xmlns="${RELATIONS}">${rows.join('')}</Relationships>`;
}

/** `defaults` by extension, `parts` by name without the slash. */
export function contentTypesXml(
  defaults: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, string>,
): string {
  const sorted = (types: ReadonlyMap<string, string>) => [...types].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [
    ...sorted(new Map([...defaults, ['rels', RELATIONS_TYPE]])).map(
      ([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`,
    ),
    ...sorted(parts).map(
      ([name, type]) => `<Override PartName="/${encode(name)}" ContentType="${encode(type)}"/>`,
    ),
  ];
  return `${HEAD}<Types xmlns="${TYPES}">${rows.join('')}</Types>`;
}

function each({ work }: Document, xml: string, namespace: string, take: (element: Element) => void): void {
  rewriteXml(xml, {
    work,
    namespaces: new Map([[namespace, 'p']]),
    open: (element) => {
      take(element);
      return 'keep';
    },
  });
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
