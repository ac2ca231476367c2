/** Text of strangers never acts on a terminal. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REVIEWER_ERROR_CODES } from '../../reviewer/codes.ts';
import { exitCodeFor, explain, sentenceFor } from '../../reviewer/errors.ts';
import { SENTENCES } from '../../reviewer/sentences.ts';
import { shownJson, shownLine, shownName, shownSize, shownText } from '../../reviewer/terminal.ts';
import { visibleName } from '../../web/desk/visible.ts';

const DANGEROUS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u001b', '\u009b', '\u202e', '\r', '\n', '\t', 'ع', '中'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

test('no control, escape or bidirectional control comes through, whatever was sent', () => {
  fc.assert(
    fc.property(text, (sent) => {
      expect(shownLine(sent)).not.toMatch(/[\n\r]/u);
      for (const shown of [shownLine(sent), shownText(sent, '  '), shownJson({ sent })]) {
        expect(shown).not.toMatch(DANGEROUS);
      }
      expect(JSON.parse(shownJson({ sent }))).toEqual({ sent });
    }),
  );
});

test('they are shown for what they are, and ordinary writing stays', () => {
  expect(shownLine('a\u001b[31mb\u202etxt')).toBe('a⟨U+001B⟩[31mb⟨U+202E⟩txt');
  expect(shownText('one\r\ntwo\tthree\rfour', '> ')).toBe('> one\n> two    three⟨U+000D⟩four');
  for (const plain of ['他们半夜来敲门。', 'قەشقەر', 'می‌خواهم', 'לילה', '👩‍👧', "it's 100 %"]) {
    expect(shownLine(plain)).toBe(plain);
  }
});

test('the terminal and the desk make the same characters of a name visible, on all of Unicode', () => {
  const differing: string[] = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const name = `a${String.fromCodePoint(point)}b`;
    const onDesk = visibleName(name)
      .map(({ text: part, hidden }) => (hidden ? `⟨${part}⟩` : part))
      .join('');
    if (onDesk !== shownName(name)) differing.push(point.toString(16));
  }
  expect(differing).toEqual([]);
});

test('what is drawn as nothing is shown, in prose too, and blanks do not push the ending of a name away', () => {
  expect(shownLine('a\u3164b\u2800c\u034fd')).toBe('a⟨U+3164⟩b⟨U+2800⟩c⟨U+034F⟩d');
  expect(shownLine('好\u3000❤\ufe0f')).toBe('好\u3000❤\ufe0f');
  expect(shownName('a\u3000b\u00a0c\u200dd')).toBe('a⟨U+3000⟩b⟨U+00A0⟩c⟨U+200D⟩d');
  expect(shownName('my own  photo.jpg')).toBe('my own  photo.jpg');
  expect(shownName(`a.jpg${' '.repeat(4)}.exe`)).toBe(`a.jpg${'⟨U+0020⟩'.repeat(4)}.exe`);
  expect(visibleName(`a.jpg${' '.repeat(40)}.exe`).filter(({ hidden }) => hidden)).toHaveLength(40);
});

test('sizes are readable', () => {
  expect([0, 812, 4_400_000, 3 * 2 ** 40].map(shownSize)).toEqual([
    '0 bytes',
    '812 bytes',
    '4.2 MiB',
    '3.0 TiB',
  ]);
});

test('every code has one sentence with an end, and no placeholder without a fact', () => {
  for (const [code, [sentence]] of Object.entries(SENTENCES)) {
    expect(sentence, code).toMatch(/^[A-Z].*[.]$/u);
    expect(exitCodeFor(code)).toBeGreaterThan(0);
  }
  for (const code of REVIEWER_ERROR_CODES) expect(sentenceFor(code)).not.toBe('');
  expect(sentenceFor('keyring.ends-soon', { day: '2026-12-01' })).toContain('2026-12-01');
});

test('what nobody foresaw is said without its own words', () => {
  expect(explain(new Error('/home/aygul/secret.txt'))).not.toContain('aygul');
  expect(exitCodeFor('no.such-code')).toBe(1);
});
