/**
 * The whole way: a testimony goes in at a real browser, comes out at the reviewer's program byte for byte, is
 * answered, and followed up. The server is killed without warning in the middle and at the end.
 */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { mkdtemp, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlock } from '../../crypto/envelope.ts';
import type { CaseSummary, CaseView } from '../../reviewer/contract.ts';
import { type BrowserName, isInstalled, openBrowser, until } from './support/browser.ts';
import { sha256, writePhoto, writeVideo } from './support/evidence.ts';
import { age, isProgram } from './support/programs.ts';
import { freePort, passphraseOf, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';
import { run, witnessbox } from './support/witnessbox.ts';

const MB = 1_000_000;
const REPLY =
  '您的材料我们已经看过。请问：那扇绿色铁门的院子，门口有没有挂牌子？\n\n请不要在电话里谈这件事。';
const FOLLOW_UP = '门口没有牌子，但是墙上写着“粮食是宝中宝”。补充一张照片。';

let folder: string;
let narrative: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-e2e-'));
  narrative = await readFile(new URL('fixtures/testimony.zh-Hans.txt', import.meta.url), 'utf8');
  await writePhoto(join(folder, '诊断书 与 伤口.jpg'), 4 * MB);
  await writeVideo(join(folder, '学习驿站门口.avi'), 120 * MB);
  await writePhoto(join(folder, '围墙.jpg'), 300_000);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Waits until more than so many bytes lie in a folder; gives how many they are then. */
async function arrival(place: string, bytes: number): Promise<number> {
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((soon) => setTimeout(soon, 5))) {
    const files = await Promise.all((await readdir(place)).map((file) => stat(join(place, file))));
    const arrived = files.reduce((sum, { size }) => sum + size, 0);
    if (arrived > bytes) return arrived;
  }
  throw new Error('nothing has arrived');
}

