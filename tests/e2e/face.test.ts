/**
 * The organisation's own face as a source sees it: words before any script, logo and colours once they are checked, and none
 * of it where somebody has changed it on the way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeJson } from '../../crypto/shapes.ts';
import { createOrganisation } from '../../reviewer/setup.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { FACE } from '../crypto/faces.ts';
import { alteringProxy } from './support/altering-proxy.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { Source } from './support/source.ts';

const NUMBER = '+00 000 0007';
const THEIRS = '+00 000 6666';

let folder: string;
let serving: Serving;
let ended: Serving;

/** `today`: the first day of its keys. */
async function portal(name: string, today: string): Promise<Serving> {
  await createOrganisation({
    names: { en: 'Harbour Watch', 'zh-Hans': '灯塔守望' },
    publicFolder: join(folder, name, 'public'),
    secretsFolder: join(folder, name, 'secrets'),
    custodianPassphrase: 'harbour lantern violin meadow',
    reviewerPassphrase: 'harbour lantern violin meadow',
    demonstration: false,
    appearance: writeJson(FACE),
    today,
    scryptCost: 'interactive',
  });
  return serve({
    dataFolder: join(folder, name, 'data'),
    organisationFolder: join(folder, name, 'public'),
    host: '127.0.0.1',
    port: 0,
    webFolder: 'dist/source',
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-face-'));
  serving = await portal('good', new Date().toISOString().slice(0, 10));
  ended = await portal('ended', '2020-01-01');
});
afterAll(async () => {
  await serving.stop();
  await ended.stop();
  await rm(folder, { recursive: true, force: true });
});

const shown = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText);
const accent = (page: Page): Promise<string> =>
  page.$eval('[data-testid="testify"]', (button) => getComputedStyle(button).backgroundColor);
const reach = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(name);
    });
    afterAll(() => browser.close());

    const checked = async (language: string): Promise<Source> => {
      const source = await Source.newcomer(browser);
      await source.page.setViewport({ width: 360, height: 740 });
      await source.visit(`${serving.address}/${language}/`);
      await source.sees('own-words');
      await source.sees('logo');
      return source;
    };

    test.each([
      ['en', 'We listen & keep <quiet>.'],
      ['zh-Hans', '我们是灯塔守望，一共七个人。'],
    ])('logo, colours and words are there once they are checked, in %s', async (language, words) => {
      const { page, complaints } = await checked(language);
      expect(await shown(page)).toContain(words);
      await until(
        page,
        'the logo is drawn',
        () => page.$eval('[data-testid="logo"]', (logo) => (logo as HTMLImageElement).naturalWidth === 24),
        10_000,
      );
      await until(page, 'the colours are on', async () => (await accent(page)) === 'rgb(90, 31, 71)', 10_000);
      expect(await reach(page)).toBeLessThanOrEqual(360);
      expect(complaints).toEqual([]);
      await page.close();
    });

    test('without scripts the words are there, and that nobody has checked them', async () => {
      const bare = await openBrowser(name, { 'javascript.enabled': false });
      const page = await bare.newPage();
      // Chromium knows no such preference, Firefox no such command.
      if (name === 'chromium') await page.setJavaScriptEnabled(false);
      await page.setViewport({ width: 360, height: 740 });
      await page.goto(`${serving.address}/en/`);
      const text = await shown(page);
      for (const part of ['We are Harbour Watch, seven people.', NUMBER, 'It has not been checked yet'])
        expect(text).toContain(part);
      expect(await page.$('[data-testid="logo"]')).toBeNull();
      expect(await reach(page)).toBeLessThanOrEqual(360);
      await bare.close();
    });

    test('another telephone number in the signed words stops everything, and is taken away', async () => {
      const proxy = await alteringProxy(serving.address, (path, body) =>
        path.startsWith('/appearance/') || path === '/en/'
          ? Buffer.from(body.toString().replaceAll(NUMBER, THEIRS))
          : body,
      );
      const { page, ...source } = await refused(browser, `${proxy.address}/en/`);
      expect(source).toEqual({ code: 'keyring.wrong-appearance', open: false });
      expect(await shown(page)).not.toContain(THEIRS);
      await page.close();
      await proxy.stop();
    });

    test('another one in the page alone gives way to the signed one', async () => {
      const proxy = await alteringProxy(serving.address, (path, body) =>
        path === '/en/' ? Buffer.from(body.toString().replaceAll(NUMBER, THEIRS)) : body,
      );
      const source = await Source.visiting(browser, `${proxy.address}/en/`);
      await source.sees('own-words');
      expect(await shown(source.page)).toContain(NUMBER);
      expect(await shown(source.page)).not.toContain(THEIRS);
      await source.page.close();
      await proxy.stop();
    });

    test('where the keys have ended, other ways stay to be read, unchecked', async () => {
      const { page, ...source } = await refused(browser, `${ended.address}/en/`);
      expect(source).toEqual({ code: 'keyring.expired', open: false });
      expect(await shown(page)).toContain(NUMBER);
      expect(await shown(page)).toContain('It has not been checked yet');
      await page.close();
    });

    test('going on to the form keeps logo and colours, and coming back the words', async () => {
      const source = await checked('en');
      await source.press('testify');
      await source.sees('view-form');
      await source.sees('logo');
      await source.press('back');
      expect(await source.text('own-words')).toContain(NUMBER);
      await source.page.close();
    });

    test.each(name === 'chromium' ? ['light', 'dark'] : ['light'])(
      'axe finds nothing in the %s colours',
      async (scheme) => {
        const { page } = await checked('en');
        // Firefox cannot be told over WebDriver BiDi which scheme a page prefers; here that is the light one.
        if (name === 'chromium')
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        const expected = scheme === 'light' ? 'rgb(90, 31, 71)' : 'rgb(240, 184, 220)';
        await until(page, 'the colours are on', async () => (await accent(page)) === expected, 10_000);
        expect(await audit(page)).toEqual([]);
        await page.close();
      },
    );
  });
});

async function refused(
  browser: Browser,
  address: string,
): Promise<{ page: Page; code: string | null; open: boolean }> {
  const source = await Source.newcomer(browser);
  await source.page.goto(address);
  const trouble = await source.sees('trouble', 20_000);
  const code = await trouble.evaluate((node) => node.getAttribute('data-code'));
  return { page: source.page, code, open: await source.isEnabled('testify') };
}
