/**
 * What becomes of each element of an OpenDocument part; see odf-policy.ts.
 *
 * @module
 */
import { isFileName, isPath, isPublic, type Document } from './document.ts';
import {
  DROPPED,
  DROPPED_ATTRIBUTES,
  LIBRARIES,
  NAMESPACES,
  SETTINGS,
  TELLING_SETTINGS,
  UNKNOWN,
  UNWRAPPED,
  WITHOUT_TARGET,
} from './odf-policy.ts';
import type { Attribute, Element, Rules, Verdict } from './xml-rules.ts';

export type Changes = { count: number; authors: Set<string> };

type Part = {
  document: Document;
  changes: Changes;
  /** Random numbers of lists to those in their order. */
  lists: Map<string, string>;
  /** Where a reference within the archive is to lead; null where there is nothing. */
  lead: (target: string, element: string) => string | null;
};

const NOTE = 'office:annotation';
const PLACES = /^(?:text:(?:reference-mark|bookmark)(?:-start|-end)?|text:section)$/;

export function odfRules({ document, changes, lists, lead }: Part): Rules {
  const { findings, work } = document;
  const said: string[] = [];

  return {
    work,
    namespaces: NAMESPACES,
    open(element) {
      const { name } = element;
      if (name === 'office:change-info') changes.count += 1;
      if (name === 'script:event-listener' || name === 'svg:font-face-src')
        findings.add('unknown-part', name);
      if (name === NOTE) said.length = 0;
      if (element.isDropped) return 'drop';
      if (DROPPED.has(name)) return 'drop';
      if (UNKNOWN.has(name)) document.unknown(name);
      if (name === 'field:param' && isPath(element.get('field:value') ?? '')) return 'drop';
      if (name === 'field:param' && /\.code$/.test(element.get('field:name') ?? '')) return 'drop';
      if (UNWRAPPED.has(name)) return 'unwrap';
      return attributes(element);
    },
    text(text, element) {
      const { name, parent } = element;
      const around = parent?.name;
      if (around === 'office:change-info' || around === NOTE) {
        if (name === '?:creator') (around === NOTE ? addAuthor : addChanger)(text);
        if (name === '?:date') findings.add('time', text);
      }
      if (element.isDropped && !name.startsWith('?:') && said.length < 20) said.push(text);
      if ((name === 'svg:title' || name === 'svg:desc') && isFileName(text)) {
        findings.add('identifier', text);
        return '';
      }
      return text;
    },
    close(element) {
      if (element.name === NOTE) findings.add('comment', said.join(' '));
      if (element.name === 'office:event-listeners' && element.children === 0) element.doomed = true;
    },
    aside: (text) => findings.add('comment', text),
  };

  function addAuthor(text: string): void {
    findings.add('author', text);
  }

  function addChanger(text: string): void {
    changes.authors.add(text);
    findings.add('author', text);
  }

  function attributes(element: Element): Verdict {
    const { name } = element;
    for (const attribute of element.attributes) {
      const { name: key, value } = attribute;
      if (value === null || key.startsWith('xmlns')) continue;
      if (DROPPED_ATTRIBUTES.has(key)) attribute.value = null;
      else if (key === 'xlink:href') {
        const verdict = follow(element, attribute, value);
        if (verdict !== 'keep') return verdict;
      } else if (key === 'text:name' && PLACES.test(name) && LIBRARIES.test(value)) {
        findings.add('identifier', value);
        if (name !== 'text:section') return 'drop';
        attribute.value = 'Section';
      } else if (key === 'draw:name' && isFileName(value)) {
        findings.add('identifier', value);
        attribute.value = null;
      } else if (key !== 'office:string-value' && isPath(value)) {
        findings.add('identifier', value);
        if (name === 'table:named-expression') return 'drop';
        attribute.value = null;
      } else if (/^(?:xml:id|text:id|text:continue-list)$/.test(key) && /^list\d+$/.test(value)) {
        const number = lists.get(value) ?? `list${String(lists.size + 1)}`;
        lists.set(value, number);
        attribute.value = number;
      }
    }
    return 'keep';
  }

  function follow(element: Element, attribute: Attribute, target: string): Verdict {
    const { name } = element;
    if (target === '' || isPublic(target)) return 'keep';
    // The picture of an object that is there itself.
    if (/^(?:\.\/)?ObjectReplacements\//.test(target)) return 'drop';
    attribute.value = lead(target, name);
    if (attribute.value !== null) return 'keep';
    findings.add('identifier', target);
    const way = WITHOUT_TARGET[name];
    if (way === undefined) document.unknown(name);
    return way === 'element' ? 'drop' : way === 'tags' ? 'unwrap' : 'keep';
  }
}

/** Part 3, 3.10: what is true or false stays, since it tells how a text is laid out; views, printers and numbers go. */
export function settingsRules({ findings, work }: Document): Rules {
  return {
    work,
    namespaces: NAMESPACES,
    open(element) {
      const name = element.get('config:name') ?? '';
      if (element.isDropped) return 'drop';
      if (element.name === 'config:config-item-set') {
        const isOuter = element.parent?.name === 'office:settings';
        return isOuter && name === 'ooo:configuration-settings' ? 'keep' : 'drop';
      }
      if (element.name === 'config:config-item')
        return element.get('config:type') === 'boolean' || SETTINGS.has(name) ? 'keep' : 'drop';
      return element.name.startsWith('config:') ? 'drop' : 'keep';
    },
    text(text, element) {
      const name = element.get('config:name') ?? '';
      const kind = element.isDropped ? TELLING_SETTINGS[name] : undefined;
      if (kind && text !== '') findings.add(kind, `${name} ${text}`);
      return text;
    },
    aside: (text) => findings.add('comment', text),
  };
}
