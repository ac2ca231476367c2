/** The form that an organisation edits: what is found in it, how it is shown, and that only a sound one is signed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../crypto/encoding.ts';
import { intakeHash, intakePage, parseIntake } from '../../../crypto/intake.ts';
import type { Keyring } from '../../../crypto/keyring.ts';
import { writeJson } from '../../../crypto/shapes.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { findingsText, sentenceOf } from '../../../reviewer/commands/intake-file.ts';
import { checkIntake } from '../../../reviewer/custodian/intake-check.ts';
import type { Finding } from '../../../reviewer/custodian/intake-finding.ts';
import { intakePreview } from '../../../reviewer/custodian/intake-preview.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { INTAKE_SENTENCES } from '../../../reviewer/sentences.intake.ts';
import { FORM, forms } from '../../crypto/forms.ts';
import { temporaryFolder } from '../support/world.ts';
import { makeCustody, witnessbox } from './support.ts';

const TEXT = new TextDecoder().decode(writeJson(FORM));
/** The default form, which is complete. */
const WHOLE = new TextDecoder().decode(
  await readFile(new URL('../../../crypto/intake.default.json', import.meta.url)),
);

/** What is found after a change, as `code: place`. */
const found = (text: string): string[] =>
  checkIntake(utf8(text)).findings.map(({ code, place }) => `${code}: ${place}`);
const changed = (from: string | RegExp, to: string): string[] => {
  const text = TEXT.replace(from, to);
  expect(text).not.toBe(TEXT);
  return found(text);
};
const faults = (from: string | RegExp, to: string): string[] => {
  const text = TEXT.replace(from, to);
  return checkIntake(utf8(text))
    .findings.filter(({ isFault }) => isFault)
    .map(({ code, place }) => `${code}: ${place}`);
};

const textOf = (findings: readonly Finding[]) => findingsText(findings, INTAKE_SENTENCES, 'intake');

const isRead = (bytes: Uint8Array): boolean => {
  try {
    parseIntake(bytes);
    return true;
  } catch {
    return false;
  }
};

