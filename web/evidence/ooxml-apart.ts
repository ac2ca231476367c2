/**
 * Texts that lie apart from where they are shown: footnotes and endnotes (ECMA-376, part 1, 17.11), and what cells hold (18.4). A
 * change that was tracked deletes the reference only, and some programs leave there what a cell held before.
 *
 * @module
 */
import type { Findings } from './findings.ts';
import type { Element, Rules } from './xml-rules.ts';

const NOTE = /^w:(?:footnote|endnote)$/;
const REFERENCE = /^w:(?:footnote|endnote)Reference$/;
const STRING = 'x:si';
const PARTS = /(?:footnotes|endnotes|sharedStrings)\+xml$/;
const MOST_SAID = 20;

/** Whether a part of that type is to be gone through only when all that may refer to it has been. */
export const liesApart = (type: string) => PARTS.test(type);

/**
 * `rules`, and besides: references that stay are put into `referred`, and texts to which none leads go. A cell names its text by
 * its place, so that an empty one is left there.
 */
export function withoutUnreferred(rules: Rules, referred: Set<string>, findings: Findings): Rules {
  let strings = 0;
  let unreferred: Element | null = null;
  const said: string[] = [];

  return {
    ...rules,
    open(element) {
      const { name, parent } = element;
      const verdict = rules.open(element);
      if (unreferred) return name === 'x:t' && parent === unreferred ? verdict : 'drop';
      if (verdict !== 'keep' || element.isDropped) return verdict;
      if (REFERENCE.test(name) && !isDoomed(element))
        referred.add(keyOf(name.replace('Reference', ''), element));
      if (name === STRING) {
        if (!referred.has(`${STRING} ${String(strings)}`)) unreferred = element;
        strings += 1;
      } else if (NOTE.test(name) && isText(element) && !referred.has(keyOf(name, element))) {
        unreferred = element;
        return 'drop';
      }
      return verdict;
    },
    text(text, element) {
      if (unreferred) {
        if (text.trim() !== '' && said.length < MOST_SAID) said.push(text);
        return '';
      }
      const isPlace = element.name === 'x:v' && element.parent?.get('t') === 's' && !element.isDropped;
      if (isPlace) referred.add(`${STRING} ${String(Number(text))}`);
      return rules.text?.(text, element) ?? text;
    },
    close(element, output) {
      rules.close?.(element, output);
      if (element !== unreferred) return;
      unreferred = null;
      if (said.length > 0) findings.add('history', said.splice(0).join(' '));
    },
  };
}

const keyOf = (name: string, element: Element) => `${name} ${element.get('w:id') ?? ''}`;

/** The lines between text and notes are in the same list, and settings refer to them by the same name. */
function isText(element: Element): boolean {
  return (
    /^w:(?:foot|end)notes$/.test(element.parent?.name ?? '') &&
    /^(?:normal)?$/.test(element.get('w:type') ?? '')
  );
}

/** In a row of a table that was deleted, for instance. */
function isDoomed(element: Element): boolean {
  for (let around = element.parent; around; around = around.parent) if (around.doomed) return true;
  return false;
}
