/**
 * The desk as a reviewer meets it: the real program, its printed address in a real browser, a real portal behind it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInstalled, openBrowser, until } from './support/browser.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { witnessbox } from './support/witnessbox.ts';
import { writePhoto } from './support/evidence.ts';

const TEXT = 'They beat him. <img src=x onerror="document.title=1"> <script>document.title=2</script>';

describe.skipIf(!isInstalled('chromium'))('the desk (skipped without Debian’s chromium)', () => {
  let folder: string;
  let portal: Portal;
  let browser: Browser;
  let program: ChildProcess;
  let desk: Source;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-desk-'));
    await writePhoto(join(folder, 'gate.jpg'), 200_000);
    portal = await startPortal({ data: join(folder, 'data'), port: await freePort() });
    browser = await openBrowser('chromium');

    const source = new Source(await browser.newPage());
    await source.visit(`${portal.address}/en/`);
    await source.write({ what: TEXT, where: 'Qingshi', files: [join(folder, 'gate.jpg')] });
    await source.confirmReceipt(await source.takeReceipt());
    await source.press('send');
    await source.received(60_000);

    program = spawn(process.execPath, ['bin/witnessbox.js', 'desk', '--home', portal.home]);
    program.stdin?.end(`${passphraseOf(portal)}\n`);
    const address = await new Promise<string>((resolve, reject) => {
      let output = '';
      program.stdout?.setEncoding('utf8').on('data', (piece: string) => {
        output += piece;
        const found = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(output)?.[0];
        if (found !== undefined) resolve(found);
      });
      program.on('close', () => reject(new Error('the desk ended')));
    });
    desk = new Source(await browser.newPage());
    await desk.page.goto(address);
  });

  afterAll(async () => {
    await browser.close();
    program.kill('SIGINT');
    await once(program, 'close');
    await portal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('its token leaves the address bar, and the demonstration is said', async () => {
    await desk.sees('sync');
    expect(desk.page.url()).not.toContain('#');
    expect(await desk.text('demonstration')).toMatch(/demonstration/i);
  });

  test('fetches the testimony and shows it as text, never as markup', async () => {
    await desk.press('sync');
    await desk.press('case');
    await desk.sees('testimony');
    expect(await desk.text('testimony')).toContain(TEXT);
    expect(await desk.text('evidence')).toContain('gate');
    expect(await desk.page.$('[data-testid="testimony"] img, [data-testid="testimony"] script')).toBeNull();
    expect(desk.complaints).toEqual([]);
  });

  test('saves the case into a folder', async () => {
    const target = join(folder, 'saved');
    await desk.fill('folder', target);
    await desk.press('save');
    await desk.sees('saved');
    expect(await readFile(join(target, 'SHA256SUMS'), 'utf8')).toContain('gate.jpg');
  });

  test('queues a reply, which the next sync places', async () => {
    await desk.fill('reply-text', 'Thank you. Are you safe now?');
    await desk.press('send');
    await desk.sees('queued');
    const replies = (): Promise<string[]> =>
      desk.page.$$eval('[data-testid="reply"]', (items) => items.map((item) => item.textContent));
    await until(desk.page, 'it waits', async () => (await replies()).join().includes('Waits'), 30_000);
    await desk.press('sync');
    await until(
      desk.page,
      'it is placed',
      async () => (await replies()).join().includes('Laid down'),
      60_000,
    );
    expect(await replies()).toHaveLength(1);
    expect((await replies()).join()).toContain('Are you safe now?');
    expect(desk.complaints).toEqual([]);
  });

  test('a second program on the same folder is refused with a sentence', async () => {
    const ran = await witnessbox(['list', '--home', portal.home], passphraseOf(portal));
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/another|already|in use/i);
  });
});
