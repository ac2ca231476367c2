import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DROP_SIZE, ROUTES, type SnapshotIndex } from '../../server/contract.ts';
import { addSnapshot, isSnapshotDue, keepAll, snapshotPeriod, takeSnapshot } from '../../server/snapshot.ts';
import { drops } from '../../db/schema.ts';
import { dropFile, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { makeWorld, type World } from './support/world.ts';

describe('the hours of snapshots', () => {
  it.each<[number[], string, string]>([
    [[0], '2026-11-22T00:00:00Z', '2026-11-22T00'],
    [[0], '2026-11-22T23:59:59Z', '2026-11-22T00'],
    [[6, 18], '2026-11-22T05:59:59Z', '2026-11-21T18'],
    [[6, 18], '2026-11-22T06:00:00Z', '2026-11-22T06'],
    [[6, 18], '2026-11-22T18:00:00Z', '2026-11-22T18'],
    [[6, 18], '2026-01-01T00:00:00Z', '2025-12-31T18'],
  ])('with %o, at %s, %s has begun last', (hours, time, period) => {
    expect(snapshotPeriod(new Date(time), hours)).toBe(period);
  });

  describe('that nobody was there to keep', () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.close());

    const at = async (time: string, hours: number[]) => {
      world.clock.now = new Date(time);
      return isSnapshotDue({ store: world.store, now: () => world.clock.now }, hours);
    };
    const take = async (time: string) => {
      world.clock.now = new Date(time);
      await takeSnapshot({ store: world.store, now: () => world.clock.now, random });
    };

    it('are made up for once, when the first hour of another day has passed', async () => {
      expect(await at('2026-11-22T03:00:00Z', [6, 18])).toBe(true);
      await take('2026-11-22T18:00:00Z');
      expect(await at('2026-11-22T19:00:00Z', [6, 18])).toBe(false);
      expect(await at('2026-11-23T05:59:59Z', [6, 18])).toBe(false);
      expect(await at('2026-11-23T06:00:00Z', [6, 18])).toBe(true);
    });

    it('wait for the next one if the day has already had one, because only the day is kept', async () => {
      await take('2026-11-22T06:00:00Z');
      expect(await at('2026-11-22T19:00:00Z', [6, 18])).toBe(false);
    });

    it('are made up for at once after more than a day', async () => {
      await take('2026-11-20T18:00:00Z');
      expect(await at('2026-11-22T03:00:00Z', [6, 18])).toBe(true);
    });
  });
});

it('is made for everybody before anybody asks, so that no answer tells what others asked for', async () => {
  const world = await makeWorld();
  const now = () => world.clock.now;
  const bytes = await dropFile();
  for (let number = 0; number < 129; number += 1) {
    const slot = number.toString(16).padStart(32, '0');
    await world.store.db.insert(drops).values({ slot, bytes, expires: '2027-01-21' });
  }
  await takeSnapshot({ ...world, now, random });
  const app = new Hono();
  addSnapshot(app, { ...world, now, bucketsKept: 2 });
  await keepAll(app, 2);
  // From here on whatever is read from the table is not there.
  await world.store.db.delete(drops);
  const index = (await (await app.request(ROUTES.snapshotIndex)).json()) as SnapshotIndex;
  expect(index.buckets).toHaveLength(2);
  for (const { id } of index.buckets) {
    const answer = await app.request(`${ROUTES.snapshotBuckets}/${String(id)}`);
    const first = new Uint8Array(await answer.arrayBuffer()).subarray(0, DROP_SIZE);
    expect(sameBytes(first, bytes)).toBe(true);
  }
  await world.close();
});
