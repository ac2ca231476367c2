/** The page's own logic: what it makes visible, how it formats, and that it has words for everything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRYPTO_ERROR_CODES } from '../../crypto/errors.ts';
import { DESK_ERROR_CODES } from '../../reviewer/contract.ts';
import { REVIEWER_ERROR_CODES } from '../../reviewer/codes.ts';
import { SERVER_ERROR_CODES } from '../../server/contract.ts';
import { daysUntil, formatDay, formatSize, knownLanguage, languageName } from '../../web/desk/format.ts';
import { en } from '../../web/desk/messages/en.ts';
import { zhHans } from '../../web/desk/messages/zh-Hans.ts';
import { sentence } from '../../web/desk/sentence.ts';
import { shortcutOf } from '../../web/desk/shortcuts.ts';
import { extensionOf, visibleName, visibleProse } from '../../web/desk/visible.ts';

const drawn = (segments: { text: string; hidden: boolean }[]): string =>
  segments.map(({ text, hidden }) => (hidden ? `[${text}]` : text)).join('');

describe('hidden characters', () => {
  it('shows an override in a name instead of obeying it', () => {
    expect(drawn(visibleName('invoice\u202efdp.exe'))).toBe('invoice[U+202E]fdp.exe');
  });

  it('shows controls, zero widths, tags, fillers and odd blanks in a name', () => {
    expect(drawn(visibleName('a\0\n\u200b\u{e0041}\u3164\u00a0\u2800b\ud800'))).toBe(
      'a[U+0000][U+000A][U+200B][U+E0041][U+3164][U+00A0][U+2800]b[U+D800]',
    );
  });

  it('leaves names in any script as they are', () => {
    for (const name of [
      '照片 2025.jpg',
      'محضر الشرطة.pdf',
      'ไฟล์.png',
      'Ünïcode é.txt',
      '📷.jpg',
      'देवनागरी.doc',
    ]) {
      expect(visibleName(name)).toEqual([{ text: name, hidden: false }]);
    }
  });

  it('leaves in prose what honest text needs, and shows overrides and controls', () => {
    expect(visibleProse('می\u200cخواهم\u200f\n\t\u2066+98 21\u2069')).toHaveLength(1);
    expect(drawn(visibleProse('a\u202eb\u001b[31m\r\nc'))).toBe('a[U+202E]b[U+001B][31m\nc');
  });

  it('never drops a plain character and never lets an override through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = visibleName(text)
          .filter((segment) => !segment.hidden)
          .map((segment) => segment.text)
          .join('');
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const hidden = visibleName(text).filter((segment) => segment.hidden);
        expect(Array.from(plain).length + hidden.length).toBe(Array.from(text).length);
        for (const segment of hidden) expect(segment.text).toMatch(/^U\+[0-9A-F]{4,6}$/u);
      }),
    );
  });

  it('tells the extension that a system would go by', () => {
    expect(extensionOf('invoice\u202efdp.exe')).toBe('EXE');
    expect(extensionOf('photo.jpg.scr')).toBe('SCR');
    expect(extensionOf('README')).toBe('');
    expect(extensionOf('a.<b>')).toBe('');
  });
});

describe('format', () => {
  it('says sizes in the words of the interface', () => {
    expect(formatSize(1, 'en')).toBe('1 byte');
    expect(formatSize(999, 'en')).toBe('999 bytes');
    expect(formatSize(1000, 'en')).toBe('1 kB');
    expect(formatSize(2_483_112, 'en')).toBe('2.5 MB');
    expect(formatSize(0, 'zh-Hans')).toMatch(/^0/u);
    expect(formatSize(5e12, 'en')).toBe('5,000 GB');
  });

  it('says a day, whatever the time zone, and leaves what is none', () => {
    expect(formatDay('2026-11-20', 'en')).toBe('Nov 20, 2026');
    expect(formatDay('2026-11-20', 'zh-Hans')).toBe('2026年11月20日');
    expect(formatDay('<b>', 'en')).toBe('<b>');
    expect(formatDay('2026-99-99', 'en')).toBe('2026-99-99');
  });

  it('counts days to the end of the keys', () => {
    expect(daysUntil('2026-11-20', '2026-11-20')).toBe(0);
    expect(daysUntil('2026-12-20', '2026-11-20')).toBe(30);
    expect(daysUntil('2026-11-19', '2026-11-20')).toBe(-1);
  });

  it('names languages, and takes no nonsense from a source', () => {
    expect(languageName('zh-Hans', 'en')).toBe('Simplified Chinese');
    expect(languageName('ug', 'zh-Hans')).toBe('维吾尔语');
    for (const tag of ['und', '', '"><script>', 'x'.repeat(500), 'qq'])
      expect(languageName(tag, 'en')).toBeNull();
    expect(knownLanguage('en"><b>')).toBeUndefined();
    expect(knownLanguage('zh-hans')).toBe('zh-Hans');
  });
});

describe('words', () => {
  /** Raised before the desk is open (set-up, passphrase, start), where a source writes, or by what the desk does not do. */
  const elsewhere = /^(usage|passphrase|input|setup|file|upload|peek)\.|^desk\.(not-built|port-taken)$/u;
  const codes = [...CRYPTO_ERROR_CODES, ...SERVER_ERROR_CODES, ...REVIEWER_ERROR_CODES, ...DESK_ERROR_CODES];

  it.each([
    ['en', en],
    ['zh-Hans', zhHans],
  ])('has a sentence for every code that can reach the desk: %s', (_, messages) => {
    for (const code of codes.filter((each) => !elsewhere.test(each))) {
      expect(messages.errors, code).toHaveProperty([code]);
      expect(sentence(messages, code)).toMatch(/[.。]$/u);
    }
  });

  it('has the same keys in both languages, and no Chinese sentence with half-width commas', () => {
    expect(Object.keys(zhHans).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(zhHans.errors).sort()).toEqual(Object.keys(en.errors).sort());
    const texts = [...Object.values(zhHans), ...Object.values(zhHans.errors)].filter(
      (each) => typeof each === 'string',
    );
    for (const text of texts) expect(text).not.toMatch(/\p{Script=Han}[,:;?]/u);
  });

  it('says a code that it does not know as such', () => {
    expect(sentence(en, 'new.code')).toContain('new.code');
    expect(sentence(en, 'constructor')).toContain('constructor');
  });
});

describe('keys of the keyboard', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
    ({
      key,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      target: null,
      ...more,
    }) as KeyboardEvent;

  it('leaves combinations to the browser and composing to the input method', () => {
    expect(shortcutOf(press('r', { ctrlKey: true }), true)).toBeNull();
    expect(shortcutOf(press('r', { metaKey: true }), true)).toBeNull();
    expect(shortcutOf(press('Escape', { isComposing: true }), true)).toBeNull();
  });

  it('does nothing by single keys where they are switched off, but still goes back', () => {
    expect(shortcutOf(press('Escape'), false)).toBe('back');
    expect(shortcutOf(press('j'), false)).toBeNull();
  });
});
