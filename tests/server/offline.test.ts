/** The offline pages of an organisation, as a portal serves them. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '@scure/base';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../crypto/minisign.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import type { OfflineFiles } from '../../server/offline.ts';
import { ascii } from './support/files.ts';
import { makeOrganisation, offlineFilesOf, type TestOrganisation } from './support/organisation.ts';
import { makeWorld, smallSite, type World } from './support/world.ts';

const PAGE = '/en/encrypt.html';
const SIGNATURE = '/en/encrypt.html.minisig';

describe('offline pages', () => {
  let organisation: TestOrganisation;
  let world: World | undefined;
  beforeAll(async () => {
    organisation = await makeOrganisation();
  });
  afterEach(() => world?.close());

  async function open(offline: OfflineFiles): Promise<World> {
    world = await makeWorld({ site: smallSite(), organisation, offline });
    return world;
  }
  const signed = (...languages: string[]) => offlineFilesOf(organisation, languages);

  it('are served byte for byte, to be saved, under the site’s own policy, with a signature that fits', async () => {
    const files = signed('en', 'zh-Hans');
    const portal = await open(files);
    for (const language of ['en', 'zh-Hans']) {
      const answer = await portal.send('GET', `/${language}/encrypt.html`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="encrypt.html"');
      for (const [name, value] of Object.entries(RESPONSE_HEADERS))
        expect(answer.headers.get(name)).toBe(value);
      const page = new Uint8Array(await answer.arrayBuffer());
      expect(page).toEqual(files.get(`encrypt.${language}.html`));
      const signature = await portal.send('GET', `/${language}/encrypt.html.minisig`);
      expect(signature.headers.get('content-disposition')).toBe(
        'attachment; filename="encrypt.html.minisig"',
      );
      const root = new TextDecoder().decode(organisation.files['root.pub']);
      expect(verify(root, page, await signature.text()).trustedComment).toBe(`offline ${language}`);
    }
  });

  it('answer HEAD without a body, and no other method', async () => {
    const portal = await open(signed('en'));
    const head = await portal.send('HEAD', PAGE);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-disposition')).toContain('attachment');
    expect((await portal.send('POST', PAGE)).status).toBe(405);
  });

  it('are compressed for who takes it', async () => {
    const answer = await (await open(signed('en'))).send('GET', PAGE, { 'Accept-Encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
  });

  it('are named on the page of their language, by their hash', async () => {
    const files = signed('en');
    const portal = await open(files);
    const hash = hex.encode(sha256(files.get('encrypt.en.html') ?? new Uint8Array()));
    expect(await (await portal.send('GET', '/en/')).text()).toContain(`offline ${hash}`);
    expect(await (await portal.send('GET', '/zh-Hans/')).text()).not.toContain('offline ');
  });

  it.each<[string, (files: Map<string, Uint8Array>) => unknown]>([
    ['there are none', (files) => files.clear()],
    ['the signature is missing', (files) => files.delete('encrypt.en.html.minisig')],
    ['the page was altered', (files) => files.set('encrypt.en.html', ascii('<p>'))],
    [
      'it is the page of another language',
      (files) => {
        const other = signed('zh-Hans');
        files.set('encrypt.en.html', other.get('encrypt.zh-Hans.html') ?? ascii(''));
        files.set('encrypt.en.html.minisig', other.get('encrypt.zh-Hans.html.minisig') ?? ascii(''));
      },
    ],
  ])('are neither served nor named where %s', async (_, change) => {
    const files = signed('en');
    change(files);
    const portal = await open(files);
    expect([(await portal.send('GET', PAGE)).status, (await portal.send('GET', SIGNATURE)).status]).toEqual([
      404, 404,
    ]);
    expect(await (await portal.send('GET', '/en/')).text()).not.toContain('offline ');
  });

  it('are not served with another keyring than the one that is, though the same root key signed them', async () => {
    const { id } = organisation.keyring.organisation;
    const next = await makeOrganisation({ epoch: 2, organisation: { id } }, organisation.root);
    const portal = await open(offlineFilesOf(next, ['en']));
    expect((await portal.send('GET', PAGE)).status).toBe(404);
  });

  it('are not served where another organisation has signed them', async () => {
    const other = await makeOrganisation();
    const portal = await open(offlineFilesOf(other, ['en']));
    expect((await portal.send('GET', PAGE)).status).toBe(404);
  });

  it.each(['/fr/encrypt.html', '/encrypt.html', '/en/encrypt.html.minisig.minisig', '/en/encrypt.htm'])(
    'have no other address, such as %s',
    async (path) => {
      expect((await (await open(signed('en'))).send('GET', path)).status).toBe(404);
    },
  );
});
