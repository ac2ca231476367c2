import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersLength, LONGEST_ANSWERS, textsOf, type Answers } from '../../crypto/answers.ts';
import { encodeChannel, packBundle } from '../../crypto/bundle.ts';
import { USES } from '../../crypto/consent.ts';
import { utf8 } from '../../crypto/encoding.ts';
import { SMALLEST_PLAINTEXT } from '../../crypto/padding.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { encodeTestimony, readTestimony, type Testimony } from '../../crypto/testimony.ts';
import { codeOf } from './helpers.ts';
import { CHANNEL, FOLLOW_UP, testimonyAbout } from './samples.ts';

const answering = (answers: unknown): Testimony => ({ ...testimonyAbout([]), answers: answers as Answers });
const encoded = (answers: unknown) => codeOf(() => encodeTestimony(answering(answers)));
const read = (answers: unknown) => codeOf(() => readTestimony(writeJson(answering(answers))));

describe('answers', () => {
  test('are texts, options and rows of both', () => {
    const answers = {
      what: 'They came.\nAt night.',
      when: '2019-03~/..',
      relation: ['saw', 'told'],
      officials: [{ name: 'Chen', ranks: ['high'] }, {}],
      none: [],
    };
    expect(readTestimony(encodeTestimony(answering(answers))).answers).toEqual(answers);
    expect(textsOf(answers)).toEqual(['They came.\nAt night.', '2019-03~/..', 'Chen']);
  });

  test.each<[string, unknown]>([
    ['a list in place of all', ['x']],
    ['a text in place of all', 'x'],
    ['a number', { what: 1 }],
    ['nothing', { what: null }],
    ['an object that is no row', { what: { name: 'x' } }],
    ['options that are no ids', { what: ['Saw it'] }],
    ['options and rows in one', { what: ['saw', { name: 'x' }] }],
    ['a list as a row', { what: [['x']] }],
    ['a row within a row', { what: [{ rows: [{ name: 'x' }] }] }],
    ['an id that is none', { 'What?': 'x' }],
    ['a field whose id is none', { what: [{ 'Name?': 'x' }] }],
    ['more options than there can be', { what: Array.from({ length: 51 }, (_, n) => `o${String(n)}`) }],
    ['more rows than there can be', { what: Array.from({ length: 51 }, () => ({})) }],
    [
      'more fields than there can be',
      { what: [Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${String(n)}`, 'x']))] },
    ],
    [
      'more questions than there can be',
      Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`q${String(n)}`, 'x'])),
    ],
  ])('of %s are malformed', (_, answers) => {
    expect([read(answers), encoded(answers)]).toEqual(['bundle.malformed', 'bundle.malformed']);
  });

  test.each(['constructor', 'prototype', '__proto__'])(
    'to a question or field %s are refused, not lost',
    (id) => {
      const named = (value: unknown) =>
        codeOf(() =>
          readTestimony(utf8(new TextDecoder().decode(writeJson(answering(value))).replaceAll('NAME', id))),
        );
      expect(named({ NAME: 'x' })).toBe('bundle.malformed');
      expect(named({ what: [{ NAME: 'x' }] })).toBe('bundle.malformed');
      expect(named({ 'a-question': 'NAME' })).toBe('no error');
    },
  );

  test('of any JSON are read as they are or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = writeJson(answering(value));
        try {
          expect(JSON.stringify(readTestimony(bytes).answers)).toBe(
            JSON.stringify((JSON.parse(new TextDecoder().decode(bytes)) as Testimony).answers),
          );
        } catch (error) {
          expect(error).toHaveProperty('code', 'bundle.malformed');
        }
      }),
    );
  });
});

describe('the longest answers', () => {
  const row = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field-${String(n)}`, '']));
  const nested: Answers = { officials: Array.from({ length: 40 }, () => row), what: '' };
  const flat: Answers = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`q${String(n)}`, '']));
  const filled = (answers: Answers, sign: string, length = LONGEST_ANSWERS): Answers => {
    const left = length - answersLength({ ...answers, what: '' });
    return {
      ...answers,
      what: sign.repeat(Math.floor(left / utf8(JSON.stringify(sign).slice(1, -1)).length)),
    };
  };

  test.each([
    ['one text', {}, 'x'],
    ['one text that JSON writes in six signs each', {}, '\u0001'],
    ['one text in Chinese', {}, '他'],
    ['rows, which are mostly white space', nested, 'x'],
    ['ninety-nine empty texts and a long one', Object.fromEntries(Object.entries(flat).slice(1)), 'x'],
  ])('fit the smallest size with all that else can stand in a testimony: %s', async (_, answers, sign) => {
    const longest: Testimony = {
      ...answering(filled(answers, sign)),
      kind: 'follow-up',
      language: `aaaaaaaa-${'b'.repeat(8)}-${'c'.repeat(8)}-${'d'.repeat(8)}`,
      intake: { id: 'i'.repeat(64), sha256: 'ab'.repeat(32) },
      consent: {
        contact: false,
        uses: [...USES],
        notice: {
          version: 'v'.repeat(64),
          language: `aaaaaaaa-${'b'.repeat(8)}-${'c'.repeat(8)}`,
          sha256: 'cd'.repeat(32),
        },
      },
      asks: ['deletion'],
    };
    expect(LONGEST_ANSWERS - answersLength(longest.answers)).toBeLessThan(6);
    const testimony = encodeTestimony(longest);
    const channel = encodeChannel({ ...CHANNEL, followUp: FOLLOW_UP });
    const { size, stream } = await packBundle({ testimony, channel, evidence: [] });
    await stream.cancel();
    expect(size).toBe(SMALLEST_PLAINTEXT);
  });

  test('may not be sent with one byte more, in whatever form', () => {
    for (const answers of [{}, nested]) {
      const most = filled(answers, 'x');
      expect(encoded(most)).toBe('no error');
      expect(encoded({ ...most, what: `${textsOf(most).at(-1) ?? ''}x` })).toBe('bundle.too-long');
    }
  });

  test('that an earlier page sent, which counted without white space, are still read', () => {
    const compact = (answers: Answers) => utf8(JSON.stringify(answers)).length;
    const earlier = { ...flat, q0: 'x'.repeat(LONGEST_ANSWERS - compact(flat)) };
    expect(compact(earlier)).toBe(LONGEST_ANSWERS);
    expect(encoded(earlier)).toBe('bundle.too-long');
    expect(read(earlier)).toBe('no error');
    expect(read({ ...earlier, q0: `${earlier.q0}x` })).toBe('bundle.malformed');
  });
});

