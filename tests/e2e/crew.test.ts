/**
 * The crew in real browsers, under the page's own policy: workers that speak past the page, memory handed over.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withSite } from '../../bench/browser/site.ts';
import { type BrowserName, isInstalled, openBrowser } from './support/browser.ts';
import type { CrewPage } from './support/crew-page.ts';
import type { CrewTask } from './support/crew.worker.ts';

const SIZE = 10_000_001;
const CHUNKS = Math.ceil(SIZE / 65536);

let folder: string;
let address: string;
let close: () => void;
let served: Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-crew-'));
  const entry = '../../tests/e2e/support/crew-page.ts';
  await new Promise<void>((resolve, reject) => {
    served = withSite(entry, folder, async (at) => {
      address = at;
      resolve();
      await new Promise<void>((done) => (close = done));
    });
    served.catch(reject);
  });
});

afterAll(async () => {
  close();
  await served;
  await rm(folder, { recursive: true });
});

describe.each<BrowserName>(['chromium', 'firefox'])('a crew in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await openBrowser(name);
      page = await browser.newPage();
      await page.goto(address);
    });

    afterAll(() => browser.close());

    const through = (task: CrewTask) =>
      page.evaluate((one) => (globalThis as unknown as CrewPage).throughCrew(one), task);

    test('shares a file out among its workers, and anybody can open it', async () => {
      const { here, ...seen } = await through({ size: SIZE, members: 2, script: 'right' });
      expect(seen).toEqual({ whole: true, openedByCrew: true, error: '' });
      expect(here).toBeLessThan(CHUNKS);
    });

    test('is done without where its workers do not load, and the page hears of no error', async () => {
      expect(await through({ size: SIZE, members: 2, script: 'missing' })).toEqual({
        whole: true,
        openedByCrew: true,
        here: CHUNKS,
        error: '',
      });
    });
  });
});
