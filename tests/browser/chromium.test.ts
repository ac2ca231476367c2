/**
 * The platform-neutral tests of `crypto/`, C2SP's vectors among them, once more in a real Chromium: the same files,
 * bundled as a page would be, each test reported as one here.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import type { Seen } from './page.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** A secure context without a server: every request is answered from the bundle. */
const ORIGIN = 'http://127.0.0.1:1';

type InPage = { witnessboxTests: { files(): string[]; run(file: string): Promise<Seen[]> } };

async function bundle(): Promise<Map<string, string>> {
  const entry = new URL('page.ts', import.meta.url).pathname;
  const built = await build({
    configFile: false,
    root: new URL('.', import.meta.url).pathname,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      minify: false,
      modulePreload: false,
      // What is missing fails the file that asks for it, not the bundle of all.
      rolldownOptions: { input: entry, shimMissingExports: true, output: { entryFileNames: 'page.js' } },
    },
  });
  if (!('output' in built)) throw new Error('one bundle was asked for');
  return new Map(built.output.flatMap((part) => ('code' in part ? [[`/${part.fileName}`, part.code]] : [])));
}

async function inPage<T>(
  browser: Browser,
  scripts: Map<string, string>,
  run: (file: string) => Promise<T> | T,
  file: string,
): Promise<T> {
  const page = await browser.newPage();
  try {
    await page.route('**/*', (route) => {
      const code = scripts.get(new URL(route.request().url()).pathname);
      const body = code ?? '<!doctype html><script type="module" src="/page.js"></script>';
      return route.fulfill({ contentType: code === undefined ? 'text/html' : 'text/javascript', body });
    });
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction(() => 'witnessboxTests' in globalThis);
    return await page.evaluate(run, file);
  } finally {
    await page.close();
  }
}

/** Runs everything before a test is defined, because what there is to report is known only then. */
async function everything(): Promise<Seen[]> {
  const scripts = await bundle();
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const files = await inPage(
      browser,
      scripts,
      () => (globalThis as unknown as InPage).witnessboxTests.files(),
      '',
    );
    const seen: Seen[] = [];
    for (const file of files) {
      seen.push(
        ...(await inPage(
          browser,
          scripts,
          (name) => (globalThis as unknown as InPage).witnessboxTests.run(name),
          file,
        )),
      );
    }
    return seen;
  } finally {
    await browser.close();
  }
}

const installed = existsSync(CHROMIUM);
const results = installed ? await everything() : [];

describe.skipIf(!installed)('in Chromium (skipped only where it is not installed)', () => {
  test('the suite ran', () => {
    expect(results.filter(({ file }) => file === 'age-vectors.test.ts').length).toBeGreaterThan(600);
    expect(new Set(results.map(({ file }) => file)).size).toBeGreaterThanOrEqual(15);
  });

  test.each(results.filter(({ skipped }) => !skipped))('$file: $name', ({ passed, error }) => {
    expect(error).toBe('');
    expect(passed).toBe(true);
  });
});
