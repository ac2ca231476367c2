/** Each sync tells everybody that the organisation was there, and nothing else about it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Freshness } from '../../crypto/freshness.ts';
import { sleep } from '../../web/source/deadline.ts';
import { openOrganisation } from '../../web/source/organisation.ts';
import { Team, succeeded } from './support/team.ts';
import { PORTAL, TODAY, type World, makeWorld, openHome } from './support/world.ts';

async function shownDay({ portal }: World): Promise<string | null> {
  const response = await portal.fetch(new URL('/freshness.json', PORTAL));
  return response.ok ? ((await response.json()) as Freshness).day : null;
}

const silentSince = async ({ portal, organisation }: World, today: string): Promise<string | null> => {
  const rootKey = await readFile(`${organisation.publicFolder}/root.pub`, 'utf8');
  const fetchHere = (path: string): Promise<Response> => portal.fetch(new URL(path, PORTAL));
  return (await openOrganisation({ fetch: fetchHere, sleep }, rootKey, today, 'en')).silentSince;
};

test('a sync signs the day, and the source’s page believes it', async () => {
  const world = await makeWorld();
  expect(await shownDay(world)).toBeNull();
  const session = await openHome(world);
  await session.sync();
  expect(await shownDay(world)).toBe(TODAY);
  world.portal.today = '2026-12-02';
  await session.sync();
  expect(await shownDay(world)).toBe('2026-12-02');
  expect(await silentSince(world, '2026-12-16')).toBeNull();
  expect(await silentSince(world, '2026-12-17')).toBe('2026-12-02');
});

test('the first sync of a new epoch signs for it, and the note of the old one is shown no more', async () => {
  const team = await Team.make();
  await team.sync();
  team.today = '2026-12-10';
  await succeeded(team.reviewer(['request']));
  await team.rotate([team.home]);
  expect(await shownDay(team.world)).toBeNull();
  await succeeded(team.reviewer(['accept', team.delivery(2)]));
  await team.sync();
  expect(await shownDay(team.world)).toBe('2026-12-10');
  expect(await silentSince(team.world, '2026-12-20')).toBeNull();
});

test('a portal that does not take the note fails no sync, and the reviewer hears of it', async () => {
  const world = await makeWorld();
  const session = await openHome(world);
  const answer = (make: () => Response): void => {
    world.portal.intercept = (request) => (request.method === 'PUT' ? make() : null);
  };
  answer(() => new Response('{"error":"storage.full"}', { status: 507 }));
  expect((await session.sync()).warnings).toEqual(['freshness.not-taken']);
  answer(() => {
    throw new TypeError('the line broke');
  });
  expect((await session.sync()).warnings).toEqual(['freshness.not-taken']);
  answer(() => new Response('<p>hotel</p>', { status: 404 }));
  expect((await session.sync()).warnings).toEqual(['freshness.not-taken']);
  // A colleague where it is tomorrow already was faster.
  answer(() => new Response('{"error":"freshness.older"}', { status: 409 }));
  expect((await session.sync()).warnings).toEqual([]);
});

test('a sync that never came to its end signs nothing', async () => {
  const world = await makeWorld();
  const session = await openHome(world);
  world.portal.intercept = (request) =>
    new URL(request.url).pathname === '/review/drops' ? new Response('no', { status: 500 }) : null;
  await expect(session.sync()).rejects.toMatchObject({ code: 'server.fault' });
  expect(await shownDay(world)).toBeNull();
});
