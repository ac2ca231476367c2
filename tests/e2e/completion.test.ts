/** Typing twelve words in real browsers: with completion by keyboard and by finger, and nothing of it on the wire. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { servePage, type Served } from './support/served.ts';
import { Source } from './support/source.ts';

let portal: Served;

beforeAll(async () => {
  portal = await servePage();
});
afterAll(() => portal.stop());

const ENGLISH = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(name);
    });
    afterAll(() => browser.close());

    /** Come back, with the lists loaded; the paths asked for from then on. */
    const returning = async () => {
      const source = await Source.visiting(browser, `${portal.address}/en/`);
      const { page } = source;
      await source.press('read-replies');
      const field = await source.sees('receipt');
      await field.type('le');
      await source.sees('suggestion');
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Backspace');
      await until(
        page,
        'the evidence worker has come',
        () => page.waitForNetworkIdle().then(() => true),
        20_000,
      );
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const text = () => page.$eval('#receipt', (node) => (node as HTMLTextAreaElement).value);
      return { source, page, asked, text };
    };

    test('four letters and Tab are enough for each word, and nothing is asked of the server for it', async () => {
      const { source, page, asked, text } = await returning();
      for (const word of ENGLISH) {
        await page.keyboard.type(word.slice(0, 4));
        // “year” and “wave” are whole then; Tab would go on to the buttons.
        await page.keyboard.press(word.length > 4 ? 'Tab' : ' ');
      }
      expect((await text()).trim().split(/\s+/)).toEqual(ENGLISH);
      expect(await source.text('word-count')).toBe('Words so far: 12 of 12.');
      expect(asked).toEqual([]);
      await source.press('look');
      await source.sees('as-of');
      expect(asked.map((path) => path.split('/')[1])).toEqual(['snapshot', 'snapshot']);
      expect(source.complaints).toEqual([]);
      await page.close();
    });

    test('arrows choose, Enter takes, Esc closes and is no wish to leave, Tab goes on where there is nothing to take', async () => {
      const { source, page, text } = await returning();
      const marked = () =>
        page.$eval('#receipt', (node) => {
          const id = node.getAttribute('aria-activedescendant');
          return id === null ? null : (document.getElementById(id)?.innerText ?? '');
        });
      await page.keyboard.type('abo');
      expect(await marked()).toBe('about');
      expect(await audit(page)).toEqual([]);
      await page.keyboard.press('ArrowDown');
      expect(await marked()).toBe('above');
      await page.keyboard.press('Enter');
      expect(await text()).toBe('above ');
      await page.keyboard.type('leg');
      await page.keyboard.press('Escape');
      expect(await page.$('[data-testid="suggestion"]')).toBeNull();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      expect(await text()).toBe('above leg');
      expect(page.url()).toBe(`${portal.address}/en/`);
      await page.keyboard.press('Tab');
      await source.focuses('look');
      await page.close();
    });

    test('a finger takes a suggestion, wrong words are named at once, and the buttons stay where they are', async () => {
      const { source, page, text } = await returning();
      await page.setViewport({ width: 360, height: 740 });
      await page.keyboard.type('legal xx winn');
      expect(await source.text('unknown-word')).toContain('Word 2, “xx”, is not in the list.');
      const suggestion = await source.sees('suggestion');
      const box = await suggestion.boundingBox();
      expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
      expect(await audit(page)).toEqual([]);
      await suggestion.click();
      expect(await text()).toBe('legal xx winner ');
      // The field has kept the focus, or no telephone would keep its keyboard open.
      await page.keyboard.type('tha');
      expect(await text()).toBe('legal xx winner tha');
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      // A button that moved while it is pressed would not be pressed.
      await source.press('look');
      const trouble = await source.sees('trouble');
      expect(await trouble.evaluate((node) => node.getAttribute('data-code'))).toBe('receipt.wrong-count');
      await page.close();
    });
  });
});
