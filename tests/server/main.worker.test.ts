import { beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotIndex } from '../../server/contract.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import type { Env } from '../../server/main.worker.ts';
import { lastClosing } from '../../db/closing.ts';
import { FACE } from '../crypto/faces.ts';
import { ageFile } from './support/files.ts';
import { makeOrganisation, offlineFilesOf, type TestOrganisation } from './support/organisation.ts';
import { proofFor } from './support/proof.ts';
import { openStores } from './support/stores.ts';
import { smallSite, TUS } from './support/world.ts';

/** Gives assets as the platform does: what is there, else 404. */
function assets(files: ReadonlyMap<string, Uint8Array>): Env['ASSETS'] {
  return {
    fetch: (address: string) => {
      const bytes = files.get(new URL(address).pathname.slice(1));
      return Promise.resolve(
        new Response(bytes ? new Uint8Array(bytes) : null, { status: bytes ? 200 : 404 }),
      );
    },
  } as unknown as Env['ASSETS'];
}

const dates = { validFrom: '2020-01-01', validUntil: '2099-12-31' };

async function load() {
  const { default: worker } = await import('../../server/main.worker.ts');
  const { testEnv } = await import('./support/stores.worker.ts');
  return { worker, testEnv };
}

type Loaded = Awaited<ReturnType<typeof load>>;

async function ask(loaded: Loaded, env: Env, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`https://portal.test${path}`, init);
  const kept: Promise<unknown>[] = [];
  const context = { waitUntil: (promise: Promise<unknown>) => kept.push(promise) } as never;
  const answer = (await loaded.worker.fetch(request as never, env, context)) as unknown as Response;
  // What the platform lets go on when the connection has broken.
  expect(await Promise.all(kept)).toEqual([answer]);
  return answer;
}

