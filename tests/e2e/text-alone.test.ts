/**
 * A portal that has no room left for files: the source is told before anything is sent, sends the text alone, is told
 * what was left out, and brings a file another day with the same words.
 */
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseSummary, CaseView } from '../../reviewer/contract.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { writePhoto } from './support/evidence.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { witnessbox } from './support/witnessbox.ts';

const WHAT = 'They came at night. The video shows the gate.';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-text-alone-'));
  await writeFile(join(folder, 'gate.avi'), '');
  await truncate(join(folder, 'gate.avi'), 200 * 2 ** 20);
  await writePhoto(join(folder, 'gate.jpg'), 100_000);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each<BrowserName>(['chromium', 'firefox'])('from %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let portal: Portal;
    beforeAll(async () => {
      const data = join(folder, `data-${name}`);
      await mkdir(data);
      await writeFile(join(data, 'witnessbox.toml'), '[limits]\nmaxStorage = "128 MiB"\n');
      portal = await startPortal({ data, port: await freePort() });
      browser = await openBrowser(name);
    });
    afterAll(async () => {
      await browser.close();
      await portal.stop();
    });
    const review = async (...args: string[]): Promise<unknown> => {
      const ran = await witnessbox([...args, '--home', portal.home, '--json'], passphraseOf(portal));
      expect(ran.stderr).toBe('');
      return JSON.parse(ran.stdout);
    };
    const visited = () => Source.visiting(browser, `${portal.address}/en/`);

    test('the text goes alone, and a file follows under the same words', async () => {
      const source = await visited();
      await source.write({ what: WHAT, files: [join(folder, 'gate.avi')] });
      const words = await source.takeReceipt();
      await source.confirmReceipt(words);
      await source.press('send');
      await until(source.page, 'the page pauses', async () => (await source.phase()) === 'paused', 60_000);
      expect(await source.text('state')).toContain('no room for files');
      expect(await source.confirmed().catch(() => 0)).toBe(0);
      await source.press('send-text');
      await source.received(60_000);
      expect(await source.text('received-what')).toContain('Your files were not sent.');
      expect(source.complaints).toEqual([]);

      expect(await review('pull')).toMatchObject({ fetched: 1, opened: 1, unreadable: 0 });
      const [found] = (await review('list')) as CaseSummary[];
      expect(found).toMatchObject({ evidence: 0, followUps: 0, problem: null });
      const view = (await review('show', found?.id ?? '')) as CaseView;
      expect(view.answers.find(({ id }) => id === 'what')?.text).toBe(WHAT);

      const again = await visited();
      await again.enterReceipt(words.join(' '));
      await again.press('write');
      await again.fill('message', 'A photograph of the gate.');
      await again.attach([join(folder, 'gate.jpg')]);
      await again.press('send');
      await again.received(60_000);
      expect(await again.text('received-what')).not.toContain('not sent');
      await review('pull');
      expect(((await review('list')) as CaseSummary[])[0]).toMatchObject({ followUps: 1, problem: null });
    });
  });
});
