/** Fetching over a connection that breaks, from a portal that may lie about sizes. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../crypto/days.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { seal } from '../../crypto/envelope.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import { submissions } from '../../db/schema.ts';
import { openHome as openFolder } from '../../reviewer/open-home.ts';
import { Source, upload } from './support/source.ts';
import { PASSPHRASE, TODAY, type World, makeWorld, openHome, random } from './support/world.ts';

const isSubmission = (request: Request): boolean =>
  /^\/review\/submissions\/[0-9a-f]{32}$/u.test(new URL(request.url).pathname);

/** Lets each download through up to `bytes`, then breaks it. @returns the Range headers that were sent */
function cutAfter(world: World, bytes: number, times = Infinity): (string | null)[] {
  const ranges: (string | null)[] = [];
  const { portal } = world;
  let inside = false;
  let left = times;
  portal.intercept = async (request) => {
    if (inside || !isSubmission(request)) return null;
    ranges.push(request.headers.get('range'));
    if (left === 0) return null;
    left -= 1;
    inside = true;
    const answer = await portal.fetch(request).finally(() => {
      inside = false;
    });
    let sent = false;
    const body = new Uint8Array(await answer.arrayBuffer()).subarray(0, bytes);
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (sent || body.length === 0) controller.error(new TypeError('connection lost'));
          else controller.enqueue(body.slice());
          sent = true;
        },
      }),
      { status: answer.status, headers: answer.headers },
    );
  };
  return ranges;
}

async function incoming(world: World): Promise<string[]> {
  return readdir(join(world.organisation.home, 'vault', 'incoming'));
}

test('a broken download goes on where it stopped, also in the next run', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send({ files: [{ name: 'a.bin', bytes: random(700_000) }] });
  const ranges = cutAfter(world, 0);
  const first = await openHome(world);
  expect((await first.sync()).warnings).toEqual(['portal.unreachable']);
  expect(await first.list()).toEqual([]);
  await first.close();

  const second = await openHome(world);
  const more = cutAfter(world, 300_000, 2);
  expect(await second.sync()).toMatchObject({ opened: 1, warnings: [] });
  expect(ranges[0]).toBeNull();
  expect(more[0]).toBeNull();
  expect(more.length).toBeGreaterThan(1);
  for (const range of more.slice(1)) expect(range).toMatch(/^bytes=[1-9]\d*-$/u);
  expect((await second.read(id)).evidenceList[0]?.size).toBe(700_000);
  expect(await incoming(world)).toEqual([]);
});

test('what cannot be fetched and is soon deleted is warned of while there is time, and listed with its day', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send({ files: [{ name: 'a.bin', bytes: random(100_000) }] });
  const expiresOn = (expires: string | null) => world.portal.store.db.update(submissions).set({ expires });
  cutAfter(world, 0);
  const session = await openHome(world);
  for (const [expires, warnings] of [
    [null, ['portal.unreachable']],
    [addDays(TODAY, 31), ['portal.unreachable']],
    [addDays(TODAY, 30), ['portal.unreachable', 'submission.expires-soon']],
    [TODAY, ['portal.unreachable', 'submission.expires-soon']],
  ] as const) {
    await expiresOn(expires);
    expect((await session.sync()).warnings).toEqual(warnings);
    expect((await session.unpulled()).submissions).toMatchObject([{ id, expires }]);
  }
  world.portal.intercept = () => null;
  expect(await session.sync()).toMatchObject({ opened: 1, warnings: [] });
});

test('a portal that says of nothing when it ends is understood', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send({});
  world.portal.intercept = (request) =>
    new URL(request.url).pathname === '/review/submissions'
      ? Response.json({ days: [{ day: TODAY, submissions: [{ id, size: 67_195 }] }] })
      : null;
  const session = await openHome(world);
  expect((await session.unpulled()).submissions).toMatchObject([{ id, expires: null }]);
});

test('a portal that ignores Range is taken from the beginning', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  await source.send({ files: [{ name: 'a.bin', bytes: random(400_000) }] });
  const ranges = cutAfter(world, 200_000, 1);
  const cutting = world.portal.intercept;
  world.portal.intercept = (request) => {
    if (ranges.length === 0 || !isSubmission(request)) return cutting(request);
    request.headers.delete('range');
    return cutting(request);
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ opened: 1, warnings: [] });
  expect(ranges).toEqual([null, null]);
});

test('what arrived damaged and was resumed is fetched once more from the beginning', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  await source.send({ files: [{ name: 'a.bin', bytes: random(400_000) }] });
  let calls = 0;
  const { portal } = world;
  let inside = false;
  portal.intercept = async (request) => {
    if (inside || !isSubmission(request)) return null;
    calls += 1;
    if (calls > 1) return null;
    inside = true;
    const answer = await portal.fetch(request).finally(() => {
      inside = false;
    });
    const half = new Uint8Array(await answer.arrayBuffer()).subarray(0, 200_000);
    half[100_000] = (half[100_000] ?? 0) ^ 1;
    return new Response(half, { status: 200 });
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ opened: 1, unreadable: 0 });
  expect(calls).toBe(3);
});