describe('a form is checked', () => {
  test('and the default one is found to be complete', () => {
    expect(found(WHOLE)).toEqual([]);
  });

  test.each([
    [
      'a kind that there is not',
      /"kind": "date"/u,
      '"kind": "day"',
      'not-one-of: section "time", question "when", kind',
    ],
    [
      'an id with a capital',
      '"id": "officials"',
      '"id": "Officials"',
      'bad-id: section "people", question "Officials", id',
    ],
    [
      'a label that is missing',
      /"label": \{\s+"en": "Name",\s+"zh-Hans": "姓名"\s+\}/u,
      '"labels": {}',
      'missing: section "people", question "officials", field "name"',
    ],
    [
      'no text in any language',
      /\{\s+"en": "High",\s+"zh-Hans": "高"\s+\}/u,
      '{}',
      'no-text: section "people", question "officials", field "rank", option "high", label',
    ],
    ['an empty text', '"A copy"', '""', 'empty: question on files "copy", option "copy", label, en'],
    [
      'a tag that is none',
      '"zh-Hans": "副本"',
      '"simplified chinese": "副本"',
      'bad-language: question on files "copy", option "copy", label, simplified chinese',
    ],
    [
      'true as a text',
      '"required": true',
      '"required": "true"',
      'wrong-type: first question "what", required',
    ],
    [
      'a number as a text',
      '"most": 2',
      '"most": "2"',
      'wrong-type: section "people", question "officials", most',
    ],
    [
      'a number that is too high',
      '"most": 2',
      '"most": 99',
      'bad-number: section "people", question "officials", most',
    ],
    ['a use that there is not', '"id": "numbers"', '"id": "sold"', 'not-one-of: notice, use "sold", id'],
    ['no notice at all', /,\s+"notice": [^]*\}/u, '}', 'missing: the form'],
    ['a text that is too long', 'Whoever it was.', 'x'.repeat(4001), 'too-long: section "people", hint, en'],
    ['a question twice', '"id": "clock"', '"id": "when"', 'id-twice: section "time", question "when"'],
    [
      'a condition on nothing',
      '"question": "relation"',
      '"question": "relations"',
      'condition-on-none: section "people", question "by-whom", condition',
    ],
    [
      'a condition on a text',
      '"question": "relation"',
      '"question": "clock"',
      'condition-on-text: section "people", question "by-whom", condition',
    ],
    [
      'a condition on an unknown option',
      /"is": \[\s+"told"/u,
      '"is": ["tld"',
      'condition-on-no-option: section "people", question "by-whom", condition, option "tld"',
    ],
    ['a wrong format', 'witnessbox-intake/2', 'witnessbox-intake/3', 'not-a-form: the file'],
    [
      'a name twice',
      '"most": 2',
      '"most": 2, "most": 3',
      `ambiguous: line ${String(TEXT.slice(0, TEXT.indexOf('"most"')).split('\n').length)}`,
    ],
  ])('and %s is named with its place', (_, from, to, expected) => {
    expect(faults(from, to)).toEqual([expected]);
  });

  test('and files that are added in two sections are one too many', () => {
    expect(faults(/"questions": \[\s+\{\s+"id": "when"/u, '"files": true, $&')).toEqual([
      'files-twice: section "evidence"',
    ]);
  });

  test.each([
    ['a comma that is missing', /true,/u, 'true', 1],
    ['a comma too much', /\],\s+"notice"/u, '],,"notice"', 0],
    ['a quotation mark of another kind', '"official', '“official', 0],
    ['an equals sign', '"most":', '"most"=', 0],
    ['a bracket too much', '"notice": {', '"notice": {]', 0],
  ])('and of %s the line is named', (_, from, to, below) => {
    const at = TEXT.search(from);
    const line = TEXT.slice(0, at).split('\n').length;
    const [said] = changed(from, to);
    expect(said).toMatch(/^not-json: line \d+$/u);
    expect(Math.abs(Number(/\d+/u.exec(said ?? '')?.[0]) - line)).toBeLessThanOrEqual(below);
  });

  test('and of one that breaks off its last line is named', () => {
    const cut = TEXT.slice(0, 1000);
    expect(found(cut)).toEqual([`not-json: line ${String(cut.trimEnd().split('\n').length)}`]);
    expect(found('')).toEqual(['not-json: line 1']);
    expect(found('[]')).toEqual(['not-a-form: the file']);
    expect(found(`\ufeff${TEXT}`)).toEqual(['not-utf8: the file']);
    expect(checkIntake(Uint8Array.of(0xff)).findings[0]?.code).toBe('not-utf8');
  });

  test('and what could be better is noted', () => {
    expect(found(TEXT)).toEqual(['no-translation: section "people", hint']);
    expect(changed('"A copy"', '"A copy", "ug": "x"')).toContain('no-page: the form');
    expect(changed(/"required": false/u, '"required": true')).toContain(
      'required: section "time", question "when"',
    );
    expect(changed('"hint"', '"hnt"')).toEqual(['ignored: section "people", hnt']);
    expect(changed('"id": "clock"', '"id": "message"')).toContain(
      'message: section "time", question "message"',
    );
    expect(changed('"kind": "long"', '"kind": "line"')).toContain('not-free-text: first question "what"');
    expect(changed(/,\s+"files": true/u, '')).toContain('nothing-asked: section "evidence"');
    expect(changed(/"notice": \{[^]*\}/u, '"notice": null }')).toContain('no-notice: the form');
    const notice = FORM.notice ?? { version: '', text: {}, uses: [] };
    const noting = (uses: unknown[]) =>
      found(new TextDecoder().decode(writeJson({ ...FORM, notice: { ...notice, uses } })));
    expect(noting([])).toContain('no-uses: notice');
    expect(noting([...notice.uses].reverse())).toContain('uses-order: notice, uses');
    const twice = writeJson({ ...FORM, first: [...FORM.first, { ...FORM.first[0], id: 'more' }] });
    expect(found(new TextDecoder().decode(twice))).toContain('more-in-front: first question "more"');
  });

  test('and one of the first version is one', () => {
    const question = { id: 'what', kind: 'long', required: true, label: { en: 'What?' } };
    const first = (questions: unknown) =>
      new TextDecoder().decode(writeJson({ format: 'witnessbox-intake/1', id: 'x', questions }));
    expect(found(first([question]))).toEqual(['first-version: the form']);
    expect(found(first([question, { ...question, id: 'more' }]))).toContain('required: question "more"');
    expect(found(first([question, question]))).toEqual(['id-twice: questions']);
    expect(found(first([{ ...question, kind: 'date' }]))).toEqual(['not-one-of: question "what", kind']);
  });

  test('and found to be faulty exactly where it cannot be read', () => {
    const agrees = (bytes: Uint8Array) => {
      const { form, findings } = checkIntake(bytes);
      expect(form !== null).toBe(isRead(bytes));
      expect(findings.some(({ isFault }) => isFault)).toBe(form === null);
    };
    fc.assert(
      fc.property(forms, (form) => {
        agrees(writeJson(form));
      }),
      { numRuns: 30 },
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('en', 'long', true, [], {}, 'constructor', 51),
    );
    // Some member of a sound form, wherever it stands, in place of which something else stands.
    fc.assert(
      fc.property(fc.nat(), value, (at, other) => {
        const members = [...TEXT.matchAll(/"[a-zA-Z-]+": (?:"[^"]*"|true|false|\d+|\[|\{)/gu)];
        const member = members[at % members.length];
        const start = (member?.index ?? 0) + (member?.[0].indexOf(':') ?? 0) + 1;
        const scalar = /^ (?:"[^"]*"|true|false|\d+)/u.exec(TEXT.slice(start))?.[0] ?? ' ';
        agrees(
          utf8(
            TEXT.slice(0, start) +
              JSON.stringify(other) +
              (scalar === ' ' ? ', "more": ' : '') +
              TEXT.slice(start + scalar.length),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('in sentences that end, with what to do, and never with an order to the terminal', () => {
    for (const sentence of Object.values(INTAKE_SENTENCES))
      expect(sentence).toMatch(/^(?:[A-Z]|\{name\}).*[.?)]$/u);
    const hostile = TEXT.replaceAll('"id": "clock"', '"id": "\\u001b[2J\\u202e"');
    const said = textOf(checkIntake(utf8(hostile)).findings);
    expect(said).toMatch(/^WRONG {2}section "time", question ".*u001b.*", id\n {7}An id has/u);
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
  });

  test('and every fault is named, however many are alike', () => {
    const faults = Array.from({ length: 30 }, (_, index) => ({
      isFault: true,
      place: `question ${String(index)}`,
      code: 'other' as const,
      facts: {},
    }));
    const said = textOf(faults);
    expect(said.match(/^WRONG/gmu)).toHaveLength(30);
    expect(said).not.toContain('more places');
  });

  test('and a language that was only begun does not fill the screen', () => {
    const begun = WHOLE.replace(/"en": "What happened\?"/u, '$&, "la": "x"');
    const { findings } = checkIntake(utf8(begun));
    expect(findings.length).toBeGreaterThan(100);
    const said = textOf(findings);
    expect(said.split('\n').length).toBeLessThan(25);
    expect(said).toContain('more places: There is no text in la.');
    expect(said.trimEnd().split('\n').at(-1)).toBe('"witnessbox intake check FILE --json" names all places.');
    const [first = { isFault: true, place: '', code: 'other' as const, facts: {} }] = findings;
    expect(sentenceOf(first, INTAKE_SENTENCES)).toContain('There is no text in la.');
  });
});

describe('a preview', () => {
  test('shows every text of the form in every language, escaped, and can load or run nothing', () => {
    const hostile = '<script>alert(1)</script>"\'&<img src=x onerror=alert(1)>';
    const page = intakePreview(
      parseIntake(utf8(TEXT.replaceAll('Whoever it was.', hostile.replaceAll('"', '\\"')))),
      ['en', 'zh-Hans'],
    );
    for (const text of [
      'What happened?',
      '发生了什么？',
      '再加一位',
      'Each use needs your yes.',
      '都能看到。',
    ])
      expect(page).toContain(text);
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;&#60;img src=x');
    expect(page).not.toMatch(/<script|<img|<[^>]+ on\w+=|javascript:/iu);
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[^']{44}'; form-action 'none'; base-uri 'none'"/u,
    );
    expect(page).toContain('Asked only after <bdi>“I was told”</bdi> at <bdi>“How do you know?”</bdi>.');
  });

  test('runs in the direction of each language', () => {
    const form = parseIntake(
      utf8(TEXT.replace('"en": "What happened?"', '"en": "What happened?", "ug": "نېمە بولدى؟"')),
    );
    const page = intakePreview(form, ['en', 'ug']);
    expect(page).toContain('<article id="en" lang="en" dir="ltr">');
    expect(page).toContain('<article id="ug" lang="ug" dir="rtl">');
  });

  test('is made of any form', () => {
    fc.assert(
      fc.property(forms, (form) => {
        expect(intakePreview(form, Object.keys(form.first[0]?.label ?? {}))).toContain('</html>');
      }),
      { numRuns: 20 },
    );
  });
});

describe('witnessbox intake', () => {
  test('new, check and preview: from the default form to one that somebody can look at', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'form.json');
    expect(await witnessbox(['intake', 'new', file])).toMatchObject({ code: 0, err: '' });
    expect(await readFile(file, 'utf8')).toBe(WHOLE);
    expect(await witnessbox(['intake', 'new', file])).toMatchObject({
      code: EXIT.disk,
      err: `${sentenceFor('keys.file-exists')}\n`,
    });

    const checked = await witnessbox(['intake', 'check', file]);
    expect(checked).toEqual({
      code: 0,
      err: '',
      out: 'This form can be used. It has 19 questions and is offered in ar, bo, en, es, fa, fr, my, ru, ug, vi, zh-Hans, zh-Hant.\n',
    });
    expect(await witnessbox(['intake', 'preview', file])).toMatchObject({ code: 0, err: '' });
    const page = await readFile(join(folder, 'form.html'), 'utf8');
    expect(page).toContain('lang="zh-Hans"');
    // Again, as after each change of the form.
    expect(await witnessbox(['intake', 'preview', file, '--language', 'en'])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'form.html'), 'utf8')).not.toContain('lang="zh-Hans"');
  });

  test('says with its exit code whether a form can be used', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'form.json');
    await writeFile(file, WHOLE.replace('"kind": "long"', '"kind": "lang"'));
    const checked = await witnessbox(['intake', 'check', file]);
    expect(checked).toMatchObject({ code: 1, err: '' });
    expect(checked.out).toMatch(
      /^WRONG {2}first question "what", kind\n.*\nThis form cannot be used yet\.\n$/u,
    );
    const json = await witnessbox(['intake', 'check', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      sound: false,
      findings: [{ isFault: true, code: 'not-one-of' }],
    });
    const preview = await witnessbox(['intake', 'preview', file]);
    expect(preview.code).toBe(EXIT.failed);
    expect(preview.err).toContain(sentenceFor('intake.faulty'));
    expect(await witnessbox(['intake', 'check', join(folder, 'none')])).toMatchObject({
      code: EXIT.usage,
      err: `${sentenceFor('intake.unreadable-file')}\n`,
    });
  });

  test('preview replaces no other file, and knows the languages of the form', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'form.json');
    await writeFile(file, WHOLE);
    await writeFile(join(folder, 'form.html'), 'mine');
    expect(await witnessbox(['intake', 'preview', file])).toMatchObject({
      code: EXIT.disk,
      err: `${sentenceFor('intake.other-file')}\n`,
    });
    expect(await readFile(join(folder, 'form.html'), 'utf8')).toBe('mine');
    expect(await witnessbox(['intake', 'preview', file, '--language', 'la'])).toMatchObject({
      code: EXIT.usage,
      err: `${sentenceFor('intake.no-language', { languages: 'ar, bo, en, es, fa, fr, my, ru, ug, vi, zh-Hans, zh-Hant' })}\n`,
    });
  });

  test('each command explains itself with examples', async () => {
    for (const name of ['new', 'check', 'preview']) {
      const { code, out } = await witnessbox(['intake', name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Examples:\n  witnessbox intake ${name}`);
    }
  });
});

test('a faulty form is not signed, a sound one is with the hash of each of its pages, and verify looks at them', async () => {
  const custody = await makeCustody();
  const form = join(custody.folder, 'form.json');
  const rotate = () => custody.keys(['rotate', '--intake', form, '--yes']);
  const verify = () => witnessbox(['keys', 'verify', custody.publicFolder]);
  const before = await readFile(join(custody.publicFolder, 'keyring.json'));

  await writeFile(form, TEXT.replace('"question": "relation"', '"question": "relations"'));
  const refused = await rotate();
  expect(refused.code).toBe(EXIT.failed);
  expect(refused.err).toContain('WRONG  section "people", question "by-whom", condition\n');
  expect(await readFile(join(custody.publicFolder, 'keyring.json'))).toEqual(before);

  await writeFile(form, TEXT);
  const rotated = await rotate();
  expect(rotated.code).toBe(0);
  expect(rotated.err).toContain('note   section "people", hint\n');
  const keyring = JSON.parse(await readFile(join(custody.publicFolder, 'keyring.json'), 'utf8')) as Keyring;
  const hashOf = (language: string) => intakeHash(intakePage(FORM, language));
  expect(keyring.intake).toEqual({
    id: 'harbour',
    sha256: intakeHash(utf8(TEXT)),
    pages: { en: hashOf('en'), 'zh-Hans': hashOf('zh-Hans') },
  });
  expect((await verify()).out).toContain(
    'right  The keyring names the page of the form in each of its languages: en, zh-Hans.',
  );

  await writeFile(join(custody.publicFolder, 'intake.json'), `${TEXT}\n`);
  expect(await verify()).toMatchObject({ code: EXIT.trust });
});

test('a form of the first version is still signed', async () => {
  const custody = await makeCustody();
  const form = join(custody.folder, 'form.json');
  await writeFile(form, writeJson({ format: 'witnessbox-intake/1', id: 'old', questions: FORM.first }));
  expect((await custody.keys(['rotate', '--intake', form, '--yes'])).code).toBe(0);
  const verified = await witnessbox(['keys', 'verify', custody.publicFolder]);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.out).toContain('in each of its languages: en, zh-Hans.');
});
