/** The desk's door from outside: who gets in, and what every answer carries. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WitnessboxError } from '../../crypto/errors.ts';
import { LONGEST_BODY } from '../../reviewer/desk/app.ts';
import { CONTENT_SECURITY_POLICY } from '../../reviewer/desk/headers.ts';
import { CASES, CHINESE, HOSTILE } from './support/cases.ts';
import { openDoor, type Answer, type Door, type Knock } from './support/door.ts';
import { ABOUT, FakeSession } from './support/fake-session.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE): Knock => ({
  method: 'POST',
  path,
  headers,
  body: JSON.stringify(body),
});

let webFolder: string;
let session: FakeSession;
let door: Door;

beforeAll(async () => {
  webFolder = await mkdtemp(join(tmpdir(), 'witnessbox-desk-'));
  await mkdir(join(webFolder, 'assets'));
  await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>desk</title>');
  await writeFile(join(webFolder, 'assets', 'page.js'), 'export {};');
  await writeFile(join(webFolder, 'notes.txt'), 'not part of the page');
});
afterAll(() => rm(webFolder, { recursive: true }));
beforeEach(async () => {
  session = new FakeSession(CASES);
  door = await openDoor(session, webFolder);
});
afterEach(() => door.stop());

function expectRefused(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, body: JSON.parse(answer.body) as unknown }).toEqual({
    status,
    body: { error: code },
  });
}

describe('who gets in', () => {
  it('prints an address with 32 random bytes in its fragment', () => {
    expect(door.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/u);
  });

  it('answers who holds the token', async () => {
    const answer = await door.knock({});
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(ABOUT);
  });

  it.each([
    ['no token', ''],
    ['another token', `Bearer ${'A'.repeat(43)}`],
    ['the token cut short', 'cut'],
    ['the token without its scheme', 'bare'],
  ])('refuses %s, on every route and whether or not it exists', async (_, authorization) => {
    const value =
      { cut: `Bearer ${door.token.slice(0, -1)}`, bare: door.token }[authorization] ?? authorization;
    for (const path of [
      '/api/about',
      '/api/cases',
      `/api/cases/${CHINESE.id}`,
      '/api/sync',
      '/api/nothing',
    ]) {
      expectRefused(await door.knock({ path, headers: { authorization: value } }), 401, 'desk.wrong-token');
    }
    expectRefused(
      await door.knock({ ...post('/api/sync', {}), headers: { ...JSON_TYPE, authorization: value } }),
      401,
      'desk.wrong-token',
    );
    expect(session.syncs).toBe(0);
  });

  it('takes no token of an earlier start', async () => {
    const earlier = door.token;
    await door.stop();
    door = await openDoor(session, webFolder);
    expectRefused(
      await door.knock({ headers: { authorization: `Bearer ${earlier}` } }),
      401,
      'desk.wrong-token',
    );
  });

  it.each(['attacker.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'refuses the Host %s, as DNS rebinding would send it',
    async (host) => {
      for (const path of ['/api/about', '/', '/assets/page.js']) {
        expectRefused(await door.knock({ path, headers: { host } }), 421, 'desk.wrong-host');
      }
    },
  );

  it('refuses localhost even with the right port', async () => {
    const host = door.host.replace('127.0.0.1', 'localhost');
    expectRefused(await door.knock({ headers: { host } }), 421, 'desk.wrong-host');
  });

  it.each(['https://attacker.example', 'null', 'http://127.0.0.1:1', 'http://localhost:8850'])(
    'refuses the Origin %s even with the token',
    async (origin) => {
      expectRefused(await door.knock({ headers: { origin } }), 403, 'desk.foreign-page');
      expectRefused(
        await door.knock(post('/api/sync', {}, { ...JSON_TYPE, origin })),
        403,
        'desk.foreign-page',
      );
      expect(session.syncs).toBe(0);
    },
  );

  it('takes its own Origin', async () => {
    expect((await door.knock({ headers: { origin: `http://${door.host}` } })).status).toBe(200);
  });

  it.each(['cross-site', 'same-site', 'nonsense'])(
    'refuses Sec-Fetch-Site: %s, the page included',
    async (site) => {
      for (const path of ['/api/about', '/']) {
        expectRefused(
          await door.knock({ path, headers: { 'sec-fetch-site': site } }),
          403,
          'desk.foreign-page',
        );
      }
    },
  );

  it.each(['same-origin', 'none'])('takes Sec-Fetch-Site: %s', async (site) => {
    expect((await door.knock({ headers: { 'sec-fetch-site': site } })).status).toBe(200);
  });

  it('never grants another origin anything', async () => {
    const answer = await door.knock({ method: 'OPTIONS', headers: { origin: 'https://attacker.example' } });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find((address) => !address.internal && address.family === 'IPv4');
    if (!outside) return;
    const port = Number(door.host.split(':')[1]);
    const outcome = await new Promise((resolve) => {
      const socket = connect({ host: outside.address, port, timeout: 2000 });
      socket.on('connect', () => {
        resolve('connected');
      });
      socket.on('error', () => {
        resolve('refused');
      });
      socket.on('timeout', () => {
        resolve('refused');
      });
    });
    expect(outcome).toBe('refused');
  });
});

describe('what every answer carries', () => {
  const knocks: [string, Knock, number][] = [
    ['the page', { path: '/' }, 200],
    ['its script', { path: '/assets/page.js' }, 200],
    ['HEAD', { method: 'HEAD', path: '/' }, 200],
    ['an API answer', {}, 200],
    ['a missing asset', { path: '/nothing.js' }, 404],
    ['an unknown API route', { path: '/api/nothing' }, 404],
    ['an unknown case', { path: `/api/cases/${'9'.repeat(32)}` }, 404],
    ['a wrong token', { headers: { authorization: '' } }, 401],
    ['a wrong Host', { headers: { host: 'attacker.example' } }, 421],
    ['a Host that is none', { headers: { host: 'a b' } }, 400],
    ['a foreign page', { headers: { origin: 'null' } }, 403],
    ['a wrong method', { method: 'DELETE' }, 405],
    ['broken JSON', { method: 'POST', path: '/api/parts', headers: JSON_TYPE, body: '{' }, 400],
    ['the beginning of a sync', { method: 'POST', path: '/api/sync' }, 202],
  ];

  it.each(knocks)('has the one policy and is not stored: %s', async (_, knock, status) => {
    const answer = await door.knock(knock);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('serves nothing but the built page, however the address is bent', async () => {
    for (const path of [
      '/notes.txt',
      '/index.html',
      '/../notes.txt',
      '/..%2fnotes.txt',
      '/assets/..%5c..%5cnotes.txt',
      '//etc/passwd',
    ]) {
      const answer = await door.knock({ path });
      expect([400, 404]).toContain(answer.status);
      expect(answer.body).not.toContain('not part of the page');
    }
  });
});

describe('what it takes', () => {
  it.each([
    ['/api/about', 'POST'],
    ['/api/cases', 'DELETE'],
    [`/api/cases/${CHINESE.id}`, 'PUT'],
    [`/api/cases/${CHINESE.id}/save`, 'GET'],
    [`/api/cases/${CHINESE.id}/reply`, 'GET'],
    ['/api/sync', 'DELETE'],
    ['/', 'POST'],
  ])('refuses %s by %s', async (path, method) => {
    expectRefused(await door.knock({ path, method }), 405, 'desk.method-not-allowed');
  });

  it('takes JSON only, since any page can have a browser send a form or plain text', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
    ]) {
      const knock = post(`/api/cases/${CHINESE.id}/reply`, { text: 'hello' }, { 'content-type': type });
      expectRefused(await door.knock(knock), 415, 'desk.not-json');
    }
    const untyped = post(`/api/cases/${CHINESE.id}/reply`, { text: 'hello' }, {});
    expectRefused(await door.knock(untyped), 415, 'desk.not-json');
    expect(session.replies).toEqual([]);
  });

  it.each([['null'], ['[]'], ['{}'], ['{"text":1}'], ['{"text":null}'], ['"text"'], ['{']])(
    'refuses the body %s',
    async (body) => {
      const path = `/api/cases/${CHINESE.id}/reply`;
      expectRefused(
        await door.knock({ method: 'POST', path, headers: JSON_TYPE, body }),
        400,
        'desk.malformed',
      );
    },
  );

  it('refuses a body that is too large, announced or not', async () => {
    const body = JSON.stringify({ text: 'a'.repeat(LONGEST_BODY) });
    const path = `/api/cases/${CHINESE.id}/reply`;
    const announced = { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(body)) };
    const chunked = { ...JSON_TYPE, 'transfer-encoding': 'chunked' };
    expectRefused(
      await door.knock({ method: 'POST', path, headers: announced, body }),
      413,
      'desk.too-large',
    );
    expectRefused(await door.knock({ method: 'POST', path, headers: chunked, body }), 413, 'desk.too-large');
    expect(session.replies).toEqual([]);
  });

  it('knows no unknown case', async () => {
    const unknown = `/api/cases/${'9'.repeat(32)}`;
    expectRefused(await door.knock({ path: unknown }), 404, 'case.not-found');
    expectRefused(await door.knock(post(`${unknown}/save`, { folder: '/tmp/x' })), 404, 'case.not-found');
    expectRefused(await door.knock(post(`${unknown}/reply`, { text: 'x' })), 404, 'case.not-found');
    expectRefused(await door.knock({ path: '/api/cases/..%2f..%2fetc' }), 404, 'case.not-found');
  });
});

describe('what it does', () => {
  it('lists and reads, and proposes a folder', async () => {
    const list = JSON.parse((await door.knock({ path: '/api/cases' })).body) as { id: string }[];
    expect(list.map((each) => each.id)).toEqual(CASES.map((each) => each.id));
    expect(list[0]).not.toHaveProperty('answers');
    const view: unknown = JSON.parse((await door.knock({ path: `/api/cases/${CHINESE.id}` })).body);
    expect(view).toEqual({ ...CHINESE, proposedFolder: '/home/reviewer/case-2026-11-20-aaaaaaaa' });
  });

  it('hands on a hostile testimony as JSON strings, character for character', async () => {
    const answer = await door.knock({ path: `/api/cases/${HOSTILE.id}` });
    expect(answer.headers['content-type']).toMatch(/^application\/json/u);
    expect(JSON.parse(answer.body)).toMatchObject(HOSTILE);
    // Raw control characters could act on a terminal or a log in which somebody looks at the answer.
    expect(Array.from(answer.body).filter((character) => character < ' ')).toEqual([]);
  });

  it('saves where it is told, and never relative to wherever it was started', async () => {
    const path = `/api/cases/${CHINESE.id}/save`;
    for (const folder of ['cases', './cases', '../cases', '', '~root/x', ' ']) {
      expectRefused(await door.knock(post(path, { folder })), 400, 'desk.folder-relative');
    }
    expectRefused(await door.knock(post(path, { folder: '/home/reviewer/a\0b' })), 400, 'desk.malformed');
    expect((await door.knock(post(path, { folder: '/home/reviewer/case' }))).status).toBe(200);
    expect(session.saved).toEqual([{ id: CHINESE.id, folder: '/home/reviewer/case' }]);
    expectRefused(await door.knock(post(path, { folder: '/home/reviewer/case' })), 409, 'save.exists');
  });

  it('queues a reply and counts its parts beforehand', async () => {
    const text = '谢谢您。'.repeat(3000);
    const { parts } = JSON.parse((await door.knock(post('/api/parts', { text }))).body) as { parts: number };
    expect(parts).toBeGreaterThan(4);
    expect(JSON.parse((await door.knock(post('/api/parts', { text: ' \n' }))).body)).toEqual({ parts: 0 });
    expect((await door.knock(post(`/api/cases/${CHINESE.id}/reply`, { text }))).status).toBe(200);
    expect(session.replies).toEqual([{ id: CHINESE.id, text }]);
  });

  it('runs one sync at a time and tells how far it is', async () => {
    let open = (): void => undefined;
    session.gate = new Promise((resolve) => (open = resolve));
    const state = async (): Promise<unknown> => JSON.parse((await door.knock({ path: '/api/sync' })).body);
    expect(await state()).toEqual({ state: 'idle' });
    expect((await door.knock({ method: 'POST', path: '/api/sync' })).status).toBe(202);
    expectRefused(await door.knock({ method: 'POST', path: '/api/sync' }), 409, 'desk.sync-running');
    expect(await state()).toEqual({ state: 'running', done: 0, total: 0 });
    open();
    await expect.poll(state).toMatchObject({ state: 'done', report: { fetched: 0 } });
    expect(session.syncs).toBe(1);
  });

  it('tells of a failure its code and nothing else', async () => {
    session.failure = new Error('ENOENT: /home/reviewer/secret');
    const answer = await door.knock({ path: `/api/cases/${CHINESE.id}` });
    expectRefused(answer, 500, 'desk.fault');
    session.failure = new WitnessboxError('portal.unreachable');
    await door.knock({ method: 'POST', path: '/api/sync' });
    await expect
      .poll(async () => JSON.parse((await door.knock({ path: '/api/sync' })).body) as unknown)
      .toEqual({ state: 'failed', error: 'portal.unreachable' });
  });

  it('does not cut off a running sync when it is stopped', async () => {
    let open = (): void => undefined;
    session.gate = new Promise((resolve) => (open = resolve));
    await door.knock({ method: 'POST', path: '/api/sync' });
    let stopped = false;
    const stopping = door.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stopped).toBe(false);
    open();
    await stopping;
    door = await openDoor(session, webFolder);
  });
});
