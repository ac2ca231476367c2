/**
 * What a source's page refuses, with a sentence in the source's language: a keyring that is not what it should be.
 * Nothing can be written or sent then.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganisation } from '../../reviewer/setup.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { alteringProxy } from './support/altering-proxy.ts';
import { isInstalled, openBrowser } from './support/browser.ts';
import { Source } from './support/source.ts';

describe.skipIf(!isInstalled('chromium'))('a page (skipped without Debian’s chromium)', () => {
  let folder: string;
  let browser: Browser;
  let good: Serving;
  let expired: Serving;

  const organisation = async (name: string, today: string): Promise<Serving> => {
    await createOrganisation({
      names: { en: 'Example Watch' },
      publicFolder: join(folder, name, 'public'),
      secretsFolder: join(folder, name, 'secrets'),
      custodianPassphrase: 'harbour lantern violin meadow',
      reviewerPassphrase: 'harbour lantern violin meadow',
      demonstration: false,
      today,
      scryptCost: 'interactive',
    });
    return serve({
      dataFolder: join(folder, name, 'data'),
      organisationFolder: join(folder, name, 'public'),
      host: '127.0.0.1',
      port: 0,
      webFolder: 'dist/source',
    });
  };

  const refusal = async (address: string): Promise<{ code: string | null; text: string; open: boolean }> => {
    const source = await Source.newcomer(browser);
    await source.page.goto(`${address}/zh-Hans/`);
    const trouble = await source.sees('trouble', 20_000);
    const found = {
      code: await trouble.evaluate((node) => node.getAttribute('data-code')),
      text: await source.text('trouble'),
      open: (await source.isEnabled('testify')) || (await source.isEnabled('read-replies')),
    };
    await source.page.close();
    return found;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witnessbox-refusals-'));
    good = await organisation('good', new Date().toISOString().slice(0, 10));
    expired = await organisation('expired', '2020-01-01');
    browser = await openBrowser('chromium');
  });

  afterAll(async () => {
    await browser.close();
    await good.stop();
    await expired.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('refuses a keyring in which one byte was changed', async () => {
    const proxy = await alteringProxy(good.address, (path, body) =>
      path === '/keyring.json' ? Buffer.from(body.toString().replace('"epoch": 1', '"epoch": 2')) : body,
    );
    const { code, text, open } = await refusal(proxy.address);
    expect({ code, open }).toEqual({ code: 'keyring.bad-signature', open: false });
    expect(text).toMatch(/\p{Script=Han}{8}/u);
    await proxy.stop();
  });

  test('refuses a keyring and signature of another organisation under the pinned key', async () => {
    const other = expired.address;
    const swapped = new Map<string, Buffer>();
    for (const path of ['/keyring.json', '/keyring.json.minisig']) {
      swapped.set(path, Buffer.from(await (await fetch(other + path)).arrayBuffer()));
    }
    const proxy = await alteringProxy(good.address, (path, body) => swapped.get(path) ?? body);
    expect(await refusal(proxy.address)).toMatchObject({ code: 'keyring.bad-signature', open: false });
    await proxy.stop();
  });

  test('refuses questions that the organisation has not signed', async () => {
    const proxy = await alteringProxy(good.address, (path, body) =>
      path.startsWith('/intake/') ? Buffer.from(body.toString().replace('what', 'name')) : body,
    );
    expect(await refusal(proxy.address)).toMatchObject({ code: 'keyring.wrong-intake', open: false });
    await proxy.stop();
  });

  test('refuses an epoch that has ended, and says so in Chinese', async () => {
    const { code, text, open } = await refusal(expired.address);
    expect({ code, open }).toEqual({ code: 'keyring.expired', open: false });
    expect(text).toMatch(/\p{Script=Han}{8}/u);
  });

  test('an expired portal takes nothing in from a client that does not ask', async () => {
    const answer = await fetch(`${expired.address}/uploads`, {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '67195' },
    });
    expect({ status: answer.status, body: (await answer.json()) as unknown }).toEqual({
      status: 403,
      body: { error: 'upload.closed' },
    });
  });

  test('a real organisation shows no banner', async () => {
    const { page } = await Source.visiting(browser, `${good.address}/en/`);
    expect(await page.$eval('[data-testid="demonstration"]', (node) => node.checkVisibility())).toBe(false);
    await page.close();
  });
});
