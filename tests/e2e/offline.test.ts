/**
 * The offline page, from the portal that offers it to the reply: saved, opened from a disk in both browsers, written in,
 * and what it has made opened by programs of others, handed in, read by a reviewer and answered.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlock } from '../../crypto/envelope.ts';
import type { CaseSummary, CaseView } from '../../reviewer/contract.ts';
import { offline as en } from '../../web/messages/en.ts';
import { offline as zhHans } from '../../web/messages/zh-Hans.ts';
import { OFFLINE_HASH, OFFLINE_VERIFY } from '../../web/source/plain/commands.ts';
import { audit } from './support/axe.ts';
import { isInstalled, openBrowser, SAFER, until, type BrowserName } from './support/browser.ts';
import { TRAVELLED, writeTravelled } from './support/evidence.ts';
import { freePort, passphraseOf, startPortal, type Portal } from './support/portal.ts';
import { age, isProgram } from './support/programs.ts';
import { Source } from './support/source.ts';
import { run, witnessbox } from './support/witnessbox.ts';

const TEXT = 'They kept us in the cellar of the harbour office for two nights.';
const REPLY = 'Thank you. Was there a sign at the green gate?';

const hasPrograms = isProgram(age) && isProgram('minisign');

describe.skipIf(!hasPrograms)('the offline page (skipped without age 1.3 and minisign)', () => {
  let folder: string;
  let portal: Portal;
  let passphrase: string;

  const data = () => join(folder, 'data');
  const saved = (language: string) => join(folder, language, 'encrypt.html');
  const review = async (...args: string[]): Promise<string> => {
    const ran = await witnessbox([...args, '--home', portal.home], passphrase);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return ran.stdout;
  };
  /** A line of the page's, typed where the file lies, with the age of these tests first on the path. */
  const shell = (line: string, cwd: string) =>
    run('bash', ['-c', `PATH=${dirname(age)}:$PATH; ${line}`], '', cwd);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-offline-'));
    await writeTravelled(join(folder, 'photo.jpg'));
    portal = await startPortal({ data: data(), port: await freePort() });
    passphrase = passphraseOf(portal);
    for (const language of ['en', 'zh-Hans']) {
      await mkdir(join(folder, language));
      for (const suffix of ['', '.minisig']) {
        const answer = await fetch(`${portal.address}/${language}/encrypt.html${suffix}`);
        await writeFile(`${saved(language)}${suffix}`, await answer.bytes());
      }
    }
    const epoch = await readFile(join(data(), 'demo/secrets/custodian/epoch-1.age'));
    const keys = new TextDecoder().decode(await unlock(passphrase, epoch));
    await writeFile(join(folder, 'identity.txt'), /AGE-SECRET-KEY-PQ-1[0-9A-Z]+/.exec(keys)?.[0] ?? '');
  }, 180_000);
  afterAll(async () => {
    await portal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('is what the page online says: its hash, and signed by the root key', async () => {
    const root =
      (await readFile(join(data(), 'demo/public/root.pub'), 'utf8')).trim().split('\n').at(-1) ?? '';
    for (const language of ['en', 'zh-Hans']) {
      const here = join(folder, language);
      const page = await (await fetch(`${portal.address}/${language}/`)).text();
      const sum = (await shell(OFFLINE_HASH, here)).stdout.slice(0, 64);
      expect(page).toContain(`name="witnessbox-offline" content="${sum}"`);
      expect(page.split(sum).length).toBeGreaterThan(2);
      const checked = await shell(OFFLINE_VERIFY.replace('ROOTKEY', root), here);
      expect(checked).toMatchObject({ code: 0 });
      expect(checked.stdout).toContain(`witnessbox offline page ${language} epoch 1`);
    }
  });

  test('is right in the eyes of the custodian’s program', async () => {
    const checked = await witnessbox(['keys', 'verify', join(data(), 'demo/public')], '');
    expect(checked.stdout).toContain('offline/encrypt.en.html is byte for byte what this program makes');
    expect(checked.code).toBe(0);
  });

  describe.each<[BrowserName, 'en' | 'zh-Hans', typeof en | typeof zhHans]>([
    ['chromium', 'en', en],
    ['firefox', 'zh-Hans', zhHans],
  ])('in %s', (name, language, m) => {
    describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
      let browser: Browser;
      let words: string[];
      const downloads = () => join(folder, `downloads-${name}`);
      const testimony = () => join(downloads(), 'testimony.age');

      beforeAll(async () => {
        await mkdir(downloads());
        browser = await openBrowser(name, {
          // As in Tor Browser at Safer.
          ...SAFER,
          'browser.download.folderList': 2,
          'browser.download.dir': downloads(),
          'browser.download.useDownloadDir': true,
        });
      });
      afterAll(() => browser.close());

      async function opened(path = saved(language)): Promise<{ source: Source; asked: string[] }> {
        const page = await browser.newPage();
        if (name === 'chromium') {
          const session = await page.createCDPSession();
          await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads() });
        }
        const asked: string[] = [];
        page.on('request', (request) => {
          if (!/^(?:file|blob|data):/.test(request.url())) asked.push(request.url());
        });
        const source = new Source(page);
        await page.goto(pathToFileURL(path).href);
        return { source, asked };
      }
      const verified = (source: Source) =>
        until(source.page, 'the organisation is verified', () => source.isEnabled('testify'), 60_000);

      test('opened from a disk it takes a testimony with a photo and saves one encrypted file, asking nobody', async () => {
        const { source, asked } = await opened();
        await verified(source);
        const shown = (await source.text('fingerprint')).replace(/\s+/g, ' ').trim();
        expect(portal.printed().replace(/\s+/g, ' ')).toContain(shown);
        expect(await audit(source.page)).toEqual([]);
        await source.write({ what: TEXT, files: [join(folder, 'photo.jpg')] });
        expect((await source.files())[0]?.text).toContain(TRAVELLED.model);
        expect(await source.page.$('[data-testid="pace-slow"]')).toBeNull();
        words = await source.takeReceipt();
        expect(words).toHaveLength(12);
        await source.confirmReceipt(words);
        expect(await source.text('send')).toBe(m.receipt.send);
        await source.press('send');
        await source.sees('made', 120_000);
        expect(await audit(source.page)).toEqual([]);
        await source.press('save');
        await until(
          source.page,
          'the file is saved',
          async () => (await readdir(downloads())).join() === 'testimony.age',
          30_000,
        );
        expect(asked).toEqual([]);
        expect(source.complaints).toEqual([]);
        const left = await source.page.evaluate(() => document.body.innerText);
        expect(words.every((word) => left.includes(word))).toBe(false);
        expect(await source.page.$('[data-testid="words"]')).toBeNull();
        await source.page.close();
      });

      test('what it made is opened by age and tar: the text, and the photo without what it gave away', async () => {
        const there = join(folder, `opened-${name}`);
        await mkdir(there);
        const line = `age -d -i ../identity.txt '${testimony()}' | tar xi && ls evidence`;
        expect((await shell(line, there)).stdout.trim()).toBe('001-photo.jpg');
        expect(await readFile(join(there, 'testimony.json'), 'utf8')).toContain(TEXT);
        const photo = await readFile(join(there, 'evidence/001-photo.jpg'), 'latin1');
        expect(photo).not.toContain(TRAVELLED.model);
      });

      test('its rules keep it from fetching and sending, even if it tried', async () => {
        const listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
        await once(listener, 'listening');
        let connections = 0;
        listener.on('connection', () => (connections += 1));
        const address = listener.address();
        const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
        const { source } = await opened();
        await verified(source);
        const refused = await source.page.evaluate(async (place) => {
          const broken: string[] = [];
          document.addEventListener('securitypolicyviolation', (event) =>
            broken.push(event.effectiveDirective),
          );
          const settle = (work: () => unknown) =>
            Promise.resolve()
              .then(work)
              .catch(() => undefined);
          await settle(() => fetch(`http://${place}/`));
          await settle(() => navigator.sendBeacon(`http://${place}/`));
          await settle(() => new WebSocket(`ws://${place}/`));
          await settle(() => (new Image().src = `http://${place}/`));
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return [...new Set(broken)].sort();
        }, `127.0.0.1:${port}`);
        expect(refused).toEqual(['connect-src', 'img-src']);
        expect(connections).toBe(0);
        await source.page.close();
        listener.close();
      });

      test.each([
        [
          'another recipient',
          'notGenuine',
          (page: string) =>
            page.replace(/(age1pq1.)./, (all, start: string) => `${start}${all.endsWith('q') ? 'p' : 'q'}`),
        ],
        [
          'other questions',
          'wrongQuestions',
          (page: string) => page.replace(/("\/intake\/[^"]+":"\{)/, '$1 '),
        ],
      ] as const)('altered to hold %s it makes no file, and says why', async (_, problem, alter) => {
        const path = join(folder, `altered-${name}-${problem}.html`);
        const before = await readFile(saved(language), 'utf8');
        expect(alter(before)).not.toBe(before);
        await writeFile(path, alter(before));
        const { source } = await opened(path);
        const said = await source.text('trouble');
        expect(said).toContain(m.problems[problem]);
        expect(await source.isEnabled('testify')).toBe(false);
        await source.page.close();
      });

      test('leaving at once leaves an empty page', async () => {
        const { source } = await opened();
        await verified(source);
        await source.press('testify');
        await source.fill('question-what', TEXT);
        await source.press('leave');
        await until(source.page, 'empty', () => Promise.resolve(source.page.url() === 'about:blank'), 10_000);
        expect(await source.page.evaluate(() => document.body.innerText)).toBe('');
        await source.page.close();
      });

      test('a file that is none of these is refused before anything goes out, and this one is received', async () => {
        const source = await Source.visiting(browser, `${portal.address}/${language}/`);
        const sent = watched(source.page);
        await source.press('hand-in');
        expect(await audit(source.page)).toEqual([]);
        const choose = async (path: string) => {
          const input = (await source.sees('sealed-file')) as ElementHandle<HTMLInputElement>;
          await input.uploadFile(path);
        };
        const cut = join(folder, `cut-${name}.age`);
        await writeFile(cut, (await readFile(testimony())).subarray(0, -7));
        for (const wrong of [join(folder, 'photo.jpg'), cut]) {
          await choose(wrong);
          await until(
            source.page,
            'refused',
            async () => (await source.page.$('[data-testid="sealed-state"] .bad')) !== null,
            10_000,
          );
          expect(await source.isEnabled('send')).toBe(false);
        }
        expect(sent().filter((line) => line.startsWith('POST'))).toEqual([]);
        await choose(testimony());
        await until(source.page, 'taken', () => source.isEnabled('send'), 10_000);
        await source.press('send');
        await source.received();
        expect(source.complaints).toEqual([]);

        const ordinary = await Source.visiting(browser, `${portal.address}/${language}/`);
        const others = watched(ordinary.page);
        await ordinary.write({ what: TEXT, files: [] });
        await ordinary.confirmReceipt(await ordinary.takeReceipt());
        await ordinary.press('send');
        await ordinary.received();
        // Nobody who watches the requests, or serves them, can tell the one from the other.
        expect(sent().sort()).toEqual(others().sort());
        await source.page.close();
        await ordinary.page.close();
      });

      test('the reviewer reads it, and a reply finds its twelve words', async () => {
        expect(JSON.parse(await review('pull', '--json'))).toMatchObject({
          fetched: 2,
          opened: 2,
          unreadable: 0,
        });
        const cases = JSON.parse(await review('list', '--json')) as CaseSummary[];
        const id = cases.find(({ evidence, language: tag }) => evidence === 1 && tag === language)?.id ?? '';
        const view = JSON.parse(await review('show', id, '--json')) as CaseView;
        expect(view.answers.find((answer) => answer.id === 'what')?.text).toBe(TEXT);
        const answer = join(folder, `answer-${name}.txt`);
        await writeFile(answer, REPLY);
        await review('reply', id, '--file', answer);
        let thread: { text: string }[] = [];
        for (let tries = 0; tries < 24 && thread.length < 2; tries += 1) {
          if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 5_000));
          const source = await Source.visiting(browser, `${portal.address}/${language}/`);
          await source.enterReceipt(words.join(' '));
          await source.press('look');
          await source.sees('follow-up', 60_000);
          thread = await source.thread();
          await source.page.close();
        }
        expect(thread.at(-1)?.text).toContain(REPLY);
      });

      // Firefox would need another start for this; the form of the page is the same.
      test.skipIf(name !== 'chromium')(
        'without scripts the portal offers it, and takes what it has made by the form, reply channel and all',
        async () => {
          const page = await (await browser.createBrowserContext()).newPage();
          await page.setJavaScriptEnabled(false);
          await page.goto(`${portal.address}/${language}/`);
          expect(await page.$eval('noscript', (node) => node.textContent)).toContain('encrypt.html');
          const input = (await page.$('#plain-file')) as ElementHandle<HTMLInputElement>;
          await input.uploadFile(testimony());
          await Promise.all([page.waitForNavigation(), page.click('form.plain button')]);
          expect(await page.$('.notice.good')).not.toBeNull();
          const pulled = await witnessbox(['pull', '--json', '--home', portal.home], passphrase);
          expect(JSON.parse(pulled.stdout)).toMatchObject({ fetched: 1, opened: 1 });
          // It came by the other way before.
          expect(pulled.stderr).toContain('with the same reply channel');
          await page.close();
        },
      );
    });
  });
});

/** What a page has asked for since; what has a name of chance bears none. */
function watched(page: Page): () => string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url());
    if (protocol === 'http:')
      asked.push(`${request.method()} ${pathname.replace(/^\/uploads\/.*/, '/uploads/one')}`);
  });
  return () => [...asked];
}
