/** The offline page as it is built: one file, nothing from outside, allowed by its own policy only. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENCLOSURE } from '../../crypto/offline-page.ts';
import * as en from '../../web/messages/en.ts';
import * as zhHans from '../../web/messages/zh-Hans.ts';
import { buildOffline } from '../../web/offline/build.ts';
import { templateOf } from '../../web/offline/html.ts';

let folder: string;
const pages: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnessbox-offline-'));
  const built = await buildOffline(join(folder, 'offline'));
  for (const language of ['en', 'zh-Hans'])
    pages[language] = await readFile(join(built, `encrypt.${language}.html`), 'utf8');
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

describe.each([
  ['en', en],
  ['zh-Hans', zhHans],
] as const)('the offline page in %s', (language, { offline, first, frame, problems, review }) => {
  const page = () => pages[language] ?? '';
  const inline = (element: 'script' | 'style') =>
    [...page().matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'))].map(
      ([, text]) => text ?? '',
    );
  const policy = () => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page())?.[1] ?? '';

  test('is one file: no address in an element leads out of it', () => {
    const markup = page().replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, '');
    expect(markup).not.toMatch(/\s(?:src|href|action|srcset|data|poster|style|on[a-z]+)=/i);
    expect(markup).not.toMatch(/https?:|<link|<img|<iframe|<form|<object|<base/i);
    expect(inline('style')).toHaveLength(1);
    expect(inline('style')[0]).not.toMatch(/url\(|@import|@font-face/);
  });

  test('allows by its own policy its two scripts and its style, and nothing else', () => {
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = inline('script');
    expect(scripts).toHaveLength(2);
    expect(policy().split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${scripts.map(hash).join(' ')}`,
      `style-src ${inline('style').map(hash).join(' ')}`,
      "form-action 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types svelte-trusted-html',
    ]);
    // Nothing before it escapes it.
    expect(page().indexOf('Content-Security-Policy')).toBeLessThan(page().indexOf('<script'));
    expect(page().indexOf('Content-Security-Policy')).toBeLessThan(page().indexOf('<style'));
  });

  test('has nothing in its scripts that asks, stores or remembers', () => {
    const forbidden =
      /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|new Worker|importScripts|\bimport\(|serviceWorker|localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|pushState|replaceState|\beval\(|new Function|window\.open/;
    for (const script of inline('script')) expect(script.match(forbidden)?.[0]).toBeUndefined();
  });

  test('has one place for what the organisation has signed', () => {
    expect(page().split(ENCLOSURE)).toHaveLength(2);
  });

  test('says in its own language what it is for, and in no other', () => {
    const [, words = ''] = inline('script');
    for (const text of [
      offline.start.heading,
      ...offline.start.limitsList,
      first.start.verified,
      problems.fault,
    ])
      expect(words).toContain(text);
    const other = language === 'en' ? zhHans : en;
    expect(page()).not.toContain(other.offline.start.heading);
    expect(page()).toContain(offline.noScript);
    expect(page().includes(frame.unreviewed)).toBe(review === 'unreviewed');
  });

  test('fits on any stick and over a slow line', () => {
    expect(page().length).toBeLessThan(800_000);
    expect(gzipSync(page(), { level: 9 }).length).toBeLessThan(260_000);
  });
});

test('the same sources give the same bytes', async () => {
  const again = await buildOffline(join(folder, 'again'));
  for (const [language, page] of Object.entries(pages))
    expect(await readFile(join(again, `encrypt.${language}.html`), 'utf8')).toBe(page);
}, 120_000);

test.each(['a</script>b', 'a<script>b', 'a</STYLE >b'])('%s cannot stand inline', (text) => {
  const parts = {
    language: 'en',
    direction: 'ltr',
    title: '',
    footer: '',
    unreviewed: null,
    noScript: '',
    style: '',
  } as const;
  expect(() => templateOf({ ...parts, scripts: [text] })).toThrow();
});
