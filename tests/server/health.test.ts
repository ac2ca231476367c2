import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closing, drops, finished, submissions, uploads } from '../../db/schema.ts';
import type { Health, HealthPart } from '../../server/contract.ts';
import { createHealth, type HealthParts } from '../../server/health.ts';
import { closeDay } from '../../server/retention.ts';
import { takeSnapshot } from '../../server/snapshot.ts';
import { ageFile, dropFile } from './support/files.ts';
import { random } from './support/runtime.ts';
import { createUpload, makeWorld, patch, upload, type World } from './support/world.ts';

describe('health', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
    await takeSnapshot({ ...world, now, random });
    await close();
  });
  afterEach(() => world.close());

  const now = () => world.clock.now;
  const close = () => closeDay({ ...world, now, random });
  /** A look of its own, which nothing that was known before answers. */
  const look = (changes: Partial<HealthParts> = {}): Promise<Health> =>
    createHealth({ ...world, now, isOpen: () => true, ...changes })();
  const failing = (...parts: HealthPart[]): Health => ({ status: 'failing', failing: parts });
  const turnTo = (time: string) => {
    world.clock.now = new Date(time);
  };

  it('is ok, with nothing beside that word, also while there is a lot to tell', async () => {
    await upload(world, await ageFile());
    const answer = await world.send('GET', '/healthz');
    expect([answer.status, await answer.text()]).toEqual([200, '{"status":"ok"}']);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('content-length')).toBe('15');
  });

  it('is looked at once for all who ask at the same moment, at the beginning too', async () => {
    let probes = 0;
    const blobs = {
      ...world.blobs,
      probe: () => {
        probes += 1;
        return Promise.resolve();
      },
    };
    const health = createHealth({ ...world, blobs, now, isOpen: () => true });
    const found = await Promise.all(Array.from({ length: 20 }, () => health()));
    expect(found).toEqual(found.map(() => ({ status: 'ok' })));
    expect(probes).toBe(1);
  });

  it('is told to GET and HEAD alike, and to no other method', async () => {
    turnTo('2099-01-01T12:00:00Z');
    const [get, head] = [await world.send('GET', '/healthz'), await world.send('HEAD', '/healthz')];
    expect([get.status, head.status]).toEqual([503, 503]);
    expect(await get.json()).toEqual(failing('retention', 'snapshot', 'keyring'));
    expect(await head.text()).toBe('');
    expect((await world.send('POST', '/healthz')).status).toBe(405);
  });

  it('says database where it cannot be read, or not be written', async () => {
    const broken = (method: string) =>
      new Proxy(world.store.db, {
        get(db, name, receiver) {
          if (name === method) throw Object.assign(new Error('/a/path'), { code: 'SQLITE_READONLY' });
          const value: unknown = Reflect.get(db, name, receiver);
          return typeof value === 'function' ? (value.bind(db) as unknown) : value;
        },
      });
    for (const method of ['select', 'delete']) {
      expect(await look({ store: { ...world.store, db: broken(method) } })).toEqual(failing('database'));
    }
  });

  it('says blobs where nothing can be written there', async () => {
    const probe = () => Promise.reject(new Error('read-only'));
    expect(await look({ blobs: { ...world.blobs, probe } })).toEqual(failing('blobs'));
  });

  it('leaves nothing of the trial behind', async () => {
    expect(await look()).toEqual({ status: 'ok' });
    expect(await world.countObjects()).toBe(0);
  });

  it('says space where little of it is left or nobody can tell any more, not where nobody ever could', async () => {
    const free = (bytes: number | null) => look({ freeBytes: () => Promise.resolve(bytes) });
    expect(await free(2 ** 28 - 1)).toEqual(failing('space'));
    expect(await free(2 ** 28)).toEqual({ status: 'ok' });
    expect(await free(null)).toEqual({ status: 'ok' });
    expect(await look({ freeBytes: () => Promise.reject(new Error('gone')) })).toEqual(failing('space'));
  });

  it('says space where only the reserve is left of what the portal may keep, however much the disk has', async () => {
    const limits = { maxStorage: 10_000_000, reserve: 1_000_000 };
    const keep = (size: number) =>
      world.store.db
        .insert(submissions)
        .values({ id: 'a', day: '2026-11-22', blob: 'a', settled: true, size })
        .onConflictDoUpdate({ target: submissions.id, set: { size } });
    const config = { ...world.config, ...limits };
    await keep(8_999_999);
    expect(await look({ config })).toEqual({ status: 'ok' });
    await keep(9_000_000);
    expect(await look({ config })).toEqual(failing('space'));
    // What is under way counts too.
    await keep(5_000_000);
    const begun = { id: 'u', submission: 's', blob: '', length: 9_000_000, expires: '2026-11-25' };
    await world.store.db.insert(uploads).values({ ...begun, offset: 4_000_000 });
    expect(await look({ config })).toEqual(failing('space'));
    expect(await look()).toEqual({ status: 'ok' });
  });

  it('does not tell whoever asks often when space becomes short, or is there again', async () => {
    let free = 2 ** 28;
    const health = createHealth({
      ...world,
      now,
      isOpen: () => true,
      freeBytes: () => Promise.resolve(free),
    });
    const start = now().getTime();
    const said = async (seconds: number): Promise<string> => {
      world.clock.now = new Date(start + seconds * 1000);
      return (await health()).status;
    };
    expect(await said(0)).toBe('ok');
    free -= 1;
    for (let seconds = 10; seconds < 600; seconds += 10) expect(await said(seconds)).toBe('ok');
    expect(await said(600)).toBe('failing');
    free += 1;
    expect([await said(1190), await said(1200)]).toEqual(['failing', 'ok']);
  });

  it('says keyring once it has ended', async () => {
    expect(await look({ isOpen: (today) => today < '2026-11-22' })).toEqual(failing('keyring'));
  });

  it('says clock where it stands before a day that was shown or closed', async () => {
    turnTo('2026-11-21T23:59:59Z');
    expect(await look()).toEqual(failing('clock'));
    turnTo('2026-11-22T00:00:00Z');
    expect(await look()).toEqual({ status: 'ok' });
    await world.store.db.update(closing).set({ day: '2026-11-23' });
    expect(await look()).toEqual(failing('clock'));
  });

  it('says snapshot when for a whole day none has been taken', async () => {
    turnTo('2026-11-24T01:59:00Z');
    await close();
    expect(await look()).toEqual({ status: 'ok' });
    turnTo('2026-11-24T02:00:00Z');
    expect(await look()).toEqual(failing('snapshot'));
    await takeSnapshot({ ...world, now, random });
    expect(await look()).toEqual({ status: 'ok' });
  });

  it('says snapshot where none was ever taken and a reply waits for it', async () => {
    const fresh = await makeWorld();
    expect(await look(fresh)).toEqual({ status: 'ok' });
    const row = { slot: '00'.repeat(15) + '01', bytes: await dropFile(), expires: '2027-01-21' };
    await fresh.store.db.insert(drops).values(row);
    expect(await look(fresh)).toEqual(failing('snapshot'));
    await fresh.close();
  });

  const DAY = '2026-11-21';
  const row = { id: 'a', blob: '', size: 1, settled: true };
  it.each<[string, () => PromiseLike<unknown>]>([
    [
      'a submission that was not rewritten',
      () => world.store.db.insert(submissions).values({ ...row, day: DAY, settled: false }),
    ],
    [
      'a submission that has expired',
      () => world.store.db.insert(submissions).values({ ...row, day: '2020-01-01', expires: DAY }),
    ],
    [
      'an unfinished upload that has expired',
      () =>
        world.store.db
          .insert(uploads)
          .values({ id: 'u', submission: 's', blob: '', length: 9, offset: 0, expires: DAY }),
    ],
    [
      'what was remembered of a finished upload',
      () => world.store.db.insert(finished).values({ id: 'f', length: 9, day: DAY }),
    ],
  ])('says retention where two hours after midnight there still is %s', async (_, insert) => {
    await insert();
    turnTo('2026-11-22T01:59:59Z');
    expect(await look()).toEqual({ status: 'ok' });
    turnTo('2026-11-22T02:00:00Z');
    expect(await look()).toEqual(failing('retention'));
  });

  it('says retention where an unfinished upload could not be carried over, until it is', async () => {
    const file = await ageFile();
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, 5000));
    const broken = {
      isOld: () => Promise.resolve(true),
      rewrite: () => Promise.reject(new Error('no room')),
    };
    const again = (changes: Partial<World['blobs']>) =>
      closeDay({ ...world, blobs: { ...world.blobs, ...changes }, now, random });
    turnTo('2026-11-23T00:00:01Z');
    await takeSnapshot({ ...world, now, random });
    await expect(again(broken)).rejects.toThrow('no room');
    turnTo('2026-11-23T01:59:59Z');
    expect(await look()).toEqual({ status: 'ok' });
    turnTo('2026-11-23T02:00:00Z');
    expect(await look()).toEqual(failing('retention'));
    await again({ isOld: () => Promise.resolve(false) });
    expect(await look()).toEqual({ status: 'ok' });
  });

  it('says retention where no close has ever been whole', async () => {
    const fresh = await makeWorld();
    const rewrite = () => Promise.reject(new Error('no room'));
    await upload(fresh, await ageFile());
    await fresh.store.db.update(submissions).set({ day: '2026-11-21' });
    const parts = { ...fresh, blobs: { ...fresh.blobs, rewrite }, now: () => fresh.clock.now, random };
    await expect(closeDay(parts)).rejects.toThrow('no room');
    await fresh.store.db.update(submissions).set({ settled: true });
    expect(await look(fresh)).toEqual(failing('retention'));
    await fresh.close();
  });

  it('does not look again for ten seconds, however often it is asked', async () => {
    let looks = 0;
    const probe = () => {
      looks += 1;
      return looks > 1 ? Promise.reject(new Error('now it is full')) : Promise.resolve();
    };
    const health = createHealth({ ...world, now, isOpen: () => true, blobs: { ...world.blobs, probe } });
    const start = now().getTime();
    for (let tenth = 0; tenth < 100; tenth += 1) {
      world.clock.now = new Date(start + tenth * 100);
      expect(await health()).toEqual({ status: 'ok' });
    }
    expect(looks).toBe(1);
    world.clock.now = new Date(start + 10_000);
    expect(await health()).toEqual(failing('blobs'));
  });
});
