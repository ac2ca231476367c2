import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import {
  intakeHash,
  intakeLanguages,
  intakePage,
  parseIntake,
  parseIntakePage,
  questionsOf,
  translated,
} from '../../crypto/intake.ts';
import { encodeTestimony } from '../../crypto/bundle.ts';
import text from '../../crypto/intake.default.json?raw';
import { writeJson } from '../../crypto/shapes.ts';
import { codeOf } from './helpers.ts';
import { FORM, forms } from './forms.ts';
import { testimonyAbout } from './samples.ts';

const bytes = utf8(text);

/** Every text of a form, wherever it stands. */
function textsIn(value: unknown): Record<string, string>[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    ['label', 'hint', 'add', 'text', 'consequence'].includes(name)
      ? [member as Record<string, string>]
      : textsIn(member),
  );
}

describe('the form to start from', () => {
  const intake = parseIntake(bytes);

  test('begins with the free text, and requires nothing else', () => {
    expect(intake.first.map(({ id, kind, required }) => [id, kind, required])).toEqual([
      ['what', 'long', true],
    ]);
    const rows = questionsOf(intake).flatMap((question) =>
      question.kind === 'group' ? question.fields : [],
    );
    const others = [...questionsOf(intake).slice(1), ...rows, ...intake.files];
    expect(others.length).toBeGreaterThan(30);
    expect(others.filter(({ required }) => required)).toEqual([]);
  });

  test('asks gently and in the agreed order', () => {
    expect(intake.sections.map(({ id }) => id)).toEqual([
      'when',
      'where',
      'who',
      'harmed',
      'relation',
      'tried',
      'risk',
      'evidence',
      'want',
    ]);
    expect(intake.sections.filter(({ files }) => files).map(({ id }) => id)).toEqual(['evidence']);
  });

  test('has every text in every language that it has', () => {
    const languages = intakeLanguages(intake);
    expect(languages.length).toBeGreaterThanOrEqual(12);
    const texts = textsIn(JSON.parse(text));
    expect(texts.length).toBeGreaterThan(100);
    for (const one of texts) expect(Object.keys(one).sort(), one['en']).toEqual(languages);
  });

  test('asks for each use of what was written by itself', () => {
    expect(intake.notice?.uses.map(({ id }) => id)).toEqual([
      'numbers',
      'anonymous',
      'partners',
      'courts',
      'named',
    ]);
  });

  test('has the hash that any program gives, and an answer to each question makes a testimony', () => {
    expect(intakeHash(bytes)).toBe(bytesToHex(sha256(bytes)));
    const answers = Object.fromEntries(questionsOf(intake).map(({ id }) => [id, 'x']));
    const testimony = {
      ...testimonyAbout([], answers),
      intake: { id: intake.id, sha256: intakeHash(bytes) },
    };
    expect(codeOf(() => encodeTestimony(testimony))).toBe('no error');
  });

  test('is little enough in one language to be fetched over a bad line', async () => {
    for (const language of intakeLanguages(intake)) {
      const packed = new Blob([Uint8Array.from(intakePage(intake, language))])
        .stream()
        .pipeThrough(new CompressionStream('gzip'));
      expect((await new Response(packed).arrayBuffer()).byteLength, language).toBeLessThan(6000);
    }
  });
});

