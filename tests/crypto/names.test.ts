import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { evidencePath, isEvidencePath } from '../../crypto/names.ts';

describe('the path of a piece of evidence', () => {
  test.each([
    [0, 'photo.jpg', 'evidence/001-photo.jpg'],
    [1, '照片 2019年.jpeg', 'evidence/002-照片 2019年.jpeg'],
    [9, 'ھۆججەت.pdf', 'evidence/010-ھۆججەت.pdf'],
    [998, 'གསོལ་ཞུ།.txt', 'evidence/999-གསོལ་ཞུ།.txt'],
    [999, 'a', 'evidence/1000-a'],
    [0, '', 'evidence/001-file'],
    [0, '....', 'evidence/001-file'],
    [0, '../../etc/passwd', 'evidence/001-_.._etc_passwd'],
    [0, 'C:\\Users\\name\\x.doc', 'evidence/001-C__Users_name_x.doc'],
    [0, '--checkpoint-action=exec', 'evidence/001-checkpoint-action=exec'],
    [0, 'what?.txt ', 'evidence/001-what_.txt'],
    [0, 'CON', 'evidence/001-_'],
    [0, 'nul.txt', 'evidence/001-_.txt'],
    [0, 'line\nbreak\u0000.txt', 'evidence/001-line_break_.txt'],
    [0, 'photo\u202egpj.exe', 'evidence/001-photo_gpj.exe'],
    [0, `photo.jpg${'\u3164'.repeat(3)}.scr`, 'evidence/001-photo.jpg___.scr'],
    [0, `photo.jpg${' '.repeat(60)}.exe`, 'evidence/001-photo.jpg .exe'],
    [0, 'desktop.ini', 'evidence/001-desktop.ini'],
    [0, 'e\u0301te\u0301.txt', 'evidence/001-\u00e9t\u00e9.txt'],
  ])('number %i, called %j, is %j', (index, name, path) => {
    expect(evidencePath(index, name)).toBe(path);
  });

  test('of a long name keeps the extension, cuts between characters and stays under 180 bytes', () => {
    const path = evidencePath(0, `${'证'.repeat(300)}.docx`);
    expect(path).toMatch(/^evidence\/001-证+\.docx$/);
    expect(utf8(path.slice('evidence/'.length)).length).toBeLessThanOrEqual(180);
    expect(utf8(path.slice('evidence/'.length)).length).toBeGreaterThan(175);
  });

  test('is harmless, accepted on reading, and already in its final form, whatever the name', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom('.', '-', '/', '\\', ' ', 'a', '证', '\u202e', '\u0000', '😀', 'CON'),
      }),
    );
    fc.assert(
      fc.property(fc.nat(5000), names, (index, name) => {
        const path = evidencePath(index, name);
        expect(isEvidencePath(path)).toBe(true);
        expect(path).not.toMatch(
          /[\\<>:"|?*\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]|\.\.\/|\/.*\/|[. ]$/u,
        );
        expect(path.normalize('NFC')).toBe(path);
        expect(utf8(path).length).toBeLessThanOrEqual(9 + 180);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  'evidence/',
  'evidence/a/b',
  'evidence/../x',
  'evidence/..',
  'evidence/.hidden',
  'evidence/-rf',
  'evidence/a\\b',
  'evidence/a:b',
  'evidence/aux.txt',
  'evidence/COM1',
  'evidence/name.',
  'evidence/name ',
  'evidence/e\u0301',
  'evidence/x\u202egpj.exe',
  `evidence/${'a'.repeat(256)}`,
  '/evidence/a',
  'Evidence/a',
  'a',
  '',
])('%j is not accepted as a path of evidence', (path) => {
  expect(isEvidencePath(path)).toBe(false);
});
