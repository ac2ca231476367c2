/** What lies in an offline page: put in so that the same comes out, and nothing of it becomes markup. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  enclosedIn,
  ENCLOSURE,
  fillOfflinePage,
  parseEnclosed,
  type Enclosed,
} from '../../crypto/offline-page.ts';
import { codeOf } from './helpers.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const TEMPLATE = utf8(`<!doctype html><title>x</title>${ENCLOSURE}<script>1</script>`);
const enclosed = (files: Record<string, string>): Enclosed => ({
  format: 'witnessbox-offline/1',
  language: 'zh-Hans',
  rootKey: 'R'.repeat(56),
  files,
});

describe('an offline page', () => {
  test('gives back whatever was put in, and has no markup in it that the template has not', () => {
    const texts = fc.dictionary(
      fc
        .string({ unit: 'binary' })
        .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name)),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (given) => {
        const files = { ...given };
        const page = fillOfflinePage(TEMPLATE, enclosed(files));
        expect(enclosedIn(page)).toEqual(enclosed(files));
        expect(new TextDecoder().decode(page).split('<')).toHaveLength(
          new TextDecoder().decode(TEMPLATE).split('<').length,
        );
      }),
    );
  });

  test('holds what would end a script as text', () => {
    const files = { '/keyring.json': '</script><script>alert(1)</script><!--' };
    const page = new TextDecoder().decode(fillOfflinePage(TEMPLATE, enclosed(files)));
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(enclosedIn(utf8(page)).files).toEqual(files);
  });

  test('is the same, byte for byte, for the same template and files', () => {
    const files = { '/a': 'b', '/c': 'd' };
    expect(fillOfflinePage(TEMPLATE, enclosed(files))).toEqual(fillOfflinePage(TEMPLATE, enclosed(files)));
  });

  test.each([
    ['no template', utf8('<!doctype html>')],
    ['a template with two places', utf8(ENCLOSURE + ENCLOSURE)],
    ['a page that was filled already', fillOfflinePage(TEMPLATE, enclosed({}))],
    ['no UTF-8', Uint8Array.of(0xff, ...TEMPLATE)],
  ])('is not made of %s', (_, template) => {
    expect(codeOf(() => fillOfflinePage(template, enclosed({})))).toBe('offline.malformed');
  });

  test.each([
    ['what was never filled', TEMPLATE],
    ['a page without data', utf8('<p>')],
  ])('has nothing inside where it is %s', (_, page) => {
    expect(codeOf(() => enclosedIn(page))).toBe('offline.malformed');
  });

  test.each([
    ['another format', { format: 'witnessbox-offline/2' }],
    ['a root key of another length', { rootKey: 'RW' }],
    ['files that are no texts', { files: { '/a': 1 } }],
  ])('is refused with %s', (_, change) => {
    expect(codeOf(() => parseEnclosed(JSON.stringify({ ...enclosed({}), ...change })))).toBe(
      'offline.malformed',
    );
  });
});
