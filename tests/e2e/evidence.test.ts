/**
 * What files give away: shown to the source in words, taken out or sent along as they decide, and what of it comes out at the
 * reviewer.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseSummary, CaseView } from '../../reviewer/contract.ts';
import { en, zhHans } from '../web/said.ts';
import { alteringProxy } from './support/altering-proxy.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { sha256, TRAVELLED, writeTravelled } from './support/evidence.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { witnessbox } from './support/witnessbox.ts';

const PDF = '%PDF-1.4\n1 0 obj << /Author (Mira Tal) >> endobj\ntrailer << /Info 1 0 R >>\n%%EOF\n';

let folder: string;
let travelled: string;
let pdf: string;
let note: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-evidence-'));
  travelled = join(folder, 'IMG_20240305_141100.jpg');
  pdf = join(folder, 'scan.pdf');
  await writeTravelled(travelled);
  await writeFile(pdf, PDF);
  note = join(folder, 'note.txt');
  await writeFile(note, 'They took him away.');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each<BrowserName>(['chromium', 'firefox'])('from %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let portal: Portal;
    beforeAll(async () => {
      portal = await startPortal({ data: join(folder, `data-${name}`), port: await freePort() });
      browser = await openBrowser(name);
    });
    afterAll(async () => {
      await browser.close();
      await portal.stop();
    });
    const review = async (...args: string[]): Promise<string> => {
      const ran = await witnessbox([...args, '--home', portal.home], passphraseOf(portal));
      expect(ran.stderr).toBe('');
      return ran.stdout;
    };
    const choosing = async (files: string[], language = 'en') => {
      const source = await Source.visiting(browser, `${portal.address}/${language}/`);
      await source.write({ what: 'They took him away.', files });
      return source;
    };

    test('a source reads what a file would give away, in words, with the place on a map', async () => {
      for (const [language, { evidence: m }] of [
        ['en', en],
        ['zh-Hans', zhHans],
      ] as const) {
        const source = await choosing([travelled, pdf], language);
        const [photo, scan] = await source.files();
        const place = m.position('41.31', true, '169.24', true);
        for (const said of [place, TRAVELLED.model, '2024-03-05 14:11', m.kinds.device, m.choices.both]) {
          expect(photo?.text).toContain(said);
        }
        const dot = await source.page.$eval('.world .dot', (node) => [
          Number(node.getAttribute('cx')),
          Number(node.getAttribute('cy')),
        ]);
        expect(dot[0]).toBeCloseTo(169.24, 1);
        expect(dot[1]).toBeCloseTo(-41.31, 1);
        expect(scan?.text).toContain(m.uncleaned);
        expect(scan?.text).toContain(m.advice.pdf[0]);
        expect(source.complaints).toEqual([]);
        await source.page.close();
      }
    });

    test('a file goes cleaned, or both ways, under the name that the source gave it', async () => {
      const whole = await sha256(travelled);
      const source = await choosing([travelled, travelled, pdf]);
      await source.press('rename');
      await source.fill('file-name', 'gate');
      const [, second] = await source.page.$$('[data-testid="choose-both"]');
      await second?.scrollIntoView();
      await second?.click();
      const words = await source.takeReceipt();
      await source.confirmReceipt(words);
      await source.press('send');
      await source.received(60_000);
      expect(source.complaints).toEqual([]);

      await review('pull');
      const [found] = JSON.parse(await review('list', '--json')) as CaseSummary[];
      const id = found?.id ?? '';
      const { evidenceList } = JSON.parse(await review('show', id, '--json')) as CaseView;
      const removed = ['place', 'time', 'device'];
      const original = 'evidence/003-original-IMG_20240305_141100.jpg';
      expect(evidenceList).toMatchObject([
        { path: 'evidence/001-gate.jpg', name: 'gate.jpg', removed },
        { path: 'evidence/002-IMG_20240305_141100.jpg', removed, original },
        { path: original, name: 'IMG_20240305_141100.jpg', removed: [], sha256: whole },
        { path: 'evidence/004-scan.pdf', removed: [], size: PDF.length },
      ]);
      expect(evidenceList[0]).not.toHaveProperty('original');
      const shown = await review('show', id);
      expect(shown).toContain(`its original came along: ${original}`);
      expect(shown).toContain('original of evidence/002-IMG_20240305_141100.jpg: what was removed there');

      const saved = join(folder, `saved-${name}`);
      await review('save', id, saved);
      for (const { path } of evidenceList.slice(0, 2)) {
        const cleaned = await readFile(join(saved, path), 'latin1');
        for (const secret of [TRAVELLED.model, TRAVELLED.time, 'Exif']) expect(cleaned).not.toContain(secret);
        expect(cleaned.startsWith('\xff\xd8')).toBe(true);
      }
      expect(await readFile(join(saved, original), 'latin1')).toContain(TRAVELLED.model);

      const again = await Source.visiting(browser, `${portal.address}/en/`);
      await again.enterReceipt(words.join(' '));
      await again.press('write');
      await again.fill('message', 'The same photo again.');
      await again.attach([travelled]);
      await again.press('send');
      await again.received(60_000);
      await review('pull');
      const view = JSON.parse(await review('show', id, '--json')) as CaseView;
      expect(view.evidenceList.at(-1)).toMatchObject({ removed });
      expect(view.evidenceList.at(-1)?.sha256).not.toBe(whole);
    });

    test('the focus goes on where a file was taken out, and the outcome is said aloud', async () => {
      const source = await choosing([travelled, note]);
      expect(await source.text('files-status')).toBe(en.files.outcome('1', '1'));
      expect(await (await source.sees('files-status')).evaluate((node) => node.getAttribute('role'))).toBe(
        'status',
      );
      await source.press('remove-file');
      await source.focuses('remove-file');
      await source.press('remove-file');
      await source.focuses('add-files');
    });

    test.each([
      [1200, 'ltr'],
      [360, 'ltr'],
      [360, 'rtl'],
    ] as const)('everything is within reach at %d pixels, %s', async (width, direction) => {
      const source = await choosing([travelled, pdf]);
      await source.page.setViewport({ width, height: 800 });
      await source.page.evaluate((dir) => (document.documentElement.dir = dir), direction);
      expect(await source.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
      expect(await audit(source.page)).toEqual([]);
    });

    test('what looks into files is fetched once, with or without files', async () => {
      const asked: string[][] = [];
      for (const files of [[], [travelled]]) {
        const source = await Source.newcomer(browser);
        const paths: string[] = [];
        source.page.on('request', (request) => paths.push(new URL(request.url()).pathname));
        await source.visit(`${portal.address}/en/`);
        await source.write({ what: 'They took him away.', files });
        await source.takeReceipt();
        asked.push(paths.filter((path) => path.includes('evidence')));
        await source.page.close();
      }
      expect(asked[0]).toHaveLength(1);
      expect(asked[1]).toEqual(asked[0]);
    });

    test('where it does not arrive, files go as they are, and that is said', async () => {
      const proxy = await alteringProxy(portal.address, (path, body) => {
        if (path.includes('evidence.worker')) throw new Error('the line breaks');
        return body;
      });
      const source = await Source.visiting(browser, `${proxy.address}/en/`);
      await source.write({ what: 'They took him away.', files: [travelled] });
      const said = async () => (await source.files())[0]?.text ?? '';
      await until(
        source.page,
        'it is said',
        async () => (await said()).includes(en.evidence.missing),
        30_000,
      );
      expect(await said()).toContain(en.evidence.goesAsItIs);
      expect(await said()).not.toContain(en.evidence.nothingFound);
      expect(await source.isEnabled('continue')).toBe(true);
      await source.page.close();
      await proxy.stop();
    });
  });
});
