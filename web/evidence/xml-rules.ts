/**
 * What a rewriting of XML is told, and tells; see xml.ts.
 *
 * @module
 */
/** What becomes of an element: `unwrap` keeps what is in it. */
export type Verdict = 'keep' | 'drop' | 'unwrap';

export type Attribute = {
  /** With the prefix by which the rules know its namespace; `xmlns` ones as they stand. `?:` and the local name otherwise. */
  name: string;
  /** Set to change it, or to null to take it out. */
  value: string | null;
};

export class Element {
  readonly name: string;
  /** Empty where there is none. */
  readonly namespace: string;
  readonly attributes: Attribute[];
  readonly parent: Element | null;
  verdict: Verdict = 'keep';
  /** Whether it goes, alone or with what it is in. */
  isDropped: boolean;
  /** Set by rules, at the latest when it closes: then it goes after all, with everything in it. */
  doomed = false;
  /** For rules. */
  holds = false;
  /** How many elements in it were kept. */
  children = 0;
  /** Where it begins in the output; see `Output`. */
  readonly start: number;
  readonly #prefixes: ReadonlyMap<string, string>;

  constructor(
    name: string,
    namespace: string,
    attributes: Attribute[],
    parent: Element | null,
    start: number,
    prefixes: ReadonlyMap<string, string>,
  ) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
    this.parent = parent;
    this.start = start;
    this.isDropped = parent?.isDropped ?? false;
    this.#prefixes = prefixes;
  }

  get(name: string): string | null {
    return this.attributes.find((attribute) => attribute.name === name)?.value ?? null;
  }

  set(name: string, value: string | null): void {
    const attribute = this.attributes.find((candidate) => candidate.name === name);
    if (attribute) attribute.value = value;
  }

  /** Whether a prefix stands here for a namespace that the rules name. */
  knows(prefix: string, namespaces: ReadonlyMap<string, string>): boolean {
    return namespaces.has(this.#prefixes.get(prefix) ?? '');
  }
}

export type Rules = {
  /** Namespace to the prefix by which `open` is told of it, whatever prefix stands in the file. */
  namespaces: ReadonlyMap<string, string>;
  /** Also for what is in something that goes: there the verdict makes no difference. */
  open: (element: Element) => Verdict;
  /** Text as it reads, and what is to stand there instead. */
  text?: (text: string, element: Element) => string;
  close?: (element: Element, output: Output) => void;
  /** Comments and processing instructions, which go. */
  aside?: (text: string) => void;
  /** How many elements may still come, in this text and in all that share it. */
  work: { left: number };
};

/** Pieces of text in their order. */
export class Output {
  pieces: string[] = [];
  changed = false;

  /** Takes out the tags of an element that has just closed, and keeps what is in it. */
  unwrap(element: Element): void {
    this.blank(element.start, element.start + 1);
    this.blank(this.pieces.length - 1, this.pieces.length);
  }

  /** Takes out what stands between two places. */
  blank(from: number, to: number): void {
    this.pieces.fill('', from, to);
    this.changed = true;
  }
}
