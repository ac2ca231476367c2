import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../../crypto/days.ts';
import { lastClosing } from '../../db/closing.ts';
import { drops, submissions, uploads } from '../../db/schema.ts';
import type { Config } from '../../server/config.ts';
import { DROPS_TYPE, type SubmissionList } from '../../server/contract.ts';
import { drawExpiry } from '../../server/expiry.ts';
import { closeDay } from '../../server/retention.ts';
import { SMALLEST, ageFile, concat, dropFile } from './support/files.ts';
import { random } from './support/runtime.ts';
import { createUpload, makeWorld, NOTHING, upload, type World } from './support/world.ts';

const FIRST = '2026-11-22';

describe('the last day', () => {
  it('is drawn from all days of the spread, and from no other', () => {
    const drawn = Array.from({ length: 2000 }, () => drawExpiry(FIRST, 60, 9, random));
    const days = Array.from({ length: 10 }, (_, index) => addDays(FIRST, 60 + index));
    expect([...new Set(drawn)].sort()).toEqual(days);
    for (const day of days) expect(drawn.filter((one) => one === day).length).toBeGreaterThan(100);
  });

  it('is never further away than twice the time, and fixed where there is no spread', () => {
    const drawn = Array.from({ length: 500 }, () => drawExpiry(FIRST, 3, 365, random)).sort();
    expect([drawn[0], drawn.at(-1)]).toEqual(['2026-11-25', '2026-11-28']);
    expect(drawExpiry(FIRST, 3, 0, random)).toBe('2026-11-25');
  });
});

