import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordClosing } from '../../db/closing.ts';
import { submissions } from '../../db/schema.ts';
import { listAllSubmissions, listUnsettled, settleSubmission } from '../../db/submissions.ts';
import { r2Blobs } from '../../server/blobs.r2.ts';
import { limited } from '../../server/budget.worker.ts';
import type { Config } from '../../server/config.ts';
import type { SubmissionList } from '../../server/contract.ts';
import { closeDay } from '../../server/retention.ts';
import { ageFile, noise, sameBytes } from './support/files.ts';
import { faulty, HARMS, isolate, type Bindings } from './support/isolates.worker.ts';
import { makeOrganisation, type TestOrganisation } from './support/organisation.ts';
import { random } from './support/runtime.ts';
import { testEnv } from './support/stores.worker.ts';
import {
  createUpload,
  makeWorld,
  NOTHING,
  offsetOf,
  onlySubmission,
  patch,
  TUS,
  upload,
  type World,
} from './support/world.ts';

const DAY_MS = 86_400_000;
const PART = 30_000;

let organisation: TestOrganisation;
let world: World;
let file: Uint8Array;
beforeAll(async () => {
  organisation = await makeOrganisation();
});
beforeEach(async () => {
  world = await freshWorld();
  file = await ageFile();
});

function freshWorld(config: Partial<Config> = {}): Promise<World> {
  return makeWorld({ organisation, config: { submissionDays: 100, ...config } });
}

/** As the cron does it two days later, when what nobody names is old enough to be removed. */
async function closeLater(bindings: Bindings = testEnv, isOver?: () => boolean): Promise<void> {
  const later = new Date(world.clock.now.getTime() + 2 * DAY_MS);
  await closeDay({
    store: isolate(world, bindings).store,
    // R2 tells the machine's time, not the test's.
    blobs: r2Blobs({ bucket: bindings.BLOBS, now: () => new Date(Date.now() + 2 * DAY_MS), random }),
    config: { submissionDays: 100, spreadDays: 0 },
    now: () => later,
    random,
    ...(isOver && { isOver }),
  });
}

