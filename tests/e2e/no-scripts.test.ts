/**
 * A source whose browser runs no scripts: what the page shows, a file that Debian's age has encrypted as the page says, the
 * form, and every answer that it gives. In Firefox as Tor Browser has it at Safest, and in Chromium.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateIdentity, recipientOf } from '../../crypto/envelope.ts';
import { serve, type ServeOptions, type Serving } from '../../server/main.node.ts';
import { plain as plainEn } from '../../web/messages/en.ts';
import { plain as plainZhHans } from '../../web/messages/zh-Hans.ts';
import {
  ENCRYPT,
  ENCRYPT_PACKED,
  FIND,
  FINGERPRINT,
  PACK,
  PACK_BARE,
  VERIFY,
} from '../../web/source/plain/commands.ts';
import { ageFile } from '../server/support/files.ts';
import { ALWAYS, makeFolders, type Folders } from '../server/support/served.node.ts';
import { audit } from './support/axe.ts';
import { isInstalled, openBrowser, until, type BrowserName } from './support/browser.ts';
import { age, isProgram } from './support/programs.ts';

/** What Safest switches off, as far as preferences can. */
const SAFEST = { 'javascript.enabled': false, 'svg.disabled': true };
const TEXT = 'They kept us in the cellar of the harbour office for two nights.\n他们把我们关了两夜。\n';

const hasPrograms = isProgram(age) && isProgram('minisign');

