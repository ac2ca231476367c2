/**
 * Every language, from its first view to the check of the words and to the replies, at the width of a small telephone: that
 * nothing lies beyond its edges, runs the wrong way or lacks a name, and that all is in the language itself. In Firefox
 * three of them: what differs between the browsers is the direction, and whether they have dates of a language.
 */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLanguages, type Language } from '../../web/languages.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser } from './support/browser.ts';
import { servePage, type Served } from './support/served.ts';
import { Source } from './support/source.ts';

const LANGUAGES = await readLanguages();
/** What is long enough to be found in a page that is not in English, if it were there. */
const ENGLISH = LANGUAGES.filter(({ lang }) => lang === 'en')
  .flatMap(({ first, later, handIn }) => [
    first.start,
    later.form,
    later.receipt,
    later.replies,
    handIn.start,
  ])
  .flatMap((part) => Object.values<unknown>(part).flat())
  .filter((text) => typeof text === 'string')
  .filter((text) => text.length > 30);
/** Without dates in Chromium, without word lists, right to left. */
const TELLING = ['ar', 'bo', 'ug'];

let portal: Served;
beforeAll(async () => {
  portal = await servePage();
});
afterAll(() => portal.stop());

/** What is wider than the screen, or lies beside it. */
const beside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((node) => {
        const { left, right, width } = node.getBoundingClientRect();
        return width > 0 && (left < -1 || right > innerWidth + 1) && !node.matches('.hidden-visually');
      })
      .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 60)}`),
  );

/** The side on which the heading begins. */
const begins = (page: Page): Promise<string> =>
  page.$eval('main h1', (node) => getComputedStyle(node).direction);

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(name);
    });
    afterAll(() => browser.close());

    const looksRight = async (source: Source, language: Language) => {
      const { page } = source;
      expect(await beside(page)).toEqual([]);
      expect(await audit(page)).toEqual([]);
      expect(await begins(page)).toBe(language.first.dir);
      const shown = await page.evaluate(() => document.body.innerText);
      if (language.lang !== 'en') expect(ENGLISH.filter((text) => shown.includes(text))).toEqual([]);
      expect(shown).not.toMatch(/undefined|NaN|\[object|__WITNESSBOX/);
      expect(source.complaints).toEqual([]);
    };

    test.each(name === 'chromium' ? LANGUAGES : LANGUAGES.filter(({ lang }) => TELLING.includes(lang)))(
      '$lang can be read, filled in and left with twelve words, on a small telephone',
      async (language) => {
        const { lang, first, later } = language;
        const source = await Source.newcomer(browser);
        const { page } = source;
        await page.setViewport({ width: 320, height: 640 });
        await source.visit(`${portal.address}/${lang}/`);
        await looksRight(source, language);
        expect(await source.text('view-start')).toContain(first.start.heading);

        await source.press('testify');
        await source.fill('question-what', 'x');
        const closed = await page.$$('[data-testid^="section-"][aria-expanded="false"]');
        expect(closed.length).toBeGreaterThan(2);
        for (const section of closed) await section.click();
        expect(await source.text('view-form')).toContain(later.form.lead);
        await looksRight(source, language);

        const words = await source.takeReceipt();
        expect(words).toHaveLength(12);
        await source.sees('word');
        await looksRight(source, language);
        await source.page.close();

        const reader = await Source.newcomer(browser);
        await reader.page.setViewport({ width: 320, height: 640 });
        await reader.visit(`${portal.address}/${lang}/`);
        await reader.press('read-replies');
        expect(await reader.text('view-replies')).toContain(later.replies.lead);
        await looksRight(reader, language);
        await reader.page.close();
      },
    );
  });
});
