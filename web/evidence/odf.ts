/**
 * Texts, sheets, slides and drawings of OpenDocument (OASIS, version 1.3): what they give away besides what they show. Kept are
 * content, styles, what of the settings is about layout, and the pictures and objects that these refer to; the manifest is written anew.
 *
 * @module
 */
import { attempt } from './attempt.ts';
import { Document } from './document.ts';
import type { Examined } from './examined.ts';
import { describe } from './left-out.ts';
import { examineMedia, MEDIA, type ExamineMedia } from './media.ts';
import { MANIFEST, TYPES } from './odf-policy.ts';
import { odfRules, settingsRules, type Changes } from './odf-rules.ts';
import { Obstructed } from './reader.ts';
import { encode, rewriteXml } from './xml.ts';
import type { Member } from './zip.ts';

/** Whatever the archive's bytes are, there is an answer. Throws only `bundle.file-changed`. */
export function examineOdf(file: Blob, examineEmbedded: ExamineMedia = examineMedia): Promise<Examined> {
  return attempt('odf', file, async (reader, findings) => {
    const document = await Document.open(reader, findings, examineEmbedded);
    await new Cleaner(document).run();
    document.tellOfChanges();
    if (document.isUnknown) return 'unknown-part';
    // Part 2, 3.3: what it is can be read at a fixed place.
    return () => document.write(['mimetype']);
  });
}

class Cleaner {
  readonly #document: Document;
  readonly #seen = new Set<string>(['mimetype', 'META-INF/manifest.xml']);
  readonly #types = new Map<string, string>();
  #version = '1.2';
  /** The folders of embedded objects, with a slash at their end; the document's own is empty. */
  readonly #folders = [''];
  readonly #changes: Changes = { count: 0, authors: new Set() };

  constructor(document: Document) {
    this.#document = document;
  }

  async run(): Promise<void> {
    const document = this.#document;
    await this.#readManifest();
    for (const folder of this.#folders) {
      const type = this.#types.get(folder || '/') ?? '';
      if (!TYPES.has(type)) document.unknown(folder || type);
      if (!document.members.has(`${folder}content.xml`)) throw new Obstructed('damaged');
      await this.#part(`${folder}content.xml`, folder, 'office:document-content');
      await this.#part(`${folder}styles.xml`, folder, 'office:document-styles');
      await this.#settings(`${folder}settings.xml`);
    }
    const type = this.#types.get('/') ?? '';
    await document.add('META-INF/manifest.xml', new TextEncoder().encode(this.#manifestXml()));
    await document.add('mimetype', new TextEncoder().encode(type), false);
    await this.#tellOfTheRest();
  }

  async #part(name: string, folder: string, root: string): Promise<void> {
    const document = this.#document;
    const member = document.members.get(name);
    if (member === undefined) return;
    this.#seen.add(name);
    const text = await document.text(member);
    // References are gathered first: what they lead to is looked at before it is known how it will be called.
    const targets = new Map<string, string>();
    this.#rewrite(text, root, { count: 0, authors: new Set() }, (target, element) => {
      targets.set(target, element);
      return target;
    });
    const leads = new Map<string, string>();
    for (const [target, element] of targets) {
      const place = await this.#resolve(target, folder, element);
      if (place !== null) leads.set(target, place);
    }
    const after = this.#rewrite(text, root, this.#changes, (target) => leads.get(target) ?? null);
    await document.keepText(member, text, after);
  }

  #rewrite(
    text: string,
    root: string,
    changes: Changes,
    lead: (target: string, element: string) => string | null,
  ): string {
    const rules = odfRules({ document: this.#document, changes, lists: new Map(), lead });
    return rewriteXml(text, {
      ...rules,
      open(element) {
        const isFormula = element.name === 'math:math';
        if (element.parent === null && element.name !== root && !isFormula) throw new Obstructed('damaged');
        return rules.open(element);
      },
    });
  }

  /** A picture or film, or the folder of an object; null where the archive has none of that name. */
  async #resolve(target: string, folder: string, element: string): Promise<string | null> {
    const path = folder + target.replace(/^\.\//, '').replace(/\/$/, '');
    const { members } = this.#document;
    if (element === 'draw:object') {
      if (!members.has(`${path}/content.xml`)) return null;
      if (!this.#folders.includes(`${path}/`)) this.#folders.push(`${path}/`);
      return target;
    }
    const member = members.get(path) ?? members.get(unescaped(path));
    if (member === undefined) return null;
    this.#seen.add(member.name);
    const kind = target.replace(/^\.\//, '').startsWith('Media/') ? 'Media' : 'Pictures';
    const name = await this.#document.keepMedia(member, folder + kind);
    // The same picture for an object and what it is in: out of the one's folder no name leads into the other's.
    if (!name.startsWith(folder)) this.#document.unknown(member.name);
    return name.slice(folder.length);
  }

  async #settings(name: string): Promise<void> {
    const document = this.#document;
    const member = document.members.get(name);
    if (member === undefined) return;
    this.#seen.add(name);
    const text = await document.text(member);
    await document.keepText(member, text, rewriteXml(text, settingsRules(document)));
  }

  /** Part 2, 4. */
  async #readManifest(): Promise<void> {
    const { members } = this.#document;
    const manifest = members.get('META-INF/manifest.xml');
    if (manifest === undefined) throw new Obstructed('damaged');
    rewriteXml(await this.#document.text(manifest), {
      work: this.#document.work,
      namespaces: new Map([[MANIFEST, 'm']]),
      open: (element) => {
        const version = element.get('m:version') ?? '';
        if (element.name === 'm:manifest' && /^1\.[0-4]$/.test(version)) this.#version = version;
        if (/:encryption-data$/.test(element.name)) throw new Obstructed('encrypted');
        if (element.name === 'm:file-entry')
          this.#types.set(element.get('m:full-path') ?? '', element.get('m:media-type') ?? '');
        return 'keep';
      },
    });
  }

  #manifestXml(): string {
    const entry = (path: string, type: string, more = '') =>
      `<manifest:file-entry manifest:full-path="${encode(path)}"${more} manifest:media-type="${encode(type)}"/>`;
    const version = ` manifest:version="${this.#version}"`;
    const folders = this.#folders.map((folder) =>
      entry(folder || '/', this.#types.get(folder || '/') ?? '', version),
    );
    const files = [...this.#document.kept].sort().map((name) => entry(name, mediaType(name)));
    const rows = [...folders, ...files].join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="${MANIFEST}"${version}>${rows}</manifest:manifest>`;
  }

  async #tellOfTheRest(): Promise<void> {
    const { findings, members } = this.#document;
    const { count, authors } = this.#changes;
    if (count > 0) findings.add('tracked-changes', `${String(count)}: ${[...authors].join(', ')}`);
    const rest: Member[] = [...members.values()].filter(({ name }) => !this.#seen.has(name));
    for (const member of rest) await describe(this.#document, member);
  }
}

function mediaType(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return Object.values(MEDIA).find(([candidate]) => candidate === extension)?.[1] ?? 'text/xml';
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
