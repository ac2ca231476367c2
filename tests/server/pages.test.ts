import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { negotiate } from '../../server/languages.ts';
import { ascii } from './support/files.ts';
import { makeOrganisation } from './support/organisation.ts';
import { codeIn, makeWorld, smallSite, TUS, type World } from './support/world.ts';

describe('pages', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({
      site: smallSite(),
      organisation: await makeOrganisation({
        organisation: { names: { en: `Truth <script> & "Light" '1'`, 'zh-Hans': '__WITNESSBOX_ROOT_KEY__' } },
      }),
    });
  });
  afterEach(() => world.close());

  const text = async (path: string, headers: Record<string, string> = {}) =>
    (await world.send('GET', path, headers)).text();

  it('come with name, root key and kind put in, escaped, and in the language of the page', async () => {
    const english = await text('/en/');
    expect(english).toContain('<title>Truth &#60;script&#62; &#38; &#34;Light&#34; &#39;1&#39;</title>');
    expect(english).toMatch(/content="RW[A-Za-z0-9+&#;/=]+"/);
    expect(english).toContain('data-demonstration="no"');
    expect(english).not.toContain('__WITNESSBOX');
  });

  it('take a name that looks like a placeholder for a name', async () => {
    expect(await text('/zh-Hans/')).toContain('<title>__WITNESSBOX_ROOT_KEY__</title>');
  });

  it('have placeholders in pages only', async () => {
    expect(await text('/assets/app.js')).toBe("'__WITNESSBOX_ORGANISATION__'");
  });

  it('are chosen by Accept-Language at the root', async () => {
    for (const [header, language] of [
      ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
      ['en-GB', 'en'],
      ['fr', 'en'],
      ['', 'en'],
    ] as const) {
      const answer = await world.send('GET', '/', header === '' ? {} : { 'Accept-Language': header });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-language')).toBe(language);
      expect(answer.headers.get('vary')).toBe('Accept-Language, Accept-Encoding');
      expect(await answer.text()).toContain(`lang="${language}"`);
    }
  });

  it('are answered to HEAD without a body', async () => {
    const answer = await world.send('HEAD', '/en/');
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBe(ascii(await text('/en/')).length);
    expect(await answer.text()).toBe('');
  });

  it.each([
    ['/en/', 'text/html; charset=utf-8'],
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
    ['/keyring.json', 'application/json'],
    ['/keyring.json.minisig', 'text/plain; charset=utf-8'],
    ['/root.pub', 'text/plain; charset=utf-8'],
    ['/intake.json', 'application/json'],
    ['/intake/en.json', 'application/json'],
    ['/recipients/main.txt', 'text/plain; charset=utf-8'],
    ['/healthz', 'application/json'],
    ['/snapshot/index.json', 'application/json'],
    ['/snapshot/buckets/0', 'application/octet-stream'],
  ])('%s is %s', async (path, type) => {
    const answer = await world.send('GET', path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    await answer.arrayBuffer();
  });

  it('serve the signed files byte for byte', async () => {
    for (const name of ['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json'] as const) {
      const answer = await world.send('GET', `/${name}`);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(world.organisation.files[name]);
    }
  });

  it('lead from a language without slash to its page', async () => {
    const answer = await world.send('GET', '/en');
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toBe('/en/');
  });

  it.each([
    '/nothing',
    '/en/index.html',
    '/en/nothing',
    '/assets/',
    '/constructor',
    '/__proto__/',
    '/assets/..%2fen',
    '/en/plain-received.html',
  ])('are a short page where nothing is: %s', async (path) => {
    const answer = await world.send('GET', path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    expect(page.length).toBeLessThan(500);
    expect(page).not.toContain(path);
  });

  it.each([
    '/review',
    '/review/x',
    '/snapshot',
    '/snapshot/x',
    '/uploads/a/b',
    '/healthz/x',
    '/recipients/x.txt',
  ])('are JSON where programs ask: %s', async (path) => {
    const answer = await world.send('GET', path);
    expect(answer.status).toBe(404);
    expect(await codeIn(answer)).toBe('request.not-found');
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('cannot be changed by %s', async (method) => {
    for (const path of ['/en', '/keyring.json', '/recipients/main.txt', '/nothing', '/snapshot/index.json']) {
      const answer = await world.send(method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
      expect(await codeIn(answer)).toBe('request.method-not-allowed');
    }
  });

  it('and everything else carry the same headers, and none that speaks of us or of the visitor', async () => {
    const requests: [string, string, Record<string, string>?][] = [
      ['GET', '/'],
      ['HEAD', '/en/'],
      ['GET', '/en'],
      ['GET', '/nothing'],
      ['HEAD', '/nothing'],
      ['POST', '/'],
      ['POST', '/en/'],
      ['DELETE', '/en/'],
      ['GET', '/recipients/main.txt'],
      ['GET', '/keyring.json'],
      ['GET', '/healthz'],
      ['GET', '/snapshot/buckets/7'],
      ['OPTIONS', '/uploads'],
      ['POST', '/uploads'],
      ['POST', '/uploads', { ...TUS, 'Upload-Length': '68' }],
      ['PATCH', `/uploads/${'0'.repeat(32)}`, TUS],
      ['GET', '/review/submissions'],
    ];
    const headers = {
      'User-Agent': 'secret',
      Cookie: 'a=b',
      Origin: 'https://elsewhere.test',
      'X-Forwarded-For': '192.0.2.1',
    };
    for (const [method, path, more] of requests) {
      const answer = await world.send(method, path, { ...headers, ...more });
      for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
        expect(answer.headers.get(name), `${method} ${path} ${name}`).toBe(value);
      }
      for (const name of [
        'server',
        'x-powered-by',
        'set-cookie',
        'etag',
        'last-modified',
        'link',
        'refresh',
        'via',
      ]) {
        expect(answer.headers.get(name), `${method} ${path} ${name}`).toBeNull();
      }
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      await answer.arrayBuffer();
    }
  });

  it('carry the policy that was agreed, byte for byte', () => {
    expect(RESPONSE_HEADERS['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; " +
        "img-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html witnessbox-worker",
    );
  });
});

describe('the language', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['zh-Hans', 'zh-Hans'],
    ['ZH-HANS-CN', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['zh-TW', 'zh-Hans'],
    ['fr,zh;q=0.1', 'zh-Hans'],
    ['en;q=0.1,zh;q=0.2', 'zh-Hans'],
    ['zh;q=0,en', 'en'],
    ['zh;q=2', 'en'],
    ['zh;q=abc', 'en'],
    [`${'x,'.repeat(100_000)}zh`, 'en'],
    ['"><script>', 'en'],
  ])('asked for as %s is %s', (header, language) => {
    expect(negotiate(header, ['en', 'zh-Hans'])).toBe(language);
  });

  it.each([
    ['zh-TW', 'zh-Hant'],
    ['zh-HK,zh;q=0.9', 'zh-Hant'],
    ['zh-SG', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['fa-AF', 'fa'],
    ['ar-EG,en', 'ar'],
    ['ug-Cyrl', 'ug'],
  ])('asked for as %s is %s among twelve', (header, language) => {
    const twelve = ['en', 'ar', 'bo', 'es', 'fa', 'fr', 'my', 'ru', 'ug', 'vi', 'zh-Hans', 'zh-Hant'];
    expect(negotiate(header, twelve)).toBe(language);
  });
});
