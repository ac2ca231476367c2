/** What a portal must show before anything is asked of it, and what happens when it does not. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeKeyring, type Keyring } from '../../crypto/keyring.ts';
import { decryptSecretKey } from '../../crypto/minisign-key.ts';
import { sign } from '../../crypto/minisign.ts';
import { scrypt } from '../../reviewer/custodian/scrypt.ts';
import { Source } from './support/source.ts';
import { type World, makeOrganisation, makeWorld, openHome, temporaryFolder } from './support/world.ts';

const CUSTODIAN = 'custodian of these tests';

/** Makes the portal show a keyring that the root key signed. */
async function showKeyring({ organisation, portal }: World, change: Partial<Keyring>): Promise<void> {
  const text = await readFile(join(organisation.publicFolder, 'keyring.json'), 'utf8');
  const bytes = encodeKeyring({ ...(JSON.parse(text) as Keyring), ...change });
  const file = await readFile(join(organisation.secretsFolder, 'custodian', 'root.key'), 'utf8');
  const signature = sign(await decryptSecretKey(file, CUSTODIAN, { scrypt }), bytes, 'test');
  portal.intercept = (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/keyring.json') return new Response(new Uint8Array(bytes));
    return pathname === '/keyring.json.minisig' ? new Response(signature) : null;
  };
}

const asked = (world: World): string[] => world.portal.requests.filter((line) => line.includes('/review/'));

test('a tampered keyring is refused before anything else is asked', async () => {
  const world = await makeWorld();
  const text = await readFile(join(world.organisation.publicFolder, 'keyring.json'), 'utf8');
  world.portal.intercept = (request) =>
    new URL(request.url).pathname === '/keyring.json'
      ? new Response(text.replace('"epoch": 1', '"epoch": 2'))
      : null;
  const session = await openHome(world);
  await expect(session.sync()).rejects.toMatchObject({ code: 'keyring.bad-signature' });
  expect(asked(world)).toEqual([]);
});

test('a new epoch that begins between keyring and signature is no false alarm', async () => {
  const world = await makeWorld();
  let asked = 0;
  world.portal.intercept = async (request) => {
    if (new URL(request.url).pathname !== '/keyring.json' || (asked += 1) > 1) return null;
    const text = await readFile(join(world.organisation.publicFolder, 'keyring.json'), 'utf8');
    return new Response(text.replace('Example Watch', 'As it was before'));
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ fetched: 0 });
  expect(asked).toBe(2);
});

test('the portal of another organisation is refused', async () => {
  const world = await makeWorld();
  const other = await makeOrganisation(await temporaryFolder());
  world.portal.intercept = async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith('/keyring.json')) return null;
    return new Response(new Uint8Array(await readFile(join(other.publicFolder, pathname.slice(1)))));
  };
  const session = await openHome(world);
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.mismatch' });
  expect(asked(world)).toEqual([]);
});

test('a keyring for another organisation id under the same root key is refused', async () => {
  const world = await makeWorld();
  await showKeyring(world, { organisation: { id: 'ab'.repeat(32), names: { en: 'Other' } } });
  const session = await openHome(world);
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.mismatch' });
});

test('an older epoch than was seen is refused, also after a restart and with reviewer.json put back', async () => {
  const world = await makeWorld();
  const about = join(world.organisation.home, 'reviewer.json');
  const before = await readFile(about);
  const session = await openHome(world);
  await showKeyring(world, { epoch: 5 });
  await expect(session.sync()).rejects.toMatchObject({ code: 'grant.missing', facts: { epoch: 5 } });
  world.portal.intercept = () => null;
  await expect(session.sync()).rejects.toMatchObject({ code: 'keyring.rollback' });
  await session.close();
  await writeFile(about, before);
  const again = await openHome(world);
  await expect(again.sync()).rejects.toMatchObject({ code: 'keyring.rollback' });
});

test('an expired keyring is said, and what was sent is fetched all the same', async () => {
  const world = await makeWorld({ validDays: 40 });
  await (await Source.arrive(world)).send();
  world.portal.today = '2027-01-15';
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({
    opened: 1,
    warnings: ['keyring.expired', 'epoch.request-due'],
  });
});

test('the end of the keys is said thirty days before', async () => {
  const world = await makeWorld({ validDays: 40 });
  const session = await openHome(world);
  world.portal.today = '2026-11-30';
  expect((await session.sync()).warnings).toEqual([]);
  world.portal.today = '2026-12-01';
  expect((await session.sync()).warnings).toEqual(['keyring.ends-soon', 'epoch.request-due']);
});

test('an intake form that was not signed is not used', async () => {
  const world = await makeWorld();
  await showKeyring(world, { intake: { id: 'default', sha256: '00'.repeat(32) } });
  const session = await openHome(world);
  expect((await session.sync()).warnings).toEqual(['keyring.wrong-intake']);
});

test('a portal without an answer, or with somebody else’s, has its code', async () => {
  const world = await makeWorld();
  const session = await openHome(world);
  world.portal.intercept = () => {
    throw new TypeError('getaddrinfo ENOTFOUND');
  };
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.unreachable' });
  world.portal.intercept = () => new Response('<html>Log in to the hotel</html>');
  await expect(session.sync()).rejects.toMatchObject({ code: 'keyring.bad-signature' });
  world.portal.intercept = (request) =>
    new URL(request.url).pathname.startsWith('/review/') ? new Response('no', { status: 403 }) : null;
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.refused' });
  world.portal.intercept = (request) =>
    new URL(request.url).pathname.startsWith('/review/') ? Response.json({ days: [{ day: 'x' }] }) : null;
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.malformed' });
});

test('a machine whose clock is wrong is told so', async () => {
  const world = await makeWorld();
  const { openSession } = await import('../../reviewer/session.ts');
  const session = await openSession({
    home: world.organisation.home,
    passphrase: 'lantern orchid gravel summit',
    fetch: world.portal.fetch,
    now: () => new Date('2026-11-22T09:00:00Z'),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.clock' });
  await session.close();
});