describe('what expires', () => {
  let world: World;
  afterEach(() => world.close());
  const make = async (config: Partial<Config> = {}) => {
    world = await makeWorld({ config });
  };
  const close = (config: Partial<Config> = {}) =>
    closeDay({ ...world, config: { ...world.config, ...config }, now: () => world.clock.now, random });
  const turnTo = (day: string) => {
    world.clock.now = new Date(`${day}T00:00:01Z`);
  };
  /** The close of every day from the present one up to this one. */
  const closeUpTo = async (day: string) => {
    turnTo(addDays(day, -1));
    await close();
    turnTo(day);
    await close();
  };
  const listed = async () => {
    const { days } = (await (await world.sendSigned('GET', '/review/submissions')).json()) as SubmissionList;
    return days.flatMap((day) => day.submissions);
  };
  const rows = () => world.store.db.select().from(submissions);

  it('gets a day of its own: submissions, uploads and drops, and those of one batch', async () => {
    await make({ spreadDays: 1000, uploadDays: 1000 });
    for (let index = 0; index < 6; index += 1) await upload(world, await ageFile());
    for (let index = 0; index < 6; index += 1) await createUpload(world, (await ageFile()).length);
    const batch = await Promise.all(
      Array.from({ length: 8 }, async () => concat(random(16), await dropFile())),
    );
    await world.sendSigned('POST', '/review/drops', {
      body: concat(...batch),
      headers: { 'Content-Type': DROPS_TYPE },
    });
    const { db } = world.store;
    for (const held of [await rows(), await db.select().from(uploads), await db.select().from(drops)]) {
      const days = held.map(({ expires }) => expires ?? '');
      expect(new Set(days).size).toBeGreaterThan(2);
      for (const day of days) expect(day > addDays(FIRST, 59) && /^\d{4}-\d\d-\d\d$/.test(day)).toBe(true);
    }
    // The team is told, to the day.
    expect((await listed()).map(({ expires }) => expires).sort()).toEqual(
      (await rows()).map(({ expires }) => expires).sort(),
    );
  });

  it('is listed and served through its last day, and neither from the next on, even if nothing was removed', async () => {
    await make();
    await upload(world, await ageFile());
    const [{ id } = { id: '' }] = await listed();
    const fetched = async () => (await world.sendSigned('GET', `/review/submissions/${id}`)).status;
    turnTo('2027-11-22');
    expect([(await listed()).length, await fetched()]).toEqual([1, 200]);
    turnTo('2027-11-23');
    expect([(await listed()).length, await fetched()]).toEqual([0, 404]);
    expect(await rows()).toHaveLength(1);
  });

  it('goes at the close of its last day, row and bytes, and nothing else does', async () => {
    await make();
    await upload(world, await ageFile());
    turnTo('2026-11-24');
    await upload(world, await ageFile());
    await closeUpTo('2027-11-22');
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 2, objects: 2 });
    await closeUpTo('2027-11-23');
    expect(await world.count()).toMatchObject({ submissions: 1, objects: 1 });
    expect((await listed()).map(({ expires }) => expires)).toEqual(['2027-11-24']);
  });

  it('stays for good where the configuration says so', async () => {
    await make({ submissionDays: null });
    await upload(world, await ageFile());
    expect((await listed())[0]?.expires).toBeNull();
    await closeUpTo('2126-11-22');
    expect((await listed())[0]?.expires).toBeNull();
    expect(await world.count()).toMatchObject({ submissions: 1, objects: 1 });
  });

  it('of before there was an end gets one at the next close, drawn, and never without a month of notice', async () => {
    await make({ submissionDays: null });
    for (let index = 0; index < 101; index += 1) {
      const day = index === 0 ? FIRST : '2020-02-02';
      const row = { id: `old-${String(index)}`, blob: world.blobs.create(`b${String(index)}`) };
      await world.store.db.insert(submissions).values({ ...row, day, size: 1, settled: true });
    }
    await close({ submissionDays: 365, spreadDays: 20 });
    const held = await rows();
    const oldest = held.filter(({ day }) => day !== FIRST).map(({ expires }) => expires ?? '');
    expect(oldest).toHaveLength(100);
    for (const day of oldest) {
      expect(day >= addDays(FIRST, 30) && day <= addDays(FIRST, 50)).toBe(true);
    }
    expect(new Set(oldest).size).toBeGreaterThan(5);
    const newest = held.find(({ day }) => day === FIRST)?.expires ?? '';
    expect(newest >= addDays(FIRST, 365) && newest <= addDays(FIRST, 385)).toBe(true);
    // Once it is drawn it stays, whatever the configuration says later.
    await close({ submissionDays: 7 });
    expect(await rows()).toEqual(held);
  });

  describe('when the clock leaps a year ahead', () => {
    beforeEach(async () => {
      await make();
      await upload(world, await ageFile());
      await createUpload(world, SMALLEST);
      await close();
      turnTo('2028-01-01');
      await close();
    });

    it('is not removed on that day, however often it is closed, and is there when the clock is right', async () => {
      await close();
      expect(await world.count()).toMatchObject({ submissions: 1, uploads: 1 });
      turnTo('2026-11-23');
      expect(await listed()).toHaveLength(1);
      await close();
      expect(await lastClosing(world.store.db)).toBe(dayOf(world.clock.now));
      expect(await world.count()).toMatchObject({ submissions: 1, objects: 1 });
    });

    it('goes at the close after that, if nobody has set it right', async () => {
      turnTo('2028-01-02');
      await close();
      expect(await world.count()).toEqual(NOTHING);
    });
  });

  it('does not keep the rest from going when one cannot be removed, and is tried again', async () => {
    await make();
    for (let index = 0; index < 3; index += 1) await upload(world, await ageFile());
    turnTo('2027-11-22');
    await close();
    const [first] = await rows();
    const blobs = {
      ...world.blobs,
      remove: (ref: string) =>
        ref === first?.blob ? Promise.reject(new Error('a bad sector')) : world.blobs.remove(ref),
    };
    turnTo('2027-11-23');
    await expect(closeDay({ ...world, blobs, now: () => world.clock.now, random })).rejects.toThrow();
    expect(await rows()).toEqual([first]);
    await close();
    expect(await world.count()).toEqual(NOTHING);
  });
});
