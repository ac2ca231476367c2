/** An organisation's appearance: read strictly, and cut into one page for each language. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appearanceHash,
  appearanceLanguages,
  appearancePage,
  parseAppearance,
  parseAppearancePage,
  type Appearance,
} from '../../crypto/appearance.ts';
import { isPlainText, isPlainValue } from '../../crypto/appearance-shapes.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { FACE, faces } from './faces.ts';
import { codeOf } from './helpers.ts';

const read = (value: object) => codeOf(() => parseAppearance(utf8(JSON.stringify(value))));
const withWords = (en: object) => read({ ...FACE, words: { en: { ...FACE.words['en'], ...en } } });
const about = (...about: unknown[]) => withWords({ about });
const way = (way: object) => withWords({ ways: [way] });

describe('an appearance', () => {
  test('is read back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(
        faces.filter(({ words }) => Object.values(words).every(isShown)),
        (face) => {
          expect(parseAppearance(writeJson(face))).toEqual(face);
        },
      ),
    );
  });

  test('needs words in one language, and nothing else', () => {
    const least = { format: 'witnessbox-appearance/1', words: { ug: { about: [], ways: [] } } };
    expect(read(least)).toBe('no error');
    expect(read({ ...least, words: {} })).toBe('appearance.malformed');
    expect(read({ format: least.format })).toBe('appearance.malformed');
  });

  test.each<[string, () => string]>([
    ['a member that nobody knows', () => read({ ...FACE, colors: {} })],
    ['such a member further in', () => read({ ...FACE, colours: { light: { acent: '#000000' } } })],
    ['the name of a file in the place of a logo', () => read({ ...FACE, logoFile: 'logo.png' })],
    ['another format', () => read({ ...FACE, format: 'witnessbox-appearance/2' })],
    ['a colour by its name', () => read({ ...FACE, colours: { light: { ink: 'black' } } })],
    ['a colour in capitals', () => read({ ...FACE, colours: { light: { ink: '#FFFFFF' } } })],
    ['a colour with more behind it', () => read({ ...FACE, colours: { light: { ink: '#ffffff;x' } } })],
    ['a logo that is none', () => read({ ...FACE, logo: 'QUJD' })],
    ['a logo that is no base64', () => read({ ...FACE, logo: '****' })],
    ['a language that is none', () => read({ ...FACE, words: { 'simplified chinese': FACE.words['en'] } })],
    ['an empty paragraph', () => about('')],
    ['a paragraph of spaces', () => about('  \u3000 ')],
    ['a paragraph that is too long', () => about('x'.repeat(601))],
    ['too many paragraphs', () => about(...Array.from({ length: 9 }, () => 'x'))],
    ['a way that is a list', () => withWords({ ways: ['x'] })],
    ['a way with an address to be followed', () => way({ label: 'x', value: 'x', href: 'x' })],
    ['a value that is too long', () => way({ label: 'x', value: 'x'.repeat(201) })],
    ['a label that is too long', () => way({ label: 'x'.repeat(81), value: 'x' })],
    [
      'more words than the first page should carry',
      () => about(...Array.from({ length: 8 }, () => '字'.repeat(200))),
    ],
  ])('is refused with %s', (_, attempt) => {
    expect(attempt()).toBe('appearance.malformed');
  });

  test.each([
    ['a line end', '\n'],
    ['an override', '\u202e'],
    ['an isolate that is never closed', '\u2067'],
    ['a tag', '\u{e0041}'],
    ['a byte order mark', '\ufeff'],
    ['half a character', '\ud800'],
    ['a mark of direction', '\u200f'],
    ['an Arabic one', '\u061c'],
    ['a space of no width', '\u200b'],
    ['a joiner', '\u200d'],
    ['a letter that is blank', '\u3164'],
    ['an end of string', '\u0000'],
  ])('is refused with %s in a number', (_, sign) => {
    expect(way({ label: 'By telephone', value: `+00 ${sign}123` })).toBe('appearance.malformed');
  });

  test('may be in any script, joiners and marks included', () => {
    const texts = ['می‌خواهیم گوش کنیم', 'بىز ئاڭلايمىز', 'པོ་ཊ་ལ།', 'كۇر\u200fدى', 'क्\u200dष'];
    for (const text of texts) expect(about(text)).toBe('no error');
  });

  test('is refused or read, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(utf8)), (bytes) => {
        expect(codeOf(() => parseAppearance(bytes))).toBe('appearance.malformed');
        expect(codeOf(() => parseAppearancePage(bytes))).toBe('appearance.malformed');
      }),
    );
  });
});

describe('a page of it', () => {
  const page = (face: Appearance, language: string) => parseAppearancePage(appearancePage(face, language));

  test('has the words of one language, the colours, and the logo with what its bytes say', () => {
    expect(page(FACE, 'zh-Hans')).toEqual({
      format: 'witnessbox-appearance-page/1',
      language: 'zh-Hans',
      colours: FACE.colours,
      logo: { type: 'image/png', width: 24, height: 16, data: FACE.logo },
      ...FACE.words['zh-Hans'],
    });
    expect(appearanceLanguages(FACE)).toEqual(['en', 'zh-Hans']);
  });

  test('is the same for whoever makes it, in whatever order the members came', () => {
    const turned = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, turned(inner)]),
      );
    };
    const other = parseAppearance(writeJson(turned(FACE)));
    for (const language of ['en', 'zh-Hans']) {
      expect(appearanceHash(appearancePage(other, language))).toBe(
        appearanceHash(appearancePage(FACE, language)),
      );
    }
  });

  test('can be read for every appearance, in each of its languages and no other', () => {
    fc.assert(
      fc.property(
        faces.filter(({ words }) => Object.values(words).every(isShown)),
        (face) => {
          for (const language of appearanceLanguages(face)) {
            expect(page(face, language)).toMatchObject({ language, ...face.words[language] });
          }
          expect(codeOf(() => appearancePage(face, 'tlh'))).toBe('appearance.malformed');
        },
      ),
    );
  });

  test.each([
    ['a drawing', { type: 'image/svg+xml' }],
    ['no width', { width: 0 }],
    ['half a pixel wide', { width: 0.5 }],
    ['something that is no base64', { data: 'javascript:' }],
  ])('is refused with a logo that is %s', (_, change) => {
    const whole = JSON.parse(new TextDecoder().decode(appearancePage(FACE, 'en'))) as { logo: object };
    const altered = utf8(JSON.stringify({ ...whole, logo: { ...whole.logo, ...change } }));
    expect(codeOf(() => parseAppearancePage(altered))).toBe('appearance.malformed');
  });
});

/** Graphemes can be of signs that are refused. */
function isShown({ about, ways }: Appearance['words'][string]): boolean {
  const isPlain = [...about, ...ways.map(({ label }) => label)].every(isPlainText);
  return isPlain && ways.every(({ value }) => isPlainValue(value));
}
