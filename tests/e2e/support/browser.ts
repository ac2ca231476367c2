/**
 * The two browsers of the tests, driven alike by puppeteer: Debian's Chromium over CDP, Debian's Firefox ESR over
 * WebDriver BiDi.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';

const PROGRAMS: Record<BrowserName, string> = {
  chromium: '/usr/bin/chromium',
  firefox: '/usr/bin/firefox-esr',
};

export const isInstalled = (name: BrowserName): boolean => existsSync(PROGRAMS[name]);

/** What Tor Browser's "Safer" level switches off, as far as preferences of Firefox ESR can. */
export const SAFER: Record<string, boolean | number | string> = {
  'javascript.options.ion': false,
  'javascript.options.baselinejit': false,
  'javascript.options.native_regexp': false,
  'javascript.options.wasm': false,
  'javascript.options.asmjs': false,
  'javascript.options.jit_trustedprincipals': true,
  'mathml.disabled': true,
  'gfx.font_rendering.graphite.enabled': false,
  'gfx.font_rendering.opentype_svg.enabled': false,
  'privacy.resistFingerprinting': true,
};

/** `preferences` are for Firefox, `flags` for Chromium. */
export async function openBrowser(
  name: BrowserName,
  preferences: Record<string, boolean | number | string> = {},
  flags: readonly string[] = [],
): Promise<Browser> {
  const common = { executablePath: PROGRAMS[name], headless: true, protocolTimeout: 600_000 };
  if (name === 'firefox')
    return puppeteer.launch({
      ...common,
      browser: 'firefox',
      extraPrefsFirefox: {
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
        ...preferences,
      },
    });
  return puppeteer.launch({
    ...common,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
  });
}

/** Waits until a condition on the page holds; says which one did not. */
export async function until(
  page: Page,
  what: string,
  condition: () => Promise<boolean>,
  ms: number,
): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const seen = await page.evaluate(() => document.body.innerText).catch(() => '(no page)');
  throw new Error(`${what}: did not come true in ${ms} ms; the page shows: ${seen.slice(0, 1500)}`);
}
