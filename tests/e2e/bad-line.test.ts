/**
 * Lines that break and disks that fill up: the upload goes on where it was, and nothing is lost or doubled.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLegalCiphertextSize } from '../../crypto/padding.ts';
import { isInstalled, openBrowser, SAFER, until } from './support/browser.ts';
import { cuttingProxy } from './support/cutting-proxy.ts';
import { sha256, writePhoto, writeVideo } from './support/evidence.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { witnessbox } from './support/witnessbox.ts';

const MB = 1_000_000;
let folder: string;
let browser: Browser;

const mounted = (path: string, size: string, how = ''): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `${how}size=${size}`, 'tmpfs', path]).status === 0;
const canMount = await (async () => {
  const probe = await mkdtemp(join(tmpdir(), 'witnessbox-mount-'));
  const could = mounted(probe, '1m');
  if (could) spawnSync('umount', [probe]);
  await rm(probe, { recursive: true });
  return could;
})();

async function savedVideo(portal: Portal, name: string): Promise<string> {
  const passphrase = passphraseOf(portal);
  const review = (...args: string[]) => witnessbox([...args, '--home', portal.home], passphrase);
  await review('pull');
  const [found] = JSON.parse((await review('list', '--json')).stdout) as { id: string }[];
  const saved = join(folder, name);
  const ran = await review('save', found?.id ?? '', saved);
  expect(ran.stderr).toBe('');
  const file = (await readdir(saved, { recursive: true })).find((path) => path.endsWith('.avi')) ?? '';
  return sha256(join(saved, file));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-line-'));
  await writeVideo(join(folder, 'gate.avi'), 30 * MB);
  await writePhoto(join(folder, 'note.jpg'), 0.5 * MB);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!isInstalled('chromium'))('from chromium (skipped without Debian’s package)', () => {
  beforeAll(async () => {
    browser = await openBrowser('chromium');
  });
  afterAll(async () => {
    await browser.close();
  });

  test('a line that is cut in mid-piece six times brings the file over unharmed', async () => {
    const portal = await startPortal({ data: join(folder, 'data-cut'), port: await freePort() });
    const proxy = await cuttingProxy(Number(new URL(portal.address).port), 6, 1.5 * MB);
    const source = new Source(await browser.newPage());
    await source.visit(`http://127.0.0.1:${proxy.port}/en/`);
    await source.write({
      what: 'They came at night. The file shows the gate.',
      files: [join(folder, 'gate.avi')],
    });
    await source.confirmReceipt(await source.takeReceipt());
    await source.press('send');
    await source.received(150_000);
    expect(proxy.cuts()).toBe(6);
    expect(await savedVideo(portal, 'saved-cut')).toBe(await sha256(join(folder, 'gate.avi')));
    await proxy.stop();
    await portal.stop();
  });

  test('a text whose answer is lost is received, and once', async () => {
    const portal = await startPortal({ data: join(folder, 'data-lost'), port: await freePort() });
    // More than anything but the text brings on one connection.
    const proxy = await cuttingProxy(Number(new URL(portal.address).port), 1, 60_000, 'answer');
    const source = new Source(await browser.newPage());
    await source.visit(`http://127.0.0.1:${proxy.port}/en/`);
    await source.write({ what: 'They came at night.', files: [] });
    await source.confirmReceipt(await source.takeReceipt());
    await source.press('send');
    await source.received(60_000);
    expect(proxy.cuts()).toBe(1);
    const pulled = await witnessbox(['pull', '--home', portal.home, '--json'], passphraseOf(portal));
    expect(JSON.parse(pulled.stdout)).toMatchObject({ fetched: 1, opened: 1, unreadable: 0 });
    await proxy.stop();
    await portal.stop();
  });

  test.skipIf(!canMount)(
    'a full disk is said and nothing is lost (skipped where no tmpfs can be mounted)',
    async () => {
      const data = join(folder, 'data-full');
      await mkdir(data);
      expect(mounted(data, '12m')).toBe(true);
      try {
        const portal = await startPortal({ data, port: await freePort() });
        const source = new Source(await browser.newPage());
        await source.visit(`${portal.address}/zh-Hans/`);
        await source.write({ what: '他们夜里来的。录像里可以看到大门。', files: [join(folder, 'gate.avi')] });
        await source.confirmReceipt(await source.takeReceipt());
        await source.press('send');
        await until(source.page, 'the page pauses', async () => (await source.phase()) === 'paused', 60_000);
        expect(await source.text('state')).toMatch(/\p{Script=Han}{6}/u);
        expect(mounted(data, '160m', 'remount,')).toBe(true);
        // The server looks anew once in a second.
        await new Promise((resolve) => setTimeout(resolve, 1200));
        await source.press('resume');
        await source.received(60_000);
        expect(await savedVideo(portal, 'saved-full')).toBe(await sha256(join(folder, 'gate.avi')));
        await portal.stop();
      } finally {
        spawnSync('umount', ['--lazy', data]);
      }
    },
  );

  test('a cancelled upload leaves nothing behind', async () => {
    const portal = await startPortal({ data: join(folder, 'data-cancel'), port: await freePort() });
    const source = new Source(await browser.newPage());
    await source.visit(`${portal.address}/en/`);
    // Long enough that nobody is too late who presses a button after the first piece.
    await writeFile(join(folder, 'hour.avi'), '');
    await truncate(join(folder, 'hour.avi'), 700 * MB);
    const files = ['note.jpg', 'note.jpg', 'hour.avi'].map((name) => join(folder, name));
    await source.write({ what: 'I have changed my mind.', files });
    await source.press('remove-file');
    await source.focuses('remove-file');
    await source.confirmReceipt(await source.takeReceipt());
    await source.press('send');
    await until(source.page, 'a part is confirmed', async () => (await source.confirmed()) > 0, 30_000);
    await source.press('pause');
    await source.focuses('resume');
    await source.press('cancel');
    await source.focuses('cancel-no');
    await source.press('cancel-no');
    await source.focuses('cancel');
    await source.press('cancel');
    await source.press('cancel-yes');
    await source.sees('send-again');
    const blobs = join(folder, 'data-cancel', 'blobs');
    await until(source.page, 'the blob is gone', async () => (await readdir(blobs)).length === 0, 10_000);
    await until(
      source.page,
      'the page says so',
      async () => (await source.text('outcome')).startsWith('Nothing has been received.'),
      10_000,
    );
    await portal.stop();
  });
});

describe.skipIf(!isInstalled('firefox'))(
  'from Firefox as Tor Browser at Safer (skipped without Debian’s package)',
  () => {
    test('a text with a photo is sent and received without JIT and WebAssembly', async () => {
      const portal = await startPortal({ data: join(folder, 'data-safer'), port: await freePort() });
      const firefox = await openBrowser('firefox', SAFER);
      const source = new Source(await firefox.newPage());
      await source.visit(`${portal.address}/en/`);
      await source.write({
        what: 'They took my brother.',
        when: 'In May',
        files: [join(folder, 'note.jpg')],
      });
      const words = await source.takeReceipt();
      expect(words.every((word) => /^[a-z]{3,8}$/.test(word))).toBe(true);
      await source.confirmReceipt(words);
      await source.press('send');
      await source.received(120_000);
      expect(source.complaints).toEqual([]);
      const [blob = ''] = await readdir(join(folder, 'data-safer', 'blobs'));
      const { size } = await stat(join(folder, 'data-safer', 'blobs', blob));
      expect(isLegalCiphertextSize(size)).toBe(true);
      await firefox.close();
      await portal.stop();
    });
  },
);