describe.each<BrowserName>(['chromium', 'firefox'])('from %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let portal: Portal;
    let passphrase: string;
    let words: string[];
    let id: string;
    const data = (): string => join(folder, `data-${name}`);
    const review = (...args: string[]) =>
      witnessbox([...args, '--home', portal.home], passphrase).then((ran) => {
        expect(ran.stderr).toBe('');
        expect(ran.code).toBe(0);
        return ran.stdout;
      });
    const restart = async (): Promise<void> => {
      await portal.kill();
      portal = await startPortal({ data: data(), port: Number(new URL(portal.address).port) });
    };
    const newVisit = () => Source.visiting(browser, `${portal.address}/zh-Hans/`);

    beforeAll(async () => {
      portal = await startPortal({ data: data(), port: await freePort() });
      passphrase = passphraseOf(portal);
      browser = await openBrowser(name);
    });

    afterAll(async () => {
      await browser.close();
      await portal.stop();
    });

    test('a source sees the banner and the fingerprint that the operator sees', async () => {
      const source = await newVisit();
      expect(await source.text('demonstration')).toContain('演示');
      const shown = await source.text('fingerprint');
      expect(portal.printed().replace(/\s+/g, ' ')).toContain(shown.replace(/\s+/g, ' ').trim());
      expect(source.complaints).toEqual([]);
    });

    test('a testimony of 1,200 characters, a photo and a video survive a server killed in mid-upload', async () => {
      const source = await newVisit();
      await source.write({
        what: narrative,
        when: '去年三月十九日至四月五日',
        where: '云栖县青石镇',
        who: '贺长庚（综合治理办公室副主任）、戴世昌（派出所副所长）、邵立群（辅警）、庄慧（财政所）',
        want: '记录他们的名字；查清阮姓老人的下落。',
        files: [join(folder, '诊断书 与 伤口.jpg'), join(folder, '学习驿站门口.avi')],
      });
      await source.chooses('keep');
      words = await source.takeReceipt();
      expect(words).toHaveLength(12);
      expect(words.every((word) => /^\p{Script=Han}$/u.test(word))).toBe(true);
      // Nothing has left the browser before the words are confirmed.
      expect(await readdir(join(data(), 'blobs'))).toEqual([]);
      await source.confirmReceipt(words);
      await source.press('send');

      // As the server sees it: by the time that the page has been asked, all may have come.
      expect(await arrival(join(data(), 'blobs'), 8 * MB)).toBeLessThan(120 * MB);
      await restart();
      await source.received();
      expect(source.complaints).toEqual([]);
      expect(await source.traces()).toEqual({
        local: 0,
        session: 0,
        databases: 0,
        cookies: '',
        caches: 0,
        workers: 0,
      });
      expect(await source.page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
      expect(await source.page.evaluate(() => document.body.innerText)).not.toContain(words.join(' '));
    });

    test('after a kill right behind the confirmation the submission is there, and is pulled', async () => {
      await restart();
      const report = await review('pull', '--json');
      expect(JSON.parse(report)).toMatchObject({ fetched: 1, opened: 1, unreadable: 0 });
      const cases = JSON.parse(await review('list', '--json')) as CaseSummary[];
      expect(cases).toMatchObject([{ language: 'zh-Hans', evidence: 2, followUps: 0, problem: null }]);
      id = cases[0]?.id ?? '';
      const view = JSON.parse(await review('show', id, '--json')) as CaseView;
      expect(view.answers.find((answer) => answer.id === 'what')?.text).toBe(narrative);
      expect(await review('show', id.slice(0, 8))).toContain('戴世昌');
    });

    test('what is saved is byte for byte what was sent', async () => {
      const saved = join(folder, `saved-${name}`);
      await review('save', id, saved);
      const sums = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], '', saved);
      expect(sums.code).toBe(0);
      const names = (await readdir(saved, { recursive: true }))
        .filter((file) => /\.(jpg|avi)$/.test(file))
        .sort();
      expect(names).toHaveLength(2);
      const [photo = '', video = ''] = names;
      expect(await sha256(join(saved, photo))).toBe(await sha256(join(folder, '诊断书 与 伤口.jpg')));
      expect(await sha256(join(saved, video))).toBe(await sha256(join(folder, '学习驿站门口.avi')));
    });

    test.skipIf(!isProgram(age))(
      'Debian’s age and tar open the stored blob (skipped without age 1.3)',
      async () => {
        const [blob = ''] = await readdir(join(data(), 'blobs'));
        const custodian = join(data(), 'demo/secrets/custodian/epoch-1.age');
        const epoch = new TextDecoder().decode(await unlock(passphrase, await readFile(custodian)));
        const identity = /AGE-SECRET-KEY-PQ-1[0-9A-Z]+/.exec(epoch)?.[0] ?? '';
        const opened = join(folder, `opened-${name}`);
        await mkdir(opened);
        await writeFile(join(opened, 'identity.txt'), identity);
        const decrypt = await run(
          age,
          ['-d', '-i', 'identity.txt', '-o', 'bundle.tar', join(data(), 'blobs', blob)],
          '',
          opened,
        );
        expect(decrypt.stderr).toBe('');
        const untar = await run('tar', ['xf', 'bundle.tar'], '', opened);
        expect(untar.stderr).toBe('');
        expect(await sha256(join(opened, 'evidence/001-诊断书 与 伤口.jpg'))).toBe(
          await sha256(join(folder, '诊断书 与 伤口.jpg')),
        );
        expect(await sha256(join(opened, 'evidence/002-学习驿站门口.avi'))).toBe(
          await sha256(join(folder, '学习驿站门口.avi')),
        );
        const testimony = JSON.parse(await readFile(join(opened, 'testimony.json'), 'utf8')) as {
          answers: Record<string, string>;
        };
        expect(testimony.answers['what']).toBe(narrative);
        await rm(opened, { recursive: true });
      },
    );

    test.skipIf(!isProgram('minisign'))(
      'Debian’s minisign verifies the served keyring (skipped without it)',
      async () => {
        const here = join(folder, `keyring-${name}`);
        await mkdir(here);
        for (const file of ['keyring.json', 'keyring.json.minisig', 'root.pub']) {
          const answer = await fetch(`${portal.address}/${file}`);
          await writeFile(join(here, file), new Uint8Array(await answer.arrayBuffer()));
        }
        const verified = await run('minisign', ['-V', '-p', 'root.pub', '-m', 'keyring.json'], '', here);
        expect(verified.code).toBe(0);
        await writeFile(
          join(here, 'keyring.json'),
          (await readFile(join(here, 'keyring.json'), 'utf8')).replace('1', '2'),
        );
        expect(
          (await run('minisign', ['-V', '-p', 'root.pub', '-m', 'keyring.json'], '', here)).code,
        ).not.toBe(0);
      },
    );

    test('the source finds acknowledgement and reply under the twelve words', async () => {
      const answer = join(folder, `answer-${name}.txt`);
      await writeFile(answer, REPLY);
      await review('reply', id, '--file', answer);

      // The demonstration's next snapshot comes within a minute.
      let thread: { kind: string | null; text: string }[] = [];
      let source: Source | undefined;
      for (let tries = 0; tries < 20 && thread.length < 2; tries += 1) {
        if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 5_000));
        await source?.page.close();
        source = await newVisit();
        await source.enterReceipt(words.join(''));
        await source.press('look');
        await until(
          source.page,
          'looked',
          async () => (await source?.page.$('[data-testid="follow-up"]')) !== null,
          60_000,
        );
        thread = await source.thread();
      }
      expect(thread.map(({ kind }) => kind)).toEqual(['acknowledgement', 'reply']);
      for (const line of REPLY.split('\n')) expect(thread[1]?.text).toContain(line);
      expect(source?.complaints).toEqual([]);
    });

    test('a wrong word is pointed at; right words in the wrong order are noticed', async () => {
      const source = await newVisit();
      await source.enterReceipt(['犇', ...words.slice(1)].join(' '));
      await source.press('look');
      expect(await source.text('trouble')).toMatch(/第\s*1\s*个/);
      await source.fill('receipt', words.slice(0, 11).join(' '));
      await source.press('look');
      await until(source.page, 'eleven', async () => (await source.text('trouble')).includes('11'), 10_000);
    });

    test('a signed follow-up is threaded to its case', async () => {
      const source = await newVisit();
      await source.enterReceipt(words.join(' '));
      await source.press('write');
      await source.fill('message', FOLLOW_UP);
      await source.attach([join(folder, '围墙.jpg')]);
      await source.chooses('keep');
      await source.press('send');
      await source.received(60_000);
      expect(source.complaints).toEqual([]);

      expect(JSON.parse(await review('pull', '--json'))).toMatchObject({
        fetched: 1,
        opened: 1,
        followUps: 1,
      });
      const cases = JSON.parse(await review('list', '--json')) as CaseSummary[];
      expect(cases).toMatchObject([{ id, followUps: 1, evidence: 3 }]);
      const view = JSON.parse(await review('show', id, '--json')) as CaseView;
      expect(view.thread.map(({ kind }) => kind)).toEqual([
        'testimony',
        'acknowledgement',
        'reply',
        'follow-up',
        'acknowledgement',
      ]);
      const followUp = view.thread.find(({ kind }) => kind === 'follow-up');
      expect(followUp?.answers.map(({ text }) => text)).toContain(FOLLOW_UP);
      expect(followUp?.evidence[0]?.sha256).toBe(await sha256(join(folder, '围墙.jpg')));
    });

    test('the server’s folder holds none of it in the clear', async () => {
      for (const secret of ['戴世昌', 'evidence', '围墙', words.join(' '), words.join(''), 'Mozilla']) {
        const found = await run('grep', ['-rlaF', '--exclude-dir=demo', '--', secret, data()]);
        expect(`${secret}: ${found.stdout}`).toBe(`${secret}: `);
      }
      for (const blob of await readdir(join(data(), 'blobs'))) {
        const { mtime } = await stat(join(data(), 'blobs', blob));
        expect(mtime.toISOString()).toMatch(/T00:00:00\.000Z$/);
      }
    });
  });
});
