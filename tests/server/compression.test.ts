import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseEncoding } from '../../server/compression.ts';
import { ascii } from './support/files.ts';
import { makeWorld, smallSite } from './support/world.ts';

const SCRIPT = "'one and the same line, one and the same line, one and the same line'";

const PAGE = `<!doctype html><title>__WITNESSBOX_ORGANISATION__</title>${'<p>A line to be read.'.repeat(20)}`;

async function gunzipped(answer: Response): Promise<string> {
  const stream = answer.body?.pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

async function openWorld() {
  const world = await makeWorld({
    site: new Map([
      ...smallSite(),
      ['en/index.html', ascii(PAGE)],
      ['assets/page.js', ascii(SCRIPT)],
      // What the build has written stands for itself: nothing here looks into it.
      ['assets/page.js.br', ascii('brotli of the build')],
      ['assets/page.js.gz', ascii('gzip of the build')],
      ['favicon.ico', new Uint8Array(0)],
    ]),
  });
  onTestFinished(() => world.close());
  const get = (path: string, accepted: string, method = 'GET') =>
    world.send(method, path, { 'Accept-Encoding': accepted });
  return { world, get };
}

describe('what the site sends', () => {
  it('is what the build has compressed, in the best encoding that is asked for', async () => {
    const { get } = await openWorld();
    for (const [accepted, encoding, text] of [
      ['gzip, deflate', 'gzip', 'gzip of the build'],
      ['gzip, deflate, br, zstd', 'br', 'brotli of the build'],
      ['identity', null, SCRIPT],
    ] as const) {
      const answer = await get('/assets/page.js', accepted);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(answer.headers.get('content-length')).toBe(String(text.length));
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
      expect(await answer.text()).toBe(text);
    }
  });

  it('is compressed here where it was filled in or signed: pages and the files of the organisation', async () => {
    const { world, get } = await openWorld();
    for (const path of ['/', '/en/', '/keyring.json']) {
      const plain = await (await world.send('GET', path)).text();
      for (let time = 0; time < 2; time += 1) {
        const answer = await get(path, 'gzip, br');
        expect(answer.headers.get('content-encoding'), path).toBe('gzip');
        expect(Number(answer.headers.get('content-length'))).toBeLessThan(plain.length);
        expect(await gunzipped(answer)).toBe(plain);
      }
    }
  });

  it('says by what it was chosen, also where it went out as it is', async () => {
    const { world } = await openWorld();
    expect((await world.send('GET', '/')).headers.get('vary')).toBe('Accept-Language, Accept-Encoding');
    expect((await world.send('GET', '/en/')).headers.get('vary')).toBe('Accept-Encoding');
    expect((await world.send('GET', '/favicon.ico')).headers.get('vary')).toBeNull();
  });

  it('is answered to HEAD with the headers of GET and no body', async () => {
    const { get } = await openWorld();
    for (const path of ['/en/', '/keyring.json', '/assets/page.js']) {
      const [head, whole] = [await get(path, 'gzip', 'HEAD'), await get(path, 'gzip')];
      expect([...head.headers]).toEqual([...whole.headers]);
      expect((await head.arrayBuffer()).byteLength).toBe(0);
      expect((await whole.arrayBuffer()).byteLength).toBe(Number(head.headers.get('content-length')));
    }
  });

  it('has no address of its own for what the build has compressed', async () => {
    const { get } = await openWorld();
    for (const path of ['/assets/page.js.gz', '/assets/page.js.br']) {
      expect((await get(path, 'gzip, br')).status).toBe(404);
    }
  });

  it('is left as it is where compressing makes it longer', async () => {
    const { world, get } = await openWorld();
    const answer = await get('/keyring.json.minisig', 'gzip');
    const signature = world.organisation.files['keyring.json.minisig'];
    const sent = new Uint8Array(await answer.arrayBuffer());
    expect(sent.length).toBeLessThanOrEqual(signature.length);
    if (answer.headers.get('content-encoding') === null) expect(sent).toEqual(signature);
    expect((await get('/favicon.ico', 'gzip')).headers.get('content-encoding')).toBeNull();
  });
});

describe('what mixes strangers’ bytes with secrets, or is ciphertext', () => {
  it.each([
    '/healthz',
    '/snapshot/index.json',
    '/snapshot/buckets/0',
    '/review/submissions',
    '/uploads/challenge',
  ])('is never compressed: %s', async (path) => {
    const { get } = await openWorld();
    const answer = await get(path, 'gzip, br');
    expect(answer.headers.get('content-encoding')).toBeNull();
    await answer.arrayBuffer();
  });
});

describe('the encoding', () => {
  const all = { br: new Uint8Array(1), gzip: new Uint8Array(1) };
  it.each([
    [null, null],
    ['', null],
    ['*', null],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=1.0, gzip;q=0.8', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.000, gzip;q=0', null],
    ['gzip;q=0.5', 'gzip'],
    ['zstd, deflate', null],
    ['gzipped, brr', null],
  ])('asked for as %s is %s', (accepted, encoding) => {
    expect(chooseEncoding(accepted, all)).toBe(encoding);
  });

  it('is found in a header of any length', () => {
    expect(chooseEncoding(`${'x,'.repeat(10_000)}gzip`, all)).toBe('gzip');
  });

  it('is none that there is not', () => {
    expect(chooseEncoding('br, gzip', { gzip: new Uint8Array(1) })).toBe('gzip');
    expect(chooseEncoding('br', { gzip: new Uint8Array(1) })).toBeNull();
  });
});
