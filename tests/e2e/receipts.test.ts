/**
 * Receipts in real browsers: words in another language than the page's, read on a page in a third one, and lists
 * that do not arrive at first. What the server is asked for is the same, whatever the language.
 */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alteringProxy } from './support/altering-proxy.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { servePage, type Served } from './support/served.ts';
import { Source } from './support/source.ts';

let portal: Served;

beforeAll(async () => {
  portal = await servePage();
});
afterAll(() => portal.stop());

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await openBrowser(name);
    });

    afterAll(() => browser.close());

    /** A visit, and the paths that it asks for. */
    const visit = async (address: string) => {
      const source = await Source.newcomer(browser);
      const paths: string[] = [];
      source.page.on('request', (request) => paths.push(new URL(request.url()).pathname));
      await source.visit(address);
      return { source, paths };
    };

    const choose = async (source: Source, language: string): Promise<string[]> => {
      const words = () =>
        source.page.$$eval(`[data-testid="words"][lang="${language}"] li span`, (items) =>
          items.map((item) => item.textContent),
        );
      await source.page.select('[data-testid="words-language"]', language);
      const areShown = async () => (await words()).length > 0;
      await until(source.page, `there are words in ${language}`, areShown, 20_000);
      return words();
    };

    test('words can be in another language; they are confirmed, and read on a page in a third', async () => {
      const { source, paths } = await visit(`${portal.address}/zh-Hans/`);
      await source.write({ what: '天没亮他们就来了。', files: [] });
      await source.press('continue');
      await source.sees('words');
      const before = paths.length;
      const first = await choose(source, 'ko');
      const words = await choose(source, 'ja');
      expect(words).toHaveLength(12);
      expect(words.every((word) => /^\p{Script=Hiragana}+$/u.test(word.normalize('NFC')))).toBe(true);
      expect(first).not.toEqual(words);
      // Nothing was asked of the server for them.
      expect(paths.slice(before)).toEqual([]);
      await source.press('written');
      await source.confirmReceipt(words);
      await source.press('send');
      await source.received();
      expect(source.complaints).toEqual([]);
      expect(source.page.url()).toBe(`${portal.address}/zh-Hans/`);
      await source.page.close();

      const { source: later } = await visit(`${portal.address}/en/`);
      await later.enterReceipt(words.join('').normalize('NFD'));
      await later.press('look');
      await later.sees('as-of');
      expect(later.complaints).toEqual([]);
      await later.page.close();
    });

    test('what is asked of the server does not tell the language of the words that are entered', async () => {
      const asked: string[][] = [];
      for (const words of [
        'legal winner thank year wave sausage worth useful legal winner thank yellow',
        '枪疫霉尝俩闹饿贤枪疫霉卿',
        'そつう　れきだい　ほんやく　わかす　りくつ　ばいか　ろせん　やちん　そつう　れきだい　ほんやく　わかめ',
        'not words at all',
      ]) {
        const { source, paths } = await visit(`${portal.address}/en/`);
        await source.enterReceipt(words);
        await source.press('look');
        await source.sees(words.startsWith('not') ? 'trouble' : 'as-of');
        asked.push(paths.filter((path) => path.startsWith('/assets/')).sort());
        await source.page.close();
      }
      expect(new Set(asked.map((paths) => paths.join())).size).toBe(1);
      expect(asked[0]?.filter((path) => path.includes('words.worker'))).toHaveLength(1);
    });

    test('later parts of the page that do not arrive are said and asked for again, until they do', async () => {
      let isOpen = false;
      const proxy = await alteringProxy(portal.address, (path, body) => {
        if (!isOpen && /\/assets\/(?:en\.)?later-/.test(path)) throw new Error('the line breaks');
        return body;
      });
      const { source } = await visit(`${proxy.address}/en/`);
      for (const way of ['read-replies', 'testify']) {
        await source.press(way);
        const trouble = await source.sees('trouble');
        expect(await trouble.evaluate((node) => node.getAttribute('data-code'))).toBe('page.unreachable');
        await source.press('back');
      }
      await source.press('testify');
      await source.sees('try-again');
      isOpen = true;
      await source.press('try-again');
      await source.fill('question-what', 'They came at night.');
      await source.press('continue');
      await source.sees('words');
      await source.press('back');
      const field = await source.sees('question-what');
      expect(await field.evaluate((node) => (node as HTMLTextAreaElement).value)).toBe('They came at night.');
      await source.page.close();
      await proxy.stop();
    });

    test('lists that do not arrive are said and asked for again, until they do', async () => {
      let isOpen = false;
      const proxy = await alteringProxy(portal.address, (path, body) => {
        if (!isOpen && path.includes('words.worker')) throw new Error('the line breaks');
        return body;
      });
      const { source } = await visit(`${proxy.address}/en/`);
      await source.enterReceipt(
        'legal winner thank year wave sausage worth useful legal winner thank yellow',
      );
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await source.press('look');
        const trouble = await source.sees('trouble');
        expect(await trouble.evaluate((node) => node.getAttribute('data-code'))).toBe('page.unreachable');
      }
      isOpen = true;
      await source.press('look');
      await source.sees('as-of');
      await source.page.close();
      await proxy.stop();
    });
  });
});
