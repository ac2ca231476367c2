/**
 * A source at a browser: what a person does on the page, step by step, and what they can see of it.
 *
 * @module
 */
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { until } from './browser.ts';

export type Testimony = {
  what: string;
  when?: string;
  where?: string;
  who?: string;
  want?: string;
  files: string[];
};

/** Where it stands in the form to start from. */
const FIELDS = { when: 'when-words', where: 'where', who: 'officials.0.name', want: 'want' } as const;

const at = (id: string): string => `[data-testid="${id}"]`;

export class Source {
  readonly page: Page;
  /** What the browser complained about: errors of the page, breaches of its policy. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // A line that breaks is reported by the browser itself and is what some tests want.
      if (message.type() === 'error' && !/Failed to load resource|NetworkError/.test(message.text()))
        this.complaints.push(message.text());
    });
  }

  /** Somebody of whom the browser keeps nothing yet. */
  static async newcomer(browser: Browser): Promise<Source> {
    return new Source(await (await browser.createBrowserContext()).newPage());
  }

  static async visiting(browser: Browser, address: string): Promise<Source> {
    const source = await Source.newcomer(browser);
    await source.visit(address);
    return source;
  }

  async visit(address: string): Promise<void> {
    await this.page.goto(address, { waitUntil: 'load' });
    await this.sees('testify');
    await until(this.page, 'the organisation is verified', () => this.isEnabled('testify'), 60_000);
  }

  async sees(id: string, ms = 30_000): Promise<ElementHandle> {
    const found = await this.page.waitForSelector(at(id), { timeout: ms });
    if (found === null) throw new Error(`nothing is ${id}`);
    return found;
  }

  async text(id: string): Promise<string> {
    const element = await this.sees(id);
    return element.evaluate((node) => (node instanceof HTMLElement ? node.innerText : ''));
  }

  async press(id: string): Promise<void> {
    const element = await this.sees(id);
    await element.scrollIntoView();
    await element.click();
  }

  /** Puts a text into a field as pasting does. */
  async fill(id: string, text: string): Promise<void> {
    const field = await this.sees(id);
    await field.evaluate((node, value) => {
      if (!(node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement))
        throw new Error('no field');
      node.focus();
      node.value = value;
      node.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, text);
  }

  /** Waits until the focus has come to what is meant: a button that goes away must not take it along. */
  async focuses(id: string): Promise<void> {
    await this.page.waitForSelector(`${at(id)}:focus`, { timeout: 30_000 });
  }

  isEnabled(id: string): Promise<boolean> {
    return this.page.$eval(at(id), (node) => node instanceof HTMLButtonElement && !node.disabled);
  }

  async attach(files: string[]): Promise<void> {
    if (files.length === 0) return;
    await this.opens('evidence');
    const input = (await this.sees('add-files')) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(...files);
    await until(
      this.page,
      'all files are looked into',
      async () =>
        (await this.page.$$(at('file'))).length >= files.length &&
        (await this.page.$('[data-state="looking"]')) === null,
      60_000,
    );
  }

  /** Of every file of which there is a choice. */
  async chooses(choice: 'remove' | 'keep' | 'both'): Promise<void> {
    await this.page.$$eval(at(`choose-${choice}`), (buttons) =>
      buttons.forEach((button) => button instanceof HTMLInputElement && button.click()),
    );
  }

  /** Cards of the chosen files. */
  files(): Promise<{ state: string | null; text: string }[]> {
    return this.page.$$eval(at('file'), (cards) =>
      cards.map((card) => ({
        state: card.getAttribute('data-state'),
        text: card instanceof HTMLElement ? card.innerText : '',
      })),
    );
  }

  /** Opens a section of the form, where there is such a one and it is closed. */
  async opens(section: string): Promise<void> {
    const heading = await this.page.$(at(`section-${section}`));
    const isOpen = await heading?.evaluate((node) => node.getAttribute('aria-expanded') === 'true');
    if (isOpen === false) await this.press(`section-${section}`);
  }

  async write(testimony: Testimony): Promise<void> {
    await this.press('testify');
    await this.fill('question-what', testimony.what);
    for (const section of ['when', 'where', 'who', 'want'] as const) {
      const answer = testimony[section];
      if (answer === undefined) continue;
      await this.opens(section);
      await this.fill(`question-${FIELDS[section]}`, answer);
    }
    await this.attach(testimony.files);
  }

  /** From the form to the words; they come before anything is sent. */
  async takeReceipt(): Promise<string[]> {
    await this.press('continue');
    await this.sees('words', 60_000);
    const words = await this.page.$$eval(`${at('words')} li span`, (items) =>
      items.map((item) => item.textContent),
    );
    await this.press('written');
    return words;
  }

  async confirmReceipt(words: string[]): Promise<void> {
    await this.sees('word');
    const fields = await this.page.$$(at('word'));
    for (const field of fields) {
      const position = Number(await field.evaluate((node) => node.getAttribute('data-position')));
      await field.type(words[position - 1] ?? '');
    }
  }

  /** Bytes that the server has confirmed so far, as the page shows them. */
  confirmed(): Promise<number> {
    return this.page.$eval(at('progress'), (node) => (node instanceof HTMLProgressElement ? node.value : 0));
  }

  stateOf(id: string): Promise<string | null> {
    return this.page.$eval(at(id), (node) => node.getAttribute('data-state'));
  }

  phase(): Promise<string | null> {
    return this.page.$eval(at('state'), (node) => node.getAttribute('data-phase'));
  }

  async received(ms = 240_000): Promise<void> {
    await until(
      this.page,
      'the testimony is received',
      async () => (await this.page.$(at('received'))) !== null,
      ms,
    );
  }

  async enterReceipt(words: string): Promise<void> {
    await this.press('read-replies');
    await this.fill('receipt', words);
  }

  /** Texts of acknowledgements and replies, in their order. */
  async thread(): Promise<{ kind: string | null; text: string }[]> {
    return this.page.$$eval(`${at('thread')} > li`, (items) =>
      items.map((item) => ({ kind: item.getAttribute('data-testid'), text: item.innerText })),
    );
  }

  /** What the browser keeps of this visit beyond the page itself. */
  traces(): Promise<Record<string, unknown>> {
    return this.page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      cookies: document.cookie,
      caches: 'caches' in globalThis ? (await caches.keys()).length : 0,
      workers: 'serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
    }));
  }
}
