/**
 * Rewrites XML 1.0 with namespaces: elements and attributes are taken out or changed as rules say, everything else stays
 * byte for byte. Comments, processing instructions and whatever is in a namespace that the rules do not name go. Strict: no
 * document type, so no entities of its own (a few bytes of them can stand for gigabytes); not for HTML.
 *
 * @module
 */
import { Obstructed } from './reader.ts';
import { Element, Output, type Attribute, type Rules } from './xml-rules.ts';

const DEEPEST = 256;
const MOST_ATTRIBUTES = 256;
/** Declared prefixes that are carried from element to element, all in all. */
const MOST_COPIED = 4_000_000;
const XML = 'http://www.w3.org/XML/1998/namespace';
const NAME = /[^\s<>/=&"'!?;:]+(?::[^\s<>/=&"'!?;:]+)?/y;
const ATTRIBUTE = /\s+([^\s<>/=&"'!?;:]+(?::[^\s<>/=&"'!?;:]+)?)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const TAG_END = /\s*(\/?>)/y;
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(lt|gt|amp|quot|apos));|&/g;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NOT_ALLOWED = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** The same string where the rules change nothing. Throws `Obstructed` with 'damaged' where it is not well formed. */
export function rewriteXml(text: string, rules: Rules): string {
  return new Rewriter(text, rules).run();
}

type Known = readonly [name: string, namespace: string];
/** What prefixes stand for, and names that were looked up there. */
type Scope = { prefixes: ReadonlyMap<string, string>; known: Map<string, Known> };

class Rewriter {
  readonly #text: string;
  readonly #rules: Rules;
  readonly #output = new Output();
  readonly #open: { element: Element; tag: string; scope: Scope }[] = [];
  #at = 0;
  #roots = 0;
  #copied = 0;

  constructor(text: string, rules: Rules) {
    this.#text = text;
    this.#rules = rules;
  }

  run(): string {
    const text = this.#text;
    if (NOT_ALLOWED.test(text)) throw new Obstructed('damaged');
    if (text.startsWith('<?xml')) this.#declaration();
    while (this.#at < text.length) {
      if (text[this.#at] !== '<') this.#characters();
      else if (text.startsWith('</', this.#at)) this.#endTag();
      else if (text.startsWith('<!--', this.#at)) this.#aside('<!--', '-->');
      else if (text.startsWith('<![CDATA[', this.#at)) this.#section();
      else if (text.startsWith('<?', this.#at)) this.#aside('<?', '?>');
      else this.#startTag();
    }
    if (this.#open.length > 0 || this.#roots !== 1) throw new Obstructed('damaged');
    return this.#output.changed ? this.#output.pieces.join('') : text;
  }

  #declaration(): void {
    const end = this.#find('?>', 0);
    const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(this.#text.slice(0, end))?.[1] ?? 'utf-8';
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw new Obstructed('damaged');
    this.#emit(this.#text.slice(0, end + 2));
    this.#at = end + 2;
  }

  #characters(): void {
    const next = this.#text.indexOf('<', this.#at);
    const raw = this.#text.slice(this.#at, next < 0 ? undefined : next);
    this.#at += raw.length;
    this.#say(raw, raw);
  }

  /** 2.7. */
  #section(): void {
    const end = this.#find(']]>', this.#at);
    const raw = this.#text.slice(this.#at, end + 3);
    this.#at = end + 3;
    this.#say(raw, null);
  }

  #say(raw: string, encoded: string | null): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) {
      if (raw.trim() !== '') throw new Obstructed('damaged');
      this.#emit(raw);
      return;
    }
    const read = encoded === null ? raw.slice(9, -3) : decode(encoded);
    const wanted = this.#rules.text ? this.#rules.text(read, inside.element) : read;
    if (inside.element.isDropped) return;
    if (wanted !== read) this.#output.changed = true;
    this.#emit(wanted === read ? raw : encode(wanted));
  }

  #aside(opening: string, closing: string): void {
    const from = this.#at + opening.length;
    const end = this.#find(closing, from);
    this.#rules.aside?.(this.#text.slice(from, end).trim());
    this.#at = end + closing.length;
    this.#output.changed = true;
  }

  #startTag(): void {
    const from = this.#at;
    const tag = this.#match(NAME, from + 1)[0];
    const raws: string[] = [];
    const names: string[] = [];
    const values: string[] = [];
    for (let match; this.#text[this.#at] !== '>' && (match = this.#tryMatch(ATTRIBUTE));) {
      raws.push(match[0]);
      names.push(match[1] ?? '');
      values.push(decode((match[2] ?? '').slice(1, -1)));
      if (raws.length > MOST_ATTRIBUTES) throw new Obstructed('too-complex');
    }
    const isEmpty = this.#tagEnd() === '/>';
    const work = 1 + (names.length >> 2);
    if ((this.#rules.work.left -= work) < 0 || this.#open.length >= DEEPEST)
      throw new Obstructed('too-complex');
    const outside = this.#open.at(-1);
    if (outside === undefined && (this.#roots += 1) > 1) throw new Obstructed('damaged');
    const scope = this.#declare(
      outside?.scope ?? { prefixes: new Map([['xml', XML]]), known: new Map() },
      names,
      values,
    );
    const attributes = this.#attributes(scope, names, values);
    const [name, namespace] = this.#known(scope, tag);
    const parent = outside?.element ?? null;
    const element = new Element(
      name,
      namespace,
      attributes,
      parent,
      this.#output.pieces.length,
      scope.prefixes,
    );
    this.#judge(element);
    if (element.isDropped || element.verdict === 'unwrap') this.#output.changed = true;
    else this.#emitTag(element, this.#text.slice(from, this.#at), raws, values);
    if (isEmpty) this.#close(element);
    else this.#open.push({ element, tag, scope });
  }

  #attributes(scope: Scope, names: readonly string[], values: readonly string[]): Attribute[] {
    const attributes = names.map((name, index): Attribute => {
      const isPrefixed = name.includes(':') && !name.startsWith('xmlns:');
      return { name: isPrefixed ? this.#known(scope, name)[0] : name, value: values[index] ?? '' };
    });
    if (attributes.length < 2) return attributes;
    // In one namespace under two prefixes as well (Namespaces, 6.3), or a rule would see one of them and a program the other.
    const known = attributes.filter(({ name }) => !name.startsWith('?:'));
    if (new Set(known.map(({ name }) => name)).size !== known.length) throw new Obstructed('damaged');
    return attributes;
  }

  /** What the rules say, and that nothing stays that they do not know. */
  #judge(element: Element): void {
    const { namespaces } = this.#rules;
    const verdict = this.#rules.open(element);
    element.verdict = namespaces.has(element.namespace) || verdict === 'unwrap' ? verdict : 'drop';
    element.isDropped ||= element.verdict === 'drop';
    // Rules may still ask what goes, when they come to its text.
    if (element.isDropped) return;
    for (const attribute of element.attributes) {
      const { name, value } = attribute;
      if (name.startsWith('?:')) attribute.value = null;
      else if (!name.startsWith('xmlns') || value === '' || namespaces.has(value ?? '')) continue;
      else if (name === 'xmlns' || name[5] === ':') attribute.value = null;
    }
  }

  #emitTag(
    { attributes, parent }: Element,
    tag: string,
    raws: readonly string[],
    values: readonly string[],
  ): void {
    if (parent) parent.children += 1;
    if (attributes.every(({ value }, index) => value === values[index])) {
      this.#emit(tag);
      return;
    }
    this.#output.changed = true;
    const kept = attributes.map(({ value }, index) => {
      const raw = raws[index] ?? '';
      if (value === values[index]) return raw;
      return value === null ? '' : `${raw.slice(0, raw.indexOf('=') + 1)}"${encode(value)}"`;
    });
    const end = tag.endsWith('/>') ? '/>' : '>';
    this.#emit(`${tag.slice(0, tag.search(/[\s/>]/))}${kept.join('')}${end}`);
  }

  #endTag(): void {
    const from = this.#at;
    const closing = this.#open.pop();
    if (closing === undefined || !this.#text.startsWith(closing.tag, from + 2))
      throw new Obstructed('damaged');
    this.#at = from + 2 + closing.tag.length;
    if (this.#tagEnd() !== '>') throw new Obstructed('damaged');
    const { element } = closing;
    if (!element.isDropped && element.verdict === 'keep') this.#emit(this.#text.slice(from, this.#at));
    this.#close(element);
  }

  #close(element: Element): void {
    this.#rules.close?.(element, this.#output);
    if (!element.doomed || element.isDropped) return;
    this.#output.pieces.length = element.start;
    this.#output.changed = true;
    if (element.parent && element.verdict === 'keep') element.parent.children -= 1;
  }

  /** Namespaces in XML 1.0, 3: a copy only where an element declares something, which is seldom, or it is too much work. */
  #declare(outside: Scope, names: readonly string[], values: readonly string[]): Scope {
    let inside: Map<string, string> | null = null;
    for (const [index, name] of names.entries()) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      if (inside === null) {
        inside = new Map(outside.prefixes);
        if ((this.#copied += inside.size) > MOST_COPIED) throw new Obstructed('too-complex');
      }
      inside.set(name.slice(6), values[index] ?? '');
    }
    return inside ? { prefixes: inside, known: new Map() } : outside;
  }

  /** The name as the rules know it, and its namespace. */
  #known(scope: Scope, name: string): Known {
    const before = scope.known.get(name);
    if (before) return before;
    const colon = name.indexOf(':');
    const namespace = scope.prefixes.get(colon < 0 ? '' : name.slice(0, colon));
    if (namespace === undefined && colon >= 0) throw new Obstructed('damaged');
    const prefix = namespace === XML ? 'xml' : (this.#rules.namespaces.get(namespace ?? '') ?? '?');
    const known: Known = [`${prefix}:${name.slice(colon + 1)}`, namespace ?? ''];
    scope.known.set(name, known);
    return known;
  }

  #tagEnd(): string {
    if (this.#text[this.#at] !== '>') return this.#match(TAG_END, this.#at)[1] ?? '';
    this.#at += 1;
    return '>';
  }

  #emit(piece: string): void {
    this.#output.pieces.push(piece);
  }

  #find(wanted: string, from: number): number {
    const at = this.#text.indexOf(wanted, from);
    if (at < 0) throw new Obstructed('damaged');
    return at;
  }

  #match(pattern: RegExp, at: number): RegExpExecArray {
    this.#at = at;
    const match = this.#tryMatch(pattern);
    if (match === null) throw new Obstructed('damaged');
    return match;
  }

  #tryMatch(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? '';
    const code = decimal !== undefined ? Number(decimal) : parseInt(hex ?? '', 16);
    if (!(code > 0 && code <= 0x10ffff)) throw new Obstructed('damaged');
    return String.fromCodePoint(code);
  });
}

export function encode(text: string): string {
  return text.replace(/[<>&"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