describe('a testimony', () => {
  const encodes = (change: object) => codeOf(() => encodeTestimony({ ...testimonyAbout([]), ...change }));
  const notice = { version: '1', language: 'zh-Hans', sha256: 'ab'.repeat(32) };

  test('says to what its source consents, and of what they had read', () => {
    expect(encodes({ consent: { contact: true, uses: ['numbers', 'courts'], notice } })).toBe('no error');
    expect(encodes({ consent: { contact: false, uses: [] } })).toBe('no error');
    for (const consent of [
      null,
      {},
      { contact: 'yes' },
      { contact: true, uses: ['sold'] },
      { contact: true, uses: ['numbers', 'numbers'] },
      { contact: true, uses: 'numbers' },
      { contact: true, uses: null },
      { contact: true, notice: { ...notice, sha256: '' } },
      { contact: true, notice: { version: '1' } },
    ]) {
      expect(encodes({ consent }), JSON.stringify(consent)).toBe('bundle.malformed');
    }
  });

  test('can leave its consent as it was, and ask for deletion, only where it follows another', () => {
    const followUp = { kind: 'follow-up', answers: {} };
    expect(encodes({ ...followUp, consent: null })).toBe('no error');
    expect(encodes({ ...followUp, consent: null, asks: ['deletion'] })).toBe('no error');
    expect(encodes({ ...followUp, asks: [] })).toBe('no error');
    expect(encodes({ ...followUp, asks: ['money'] })).toBe('bundle.malformed');
    expect(encodes({ ...followUp, asks: ['deletion', 'deletion'] })).toBe('bundle.malformed');
    expect(encodes({ asks: ['deletion'] })).toBe('bundle.malformed');
  });

  test('carries what was said of each file', () => {
    const file = { path: 'evidence/001-a.jpg', name: 'a.jpg', type: '', size: 1, removed: [] };
    const row = { 'made-by': 'Somebody', 'made-when': '2019', copy: 'original', seen: ['a', 'b'] };
    const read = readTestimony(
      encodeTestimony({ ...testimonyAbout([]), evidence: [{ ...file, answers: row }] }),
    );
    expect(read.evidence[0]?.answers).toEqual(row);
    for (const answers of [[], 'x', { a: [{}] }, { a: null }]) {
      expect(encodes({ evidence: [{ ...file, answers }] })).toBe('bundle.malformed');
    }
  });

  test('leaves out whatever is no member of it, such as the pages that a keyring names beside its form', () => {
    const pages = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`aa-${String(n)}`, 'ab'.repeat(32)]),
    );
    const plain = testimonyAbout([]);
    const more = { ...plain, intake: { ...plain.intake, pages } };
    expect(encodeTestimony(more)).toEqual(encodeTestimony(plain));
  });
});
