/**
 * The form in real browsers: everything that it asks, filled in and opened again at the other end; what is wrong in it; by
 * keyboard alone; and what a follow-up may change.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileMisfits, misfits } from '../../crypto/fitting.ts';
import { intakeHash, parseIntakePage, type IntakePage } from '../../crypto/intake.ts';
import { en } from '../web/said.ts';
import { audit } from './support/axe.ts';
import { type BrowserName, isInstalled, openBrowser, SAFER, until } from './support/browser.ts';
import { sentSince, sentTo } from './support/opened.ts';
import { freePort, type Portal, startPortal } from './support/portal.ts';
import { Source } from './support/source.ts';

const SECTIONS = ['when', 'where', 'who', 'harmed', 'relation', 'tried', 'risk', 'evidence', 'want'];

let folder: string;
let note: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-form-'));
  note = join(folder, 'note.txt');
  await writeFile(note, 'They took him away.');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (name) => {
  describe.skipIf(!isInstalled(name))('(skipped where Debian’s package is not installed)', () => {
    let browser: Browser;
    let portal: Portal;
    let form: IntakePage;
    let hash: string;
    let words: string[];
    const data = (): string => join(folder, `data-${name}`);
    const visiting = () => Source.visiting(browser, `${portal.address}/en/`);

    beforeAll(async () => {
      portal = await startPortal({ data: data(), port: await freePort() });
      browser = await openBrowser(name, name === 'firefox' ? SAFER : {});
      const answer = await fetch(`${portal.address}/intake/en.json`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      form = parseIntakePage(bytes);
      hash = intakeHash(bytes);
    });
    afterAll(async () => {
      await browser.close();
      await portal.stop();
    });

    const select = (source: Source, id: string, value: string) =>
      source.page.select(`[data-testid="${id}"]`, value);
    const expanded = (source: Source) =>
      source.page.$$eval('.topic button[aria-expanded="true"]', (buttons) => buttons.map(({ id }) => id));

    test('asks for one page of the form, and names it in the HTML before any script', async () => {
      const source = await Source.newcomer(browser);
      const asked: string[] = [];
      source.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await source.visit(`${portal.address}/en/`);
      expect(asked.filter((path) => path.startsWith('/intake'))).toEqual(['/intake/en.json']);
      const html = await (await fetch(`${portal.address}/en/`)).text();
      for (const { label } of form.sections) expect(html).toContain(label);
      await source.page.close();
    });

    test('a page of closed topics is short, and each opens by itself', async () => {
      const source = await visiting();
      await source.page.setViewport({ width: 360, height: 740 });
      await source.press('testify');
      expect(await source.text('skip')).toBe(en.topics.skip);
      expect(await audit(source.page)).toEqual([]);
      expect(await expanded(source)).toEqual([]);
      for (const section of SECTIONS) await source.press(`section-${section}`);
      expect(await expanded(source)).toEqual(SECTIONS.map((section) => `section-${section}`));
      await source.attach([note]);
      expect(await audit(source.page)).toEqual([]);
      const isWider = await source.page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isWider).toBe(false);
      await source.press('section-who');
      expect(await expanded(source)).toHaveLength(SECTIONS.length - 1);
      expect(source.complaints).toEqual([]);
      await source.page.close();
    });

    test('all that was filled in arrives as it was, and fits the form', async () => {
      const before = await sentTo(data());
      const source = await visiting();
      await source.press('testify');
      await source.fill('question-what', 'They came in the afternoon.\n\nNobody said why.');
      await source.opens('when');
      await select(source, 'question-when-span', 'range');
      await source.fill('question-when-from-year', '2019');
      await select(source, 'question-when-from-month', '3');
      await source.fill('question-when-from-day', '5');
      await source.fill('question-when-to-year', '2020');
      await source.opens('where');
      await source.fill('question-township', 'Saltmarsh');
      await source.opens('who');
      await source.fill('question-officials.0.name', 'Rovan Thale');
      await source.fill('question-officials.0.did', 'He gave the order.');
      await source.press('question-officials.0.known-how=saw');
      await source.press('question-officials.0.known-how=told');
      await source.press('question-officials-add');
      await source.focuses('question-officials.1.name');
      await source.fill('question-officials.1.badge', '0417');
      await source.press('question-officials-add');
      await source.opens('harmed');
      // Asked only of others, and not sent once it is not asked any more.
      await source.press('question-harmed.0.person=family');
      await source.fill('question-harmed.0.name', 'my brother');
      await source.press('question-harmed.0.person=me');
      expect(await source.page.$('[data-testid="question-harmed.0.name"]')).toBeNull();
      await source.opens('tried');
      await source.press('question-steps.0.step=petition');
      await source.press('question-steps.0.step-clear');
      await source.focuses('question-steps.0.step=complaint');
      await source.fill('question-steps.0.whom', 'the prefecture');
      await select(source, 'question-steps.0.date-span', 'about');
      await source.fill('question-steps.0.date-from-year', '２０２１年');
      await source.attach([note]);
      await source.press('about-file');
      await source.fill('file-1.made-by', 'a neighbour');
      await select(source, 'file-1.made-when-span', 'ongoing');
      await source.fill('file-1.made-when-from-year', '2018');
      await source.press('file-1.copy=copy');
      await source.press('use-numbers');
      await source.press('use-courts');
      await source.press('consent');
      words = await source.takeReceipt();
      await source.confirmReceipt(words);
      await source.press('send');
      await source.received();
      expect(source.complaints).toEqual([]);
      await source.page.close();

      const testimony = await sentSince(before, portal, data());
      expect(testimony).toMatchObject({ kind: 'testimony', language: 'en', intake: { id: form.id } });
      expect(testimony.answers).toEqual({
        what: 'They came in the afternoon.\n\nNobody said why.',
        when: '2019-03-05/2020',
        township: 'Saltmarsh',
        officials: [
          { name: 'Rovan Thale', did: 'He gave the order.', 'known-how': ['saw', 'told'] },
          { badge: '0417' },
        ],
        harmed: [{ person: 'me' }],
        steps: [{ whom: 'the prefecture', date: '2021~' }],
      });
      expect(testimony.consent).toEqual({
        contact: true,
        uses: ['numbers', 'courts'],
        notice: { version: form.notice?.version, language: 'en', sha256: hash },
      });
      const about = { 'made-by': 'a neighbour', 'made-when': '2018/..', copy: 'copy' };
      expect(testimony.evidence).toMatchObject([{ name: 'note.txt', answers: about }]);
      expect(misfits(form, testimony.answers)).toEqual([]);
      expect(fileMisfits(form, about)).toEqual([]);
    });

    test('what is wrong is led to, opened and said; nothing that was typed goes', async () => {
      const source = await visiting();
      await source.page.setViewport({ width: 360, height: 740 });
      await source.press('testify');
      await source.press('continue');
      await source.focuses('question-what');
      await source.fill('question-what', 'They came.');
      await source.opens('when');
      await source.fill('question-when-from-year', '1398');
      await source.press('section-when');
      await source.opens('evidence');
      await source.attach([note]);
      await source.press('about-file');
      await source.fill('file-1.made-when-from-day', '31');
      await source.fill('file-1.made-when-from-year', '2019');
      await source.press('about-file');
      await source.press('section-evidence');
      await source.press('continue');
      await source.focuses('question-when-span');
      expect(await expanded(source)).toEqual(['section-when']);
      expect(await source.text('question-when')).toContain(en.dates.problems.year);
      expect(await audit(source.page)).toEqual([]);
      await source.fill('question-when-from-year', '2019');
      await source.press('continue');
      await source.focuses('file-1.made-when-span');
      expect(await source.text('file-1.made-when')).toContain(en.dates.problems.month);
      await select(source, 'file-1.made-when-from-month', '1');
      await source.press('continue');
      await source.sees('words', 60_000);
      await source.press('back');
      expect(await expanded(source)).toEqual(['section-when', 'section-evidence']);
      expect(
        await source.page.$eval('[data-testid="question-when-from-year"]', (node) =>
          node instanceof HTMLInputElement ? node.value : '',
        ),
      ).toBe('2019');
      expect(source.complaints).toEqual([]);
      await source.page.close();
    });

    test('a person who was taken out can be brought back', async () => {
      const source = await visiting();
      await source.press('testify');
      await source.opens('who');
      await source.press('question-officials-add');
      await source.fill('question-officials.0.name', 'Rovan Thale');
      await source.fill('question-officials.1.name', 'Ilse Marrow');
      await source.press('question-officials.0-remove');
      await source.focuses('question-officials-undo');
      const names = () =>
        source.page.$$eval('[data-testid^="question-officials."][data-testid$=".name"]', (fields) =>
          fields.map((field) => (field instanceof HTMLInputElement ? field.value : '')),
        );
      expect(await names()).toEqual(['Ilse Marrow']);
      await source.press('question-officials-undo');
      await source.focuses('question-officials.0.name');
      expect(await names()).toEqual(['Rovan Thale', 'Ilse Marrow']);
      expect(source.complaints).toEqual([]);
      await source.page.close();
    });

    test('the keyboard alone is enough', async () => {
      const before = await sentTo(data());
      const source = await visiting();
      const { keyboard } = source.page;
      const at = () => source.page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');
      const tabTo = async (id: string) => {
        for (let steps = 0; steps < 80; steps += 1) {
          if ((await at()) === id) return;
          await keyboard.press('Tab');
        }
        throw new Error(`no way to ${id} by keyboard`);
      };
      await tabTo('testify');
      await keyboard.press('Enter');
      await source.sees('question-what');
      await tabTo('question-what');
      await keyboard.type('They came at night.');
      await tabTo('section-when');
      await keyboard.press('Enter');
      await tabTo('question-when-from-year');
      await keyboard.type('2017');
      await tabTo('section-who');
      await keyboard.press(' ');
      await tabTo('question-officials.0.name');
      await keyboard.type('Rovan Thale');
      await tabTo('question-officials.0.known-how=saw');
      await keyboard.press(' ');
      await tabTo('question-officials-add');
      await keyboard.press('Enter');
      await source.focuses('question-officials.1.name');
      await keyboard.type('Ilse Marrow');
      await tabTo('use-anonymous');
      await keyboard.press(' ');
      await tabTo('continue');
      await keyboard.press('Enter');
      await source.sees('words', 60_000);
      const shown = await source.page.$$eval('[data-testid="words"] li span', (items) =>
        items.map((item) => item.textContent),
      );
      await tabTo('written');
      await keyboard.press('Enter');
      await source.sees('word');
      const asked = await source.page.$$eval('[data-testid="word"]', (fields) =>
        fields.map((field) => Number(field.getAttribute('data-position'))),
      );
      for (const position of asked) {
        await keyboard.press('Tab');
        expect(await at()).toBe('word');
        await keyboard.type(shown[position - 1] ?? '');
      }
      await tabTo('send');
      await keyboard.press('Enter');
      await source.received();
      await source.page.close();
      const testimony = await sentSince(before, portal, data());
      expect(testimony.answers).toEqual({
        what: 'They came at night.',
        when: '2017',
        officials: [{ name: 'Rovan Thale', 'known-how': ['saw'] }, { name: 'Ilse Marrow' }],
      });
      expect(testimony.consent).toMatchObject({ contact: false, uses: ['anonymous'] });
    });

    test.each([
      ['leave', null],
      ['change', ['partners']],
      ['withdraw', []],
    ] as const)('a follow-up may %s consent', async (revision, uses) => {
      const before = await sentTo(data());
      const source = await visiting();
      await source.enterReceipt(words.join(' '));
      await source.press('write');
      await source.sees('message');
      await source.press('send');
      await source.focuses('message');
      expect(await source.page.$eval('main', (main) => main.textContent)).toContain(en.followUp.missing);
      await source.press(`revision-${revision}`);
      if (revision === 'leave') await source.press('deletion');
      if (revision === 'change') await source.press('use-partners');
      expect(await audit(source.page)).toEqual([]);
      await source.press('send');
      await source.received(120_000);
      expect(source.complaints).toEqual([]);
      await source.page.close();
      const testimony = await sentSince(before, portal, data());
      expect(testimony).toMatchObject({ kind: 'follow-up', answers: {} });
      expect(testimony.asks).toEqual(revision === 'leave' ? ['deletion'] : undefined);
      const notice = { version: form.notice?.version, language: 'en', sha256: hash };
      expect(testimony.consent).toEqual(uses && { contact: false, uses, notice });
    });

    test('months stand in the language of the page, and nothing there is out of reach', async () => {
      const source = await Source.visiting(browser, `${portal.address}/zh-Hans/`);
      await source.press('testify');
      await source.opens('when');
      await source.fill('question-when-from-year', '2019');
      await until(
        source.page,
        'the months are those of the language',
        async () =>
          (await source.page.$eval('[data-testid="question-when-from-month"]', (node) => node.textContent))
            .replace(/\s/g, '')
            .includes('三月'),
        5_000,
      );
      expect(await audit(source.page)).toEqual([]);
      await source.page.close();
    });
  });
});
