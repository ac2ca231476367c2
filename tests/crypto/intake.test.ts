import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { intakeHash, parseIntake, translated } from '../../crypto/intake.ts';
import { encodeTestimony } from '../../crypto/bundle.ts';
import text from '../../crypto/intake.default.json?raw';
import { codeOf } from './helpers.ts';
import { testimonyAbout } from './samples.ts';

const bytes = utf8(text);

describe('the form to start from', () => {
  const intake = parseIntake(bytes);

  test('asks what, when, where, who and want, and only the first is required', () => {
    expect(intake.questions.map(({ id, kind, required }) => [id, kind, required])).toEqual([
      ['what', 'long', true],
      ['when', 'line', false],
      ['where', 'line', false],
      ['who', 'long', false],
      ['want', 'long', false],
    ]);
  });

  test('has every label and hint in English and Chinese', () => {
    for (const { label, hint } of intake.questions) {
      expect(Object.keys(label)).toEqual(['en', 'zh-Hans']);
      expect(Object.keys(hint ?? {})).toEqual(['en', 'zh-Hans']);
    }
  });

  test('has the hash that any program gives, and answers to it make a testimony', () => {
    expect(intakeHash(bytes)).toBe(bytesToHex(sha256(bytes)));
    const answers = Object.fromEntries(intake.questions.map(({ id }) => [id, 'x']));
    const testimony = {
      ...testimonyAbout([], answers),
      intake: { id: intake.id, sha256: intakeHash(bytes) },
    };
    expect(codeOf(() => encodeTestimony(testimony))).toBe('no error');
  });
});

describe('a form', () => {
  const question = { id: 'what', kind: 'long', required: true, label: { en: 'What?' } };
  const parsed = (questions: unknown, change: object = {}) =>
    codeOf(() =>
      parseIntake(utf8(JSON.stringify({ format: 'witnessbox-intake/1', id: 'x', questions, ...change }))),
    );

  test('in order is read, with hints or without', () => {
    expect(parsed([question])).toBe('no error');
    expect(parsed([{ ...question, hint: { en: 'Tell.' } }])).toBe('no error');
  });

  test.each<[string, unknown]>([
    ['no question', []],
    ['a question twice', [question, question]],
    ['a question whose answer JavaScript would lose', [{ ...question, id: 'constructor' }]],
    ['an unknown kind', [{ ...question, kind: 'file' }]],
    ['a label in no language', [{ ...question, label: {} }]],
    ['an empty label', [{ ...question, label: { en: '' } }]],
    ['an id that is none', [{ ...question, id: '__proto__' }]],
    [
      'more than a hundred questions',
      Array.from({ length: 101 }, (_, n) => ({ ...question, id: `q${String(n)}` })),
    ],
  ])('with %s is malformed', (_, questions) => {
    expect(parsed(questions)).toBe('intake.malformed');
  });

  test('of any JSON at all is malformed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codeOf(() => parseIntake(utf8(text)))).toBe('intake.malformed');
      }),
    );
  });
});

test('a text is given in the wanted language, its base, English, or what there is', () => {
  const text = { en: 'yes', zh: '是', 'zh-Hant': '是的' };
  expect(translated(text, 'zh-Hant')).toBe('是的');
  expect(translated(text, 'zh-Hans')).toBe('是');
  expect(translated(text, 'fr')).toBe('yes');
  expect(translated({ ug: 'ھەئە' }, 'fr')).toBe('ھەئە');
});
