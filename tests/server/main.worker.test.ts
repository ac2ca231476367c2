import { beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotIndex } from '../../server/contract.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import type { Env } from '../../server/main.worker.ts';
import { ageFile } from './support/files.ts';
import { makeOrganisation, type TestOrganisation } from './support/organisation.ts';
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

async function load() {
  const { default: worker } = await import('../../server/main.worker.ts');
  const { testEnv } = await import('./support/stores.worker.ts');
  return { worker, testEnv };
}

type Loaded = Awaited<ReturnType<typeof load>>;

async function ask(loaded: Loaded, env: Env, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`https://portal.test${path}`, init);
  return (await loaded.worker.fetch(request as never, env)) as unknown as Response;
}

describe('on Workers', () => {
  let loaded: Loaded;
  let organisation: TestOrganisation;
  let env: Env;

  beforeEach(async () => {
    await (await openStores(() => new Date())).close();
    loaded = await load();
    organisation = await makeOrganisation({ validFrom: '2020-01-01', validUntil: '2099-12-31' });
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

  it('closes the day and takes the snapshot by cron, once a day', async () => {
    const number = async () =>
      ((await (await ask(loaded, env, '/snapshot/index.json')).json()) as SnapshotIndex).number;
    expect(await number()).toBe(0);
    await loaded.worker.scheduled(undefined, env);
    expect(await number()).toBe(1);
    await loaded.worker.scheduled(undefined, env);
    expect(await number()).toBe(1);
  });

  it.each<[string, () => Promise<Env>]>([
    [
      'a demonstration',
      async () => withAssets(await makeOrganisation({ demonstration: true, validUntil: '2099-12-31' })),
    ],
    ['whom the secret is missing', () => Promise.resolve({ ...env, WITNESSBOX_CHALLENGE_SECRET: 'short' })],
    ['nobody', () => Promise.resolve({ ...env, ASSETS: assets(smallSite()) })],
  ])('serves %s not at all, and with the same headers', async (_, make) => {
    const answer = await ask(loaded, await make(), '/');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'server.fault' });
    for (const [name, value] of Object.entries(RESPONSE_HEADERS))
      expect(answer.headers.get(name)).toBe(value);
  });
});
