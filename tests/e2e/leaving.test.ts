/**
 * Leaving in real browsers: at once and without a question to a harmless page, or by a slip, and then with one. Nothing
 * goes outside: what is asked of the harmless site is answered here.
 */
import type { Browser, Dialog, HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en, zhHans } from '../web/said.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { servePage, type Served } from './support/served.ts';
import { Source } from './support/source.ts';

const WHAT = 'They came at night.';
let portal: Served;

beforeAll(async () => {
  portal = await servePage();
});
afterAll(() => portal.stop());

/** What is seen of the page in the very moment in which it changes, before the browser does anything else. */
async function watchBody(source: Source): Promise<string[]> {
  const seen: string[] = [];
  source.page.on('console', (message) => {
    if (message.text().startsWith('body:')) seen.push(message.text());
  });
  await source.page.evaluate(() => {
    new MutationObserver(() =>
      console.log(`body: ${document.body.childNodes.length} ${document.title}`),
    ).observe(document.body, { childList: true });
  });
  return seen;
}

/** How many colours there are on the screen. While Chromium waits for another page it answers nothing but this. */
async function coloursOn({ page }: Source): Promise<number> {
  const png = await page.screenshot({ encoding: 'base64' });
  const blank = await page.browserContext().newPage();
  const colours = await blank.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data;
    return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
  }, png);
  await blank.close();
  return colours;
}

/** Keeps whatever is asked of the harmless site waiting. */
async function holdHarmless(source: Source) {
  const held: HTTPRequest[] = [];
  await source.page.setRequestInterception(true);
  source.page.on('request', (request) => {
    if (request.url().startsWith(portal.address)) void request.continue();
    else held.push(request);
  });
  const answer = () =>
    Promise.all(
      held.map((request) => request.respond({ contentType: 'text/html', body: '<h1>Weather</h1>' })),
    );
  return { held, answer };
}

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(name);
    });
    afterAll(() => browser.close());

    const writing = async (language = 'en') => {
      const source = await Source.visiting(browser, `${portal.address}/${language}/`);
      const dialogs: Dialog[] = [];
      source.page.on('dialog', (dialog) => dialogs.push(dialog));
      await source.press('testify');
      // Typed, since browsers only ask about a page that somebody has really used.
      await (await source.sees('question-what')).type(WHAT);
      return { source, dialogs };
    };
    const escape = async ({ page }: Source) => {
      for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    };

    test.each([
      ['the button', en, (source: Source) => source.press('leave')],
      ['Esc three times', zhHans, escape],
    ] as const)('%s empties the page at once and puts another in its place', async (_, m, leave) => {
      const { source, dialogs } = await writing(m.lang);
      const { page } = source;
      const before = await page.evaluate(() => history.length);
      const { held, answer } = await holdHarmless(source);
      const seen = await watchBody(source);
      expect(await coloursOn(source)).toBeGreaterThan(10);
      await leave(source);
      await until(page, 'the harmless page is asked for', () => Promise.resolve(held.length > 0), 10_000);
      expect(held.map((request) => request.url())).toEqual([m.leave.address]);
      expect(held[0]?.headers()['referer']).toBeUndefined();
      expect(seen).toEqual([`body: 0 ${new URL(m.leave.address).host}`]);
      // It has not come yet, as over a slow line. Who presses on neither stops it nor has it begin anew.
      await escape(source);
      expect(await coloursOn(source)).toBe(1);
      expect(held).toHaveLength(1);
      await answer();
      const text = () => page.evaluate(() => document.body.innerText);
      await until(page, 'the harmless page is there', async () => (await text()) === 'Weather', 10_000);
      expect(page.url()).toBe(m.leave.address);
      expect(await page.evaluate(() => history.length)).toBe(before);
      expect(dialogs).toEqual([]);
      expect(source.complaints).toEqual([]);
      await page.goBack().catch(() => null);
      expect(page.url()).not.toContain(portal.address);
      await page.close();
    });

    test('leaving in the middle of sending asks nothing and sends nothing more', async () => {
      const { source, dialogs } = await writing();
      const words = await source.takeReceipt();
      await source.confirmReceipt(words);
      const { held } = await holdHarmless(source);
      await source.press('send');
      await source.sees('view-sending');
      await escape(source);
      await until(source.page, 'the page is left', () => Promise.resolve(held.length > 0), 10_000);
      const [harmless, ...others] = held;
      expect([harmless?.url(), others]).toEqual([en.leave.address, []]);
      expect(await coloursOn(source)).toBe(1);
      expect(dialogs).toEqual([]);
      await source.page.close();
    });

    test('a page that does not come leaves nothing of ours on the screen', async () => {
      const { source } = await writing();
      const { held } = await holdHarmless(source);
      await source.press('leave');
      await until(source.page, 'it is asked for', () => Promise.resolve(held.length > 0), 10_000);
      await held[0]?.abort('internetdisconnected').catch(() => undefined);
      const text = () => source.page.evaluate(() => document.body.innerText);
      await until(source.page, 'there is a page', async () => typeof (await text()) === 'string', 10_000);
      for (const ours of [WHAT, en.form.heading, 'Example Watch']) expect(await text()).not.toContain(ours);
      await source.page.close();
    });

    test('whoever closes the tab over what they wrote is asked by the browser', async () => {
      const { source, dialogs } = await writing();
      // In Firefox this ends only when the question is answered.
      source.page.close({ runBeforeUnload: true }).catch(() => undefined);
      await until(source.page, 'it is asked', () => Promise.resolve(dialogs.length > 0), 10_000);
      expect(dialogs[0]?.type()).toBe('beforeunload');
      await dialogs[0]?.dismiss();
      expect(await source.page.$eval('#question-what', (node) => (node as HTMLTextAreaElement).value)).toBe(
        WHAT,
      );
      await source.page.close();
    });

    test('another language is asked about first, and only once', async () => {
      const { source, dialogs } = await writing();
      const { page } = source;
      const chinese = 'nav a[lang="zh-Hans"]';
      await page.click(chinese);
      await source.focuses('language-no');
      expect(await audit(page)).toEqual([]);
      await source.press('language-no');
      await page.waitForSelector(`${chinese}:focus`);
      expect(await page.$eval('#question-what', (node) => (node as HTMLTextAreaElement).value)).toBe(WHAT);
      await page.click(chinese);
      await Promise.all([page.waitForNavigation(), source.press('language-yes')]);
      expect(page.url()).toBe(`${portal.address}/zh-Hans/`);
      expect(dialogs).toEqual([]);
      await source.sees('testify');
      // Where nothing is lost nothing is asked.
      await Promise.all([page.waitForNavigation(), page.click('nav a[lang="en"]')]);
      expect(page.url()).toBe(`${portal.address}/en/`);
      await page.close();
    });

    test('the way to English at the foot of a page that nobody has looked through asks just so', async () => {
      const { source, dialogs } = await writing('zh-Hans');
      const { page } = source;
      await page.click('.page-foot a');
      await source.focuses('language-no');
      const before = await page.evaluate(() => history.length);
      await Promise.all([page.waitForNavigation(), source.press('language-yes')]);
      expect(page.url()).toBe(`${portal.address}/en/`);
      expect(await page.evaluate(() => history.length)).toBe(before);
      expect(dialogs).toEqual([]);
      await page.close();
    });
  });
});