describe('what arrived whole, was not filed, and is damaged since', () => {
  async function leftDamaged(): Promise<{ world: World; id: string }> {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send();
    // As a machine that stopped right behind the download leaves it.
    const folder = await openFolder(world.organisation.home, PASSPHRASE, random);
    const damaged = await source.seal();
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
    await writeFile(folder.vault.blobPath(id), damaged);
    folder.lock.release();
    return { world, id };
  }

  test('is fetched once more', async () => {
    const { world, id } = await leftDamaged();
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ opened: 1, unreadable: 0, warnings: [] });
    expect((await session.read(id)).answers[0]?.text).toBe('They came at night.');
  });

  test('and is gone from the portal is noted as damaged, and not asked for again', async () => {
    const { world } = await leftDamaged();
    let asked = 0;
    world.portal.intercept = (request) => {
      if (!isSubmission(request)) return null;
      asked += 1;
      return Response.json({ error: 'request.not-found' }, { status: 404 });
    };
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ unreadable: 1, warnings: ['envelope.damaged'] });
    expect(await session.sync()).toMatchObject({ fetched: 0, warnings: [] });
    expect(asked).toBe(1);
  });
});

test('a submission longer than announced is refused and not kept', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  await source.send();
  world.portal.intercept = (request) =>
    isSubmission(request) ? new Response(new Uint8Array(900_000)) : null;
  const session = await openHome(world);
  expect((await session.sync()).warnings).toEqual(['portal.wrong-size']);
  expect(await incoming(world)).toEqual([]);
  world.portal.intercept = () => null;
  expect((await session.sync()).opened).toBe(1);
});

test('one submission that always breaks keeps no other from arriving', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const stuck = await source.send();
  for (let index = 0; index < 3; index += 1) await (await Source.arrive(world)).send();
  world.portal.intercept = (request) => {
    if (new URL(request.url).pathname.endsWith(stuck)) throw new TypeError('connection lost');
    return null;
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ opened: 3, warnings: ['portal.unreachable'] });
});

test('two that always break, one after the other, keep no other from arriving; a dead portal ends the sync', async () => {
  const world = await makeWorld();
  const stuck: string[] = [];
  for (let index = 0; index < 2; index += 1) stuck.push(await (await Source.arrive(world)).send());
  await (await Source.arrive(world)).send({ files: [{ name: 'a.bin', bytes: random(200_000) }] });
  let dead = false;
  world.portal.intercept = (request) => {
    const { pathname } = new URL(request.url);
    const broken = stuck.some((id) => pathname.endsWith(id)) || (dead && isSubmission(request));
    if (broken || (dead && world.portal.requests.filter((line) => line === LIST).length > 1)) {
      throw new TypeError('connection lost');
    }
    return null;
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ opened: 1, warnings: ['portal.unreachable'] });
  dead = true;
  world.portal.requests.length = 0;
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.unreachable' });
});

const LIST = 'GET /review/submissions';

test('a size that no submission can have is not even asked for, and the others arrive', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send();
  const size = (await source.seal()).length;
  const fake = (digit: string): string => digit.repeat(32);
  world.portal.intercept = (request) => {
    if (new URL(request.url).pathname !== '/review/submissions') return null;
    const submissions = [
      { id: fake('a'), size: Number.MAX_SAFE_INTEGER },
      { id: fake('b'), size: ciphertextSize(2 ** 31) },
      { id: fake('c'), size: 1000 },
      { id, size },
    ];
    return Response.json({ days: [{ day: TODAY, submissions }] });
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ opened: 1, warnings: ['portal.malformed'] });
  const fetched = world.portal.requests.filter((line) => line.startsWith(`${LIST}/`));
  expect(fetched).toEqual([`${LIST}/${id}`]);
});

test('what cannot begin a submission is let go of at its first bytes, noted, and not fetched again', async () => {
  const world = await makeWorld();
  const bad = await (await Source.arrive(world)).send();
  const header = new TextEncoder().encode('age-encryption.org/v1\n-> X25519 ');
  let given = 0;
  world.portal.intercept = (request) => {
    if (!new URL(request.url).pathname.endsWith(bad)) return null;
    return new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(header.slice(given, given + 1));
          given += 1;
        },
      }),
    );
  };
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({
    fetched: 1,
    unreadable: 1,
    warnings: ['envelope.wrong-stanza'],
  });
  expect(given).toBeLessThan(header.length);
  expect(await session.list()).toMatchObject([{ id: bad, problem: 'envelope.wrong-stanza' }]);
  expect([await incoming(world), await blobs(world)]).toEqual([[], []]);
  expect(await session.sync()).toMatchObject({ fetched: 0, warnings: [] });
});

async function blobs(world: World): Promise<string[]> {
  return readdir(join(world.organisation.home, 'vault', 'blobs'));
}

test('bytes that no grant can open are not kept, those for another grant are', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const damaged = await source.seal();
  damaged[5000] = (damaged[5000] ?? 0) ^ 1;
  await upload(world.portal, damaged);
  await upload(world.portal, await source.sealBytes(random(65536)));
  const stranger = await collect(await seal(source.keys.recipient, streamOf(new Uint8Array(65536))));
  const foreign = await upload(world.portal, stranger);
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ fetched: 3, unreadable: 2 });
  const listed = await session.list();
  expect(listed.map(({ problem }) => problem).sort()).toEqual([
    'envelope.damaged',
    'envelope.wrong-identity',
    'submission.foreign',
  ]);
  expect(await blobs(world)).toHaveLength(2);
  expect(listed.find(({ id }) => id === foreign)?.problem).toBe('envelope.wrong-identity');
  expect(await session.sync()).toMatchObject({ fetched: 0 });
});
