/**
 * The files of the languages: that each says everything that English says, in its own script, and keeps what the
 * program relies on. How well they say it, only readers can tell (the file's `review`).
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { CRYPTO_ERROR_CODES, WitnessboxError } from '../../crypto/errors.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { SERVER_ERROR_CODES } from '../../server/contract.ts';
import type { PlainAnswer } from '../../server/plain.ts';
import { defaultIntake } from '../../web/intake/default.ts';
import { intakeMessagesOf, readLanguages, type Language } from '../../web/languages.ts';
import * as english from '../../web/messages/en.ts';
import { allMessages } from '../../web/shared/messages.ts';
import { PAGE_ERROR_CODES, PROBLEM_OF, PROBLEMS } from '../../web/shared/problems.ts';
import { sentence, troubleOf } from '../../web/shared/sentence.ts';

const LANGUAGES = await readLanguages();
const CODES = [...CRYPTO_ERROR_CODES, ...SERVER_ERROR_CODES, ...PAGE_ERROR_CODES];

/** Chinese characters have one script in Unicode, two in language tags. */
const SCRIPTS: Readonly<Record<string, string>> = { Hans: 'Hani', Hant: 'Hani' };

/** What a function of a language is called with here: facts of an error, or names and numbers in words. */
const FACTS = [{ count: 11, position: 5 }];
const WORDS = ['7', '8', '9', '10'];

