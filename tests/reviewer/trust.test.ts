/** What a portal must show before anything is asked of it, and what happens when it does not. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeKeyring, type Keyring } from '../../crypto/keyring.ts';
import { decryptSecretKey } from '../../crypto/minisign-key.ts';
import { sign } from '../../crypto/minisign.ts';
import { scrypt } from '../../reviewer/custodian/scrypt.ts';
import { homePaths } from '../../reviewer/home.ts';
import { unlockReviewerKeys } from '../../reviewer/identity.ts';
import { type StateRecord, recordName } from '../../reviewer/records.ts';
import { type Transaction, Vault } from '../../reviewer/vault.ts';
import { Source } from './support/source.ts';
import {
  PASSPHRASE,
  type World,
  makeOrganisation,
  makeWorld,
  openHome,
  random,
  temporaryFolder,
} from './support/world.ts';

const CUSTODIAN = 'custodian of these tests';

async function shownKeyring({ organisation }: World): Promise<Keyring> {
  return JSON.parse(await readFile(join(organisation.publicFolder, 'keyring.json'), 'utf8')) as Keyring;
}

/** Changes what the closed vault of the first reviewer holds. */
async function inVault(
  { organisation }: World,
  work: (transaction: Transaction) => Promise<void> | void,
): Promise<void> {
  const { vault, identity } = homePaths(organisation.home);
  const { vaultKey } = await unlockReviewerKeys(PASSPHRASE, await readFile(identity));
  const opened = await Vault.open(vault, vaultKey, random);
  await opened.change(async (transaction) => work(transaction));
}

/** Makes the portal show a keyring that the root key signed. */
async function showKeyring(world: World, change: Partial<Keyring>): Promise<void> {
  const { organisation, portal } = world;
  const bytes = encodeKeyring({ ...(await shownKeyring(world)), ...change });
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

test('a second keyring of an epoch is refused before anything is stored or asked, though the root key signed it', async () => {
  const world = await makeWorld();
  const session = await openHome(world);
  await session.sync();
  world.portal.requests.length = 0;
  const before = session.about();
  await showKeyring(world, { validUntil: '2027-03-31' });
  const forked = { code: 'keyring.forked', facts: { epoch: 1 } };
  await expect(session.sync()).rejects.toMatchObject(forked);
  await expect(session.unpulled()).rejects.toMatchObject(forked);
  expect(asked(world)).toEqual([]);
  expect(session.about()).toEqual(before);
  await session.close();

  const again = await openHome(world);
  expect(again.about()).toEqual(before);
  await expect(again.sync()).rejects.toMatchObject(forked);
  world.portal.intercept = () => null;
  expect(await again.sync()).toMatchObject({ warnings: [] });
});

test('a new key folder knows its keyring before the first sync', async () => {
  const world = await makeWorld();
  await showKeyring(world, { demonstration: false });
  const session = await openHome(world);
  await expect(session.sync()).rejects.toMatchObject({ code: 'keyring.forked' });
  expect(asked(world)).toEqual([]);
});

test('a vault from before hashes were kept takes the keyring that it sees first, and no other after it', async () => {
  const world = await makeWorld();
  await inVault(world, async (transaction) => {
    const state = await transaction.get<StateRecord>(recordName.state);
    if (!state?.hashes) throw new Error('no hashes to forget');
    delete state.hashes;
    transaction.put(recordName.state, state);
  });
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ warnings: [] });
  await showKeyring(world, { issued: '2026-11-21' });
  await expect(session.sync()).rejects.toMatchObject({ code: 'keyring.forked' });
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
  const { intake } = await shownKeyring(world);
  await inVault(world, (transaction) => {
    transaction.remove(recordName.intake(intake.sha256));
  });
  const form = await readFile(join(world.organisation.publicFolder, 'intake.json'), 'utf8');
  world.portal.intercept = (request) =>
    new URL(request.url).pathname === '/intake.json' ? new Response(`${form} `) : null;
  const session = await openHome(world);
  expect((await session.sync()).warnings).toEqual(['keyring.wrong-intake']);
  world.portal.intercept = () => null;
  expect((await session.sync()).warnings).toEqual([]);
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
