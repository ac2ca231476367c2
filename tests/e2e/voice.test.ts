/**
 * A testimony that is spoken: recorded in the page, looked into like any other file, sent, and heard by the reviewer. The microphone
 * is the browser's own stand-in, a tone; all else is real.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseSummary } from '../../reviewer/contract.ts';
import { missing } from '../evidence/programs.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { witnessbox } from './support/witnessbox.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-voice-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** In place of a microphone, and of the question whether the page may hear it. */
const MICROPHONE = {
  flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  preferences: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
};

const lacking = missing('ffmpeg');

describe.skipIf(lacking !== '').each<BrowserName>(['chromium', 'firefox'])(`from %s${lacking}`, (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let portal: Portal;
    beforeAll(async () => {
      portal = await startPortal({ data: join(folder, `data-${name}`), port: await freePort() });
      browser = await openBrowser(name, MICROPHONE.preferences, MICROPHONE.flags);
    });
    afterAll(async () => {
      await browser.close();
      await portal.stop();
    });

    test('what is said arrives as a sound file that plays, without a trace on the way there', async () => {
      const source = await Source.visiting(browser, `${portal.address}/en/`);
      await source.write({ what: 'I would rather say it.', files: [] });
      await source.opens('evidence');
      await source.press('voice');
      await source.press('voice-start');
      await until(
        source.page,
        'it records',
        async () => (await source.stateOf('voice-state')) === 'recording',
        20_000,
      );
      expect(await source.isEnabled('continue')).toBe(false);
      expect(await audit(source.page)).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 3500));
      await source.press('voice-pause');
      expect(await source.text('voice-state')).toContain('paused');
      await source.press('voice-end');
      await until(
        source.page,
        'the recording is looked into',
        async () => (await source.files()).some(({ state }) => state === 'seen'),
        30_000,
      );
      const [card] = await source.files();
      expect(card?.text).toContain('voice-1.');
      // What browsers write into a recording besides the sound.
      expect(card?.text).toContain('Hidden data that is left out');
      const words = await source.takeReceipt();
      await source.confirmReceipt(words);
      await source.press('send');
      await source.received(60_000);
      expect(source.complaints).toEqual([]);

      const review = async (...args: string[]): Promise<string> => {
        const ran = await witnessbox([...args, '--home', portal.home], passphraseOf(portal));
        expect(ran.stderr).toBe('');
        return ran.stdout;
      };
      await review('pull');
      const [found] = JSON.parse(await review('list', '--json')) as CaseSummary[];
      expect(found).toMatchObject({ evidence: 1, problem: null });
      const saved = join(folder, `saved-${name}`);
      await review('save', found?.id ?? '', saved);
      const sound = (await readdir(saved, { recursive: true })).find((path) => /voice-1\.\w+$/.test(path));
      const { stderr } = await run('ffmpeg', ['-i', join(saved, sound ?? ''), '-f', 'null', '-']);
      expect(stderr).toMatch(/Audio: opus/);
      const times = [...stderr.matchAll(/time=00:00:(\d\d)/g)].map(([, seconds]) => Number(seconds));
      expect(times.at(-1), stderr).toBeGreaterThanOrEqual(3);
    });
  });
});
