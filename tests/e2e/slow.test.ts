/**
 * A source who does not want a large upload to be noticed: small uneven pieces with rests between them, changed in the
 * middle to as fast as the line allows.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { freePort, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-slow-'));
  // Of a kind that the page does not know, so that it goes as it is.
  await writeFile(join(folder, 'recording.bin'), new Uint8Array(3_000_000).fill(7));
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

    test('sends small pieces and rests, says how long it takes, and goes fast once told to', async () => {
      const source = await Source.visiting(browser, `${portal.address}/en/`);
      const pieces: number[] = [];
      source.page.on('request', (request) => {
        const offset = Number(request.headers()['upload-offset']);
        if (request.method() === 'PATCH' && pieces.at(-1) !== offset) pieces.push(offset);
      });
      await source.write({ what: 'The recording is of the gate.', files: [join(folder, 'recording.bin')] });
      await source.press('pace');
      await source.press('pace-slow');
      await source.page.select('[data-testid="pace-rate"]', '10000000');
      await source.page.select('[data-testid="pace-piece"]', '50000');
      expect(await source.text('pace-time')).toContain('1 minute');
      expect(await audit(source.page)).toEqual([]);
      const words = await source.takeReceipt();
      await source.confirmReceipt(words);
      await source.press('send');

      await until(
        source.page,
        'four pieces',
        () => Promise.resolve(pieces.filter((offset) => offset > 0).length >= 4),
        60_000,
      );
      await until(source.page, 'it rests', async () => (await source.phase()) === 'resting', 30_000);
      const sizes = pieces.slice(1).map((offset, index) => offset - (pieces[index] ?? 0));
      for (const size of sizes) {
        expect(size).toBeGreaterThanOrEqual(25_000);
        expect(size).toBeLessThanOrEqual(75_000);
      }
      expect(new Set(sizes).size).toBeGreaterThan(1);
      expect(await audit(source.page)).toEqual([]);

      await source.press('pace-fast');
      await source.received(60_000);
      expect(source.complaints).toEqual([]);
    });
  });
});
