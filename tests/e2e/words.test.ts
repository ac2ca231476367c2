/** The twelve words in real browsers: on paper with nothing else, on the clipboard only after a warning, whole on small screens. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { isProgram } from './support/programs.ts';
import { servePage, type Served } from './support/served.ts';
import { Source } from './support/source.ts';

let portal: Served;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-words-'));
  portal = await servePage();
});
afterAll(async () => {
  await portal.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Firefox prints by itself what a page asks it to print, with the lines at the margin that everybody has at first. */
const printing = (file: string) => ({
  'print.always_print_silent': true,
  print_printer: 'Mozilla Save to PDF',
  'print.printer_Mozilla_Save_to_PDF.print_to_file': true,
  'print.printer_Mozilla_Save_to_PDF.print_to_filename': file,
});

const textOf = (file: string): string[] =>
  execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    .split(/\s+/)
    .filter((word) => word !== '');

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let paper: string;
    beforeAll(async () => {
      paper = join(folder, `${name}.pdf`);
      browser = await openBrowser(name, name === 'firefox' ? printing(paper) : {});
    });
    afterAll(() => browser.close());

    const withWords = async () => {
      const source = await Source.visiting(browser, `${portal.address}/en/`);
      await source.write({ what: 'They came at night.', files: [] });
      await source.press('continue');
      await source.sees('words');
      const words = await source.page.$$eval('[data-testid="words"] span', (items) =>
        items.map((item) => item.textContent),
      );
      return { source, words };
    };
    const chord = async ({ page }: Source, key: 'a' | 'c' | 'v') => {
      await page.keyboard.down('Control');
      await page.keyboard.press(key);
      await page.keyboard.up('Control');
    };

    /** Of a page: what is on paper when it is printed as people print, with the browser's own lines wherever they fit. */
    const printed = async (page: Page, print: () => Promise<unknown>): Promise<string[]> => {
      await rm(paper, { force: true });
      if (name === 'chromium') await page.pdf({ path: paper, displayHeaderFooter: true });
      else {
        await print();
        const isThere = async () => (await stat(paper)).size > 0 && textOf(paper).length > 0;
        await until(page, 'it is printed', isThere, 20_000);
      }
      return textOf(paper);
    };

    describe.skipIf(!isProgram('pdftotext'))('(skipped where there is no pdftotext)', () => {
      test('on paper are numbers and words, and nothing else', async () => {
        const { source, words } = await withWords();
        const title = await source.page.title();
        const sheet = words.flatMap((word, position) => [String(position + 1), word]);
        expect(await printed(source.page, () => source.press('print'))).toEqual(sheet);
        expect(await source.page.title()).toBe(title);
        // Any other page has the lines that tell on it.
        const other = await browser.newPage();
        await other.goto(`data:text/html,<title>Notes</title><style>@page{margin:2cm}</style><p>Rain</p>`);
        const lines = await printed(other, () => other.evaluate(() => print()));
        expect(lines.join(' ')).toContain('Notes');
        await other.close();
        await source.page.close();
      });
    });

    test('what is printed has a title that says nothing', async () => {
      const { source } = await withWords();
      const titles = await source.page.evaluate(() => {
        const told = [document.title];
        for (const event of ['beforeprint', 'afterprint']) {
          dispatchEvent(new Event(event));
          told.push(document.title);
        }
        return told;
      });
      expect(titles).toEqual(['Witnessbox', '1–12', 'Witnessbox']);
      await source.page.close();
    });

    test('the words are copied only after a warning, and once', async () => {
      const { source, words } = await withWords();
      const { page } = source;
      await chord(source, 'a');
      await chord(source, 'c');
      await source.focuses('copy-no');
      expect(await audit(page)).toEqual([]);
      await source.press('copy-no');
      await source.focuses('words');
      await source.press('written');
      const pasted = async () => {
        await page.focus('[data-testid="word"]');
        await chord(source, 'v');
        return page.$eval('[data-testid="word"]', (node) => (node as HTMLInputElement).value);
      };
      expect(await pasted()).not.toContain(words[0]);
      await source.press('words-again');

      await chord(source, 'a');
      await chord(source, 'c');
      await source.press('copy-yes');
      await source.focuses('copied');
      expect(await audit(page)).toEqual([]);
      await chord(source, 'a');
      await chord(source, 'c');
      await source.focuses('copy-no');
      await source.press('written');
      expect(await pasted()).toBe(words.join(' '));
      expect(source.complaints).toEqual([]);
      await page.close();
    });

    test('a copy of something else is nobody’s business, and the words cannot be dragged away', async () => {
      const { source } = await withWords();
      const { page } = source;
      const mark = (selector: string) =>
        page.$eval(selector, (node) => {
          getSelection()?.selectAllChildren(node);
          const { x, y } = node.getBoundingClientRect();
          return { x: x + 12, y: y + 12 };
        });
      await mark('h1');
      await chord(source, 'c');
      expect(await page.$('[data-testid="copy-sure"]')).toBeNull();
      const { x, y } = await mark('[data-testid="words"] li span');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 20, y + 60, { steps: 8 });
      await page.mouse.up();
      await source.sees('copy-sure');
      await page.close();
    });

    test('all twelve are there at 320 pixels and magnified, none broken in two and nothing to push sideways', async () => {
      const { source } = await withWords();
      const { page } = source;
      for (const language of ['pt', 'fr', 'ja', 'zh-Hant']) {
        await page.select('[data-testid="words-language"]', language);
        await page.waitForSelector(`[data-testid="words"][lang="${language}"] li:nth-child(12)`);
        for (const width of [320, 360, 640]) {
          await page.setViewport({ width, height: 700 });
          const seen = await page.evaluate(() => ({
            words: document.querySelectorAll('.words span').length,
            broken: [...document.querySelectorAll('.words span')].filter(
              (word) => word.getClientRects().length !== 1,
            ).length,
            sideways: document.documentElement.scrollWidth > innerWidth,
          }));
          expect([language, width, seen]).toEqual([
            language,
            width,
            { words: 12, broken: 0, sideways: false },
          ]);
        }
      }
      await page.close();
    });
  });
});
