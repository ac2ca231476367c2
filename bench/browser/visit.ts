/**
 * A source who writes a text, copies the words, and sends: what they would notice of it.
 *
 * @module
 */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { TappedPortal } from './portal.ts';

/** Nobody copies twelve words in less. */
const COPYING = 3000;
const PATIENCE = 300_000;

const at = (id: string) => `[data-testid="${id}"]`;

export type Sent = {
  /** Milliseconds from the click on "send" to the first byte of ciphertext at the server. */
  firstByte: number;
  /** The longest time from the click to "received" in which the page's thread answered nothing, in milliseconds. */
  longestBlock: number;
};

/** One visit from the beginning. `file`: the path of one to send along; `patience`: milliseconds until it has arrived. */
export async function send(
  page: Page,
  portal: TappedPortal,
  file?: string,
  patience = PATIENCE,
): Promise<Sent> {
  await page.goto(`${portal.address}en/`, { waitUntil: 'load' });
  await page.waitForSelector(`${at('testify')}:enabled`, { timeout: PATIENCE });
  await page.click(at('testify'));
  await fill(page, 'question-what', 'They came in the afternoon and took him away. '.repeat(60));
  if (file !== undefined) {
    await page.click(at('section-evidence'));
    const input = (await page.waitForSelector(at('add-files'))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await page.waitForSelector(`${at('file')}:not([data-state="looking"])`, { timeout: PATIENCE });
  }
  await page.click(at('continue'));
  await page.waitForSelector(at('words'), { timeout: PATIENCE });
  const words = await page.$$eval(`${at('words')} li span`, (items) => items.map((item) => item.textContent));
  await new Promise((resolve) => setTimeout(resolve, COPYING));
  await page.click(at('written'));
  await page.waitForSelector(at('word'));
  for (const field of await page.$$(at('word'))) {
    const position = Number(await field.evaluate((node) => node.getAttribute('data-position')));
    await field.type(words[position - 1] ?? '');
  }
  portal.forget();
  await page.evaluate(watch);
  await page.click(at('send'));
  await page.waitForSelector(at('received'), { timeout: patience });
  const { clicked, longest } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const first = portal.firstByte();
  if (first === null) throw new Error('nothing was sent');
  return { firstByte: first - clicked, longestBlock: longest };
}

type Seen = { clicked: number; longest: number };

/** Runs in the page: a beat every few milliseconds, and how long the longest pause between two was. */
function watch(): void {
  const seen: Seen = { clicked: 0, longest: 0 };
  let last = 0;
  const beat = () => {
    const now = performance.now();
    seen.longest = Math.max(seen.longest, now - last);
    last = now;
    setTimeout(beat);
  };
  const clicked = () => {
    seen.clicked = Date.now();
    last = performance.now();
    setTimeout(beat);
  };
  addEventListener('click', clicked, { capture: true, once: true });
  Object.assign(globalThis, { seen });
}

/** Puts a text into a field as pasting does. */
async function fill(page: Page, id: string, text: string): Promise<void> {
  await page.waitForSelector(at(id));
  await page.$eval(
    at(id),
    (node, value) => {
      (node as HTMLTextAreaElement).value = value;
      node.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    text,
  );
}
