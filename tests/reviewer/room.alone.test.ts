/** A disk without room for everything. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Source } from './support/source.ts';
import { makeWorld, openHome, random } from './support/world.ts';

const disk = vi.hoisted(() => ({ free: Infinity }));

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  statfs: () => Promise.resolve({ blocks: 1e9, bavail: disk.free, bsize: 1 }),
}));

test('what does not fit waits for the next sync, and all that fits arrives, smallest first', async () => {
  const world = await makeWorld();
  const large = await (
    await Source.arrive(world)
  ).send({ files: [{ name: 'a.bin', bytes: random(600_000) }] });
  const small = await (await Source.arrive(world)).send();
  const middle = await (
    await Source.arrive(world)
  ).send({ files: [{ name: 'b.bin', bytes: random(100_000) }] });
  const session = await openHome(world);
  disk.free = 300_000;
  expect(await session.sync()).toMatchObject({ opened: 2, placed: 2, warnings: ['disk.full'] });
  const fetched = world.portal.requests.filter((line) => line.startsWith('GET /review/submissions/'));
  expect(fetched.map((line) => line.split('/').at(-1))).toEqual([small, middle]);
  expect(await readdir(join(world.organisation.home, 'vault', 'incoming'))).toEqual([]);
  disk.free = Infinity;
  expect(await session.sync()).toMatchObject({ opened: 1, warnings: [] });
  expect((await session.read(large)).evidence).toBe(1);
});
