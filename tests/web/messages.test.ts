import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { CRYPTO_ERROR_CODES } from '../../crypto/errors.ts';
import { SERVER_ERROR_CODES } from '../../server/contract.ts';
import type { PlainAnswer } from '../../server/plain.ts';
import { writeJson } from '../../crypto/shapes.ts';
import { defaultIntake } from '../../web/intake/default.ts';
import { en } from '../../web/messages/en.ts';
import { INTAKE_MESSAGES } from '../../web/messages/intakes.ts';
import { LANGUAGES } from '../../web/messages/languages.ts';
import type { Messages } from '../../web/messages/messages.ts';
import { plainEn } from '../../web/messages/plain.en.ts';
import { plainZhHans } from '../../web/messages/plain.zh-Hans.ts';
import { zhHans } from '../../web/messages/zh-Hans.ts';
import { PAGE_ERROR_CODES, PROBLEM_OF, PROBLEMS } from '../../web/shared/problems.ts';
import { sentence, troubleOf } from '../../web/shared/sentence.ts';
import { WitnessboxError } from '../../crypto/errors.ts';

const languages: Messages[] = [en, zhHans];
const CODES = [...CRYPTO_ERROR_CODES, ...SERVER_ERROR_CODES, ...PAGE_ERROR_CODES];

/** Every sentence with its place; a function is given something to say. */
function sentences(value: unknown, place = ''): { place: string; text: string }[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value === 'function') {
    const said = (value as (fact: unknown) => unknown)({ count: 11, position: 5 });
    return sentences(said, place);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${place}.${key}`));
}

describe('the words of the form to start from', () => {
  test('are those that it was written from', async () => {
    const written = await readFile(new URL('../../crypto/intake.default.json', import.meta.url));
    expect(writeJson(defaultIntake(INTAKE_MESSAGES))).toEqual(new Uint8Array(written));
  });

  test('stand in each language in the same places, none of them empty, Chinese ones in Chinese', () => {
    const [first = [], ...others] = Object.values(INTAKE_MESSAGES).map((texts) => sentences(texts));
    for (const said of others)
      expect(said.map(({ place }) => place)).toEqual(first.map(({ place }) => place));
    for (const { place, text } of [first, ...others].flat()) expect(text.trim(), place).not.toBe('');
    const foreign = sentences(INTAKE_MESSAGES['zh-Hans']).filter(({ text }) => !/\p{Script=Han}/u.test(text));
    expect(foreign).toEqual([]);
  });
});

describe('messages', () => {
  test('there is one module for each language that the page offers', () => {
    expect(languages.map(({ lang, name }) => ({ lang, name }))).toEqual(LANGUAGES);
  });

  test.each(languages)('$lang has a sentence in every place where English has one', (messages) => {
    const places = (of: Messages) => sentences(of).map(({ place }) => place);
    expect(places(messages)).toEqual(places(en));
  });

  test.each(languages)('$lang has no empty sentence', (messages) => {
    for (const { place, text } of sentences(messages)) expect(text.trim(), place).not.toBe('');
  });

  test('what is said to browsers without scripts has all its sentences in Chinese too, and none is empty', () => {
    const places = (of: unknown) => sentences(of).map(({ place }) => place);
    expect(places(plainZhHans)).toEqual(places(plainEn));
    for (const { place, text } of sentences(plainZhHans)) expect(text, place).toMatch(/\p{Script=Han}/u);
    for (const { place, text } of sentences(plainEn))
      expect(text, place).toMatch(/\w+ \w+|^Received$|^Fingerprint$/);
  });

  test('there is a sentence for everything that can become of a form', () => {
    const answers: Record<PlainAnswer, unknown> = plainEn.answers;
    expect(Object.keys(answers)).toHaveLength(10);
  });

  test.each(languages)('$lang says how soon replies appear, other words in a demonstration', (messages) => {
    const said = (isDemonstration: boolean) => [
      messages.done.next(isDemonstration).join(' '),
      messages.replies.nothingReasons(isDemonstration).join(' '),
      messages.replies.asOf('2026-11-20', isDemonstration),
    ];
    for (const text of said(false)) expect(text).toMatch(/at most once a day|每天最多更新一次/);
    for (const text of said(true)) {
      expect(text).toMatch(/about once a minute here|在这里大约每分钟更新一次/);
      expect(text).not.toMatch(/once a day|每天/);
    }
  });

  test.each(languages)('$lang names the mark that a needed question bears', (messages) => {
    const mark = messages.form.required.replace(/[()（）]/g, '');
    expect(messages.form.lead).toContain(mark);
  });

  test('Chinese sentences are Chinese', () => {
    const foreign = sentences(zhHans).filter(({ text }) => !/\p{Script=Han}/u.test(text));
    expect(foreign.map(({ place }) => place)).toEqual(['.lang', '.dir', '.page.title', '.leave.address']);
  });

  test.each(languages)('$lang leads whoever leaves at once to the first page of a site', ({ leave }) => {
    const { protocol, host, pathname, search, hash } = new URL(leave.address);
    expect([protocol, pathname, search, hash]).toEqual(['https:', '/', '', '']);
    expect(leave.hint(host)).toContain(host);
    expect(leave.hint(host)).toContain(leave.now);
  });

  test.each(languages)('$lang has a sentence for every error code', (messages) => {
    for (const code of CODES) {
      const said = sentence(messages, { code, facts: { count: 11, position: 5, day: '2026-11-20' } });
      expect(said.length, code).toBeGreaterThan(10);
      expect(said, code).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  test('every problem has a code that leads to it', () => {
    expect(new Set(Object.values(PROBLEM_OF))).toEqual(new Set(PROBLEMS));
  });

  test('a wrong word is named by its position', () => {
    for (const messages of languages) {
      expect(sentence(messages, { code: 'receipt.unknown-word', facts: { position: 7 } })).toContain('7');
      expect(sentence(messages, { code: 'receipt.wrong-count', facts: { count: 11 } })).toContain('11');
    }
  });

  test('an error that is not ours says only that something went wrong', () => {
    expect(troubleOf(new Error('photo-of-me.jpg'))).toEqual({ code: 'page.fault', facts: {} });
    expect(troubleOf(new WitnessboxError('made.up'))).toEqual({ code: 'page.fault', facts: {} });
    expect(troubleOf(new WitnessboxError('receipt.checksum')).code).toBe('receipt.checksum');
  });
});