describe('on Workers', () => {
  let loaded: Loaded;
  let organisation: TestOrganisation;
  let env: Env;

  beforeEach(async () => {
    await (await openStores(() => new Date())).close();
    loaded = await load();
    organisation = await makeOrganisation(dates);
    env = await withAssets(organisation);
  });

  function withAssets(given: TestOrganisation): Promise<Env> {
    const files = new Map([...smallSite(), ...Object.entries(given.files)]);
    return Promise.resolve({
      ...loaded.testEnv,
      ASSETS: assets(files),
      WITNESSBOX_LANGUAGES: 'en zh-Hans',
      WITNESSBOX_CHALLENGE_SECRET: 'x'.repeat(32),
    });
  }

  it('serves page and keyring with the names put in', async () => {
    const page = await ask(loaded, env, '/', { headers: { 'Accept-Language': 'zh' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>测试</title>');
    const keyring = await ask(loaded, env, '/keyring.json');
    expect(new Uint8Array(await keyring.arrayBuffer())).toEqual(organisation.files['keyring.json']);
    expect((await ask(loaded, env, '/nothing')).status).toBe(404);
  });

  it('serves the organisation’s own face, where its keyring names one', async () => {
    const { id } = organisation.keyring.organisation;
    expect((await ask(loaded, env, '/appearance/en.json')).status).toBe(404);
    const changes = { ...dates, epoch: 2, organisation: { id } };
    const next = await withAssets(await makeOrganisation(changes, organisation.root, undefined, FACE));
    const page = await ask(loaded, next, '/appearance/en.json');
    expect(await page.json()).toMatchObject({ language: 'en', ...FACE.words['en'] });
  });

  it('serves the offline pages that lie beside the others, and names their hash', async () => {
    const offline = offlineFilesOf(organisation, ['en']);
    const files = new Map([...smallSite(), ...Object.entries(organisation.files)]);
    for (const [name, bytes] of offline) files.set(`offline/${name}`, bytes);
    const given = { ...env, ASSETS: assets(files) };
    const page = await ask(loaded, given, '/en/encrypt.html');
    expect(page.headers.get('content-disposition')).toBe('attachment; filename="encrypt.html"');
    expect(new Uint8Array(await page.arrayBuffer())).toEqual(offline.get('encrypt.en.html'));
    expect((await ask(loaded, given, '/en/encrypt.html.minisig')).status).toBe(200);
    expect(await (await ask(loaded, given, '/en/')).text()).toMatch(/offline [0-9a-f]{64}/);
    expect((await ask(loaded, given, '/zh-Hans/encrypt.html')).status).toBe(404);
    expect(await (await ask(loaded, given, '/zh-Hans/')).text()).not.toContain('offline ');
  });

  it('takes in an upload', async () => {
    const file = await ageFile();
    const proof = await proofFor((path) => ask(loaded, env, path), file.length);
    const created = await ask(loaded, env, '/uploads', {
      method: 'POST',
      headers: { ...TUS, 'Upload-Length': String(file.length), ...proof },
    });
    expect(created.status).toBe(201);
    const answer = await ask(loaded, env, created.headers.get('location') ?? '', {
      method: 'PATCH',
      headers: { ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
      body: file as BodyInit,
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('upload-offset')).toBe(String(file.length));
  });

  const cron = (hour: number, given = env) =>
    loaded.worker.scheduled({ scheduledTime: Date.UTC(2026, 10, 22, hour) }, given);
  const snapshotNumber = async () =>
    ((await (await ask(loaded, env, '/snapshot/index.json')).json()) as SnapshotIndex).number;

  it('takes a snapshot by cron at its hours, or later if one was missed, and at no other', async () => {
    expect(await snapshotNumber()).toBe(0);
    await cron(7);
    expect(await snapshotNumber()).toBe(1);
    await cron(8);
    expect(await snapshotNumber()).toBe(1);
    await cron(12, { ...env, WITNESSBOX: { snapshotHours: [0, 12] } });
    expect(await snapshotNumber()).toBe(2);
    await cron(0);
    expect(await snapshotNumber()).toBe(3);
  });

  it('closes the day by cron, and replies reach their sources even if that fails', async () => {
    const { store } = await openStores(() => new Date());
    const BLOBS = { list: () => Promise.reject(new Error('R2 is away')) } as unknown as Env['BLOBS'];
    await expect(cron(0, { ...env, BLOBS })).rejects.toThrow();
    expect(await snapshotNumber()).toBe(1);
    const today = new Date().toISOString().slice(0, 10);
    expect(await lastClosing(store.db, 'whole')).not.toBe(today);
    await cron(1);
    expect(await lastClosing(store.db, 'whole')).toBe(today);
  });

  it('is configured by the options of witnessbox.toml', async () => {
    const WITNESSBOX = { limits: { maxUpload: '1 MiB', maxStorage: '100 GiB' } };
    const answer = await ask(loaded, { ...env, WITNESSBOX }, '/uploads', { method: 'OPTIONS' });
    expect(answer.headers.get('tus-max-size')).toBe(String(2 ** 20));
  });

  it('serves no key that was copied beside the pages', async () => {
    const secret = new TextEncoder().encode(`AGE-SECRET-KEY-PQ-1${'Q'.repeat(58)}`);
    const page = new TextEncoder().encode('AGE-SECRET-KEY-');
    const files = new Map([...smallSite(), ...Object.entries(organisation.files)]);
    files.set('notes.txt', secret).set('root.key', page).set('manual.txt', page);
    const given = { ...env, ASSETS: assets(files) };
    expect((await ask(loaded, given, '/notes.txt')).status).toBe(404);
    expect((await ask(loaded, given, '/root.key')).status).toBe(404);
    expect((await ask(loaded, given, '/manual.txt')).status).toBe(200);
  });

  it('serves neither an older keyring than it has served, nor a second one of the same epoch', async () => {
    const statusOf = async (epoch: number, id = organisation.keyring.organisation.id) => {
      const { root, keyring } = organisation;
      const given =
        epoch === keyring.epoch && id === keyring.organisation.id
          ? organisation
          : await makeOrganisation({ ...dates, epoch, organisation: { id } }, root);
      return (await ask(loaded, await withAssets(given), '/keyring.json')).status;
    };
    expect(await statusOf(1)).toBe(200);
    expect(await statusOf(2, 'a'.repeat(64))).toBe(500);
    expect(await statusOf(2)).toBe(200);
    // Made anew, with another recipient.
    expect(await statusOf(2)).toBe(500);
    expect(await statusOf(1)).toBe(500);
    expect(await statusOf(3)).toBe(200);
  });

  it.each<[string, () => Promise<Env>]>([
    [
      'a demonstration',
      async () => withAssets(await makeOrganisation({ demonstration: true, validUntil: '2099-12-31' })),
    ],
    ['whom the secret is missing', () => Promise.resolve({ ...env, WITNESSBOX_CHALLENGE_SECRET: 'short' })],
    [
      'with an option that it does not have',
      () => Promise.resolve({ ...env, WITNESSBOX: { limits: { maxSize: 1 } } }),
    ],
    [
      'with an option that is for a machine of its own',
      () => Promise.resolve({ ...env, WITNESSBOX: { listen: '127.0.0.1:80' } }),
    ],
    ['nobody', () => Promise.resolve({ ...env, ASSETS: assets(smallSite()) })],
  ])('serves %s not at all, and with the same headers', async (_, make) => {
    const answer = await ask(loaded, await make(), '/');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'server.fault' });
    for (const [name, value] of Object.entries(RESPONSE_HEADERS))
      expect(answer.headers.get(name)).toBe(value);
  });
});
