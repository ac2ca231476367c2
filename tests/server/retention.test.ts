import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastClosing } from '../../db/closing.ts';
import { submissions } from '../../db/schema.ts';
import { closeDay } from '../../server/retention.ts';
import { newId } from '../../server/shuffle.ts';
import { ageFile, noise, sameBytes } from './support/files.ts';
import { makeOrganisation } from './support/organisation.ts';
import { inWorkerd, random } from './support/runtime.ts';
import {
  createUpload,
  makeWorld,
  NOTHING,
  offsetOf,
  onlySubmission,
  patch,
  upload,
  type World,
} from './support/world.ts';

describe('the close of a day', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  const close = () => closeDay({ ...world, now: () => world.clock.now, random });

  it('forgets unfinished uploads when their time is over, and not before', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, 5000));
    world.clock.now = new Date('2026-11-25T00:00:00Z');
    await close();
    expect(await world.count()).toEqual({ ...NOTHING, uploads: 1, objects: 1 });
    world.clock.now = new Date('2026-11-26T00:00:00Z');
    await close();
    expect(await world.count()).toEqual(NOTHING);
  });

  it.each<[string, Partial<World['blobs']>]>([
    ['copied', { rewrite: () => Promise.reject(new Error('as it is')) }],
    ['removed', { remove: () => Promise.reject(new Error('as it is')) }],
    ['swept away', { sweep: () => Promise.reject(new Error('as it is')) }],
  ])(
    'writes the database anew once for a day, however often what cannot be %s is tried again',
    async (_, broken) => {
      await close();
      await upload(world, await ageFile());
      await world.store.db.update(submissions).set({ expires: '2026-11-22' });
      await upload(world, await ageFile());
      let tidied = 0;
      const store = {
        ...world.store,
        tidy: () => {
          tidied += 1;
          return Promise.resolve();
        },
      };
      const again = (blobs: World['blobs']) =>
        closeDay({ ...world, store, blobs, now: () => world.clock.now, random });
      world.clock.now = new Date('2026-11-23T00:00:01Z');
      // What can be done is done at the first of them.
      await expect(again({ ...world.blobs, ...broken })).rejects.toThrow('as it is');
      tidied = 0;
      for (let tries = 0; tries < 3; tries += 1)
        await expect(again({ ...world.blobs, ...broken })).rejects.toThrow('as it is');
      expect(tidied).toBe(0);
      await again(world.blobs);
      expect(tidied).toBe(1);
      world.clock.now = new Date('2026-11-24T00:00:01Z');
      await upload(world, await ageFile());
      await world.store.db.update(submissions).set({ settled: false });
      await expect(
        again({ ...world.blobs, rewrite: () => Promise.reject(new Error('as it is')) }),
      ).rejects.toThrow();
      expect(tidied).toBe(2);
    },
  );

  it('counts as whole only when nothing is left to do, and what has expired goes all the same', async () => {
    await close();
    await upload(world, await ageFile());
    await world.store.db.update(submissions).set({ expires: '2026-11-22' });
    world.clock.now = new Date('2026-11-23T00:00:01Z');
    const sweep = () => Promise.reject(new Error('a folder'));
    const parts = { ...world, blobs: { ...world.blobs, sweep }, now: () => world.clock.now, random };
    await expect(closeDay(parts)).rejects.toThrow('a folder');
    const { db } = world.store;
    expect([await lastClosing(db), await lastClosing(db, 'whole')]).toEqual(['2026-11-23', '2026-11-22']);
    expect((await world.count()).submissions).toBe(0);
    await close();
    expect(await lastClosing(db, 'whole')).toBe('2026-11-23');
  });

  it('takes nothing from an upload that finishes while its time runs out', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, 5000));
    // The last piece is committed after the close has chosen what has expired, before it takes it away.
    const { store } = world;
    const lastMoment = new Date('2026-11-25T23:59:59Z');
    let finish: Promise<Response> | undefined;
    const late = new Proxy(store.db, {
      get(db, name, receiver) {
        const value: unknown = Reflect.get(db, name, receiver);
        if (name !== 'delete' || finish)
          return typeof value === 'function' ? (value.bind(db) as unknown) : value;
        world.clock.now = lastMoment;
        finish = patch(world, path, 5000, file.subarray(5000));
        return () => ({ where: () => ({ returning: () => finish?.then(() => []) }) });
      },
    });
    const parts = {
      ...world,
      store: { ...store, db: late },
      now: () => new Date('2026-11-26T00:00:00Z'),
      random,
    };
    // It may find the upload being written, and says then that it must look again.
    await Promise.allSettled([closeDay(parts)]);
    expect((await finish)?.status).toBe(204);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  });

  it('forgets which uploads were finished', async () => {
    await upload(world, await ageFile());
    await close();
    expect((await world.count()).finished).toBe(1);
    world.clock.now = new Date('2026-11-23T00:00:00Z');
    await close();
    expect(await world.count()).toEqual({ ...NOTHING, submissions: 1, objects: 1 });
  });

  it('forgets nonces once a replay would be stale anyway', async () => {
    await world.sendSigned('GET', '/review/submissions');
    world.clock.now = new Date('2026-11-23T00:00:00Z');
    await close();
    expect((await world.count()).nonces).toBe(1);
    world.clock.now = new Date('2026-11-24T00:00:00Z');
    await close();
    expect((await world.count()).nonces).toBe(0);
  });

  it('rewrites the blobs of the day once, and changes no byte', async () => {
    const files = [await ageFile(), await ageFile(), await ageFile()];
    for (const file of files) await upload(world, file);
    await close();
    expect((await world.store.db.select().from(submissions)).some((row) => row.settled)).toBe(false);
    world.clock.now = new Date('2026-11-23T00:00:00Z');
    const namesBefore = await world.objectNames();
    await close();
    expect((await world.store.db.select().from(submissions)).every((row) => row.settled)).toBe(true);
    const namesAfter = await world.objectNames();
    expect(namesAfter).toHaveLength(3);
    // R2 has no renaming, so the copies have names of their own there.
    if (inWorkerd) expect(namesAfter.some((name) => namesBefore.includes(name))).toBe(false);
    await close();
    expect((await world.objectNames()).sort()).toEqual(namesAfter.sort());

    const list = (await (await world.sendSigned('GET', '/review/submissions')).json()) as {
      days: { submissions: { id: string }[] }[];
    };
    for (const { id } of list.days[0]?.submissions ?? []) {
      const answer = await world.sendSigned('GET', `/review/submissions/${id}`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect(files.some((file) => sameBytes(file, bytes))).toBe(true);
    }
  });

  it('rewrites unfinished uploads too, each under its address, and they go on', async () => {
    await world.close();
    const always = { validFrom: '2020-01-01', validUntil: '2099-12-31' };
    world = await makeWorld({ organisation: await makeOrganisation(always) });
    // R2 goes by its own clock.
    world.clock.now = new Date();
    const files = [await ageFile(), await ageFile()];
    const begun: { file: Uint8Array; path: string }[] = [];
    for (const file of files) {
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, file.subarray(0, 5000));
      begun.push({ file, path });
    }
    const before = await world.objectNames();
    world.clock.now = new Date(world.clock.now.getTime() + 86_400_000);
    await close();
    const after = await world.objectNames();
    expect(after).toHaveLength(2);
    expect(after.some((name) => before.includes(name))).toBe(false);
    for (const { file, path } of begun) {
      expect(await offsetOf(world, path)).toBe(5000);
      expect((await patch(world, path, 5000, file.subarray(5000))).status).toBe(204);
      const rows = await world.store.db.select().from(submissions);
      expect(rows).toHaveLength(1);
      expect(sameBytes(await onlySubmission(world), file)).toBe(true);
      await world.store.db.delete(submissions);
    }
  });

  it('goes on to the other blobs when one cannot be rewritten, and tries that one again', async () => {
    for (let index = 0; index < 3; index += 1) await upload(world, await ageFile());
    world.clock.now = new Date('2026-11-23T00:00:00Z');
    const [first] = await world.store.db.select().from(submissions);
    const blobs = {
      ...world.blobs,
      rewrite: (ref: string, day: string) =>
        ref === first?.blob ? Promise.reject(new Error('no room')) : world.blobs.rewrite(ref, day),
    };
    await expect(closeDay({ ...world, blobs, now: () => world.clock.now, random })).rejects.toThrow();
    const settled = async () =>
      (await world.store.db.select().from(submissions)).filter((row) => row.settled).length;
    expect(await settled()).toBe(2);
    await close();
    expect(await settled()).toBe(3);
  });

  it('removes what a crash has left in the blob store', async () => {
    await upload(world, await ageFile());
    const writer = await world.blobs.writer(world.blobs.create(newId(random)), 0);
    await writer?.write(noise(10));
    await writer?.flush();
    await writer?.close();
    expect(await world.countObjects()).toBe(2);
    // In R2 a young object may still be in somebody's hands.
    if (inWorkerd) {
      await close();
      expect(await world.countObjects()).toBe(2);
      world.clock.now = new Date(Date.now() + 2 * 86_400_000);
    }
    await close();
    expect(await world.countObjects()).toBe(1);
  });
});
