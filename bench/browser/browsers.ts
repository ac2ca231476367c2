/**
 * Debian's Chromium and Firefox ESR without a window, driven alike by puppeteer.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import puppeteer, { type Page } from 'puppeteer-core';

export type BrowserName = 'Chromium' | 'Firefox';
export const BROWSERS: readonly BrowserName[] = ['Chromium', 'Firefox'];

const PROGRAMS: Record<BrowserName, string> = {
  Chromium: '/usr/bin/chromium',
  Firefox: '/usr/bin/firefox-esr',
};
/** Of one call into a page: without JIT a file of megabytes takes a minute. */
const PATIENCE = 600_000;

export const isInstalled = (name: BrowserName): boolean => existsSync(PROGRAMS[name]);

export type BrowserOptions = {
  /** For Chromium's command line. */
  args?: readonly string[];
  /** Firefox's preferences. */
  preferences?: Readonly<Record<string, boolean | number | string>>;
};

/** A new browser with one empty page, closed when `action` is done. */
export async function inBrowser<T>(
  name: BrowserName,
  action: (page: Page) => Promise<T>,
  { args = [], preferences = {} }: BrowserOptions = {},
): Promise<T> {
  const common = {
    executablePath: PROGRAMS[name],
    headless: true,
    protocolTimeout: PATIENCE,
    // Else Chromium reports each request with its body, as text: of an upload that takes five times as long as sending.
    networkEnabled: false,
  };
  const browser = await (name === 'Firefox'
    ? puppeteer.launch({
        ...common,
        browser: 'firefox',
        extraPrefsFirefox: {
          'network.captive-portal-service.enabled': false,
          'network.connectivity-service.enabled': false,
          ...preferences,
        },
      })
    : puppeteer.launch({
        ...common,
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--disable-gpu',
          '--disable-quic',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          ...args,
        ],
      }));
  try {
    return await action(await browser.newPage());
  } finally {
    await browser.close();
  }
}