describe('a form', () => {
  const parsed = (change: object) => codeOf(() => parseIntake(writeJson({ ...FORM, ...change })));

  test('of every kind of question is read as it was written', () => {
    expect(parseIntake(writeJson(FORM))).toEqual(FORM);
    expect(intakeLanguages(FORM)).toEqual(['en', 'zh-Hans']);
  });

  test('may have no sections, no questions on files and no notice', () => {
    expect(parsed({ sections: [], files: [], notice: null })).toBe('no error');
  });

  const [what] = FORM.first;
  const [time, people, evidence] = FORM.sections;
  const [relation, byWhom, officials] = people?.questions ?? [];
  const asking = (...questions: unknown[]) => ({ sections: [{ ...people, questions }] });

  test.each<[string, object]>([
    ['no first question', { first: [] }],
    ['an unknown kind', { first: [{ ...what, kind: 'file' }] }],
    ['a label in no language', { first: [{ ...what, label: {} }] }],
    ['an empty label', { first: [{ ...what, label: { en: '' } }] }],
    ['an id that is none', { first: [{ ...what, id: '__proto__' }] }],
    ['a question whose answer JavaScript would lose', { first: [{ ...what, id: 'constructor' }] }],
    ['a question without its kind', { first: [{ ...what, kind: undefined }] }],
    ['one id in two sections', { sections: [time, { ...time, id: 'other' }] }],
    ['one id in a section and before all', { first: [{ ...what, id: 'when' }] }],
    ['two sections of one id', { sections: [time, { ...people, id: 'time' }] }],
    ['files in two sections', { sections: [evidence, { ...evidence, id: 'more' }] }],
    ['files: false', { sections: [{ ...evidence, files: false }] }],
    ['a choice without options', asking({ ...relation, options: [] })],
    [
      'an option twice',
      asking({
        ...relation,
        options: [
          { id: 'saw', label: { en: 'x' } },
          { id: 'saw', label: { en: 'y' } },
        ],
      }),
    ],
    ['a group of nothing', asking({ ...officials, fields: [] })],
    ['a group within a group', asking({ ...officials, fields: [officials] })],
    ['a group of which there is none', asking({ ...officials, most: 0 })],
    ['a group of more than fifty', asking({ ...officials, most: 51 })],
    ['a field twice in a group', asking({ ...officials, fields: [what, what] })],
    ['a condition on a question that comes later', asking(byWhom, relation)],
    [
      'a condition on no question',
      asking(relation, { ...byWhom, when: { question: 'nobody', is: ['told'] } }),
    ],
    ['a condition on itself', asking({ ...relation, when: { question: 'relation', is: ['saw'] } })],
    [
      'a condition on a text',
      asking(byWhom && { ...byWhom, when: undefined }, {
        ...what,
        id: 'x',
        when: { question: 'by-whom', is: ['a'] },
      }),
    ],
    [
      'a condition on an option that is none',
      asking(relation, { ...byWhom, when: { question: 'relation', is: ['saw', 'heard'] } }),
    ],
    ['a condition on nothing', asking(relation, { ...byWhom, when: { question: 'relation', is: [] } })],
    [
      'a condition from within a group to outside',
      asking(relation, { ...officials, fields: [{ ...what, when: { question: 'relation', is: ['saw'] } }] }),
    ],
    ['a question on files twice', { files: [FORM.files[0], FORM.files[0]] }],
    ['a group on files', { files: [officials] }],
    [
      'a use that there is not',
      { notice: { ...FORM.notice, uses: [{ id: 'sold', label: { en: 'x' }, consequence: { en: 'y' } }] } },
    ],
    ['a use twice', { notice: { ...FORM.notice, uses: [FORM.notice?.uses[0], FORM.notice?.uses[0]] } }],
    [
      'a use without its consequence',
      { notice: { ...FORM.notice, uses: [{ id: 'numbers', label: { en: 'x' } }] } },
    ],
    ['a notice without a version', { notice: { text: { en: 'x' }, uses: [] } }],
    ['no word on a notice', { notice: undefined }],
    [
      'more than a hundred questions in all',
      {
        first: Array.from({ length: 60 }, (_, n) => ({ ...what, id: `a${String(n)}` })),
        sections: [
          { ...time, questions: Array.from({ length: 41 }, (_, n) => ({ ...what, id: `b${String(n)}` })) },
        ],
      },
    ],
  ])('with %s is malformed', (_, change) => {
    expect(parsed(change)).toBe('intake.malformed');
  });

  test('may ask in a section under a condition on an earlier one', () => {
    const later = { ...time, questions: [{ ...what, id: 'x', when: { question: 'relation', is: ['saw'] } }] };
    expect(parsed({ sections: [people, later] })).toBe('no error');
    expect(parsed({ sections: [later, people] })).toBe('intake.malformed');
  });

  test('of any JSON at all is malformed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codeOf(() => parseIntake(utf8(text)))).toBe('intake.malformed');
      }),
    );
  });
});