/** Every sentence with its place; a function is given something to say. */
function sentences(value: unknown, place = ''): { place: string; text: string }[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value === 'function') {
    const given = place.startsWith('.problems') ? FACTS : WORDS;
    return sentences((value as (...given: unknown[]) => unknown)(...given), place);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${place}.${key}`));
}

/** All that a file says. */
function said({ frame, problems, first, later, plain, intake, offline, handIn, offlinePlain }: Language) {
  return sentences({ frame, problems, first, later, plain, intake, offline, handIn, offlinePlain });
}

/** `text` again with the marks that the server fills in. */
const marks = (text: string): string[] => (text.match(/__[A-Z_]+__/g) ?? []).sort();

test('none of the twelve languages is lost', () => {
  const twelve = ['ar', 'bo', 'en', 'es', 'fa', 'fr', 'my', 'ru', 'ug', 'vi', 'zh-Hans', 'zh-Hant'];
  expect(LANGUAGES.map(({ lang }) => lang)).toEqual(expect.arrayContaining(twelve));
});

test('the form to start from is the one that the languages make (after a change: node scripts/languages.ts)', async () => {
  const written = await readFile(new URL('../../crypto/intake.default.json', import.meta.url));
  expect(writeJson(defaultIntake(intakeMessagesOf(LANGUAGES)))).toEqual(new Uint8Array(written));
});

describe.each(LANGUAGES)('$lang', (language) => {
  const messages = allMessages(language);

  test('has a sentence in every place where English has one, and none is empty', () => {
    const places = (of: Language) => said(of).map(({ place }) => place);
    expect(places(language)).toEqual(places({ ...english, lang: 'en' }));
    for (const { place, text } of said(language)) expect(text.trim(), place).not.toBe('');
  });

  test('is written in its own script, and in its direction', () => {
    const { script = 'Latn' } = new Intl.Locale(language.lang).maximize();
    const name = SCRIPTS[script] ?? script;
    const letters = new RegExp(`\\p{Script=${name}}`, 'u');
    const foreign = said(language).filter(({ text }) => !letters.test(text));
    const latin = ['.frame.title', '.first.lang', '.first.dir', '.first.leave.address'];
    expect(foreign.map(({ place }) => place)).toEqual(name === 'Latn' ? [] : latin);
    expect(messages.dir).toBe(['Arab', 'Hebr'].includes(name) ? 'rtl' : 'ltr');
  });

  test('says nothing twice in English that is not English', () => {
    const own = new Map(said({ ...english, lang: 'en' }).map(({ place, text }) => [place, text]));
    const same = said(language).filter(
      ({ place, text }) => text === own.get(place) && text.split(' ').length > 2,
    );
    if (language.lang !== 'en') expect(same).toEqual([]);
    else expect(same.length).toBeGreaterThan(300);
  });

  test('keeps the marks that the server fills in', () => {
    const own = said({ ...english, lang: 'en' });
    for (const [index, { place, text }] of said(language).entries())
      expect(marks(text), place).toEqual(marks(own[index]?.text ?? ''));
  });

  test('says what each of its functions is told', () => {
    expect(messages.form.removeFile('chair.jpg')).toContain('chair.jpg');
    expect(messages.receipt.word('7')).toContain('7');
    expect(messages.start.lead('Harbour Watch')).toContain('Harbour Watch');
    expect(messages.start.silent('May 3').join(' ')).toContain('May 3');
    expect(messages.replies.unknownWord('7', 'vork')).toMatch(/7.*vork|vork.*7/s);
    expect(messages.sending.confirmed('3 kB', '66 kB')).toMatch(/3 kB.*66 kB|66 kB.*3 kB/s);
    expect(language.offline.start.lead('Harbour Watch')).toContain('Harbour Watch');
    expect(language.offline.start.validUntil('May 3')).toContain('May 3');
    expect(language.offline.making.encrypted('3 kB', '66 kB')).toMatch(/3 kB.*66 kB|66 kB.*3 kB/s);
    expect(language.offline.made.size('66 kB')).toContain('66 kB');
    expect(language.handIn.view.chosen('66 kB')).toContain('66 kB');
    expect(messages.evidence.position('7.00', true, '8.00', true)).not.toBe(
      messages.evidence.position('7.00', false, '8.00', false),
    );
    expect(messages.sending.provingFor('9', true).length).toBeGreaterThan(
      messages.sending.provingFor('9', false).length,
    );
  });

  test('says how soon replies appear, other words in a demonstration', () => {
    const soon = (isDemonstration: boolean) => [
      messages.done.next(isDemonstration).join(' '),
      messages.replies.nothingReasons(isDemonstration).join(' '),
      messages.replies.asOf('2026-11-20', isDemonstration),
    ];
    for (const [index, text] of soon(true).entries()) expect(text).not.toBe(soon(false)[index]);
  });

  test('names the mark that a needed question bears', () => {
    expect(messages.form.lead).toContain(messages.form.required.replace(/[()（）]/g, ''));
  });

  test('leads whoever leaves at once to the first page of a site', () => {
    const { leave } = messages;
    const { protocol, host, pathname, search, hash } = new URL(leave.address);
    expect([protocol, pathname, search, hash]).toEqual(['https:', '/', '', '']);
    expect(leave.hint(host)).toContain(host);
    expect(leave.hint(host)).toContain(leave.now);
  });

  test('has a sentence for every error code', () => {
    for (const code of CODES) {
      const text = sentence(messages, { code, facts: { count: 11, position: 5, day: '2026-11-20' } });
      expect(text.length, code).toBeGreaterThan(5);
      expect(text, code).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  test('names a wrong word by its position, and a wrong count', () => {
    const numbers = (value: number) => new RegExp(`${String(value)}|${value.toLocaleString(language.lang)}`);
    const facts = { position: 7, count: 11 };
    expect(sentence(messages, { code: 'receipt.unknown-word', facts })).toMatch(numbers(7));
    expect(sentence(messages, { code: 'receipt.wrong-count', facts })).toMatch(numbers(11));
  });

  test('carries its review', () => {
    expect(language.review).toMatch(/^(?:model|unreviewed|\d{4}-\d{2}-\d{2})$/);
    expect(language.review === 'model').toBe(language.lang === 'en');
  });
});

describe('messages', () => {
  test('there is a sentence for everything that can become of a form', () => {
    const answers: Record<PlainAnswer, unknown> = english.plain.answers;
    expect(Object.keys(answers)).toHaveLength(10);
  });

  test('every problem has a code that leads to it', () => {
    expect(new Set(Object.values(PROBLEM_OF))).toEqual(new Set(PROBLEMS));
  });

  test('an error that is not ours says only that something went wrong', () => {
    expect(troubleOf(new Error('photo-of-me.jpg'))).toEqual({ code: 'page.fault', facts: {} });
    expect(troubleOf(new WitnessboxError('made.up'))).toEqual({ code: 'page.fault', facts: {} });
    expect(troubleOf(new WitnessboxError('receipt.checksum')).code).toBe('receipt.checksum');
  });
});