/** What the team can fetch is these files, whole. */
async function expectHeld(files: readonly Uint8Array[]): Promise<void> {
  const { days } = (await (await world.sendSigned('GET', '/review/submissions')).json()) as SubmissionList;
  const rest = [...files];
  for (const { id } of days.flatMap(({ submissions: held }) => held)) {
    const answer = await world.sendSigned('GET', `/review/submissions/${id}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const place = rest.findIndex((each) => sameBytes(each, bytes));
    expect(place).not.toBe(-1);
    rest.splice(place, 1);
  }
  expect(rest).toHaveLength(0);
}

/** And after the close of a day there is nothing that nobody names. */
async function expectHeldAlone(files: readonly Uint8Array[]): Promise<void> {
  await expectHeld(files);
  await closeLater();
  await expectHeld(files);
  const { length } = files;
  expect(await world.count()).toMatchObject({ submissions: length, uploads: 0, objects: length });
}

describe.each(HARMS)('whichever call of D1 or R2 is harmed (%s)', (harm) => {
  it('an upload goes on where it was, and nothing that was confirmed is lost', async () => {
    const files: Uint8Array[] = [];
    for (let at = 1, calls = 1; at <= calls; at += 1) {
      file = await ageFile();
      files.push(file);
      const path = await createUpload(world, file.length);
      const fault = faulty(testEnv, at, harm);
      const first = isolate(world, fault.bindings);
      const second = isolate(world);
      let confirmed = 0;
      for (let tries = 0; confirmed < file.length; tries += 1) {
        expect(tries).toBeLessThan(9);
        // Where the first isolate was killed, another one answers.
        const isKilled = harm === 'killed' && fault.calls() >= at;
        const here = isKilled ? second : first;
        const end = isKilled ? [] : [fault.killed];
        const offset = await Promise.race([offsetOf(here, path), ...end]);
        if (offset === undefined || offset === -503) continue;
        expect(offset).toBeGreaterThanOrEqual(confirmed);
        confirmed = offset;
        if (confirmed === file.length) break;
        const part = file.subarray(offset, offset + PART);
        const answer = await Promise.race([patch(here, path, offset, part), ...end]);
        if (answer?.status === 204) confirmed = Number(answer.headers.get('upload-offset'));
        else expect([undefined, 503]).toContain(answer?.status);
      }
      // As long as there was a call to harm, the one after it is tried too.
      if (fault.calls() >= at) calls = at + 1;
    }
    expect(files.length).toBeGreaterThan(10);
    await expectHeldAlone(files);
  });

  it('the next close of a day does what this one could not', async () => {
    world = await freshWorld({ uploadDays: 1 });
    const files: Uint8Array[] = [];
    for (let at = 1, calls = 1; at <= calls; at += 1) {
      file = await ageFile();
      files.push(file);
      await upload(world, file);
      const begun = await createUpload(world, file.length);
      await patch(world, begun, 0, file.subarray(0, PART));
      await testEnv.BLOBS.put('left/behind', noise(10));
      await recordClosing(world.store.db, '2026-11-22');
      const fault = faulty(testEnv, at, harm);
      await Promise.race([closeLater(fault.bindings).catch(() => undefined), fault.killed]);
      const held = await world.count();
      expect(held.submissions).toBe(files.length);
      await closeLater();
      const { length } = files;
      expect(await world.count()).toMatchObject({ submissions: length, uploads: 0, objects: length });
      if (fault.calls() >= at) calls = at + 1;
    }
    expect(files.length).toBeGreaterThan(10);
    await expectHeld(files);
  });

  it('an upload that was taken back leaves nothing', async () => {
    for (let at = 1, calls = 1; at <= calls; at += 1) {
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, file.subarray(0, PART));
      const fault = faulty(testEnv, at, harm);
      await Promise.race([isolate(world, fault.bindings).send('DELETE', path, TUS), fault.killed]);
      await isolate(world).send('DELETE', path, TUS);
      if (fault.calls() >= at) calls = at + 1;
    }
    await closeLater();
    expect(await world.count()).toEqual(NOTHING);
  });
});

describe('several isolates at once', () => {
  it('finish an upload once, and everybody hears that it is complete', async () => {
    const isolates = [isolate(world), isolate(world), isolate(world)];
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, PART));
    const answers = await Promise.all(isolates.map((each) => patch(each, path, PART, file.subarray(PART))));
    expect(answers.filter((answer) => answer.status === 204).length).toBeGreaterThan(0);
    expect(answers.every((answer) => [204, 409, 423, 503].includes(answer.status))).toBe(true);
    for (const each of isolates) expect(await offsetOf(each, path)).toBe(file.length);
    await expectHeldAlone([file]);
  });

  it('take an upload back while another one appends to it, and nothing is left of it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const path = await createUpload(world, file.length);
      await patch(world, path, 0, file.subarray(0, PART));
      const [ended] = await Promise.all([
        isolate(world).send('DELETE', path, TUS),
        patch(isolate(world), path, PART, file.subarray(PART, 2 * PART)),
      ]);
      expect(ended.status).toBe(204);
      expect(await offsetOf(world, path)).toBe(-410);
    }
    await closeLater();
    expect(await world.count()).toEqual(NOTHING);
  });

  it('close the same day, one in the midst of the other, and lose nothing', async () => {
    await upload(world, file);
    await Promise.all([closeLater().catch(() => undefined), closeLater().catch(() => undefined)]);
    await expectHeldAlone([file]);
  });

  it('do not put the remains of one copy in the place of another that is whole', async () => {
    await upload(world, file);
    const { store, blobs } = isolate(world);
    const [row] = await listUnsettled(store.db, '2026-11-23');
    const { id, blob: from } = row ?? { id: '', blob: '' };
    const stopped = await blobs.rewrite(from, '2026-11-22', () => true);
    expect(stopped.isWhole).toBe(false);
    await closeLater();
    const outdated = { from, blob: stopped.ref, settled: stopped.isWhole };
    expect(await settleSubmission(store.db, id, outdated)).toBe(false);
    await stopped.undo();
    await expectHeldAlone([file]);
  });

  it('append while the day is closed', async () => {
    const path = await createUpload(world, file.length);
    await patch(world, path, 0, file.subarray(0, PART));
    const busy = (error: unknown) => {
      expect(error).toMatchObject({ code: 'upload.busy' });
    };
    const [, { status }] = await Promise.all([
      closeLater().catch(busy),
      patch(isolate(world), path, PART, file.subarray(PART)),
    ]);
    // Whose last piece the close has just replaced goes on as after a broken line.
    if (status !== 204) {
      const offset = await offsetOf(world, path);
      expect(offset).toBe(PART);
      await patch(isolate(world), path, offset, file.subarray(offset));
    }
    expect(await offsetOf(world, path)).toBe(file.length);
    await expectHeldAlone([file]);
  });
});

describe('a submission of more objects than one call may name', () => {
  const PIECES = 1100;

  /** As if it had come in over a line that breaks all the time; only its size is not to scale. */
  async function longOne(): Promise<string> {
    const bytes = noise(4);
    const prefix = `${'5'.repeat(32)}/`;
    const names = Array.from({ length: PIECES }, (_, index) => index.toString(16).padStart(16, '0'));
    for (let start = 0; start < PIECES; start += 250) {
      await Promise.all(
        names.slice(start, start + 250).map((name) => testEnv.BLOBS.put(prefix + name, bytes)),
      );
    }
    return prefix + names.map((name) => `${name}:4`).join(',');
  }

  it('is confirmed and removed in a handful of calls, and swept if nobody names it', async () => {
    const ref = await longOne();
    const counted = faulty(testEnv, Infinity, 'before');
    const { blobs } = isolate(world, counted.bindings);
    await blobs.seal(ref, '2026-11-22');
    expect(counted.calls()).toBe(2);
    await expect(blobs.seal(`${ref},${'f'.repeat(16)}:4`, '2026-11-22')).rejects.toThrow();
    await closeLater();
    expect((await testEnv.BLOBS.list()).objects).toEqual([]);
    const before = counted.calls();
    await blobs.remove(ref);
    expect(counted.calls() - before).toBe(2);
  });
});

it('a copy that takes longer than one run may last goes on with the next, and is read from its old place until then', async () => {
  const size = 9 * 1024 * 1024;
  file = noise(size);
  const { store, blobs } = isolate(world);
  const writer = await blobs.writer(blobs.create('0'.repeat(32)), 0);
  await writer?.write(file.subarray(0, 1_500_000));
  await writer?.flush();
  await writer?.write(file.subarray(1_500_000));
  const ref = (await writer?.flush())?.ref ?? '';
  await store.db
    .insert(submissions)
    .values({ id: 'a'.repeat(32), day: '2026-11-22', size, blob: ref, settled: false });
  const settled = async () =>
    (await listAllSubmissions(store.db))[0]?.blob !== ref &&
    (await listUnsettled(store.db, '2026-11-24')).length === 0;
  for (const objects of [3, 4]) {
    // Over as soon as a piece has been copied.
    const counted = faulty(testEnv, Infinity, 'before');
    let puts = 0;
    const BLOBS = {
      ...counted.bindings.BLOBS,
      put: (key: string, bytes: Uint8Array) => {
        puts += 1;
        return testEnv.BLOBS.put(key, bytes);
      },
    } as unknown as Bindings['BLOBS'];
    await closeLater({ ...counted.bindings, BLOBS }, () => puts > 0);
    expect(await settled()).toBe(false);
    expect(await world.countObjects()).toBe(objects);
    expect(sameBytes(await onlySubmission(world), file)).toBe(true);
  }
  await closeLater();
  expect(await settled()).toBe(true);
  expect((await testEnv.BLOBS.list()).objects.map((object) => object.size).sort()).toEqual([
    1024 * 1024,
    4 * 1024 * 1024,
    4 * 1024 * 1024,
  ]);
  expect(sameBytes(await onlySubmission(world), file)).toBe(true);
});

it('a request of which the first question to D1 dies leaves nobody else waiting', async () => {
  const fault = faulty(testEnv, 1, 'killed');
  const one = isolate(world, fault.bindings);
  void one.send('GET', '/challenge');
  await fault.killed;
  expect((await one.send('GET', '/challenge')).status).toBe(200);
});

it('a run of the cron stops before the platform ends it: by queries, by calls, by time', () => {
  const bucket = { head: () => Promise.resolve(null) } as unknown as Bindings['BLOBS'];
  const clock = { now: 5000 };
  const start = () => limited({ DB: testEnv.DB, BLOBS: bucket }, () => clock.now);
  const queries = start();
  for (let count = 0; count < 700; count += 1) {
    expect(queries.isOver()).toBe(false);
    queries.DB.prepare('select 1');
  }
  expect(queries.isOver()).toBe(true);
  const calls = start();
  for (let count = 0; count < 8000; count += 1) void calls.BLOBS.head('x');
  expect([calls.isOver(), start().isOver()]).toEqual([true, false]);
  const slow = start();
  clock.now += 600_000;
  expect(slow.isOver()).toBe(true);
});