describe('a form of the first version', () => {
  const question = { id: 'what', kind: 'long', required: true, label: { en: 'What?' } };
  const first = (questions: unknown) => writeJson({ format: 'witnessbox-intake/1', id: 'x', questions });

  test('is read as one that has all its questions in front, no sections and no notice', () => {
    const when = { ...question, id: 'when', kind: 'line', hint: { en: 'Tell.' } };
    expect(parseIntake(first([question, when]))).toEqual({
      format: 'witnessbox-intake/2',
      id: 'x',
      first: [question, when],
      sections: [],
      files: [],
      notice: null,
    });
  });

  test.each<[string, unknown]>([
    ['no question', []],
    ['a question twice', [question, question]],
    ['a kind of the second version', [{ ...question, kind: 'date' }]],
    [
      'more than a hundred questions',
      Array.from({ length: 101 }, (_, n) => ({ ...question, id: `q${String(n)}` })),
    ],
  ])('with %s is malformed', (_, questions) => {
    expect(codeOf(() => parseIntake(first(questions)))).toBe('intake.malformed');
  });
});

describe('the page of a form in one language', () => {
  const page = parseIntakePage(intakePage(FORM, 'zh-Hans'));

  test('has all that the form has, with its texts in that language or in one that there is', () => {
    const said = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(said);
      if (typeof value !== 'object' || value === null) return value;
      if ('en' in value) return translated(value as Record<string, string>, 'zh-Hans');
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, said(member)]));
    };
    expect(page).toEqual({
      ...(said(FORM) as object),
      format: 'witnessbox-intake-page/1',
      language: 'zh-Hans',
    });
    expect(page.sections[1]).toMatchObject({ label: '谁？', hint: 'Whoever it was.' });
  });

  test('is the same bytes for whoever makes it, from whatever order of members', () => {
    const backwards = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(backwards);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, backwards(member)]),
      );
    };
    fc.assert(
      fc.property(forms, (form) => {
        // The order of languages decides which one stands in for another, so it is left as it is.
        const again = parseIntake(writeJson(form));
        for (const language of [...intakeLanguages(form), 'xx']) {
          expect(intakePage(again, language)).toEqual(intakePage(form, language));
        }
      }),
      { numRuns: 30 },
    );
    const { en: a, 'zh-Hans': b } = { en: intakePage(FORM, 'en'), 'zh-Hans': intakePage(FORM, 'zh-Hans') };
    const turned = parseIntake(writeJson(backwards(FORM)));
    expect([intakePage(turned, 'en'), intakePage(turned, 'zh-Hans')]).toEqual([a, b]);
  });

  test('is read again, whatever the form', () => {
    fc.assert(
      fc.property(forms, (form) => {
        expect(parseIntake(writeJson(form))).toEqual(form);
        for (const language of intakeLanguages(form)) {
          const read = parseIntakePage(intakePage(form, language));
          expect(read.language).toBe(language);
          expect(questionsOf(read).map(({ id }) => id)).toEqual(questionsOf(form).map(({ id }) => id));
          expect(writeJson(read)).toEqual(intakePage(form, language));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('is refused where the form would be', () => {
    const changed = (change: object) => codeOf(() => parseIntakePage(writeJson({ ...page, ...change })));
    expect(changed({})).toBe('no error');
    expect(changed({ first: [...page.first, ...page.first] })).toBe('intake.malformed');
    expect(changed({ language: 'no language' })).toBe('intake.malformed');
    expect(changed({ format: 'witnessbox-intake/2' })).toBe('intake.malformed');
  });
});

test('a text is given in the wanted language, a related one, English, or what there is', () => {
  const text = { en: 'yes', zh: '是', 'zh-Hant': '是的' };
  expect(translated(text, 'zh-Hant')).toBe('是的');
  expect(translated(text, 'zh-Hans')).toBe('是');
  expect(translated(text, 'fr')).toBe('yes');
  expect(translated({ ug: 'ھەئە' }, 'fr')).toBe('ھەئە');
  expect(translated({ en: 'yes', 'zh-Hans': '是' }, 'zh-Hant')).toBe('是');
  expect(translated({ en: 'yes', 'zh-Hans': '是', 'zh-Hant': '是的' }, 'zh-TW')).toBe('是的');
});
