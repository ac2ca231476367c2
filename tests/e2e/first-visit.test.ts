/** What a first visit costs over the line, and in which order it comes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { costsOf } from '../../bench/browser/first-visit.ts';
import { tapLine } from '../../bench/browser/tapped-line.ts';
import { type BrowserName, isInstalled, openBrowser } from './support/browser.ts';
import { freePort, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';

let folder: string;
let portal: Portal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-first-visit-'));
  portal = await startPortal({ data: join(folder, 'data'), port: await freePort() });
});
afterAll(async () => {
  await portal.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each<BrowserName>(['chromium', 'firefox'])('from %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(name);
    });
    afterAll(() => browser.close());

    /** A text testimony from the first request to “received”. */
    const visit = async (language: string, what: string) => {
      const line = await tapLine(Number(new URL(portal.address).port));
      const source = await Source.visiting(browser, `${line.address}${language}/`);
      const later = await source.page.$eval('meta[name="witnessbox-later"]', (meta) =>
        (meta.getAttribute('content') ?? '').split(' '),
      );
      await source.write({ what, files: [] });
      await source.confirmReceipt(await source.takeReceipt());
      await source.press('send');
      await source.received();
      expect(source.complaints).toEqual([]);
      await source.page.close();
      line.stop();
      return { answers: line.answers, later };
    };

    test.each([
      ['en', 'They came in the afternoon and took him away.'],
      ['zh-Hans', '他们下午来，把他带走了。'],
    ])('a text testimony in %s costs little, and no picture or font', async (language, what) => {
      const { answers, later } = await visit(language, what);
      const costs = costsOf(answers, later);
      expect(costs.readable.bytes).toBeLessThan(14_000);
      expect(costs.interactive.bytes).toBeLessThan(47_500);
      expect(costs.usable.bytes).toBeLessThan(124_500);
      expect(costs.text.bytes).toBeLessThan(181_000);
      for (const { path, type, encoding, bytes } of answers) {
        expect(type, path).not.toMatch(/^(?:image\/(?!x-icon)|font\/)/);
        // An empty one, of which browsers ask by themselves.
        if (type === 'image/x-icon') expect(bytes).toBeLessThan(2500);
        if (/^text\/(?:html|css|javascript)$/.test(type)) expect([path, encoding]).toEqual([path, 'gzip']);
      }
    });

    test('the same comes in the same order whether somebody writes or looks for replies', async () => {
      const assets = (paths: readonly string[]) => paths.filter((path) => path.startsWith('/assets/'));
      const { answers } = await visit('en', 'They came in the afternoon.');
      const line = await tapLine(Number(new URL(portal.address).port));
      const source = await Source.visiting(browser, `${line.address}en/`);
      await source.enterReceipt(
        'legal winner thank year wave sausage worth useful legal winner thank yellow',
      );
      await source.press('look');
      await source.sees('as-of');
      const looked = () => assets(line.answers.map(({ path }) => path));
      await expect.poll(() => looked().at(-1), { timeout: 30_000 }).toContain('evidence.worker');
      const wrote = assets(answers.map(({ path }) => path));
      expect(looked().toSorted()).toEqual(wrote.toSorted());
      // Style sheet and first scripts are asked for at once, in whatever order; from the worker on there is one.
      const names = (paths: readonly string[]) =>
        paths.map((path) => /^\/assets\/([a-z.]+)-/i.exec(path)?.[1]).slice(-5);
      expect(names(wrote)).toEqual([
        'backstage.worker',
        'later',
        'en.later',
        'words.worker',
        'evidence.worker',
      ]);
      expect(names(looked())).toEqual(names(wrote));
      await source.page.close();
      line.stop();
    });
  });
});
