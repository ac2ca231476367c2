/**
 * Documents, sheets and slides of Office Open XML (ECMA-376): what they give away besides what they show. From the main part on,
 * parts are kept that others refer to and that are known; the rest is left out, and the package's own lists are written anew.
 * Macros, objects of other programs and other files make a document one that cannot be had clean.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import { Document, isPublic } from './document.ts';
import type { Examined } from './examined.ts';
import { describe } from './left-out.ts';
import { examineMedia, MEDIA, type ExamineMedia } from './media.ts';
import { liesApart, withoutUnreferred } from './ooxml-apart.ts';
import {
  CONTENT_TYPES,
  contentTypesXml,
  Package,
  relationsName,
  relationsXml,
  type Relation,
} from './ooxml-package.ts';
import {
  IMPLICIT_RELATIONS,
  MAIN_TYPES,
  MEDIA_RELATIONS,
  NAMED_RELATIONS,
  PART_TYPES,
  UNKNOWN_RELATIONS,
} from './ooxml-policy.ts';
import { ooxmlRules, Revisions } from './ooxml-rules.ts';
import { Obstructed } from './reader.ts';
import { rewriteXml } from './xml.ts';
import type { Member } from './zip.ts';

/** Whatever the archive's bytes are, there is an answer. Throws only `bundle.file-changed`. */
export function examineOoxml(file: Blob, examineEmbedded: ExamineMedia = examineMedia): Promise<Examined> {
  return attempt('ooxml', file, async (reader, findings) => {
    const document = await Document.open(reader, findings, examineEmbedded);
    const cleaner = new Cleaner(document, await Package.open(document));
    await cleaner.run();
    document.tellOfChanges();
    if (document.isUnknown) return 'unknown-part';
    return () => document.write([CONTENT_TYPES, relationsName('')]);
  });
}

class Cleaner {
  readonly #document: Document;
  readonly #package: Package;
  readonly #revisions = new Revisions();
  readonly #types = new Map<string, string>();
  readonly #seen = new Set<Member>();
  /** What of the texts that lie apart is still referred to; see ooxml-apart.ts. */
  readonly #referred = new Set<string>();
  #mediaFolder = 'media';

  constructor(document: Document, opened: Package) {
    this.#document = document;
    this.#package = opened;
  }

  async run(): Promise<void> {
    const document = this.#document;
    const roots = await this.#package.relationsOf('');
    const main = roots.find(({ kind }) => kind === 'officeDocument');
    if (!main?.member) throw new Obstructed('damaged');
    if (!MAIN_TYPES.has(this.#package.typeOf(main.member))) document.unknown(main.member.name);
    this.#mediaFolder = `${main.member.name.split('/').slice(0, -1).join('/') || 'parts'}/media`;
    const apart: Member[] = [];
    for (const queue = [main.member]; ;) {
      const member = queue.shift() ?? apart.shift();
      if (member === undefined) break;
      if (queue.length > 0 && liesApart(this.#package.typeOf(member))) {
        apart.push(member);
        continue;
      }
      if (this.#seen.has(member)) continue;
      this.#seen.add(member);
      queue.push(...(await this.#part(member)));
    }
    await this.#write(relationsName(''), relationsXml([{ ...main, target: main.member.name }]));
    await this.#write(CONTENT_TYPES, this.#contentTypes());
    await this.#tellOfTheRest();
  }

  /** Keeps one part, and gives those to which it leads. */
  async #part(member: Member): Promise<Member[]> {
    const document = this.#document;
    const type = this.#package.typeOf(member);
    if (this.#seen.size > 1 && !PART_TYPES.has(type)) {
      document.unknown(member.name);
      return [];
    }
    const relations = await this.#package.relationsOf(member.name);
    const notes = await this.#notesOf(relations);
    const isChart = type.endsWith('drawingml.chart+xml');
    const followed = relations.filter((relation) => this.#leads(relation, notes, isChart));
    const leads = new Map(followed.map((relation) => [relation.id, relation]));
    const used = new Set<string>();
    const text = await document.text(member);
    const part = {
      document,
      revisions: this.#revisions,
      leads: (id: string) => leads.has(id),
      used: (id: string) => used.add(id),
    };
    const rules = withoutUnreferred(ooxmlRules(part), this.#referred, document.findings);
    await document.keepText(member, text, rewriteXml(text, rules));
    this.#types.set(member.name, type);
    const kept: Omit<Relation, 'member' | 'kind'>[] = [];
    const next: Member[] = [];
    for (const relation of leads.values()) {
      if (!used.has(relation.id) && !IMPLICIT_RELATIONS.has(relation.kind)) continue;
      let { target } = relation;
      if (relation.member && MEDIA_RELATIONS.has(relation.kind)) {
        this.#seen.add(relation.member);
        target = `/${await document.keepMedia(relation.member, this.#mediaFolder)}`;
      } else if (relation.member) {
        next.push(relation.member);
        target = `/${relation.member.name}`;
      }
      kept.push({ ...relation, target });
    }
    if (kept.length > 0) await this.#write(relationsName(member.name), relationsXml(kept));
    return next;
  }

  #leads(
    { kind, member, target, isExternal }: Relation,
    notes: ReadonlySet<Member>,
    isOfChart: boolean,
  ): boolean {
    if (UNKNOWN_RELATIONS.test(kind)) {
      // The sheet behind a chart: what the chart shows is in the chart as well, and what refers to the sheet goes.
      if (!(isOfChart && /^(?:package|oleObject)$/.test(kind))) this.#document.unknown(member?.name ?? kind);
    }
    if (isExternal) {
      if (isPublic(target) && (kind === 'hyperlink' || MEDIA_RELATIONS.has(kind))) return true;
      this.#document.findings.add('identifier', target);
      return false;
    }
    return (
      member !== null && !notes.has(member) && (IMPLICIT_RELATIONS.has(kind) || NAMED_RELATIONS.has(kind))
    );
  }

  /** The boxes in which comments of a sheet are shown; they go with them. Boxes of forms are none. */
  async #notesOf(relations: readonly Relation[]): Promise<Set<Member>> {
    const notes = new Set<Member>();
    if (!relations.some(({ kind }) => kind === 'comments')) return notes;
    for (const { kind, member } of relations) {
      if (kind !== 'vmlDrawing' || member === null) continue;
      // Excel's own is not always well-formed.
      const text = await this.#document.text(member);
      if (text.includes('ObjectType="Note"') && !/ObjectType="(?!Note")/.test(text)) notes.add(member);
    }
    return notes;
  }

  #contentTypes(): string {
    const extensions = new Set([...this.#document.kept].map((name) => name.slice(name.lastIndexOf('.') + 1)));
    const media = Object.values(MEDIA).filter(([extension]) => extensions.has(extension));
    return contentTypesXml(new Map(media.map(([extension, type]) => [extension, type])), this.#types);
  }

  async #tellOfTheRest(): Promise<void> {
    const { findings, members } = this.#document;
    const { count, authors, sessions } = this.#revisions;
    if (count > 0) findings.add('tracked-changes', `${String(count)}: ${[...authors].join(', ')}`);
    if (sessions.size > 0) findings.add('history', `rsid ${[...sessions].slice(0, 30).join(' ')}`);
    for (const member of members.values())
      if (!this.#seen.has(member)) await describe(this.#document, member);
  }

  #write(name: string, xml: string): Promise<void> {
    return this.#document.add(name, new TextEncoder().encode(xml));
  }
}