describe.skipIf(!hasPrograms)('without scripts (skipped without age 1.3 and minisign)', () => {
  let folder: string;
  let folders: Folders;
  let many: Folders;
  let ended: Folders;
  let portal: Serving;
  let others: Serving[];
  let identity: string;
  let now = new Date();

  const open = (of: Folders, more: Partial<ServeOptions> = {}) =>
    serve({ ...of.options, webFolder: 'dist/source', ...more });
  /** A line of the page's in the folder, with the age of these tests first on the path. */
  const shell = (line: string): string => {
    const PATH = `${dirname(age)}:${process.env['PATH'] ?? ''}`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd: folder,
      env: { ...process.env, PATH },
    });
    if (status !== 0) throw new Error(`${line}: ${stderr.toString()}`);
    return stdout.toString().trim();
  };
  const download = async (path: string, name: string): Promise<void> => {
    const answer = await fetch(`${portal.address}${path}`);
    await writeFile(join(folder, name), await answer.bytes());
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-no-scripts-'));
    identity = await generateIdentity();
    await writeFile(join(folder, 'identity.txt'), `${identity}\n`);
    const desk = { id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) };
    const other = {
      id: 'women',
      names: { en: 'Women’s desk' },
      recipient: await recipientOf(await generateIdentity()),
    };
    const names = { en: 'Harbour Light', 'zh-Hans': '海灯记录中心' };
    folders = await makeFolders({ ...ALWAYS, desks: [desk], organisation: { names } });
    many = await makeFolders({ ...ALWAYS, desks: [desk, other] });
    ended = await makeFolders({ validFrom: '2020-01-01', validUntil: '2020-12-31' });
    portal = await open(folders, { config: { plainUpload: 2 ** 20, plainWriters: 2 }, now: () => now });
    others = [await open(many), await open(ended)];
    await download('/recipients/main.txt', 'recipient.txt');
    for (const name of ['keyring.json', 'keyring.json.minisig', 'root.pub']) await download(`/${name}`, name);
    await writeFile(join(folder, 'testimony.txt'), TEXT);
    await mkdir(join(folder, 'testimony'));
    await writeFile(join(folder, 'testimony', 'letter.txt'), TEXT);
    shell(ENCRYPT);
  });
  afterAll(async () => {
    for (const serving of [portal, ...others]) await serving.stop();
    for (const each of [folders, many, ended]) await each.remove();
    await rm(folder, { recursive: true, force: true });
  });

  test('the commands that the page shows encrypt, pack and check as it says', () => {
    expect(shell(VERIFY)).toMatch(/verified/);
    expect(shell(FINGERPRINT)).toBe(portal.organisation.fingerprint);
    expect(shell(FIND)).toBe('1');
    expect(shell('age -d -i identity.txt testimony.age')).toBe(TEXT.trim());
    shell(`rm testimony.age; ${PACK}; ${ENCRYPT_PACKED}`);
    expect(shell('age -d -i identity.txt testimony.age | tar tf -')).toContain('testimony/letter.txt');
    shell(`rm testimony.age; ${PACK_BARE}; ${ENCRYPT_PACKED}`);
    expect(shell('age -d -i identity.txt testimony.age | tar tvf -')).toMatch(
      / 0\/0 .* 1970-01-01 .* testimony\/letter\.txt/,
    );
    shell(`rm testimony.age; ${ENCRYPT}`);
  });

  describe.each<BrowserName>(['firefox', 'chromium'])('in %s', (name) => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      if (isInstalled(name)) browser = await openBrowser(name, SAFEST);
    });
    afterAll(() => (isInstalled(name) ? browser.close() : undefined));
    beforeEach(async ({ skip }) => {
      if (!isInstalled(name)) skip(`${name} is missing`);
      page = await (await browser.createBrowserContext()).newPage();
      // Firefox has it switched off by its preferences, where a page cannot ask.
      if (name === 'chromium') await page.setJavaScriptEnabled(false);
    });
    afterEach(() => page.close());

    const text = () => page.evaluate(() => document.body.innerText);
    /** Puppeteer's own waiting runs in the page, and there nothing runs in Firefox. */
    const found = async (selector: string): Promise<ElementHandle> => {
      await until(page, `${selector} is there`, async () => (await page.$(selector)) !== null, 30_000);
      const element = await page.$(selector);
      if (!element) throw new Error(`gone: ${selector}`);
      return element;
    };
    const choose = async (path: string): Promise<void> => {
      await ((await found('#plain-file')) as ElementHandle<HTMLInputElement>).uploadFile(path);
    };
    const press = async (selector: string): Promise<void> => {
      const element = await found(selector);
      await element.evaluate((node) => {
        node.scrollIntoView({ block: 'center' });
      });
      const box = await element.boundingBox();
      if (!box) throw new Error(`nothing to press: ${selector}`);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    };
    /** Not by $$eval, for which Firefox would have to run more than one step of a script. */
    const texts = (selector: string): Promise<string[]> =>
      page.evaluate(
        (wanted) => [...document.querySelectorAll(wanted)].map((node) => node.textContent),
        selector,
      );
    const answered = async (): Promise<string> => {
      const heading = /^(?:Received|Not received|已收到|没有收到)$/m;
      await until(page, 'the form is answered', async () => heading.test(await text()), 60_000);
      return text();
    };
    /** Chooses a file and sends it; gives what the page says then. */
    const handIn = async (path: string, address = `${portal.address}/en/`): Promise<string> => {
      await page.goto(address);
      await choose(path);
      await press('form button');
      return answered();
    };
    const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    };

    test('the page says all that is possible, and shows nothing that only a script could wake', async () => {
      await page.goto(`${portal.address}/en/`);
      const shown = await text();
      for (const sentence of [plainEn.lead, ...plainEn.differs, ...plainEn.how, plainEn.wait])
        expect(shown).toContain(sentence.replace('__WITNESSBOX_PLAIN_SIZE__', '1 MB'));
      expect(shown).toContain(ENCRYPT);
      expect(shown).toContain(portal.organisation.fingerprint);
      expect(shown).toContain('at most 1 MB');
      expect(shown).not.toMatch(/__WITNESSBOX|Give testimony|Read a reply/);
      const recipient = (await readFile(join(folder, 'recipient.txt'), 'utf8')).trim();
      expect(await page.$eval('.recipient', (node) => node.textContent)).toBe(recipient);
      await page.goto(`${portal.address}/zh-Hans/`);
      expect(await text()).toContain(plainZhHans.lead);
    });

    test('several desks stand apart, each with its recipient; an ended keyring leaves no form', async () => {
      await page.goto(`${others[0]?.address ?? ''}/en/`);
      expect(await text()).toContain(plainEn.desks);
      const summaries = await texts('details.desk > summary');
      expect(summaries).toEqual(['Main', 'Women’s desk']);
      const shown = await texts('.recipient');
      expect(shown).toEqual(many.organisation.keyring.desks.map(({ recipient }) => recipient));
      await page.goto(`${others[1]?.address ?? ''}/en/`);
      expect(await text()).toContain(
        plainEn.closed.replace('__WITNESSBOX_VALID_UNTIL__', 'December 31, 2020'),
      );
      expect(await page.$('form')).toBeNull();
      expect(await page.$('.recipient')).toBeNull();
    });

    test('a file that age has encrypted arrives as it is, and is said to be received only then', async () => {
      const path = join(folder, 'testimony.age');
      const said = await handIn(path);
      expect(said).toContain(plainEn.answers.received.heading);
      for (const way of plainEn.answers.received.ways) expect(said).toContain(way);
      expect(page.url()).toBe(`${portal.address}/en/`);
      expect(await handIn(path, `${portal.address}/zh-Hans/`)).toContain(plainZhHans.answers.received.text);
      const blobs = await readdir(join(folders.options.dataFolder, 'blobs'));
      const kept = await Promise.all(
        blobs.map((blob) => readFile(join(folders.options.dataFolder, 'blobs', blob))),
      );
      const sent = await readFile(path);
      expect(kept.filter((bytes) => bytes.equals(sent)).length).toBeGreaterThanOrEqual(2);
    });

    test('what cannot be taken is refused with its sentence, and the way back leads to the form', async () => {
      const whole = await readFile(join(folder, 'testimony.age'));
      const cases: [keyof typeof plainEn.answers, string, Uint8Array | string][] = [
        ['not-age', 'letter.age', TEXT],
        ['wrong-recipient', 'old.age', 'age-encryption.org/v1\n-> X25519 AAAA\n'],
        ['damaged', 'cut.age', whole.subarray(0, 1000)],
        ['too-large', 'large.age', await ageFile(2 ** 20 + 50_000)],
      ];
      for (const [answer, name, bytes] of cases) {
        const said = await handIn(await file(name, bytes));
        expect(said).toContain(plainEn.answers[answer].text.replace('__WITNESSBOX_PLAIN_SIZE__', '1 MB'));
        expect(said).not.toContain(name);
      }
      await press('main a.button');
      await found('#plain-file');
      expect(page.url()).toBe(`${portal.address}/en/`);
    });

    test('a form that comes after the keyring has ended says so', async () => {
      await page.goto(`${portal.address}/en/`);
      await choose(join(folder, 'testimony.age'));
      try {
        now = new Date('2100-01-01T12:00:00Z');
        await press('form button');
        expect(await answered()).toContain(plainEn.answers.closed.text);
      } finally {
        now = new Date();
      }
    });
  });

  /** axe is a script itself: so the page as without scripts, with the marks taken off that hide it from one that runs them. */
  test('axe finds nothing to mend, on the page and on answers', async ({ skip }) => {
    if (!isInstalled('chromium')) skip('chromium is missing');
    const browser = await openBrowser('chromium');
    const page = await browser.newPage();
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const seen = async () => {
        const answer = await fetch(request.url(), {
          method: request.url().endsWith('?post') ? 'POST' : 'GET',
        });
        const body = (await answer.text())
          .replaceAll(/<\/?noscript>|<script\b[^>]*><\/script>|<link rel="modulepreload"[^>]*>/g, '')
          .replaceAll(/\(scripting: ?none\)/g, 'all')
          .replaceAll('<details', '<details open');
        return request.respond({ body, contentType: answer.headers.get('content-type') ?? '' });
      };
      void seen();
    });
    for (const path of ['/en/', '/zh-Hans/']) {
      for (const { address } of [portal, ...others]) {
        await page.goto(`${address}${path}`);
        expect(await page.$('.notice.warn')).not.toBeNull();
        expect(await audit(page)).toEqual([]);
      }
    }
    // A form that is none gets an answer too.
    await page.goto(`${portal.address}/en/?post`);
    expect(await page.$eval('h1', (node) => node.textContent)).toBe(plainEn.answers.unclear.heading);
    expect(await audit(page)).toEqual([]);
    await browser.close();
  });

  test('with scripts on, nothing of it is shown', async ({ skip }) => {
    if (!isInstalled('chromium')) skip('chromium is missing');
    const browser = await openBrowser('chromium');
    const page = await browser.newPage();
    await page.goto(`${portal.address}/en/`, { waitUntil: 'load' });
    await until(page, 'the page is awake', async () => (await page.$('#preview')) === null, 30_000);
    expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/JavaScript|age -R|recipient/);
    expect(await page.$('form')).toBeNull();
    await browser.close();
  });
});
