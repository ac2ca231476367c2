/** Replies on their way: batches, colleagues, crashes. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DROP_SIZE, SLOT_SIZE } from '../../server/contract.ts';
import { Source } from './support/source.ts';
import { type World, makeWorld, openHome } from './support/world.ts';

const isPlacing = (request: Request): boolean =>
  request.method === 'POST' && new URL(request.url).pathname === '/review/drops';

/** Drops per request from now on. */
function countBatches({ portal }: World): number[] {
  const batches: number[] = [];
  portal.intercept = async (request) => {
    if (isPlacing(request)) {
      batches.push((await request.clone().arrayBuffer()).byteLength / (SLOT_SIZE + DROP_SIZE));
    }
    return null;
  };
  return batches;
}

test('every sync sends a multiple of eight drops, also when there is nothing to say', async () => {
  const world = await makeWorld();
  const session = await openHome(world);
  const batches = countBatches(world);
  await session.sync();
  expect(batches).toEqual([8]);
  for (let index = 0; index < 9; index += 1) await (await Source.arrive(world)).send();
  batches.length = 0;
  expect((await session.sync()).placed).toBe(9);
  expect(batches).toEqual([16]);
});

test('a real drop can stand anywhere in its batch', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send();
  const session = await openHome(world);
  const positions = new Set<number>();
  const { allSlots } = await import('../../crypto/drop.ts');
  const own = new Set(allSlots(source.keys.dropSecret).map((slot) => Buffer.from(slot).toString('hex')));
  world.portal.intercept = async (request) => {
    if (!isPlacing(request)) return null;
    const body = Buffer.from(await request.clone().arrayBuffer());
    for (let index = 0; index * (SLOT_SIZE + DROP_SIZE) < body.length; index += 1) {
      const at = index * (SLOT_SIZE + DROP_SIZE);
      if (own.has(body.subarray(at, at + SLOT_SIZE).toString('hex'))) positions.add(index);
    }
    return null;
  };
  await session.sync();
  for (let round = 0; round < 8; round += 1) {
    await session.reply(id, 'x');
    await session.sync();
  }
  // Nine times the same place out of eight happens once in forty million runs.
  expect(positions.size).toBeGreaterThan(1);
});

test('a crash between placing and recording neither loses a reply nor says it twice', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send();
  const session = await openHome(world);
  await session.sync();
  await session.reply(id, 'Only once.');
  const { portal } = world;
  const forward = portal.fetch;
  let broken = true;
  portal.intercept = async (request) => {
    if (!isPlacing(request) || !broken) return null;
    broken = false;
    // The server takes the drops; the answer never arrives.
    await forward(request.clone());
    throw new TypeError('connection lost');
  };
  portal.intercept = onceInside(portal.intercept);
  await expect(session.sync()).rejects.toMatchObject({ code: 'portal.unreachable' });
  expect((await session.read(id)).thread.at(-1)?.state).toBe('queued');
  portal.intercept = () => null;
  expect((await session.sync()).placed).toBe(1);
  expect((await session.read(id)).thread.at(-1)?.state).toBe('placed');
  const { replies, ...faults } = await source.look();
  expect(replies.map(({ text }) => text).filter((text) => text === 'Only once.')).toHaveLength(1);
  expect(Object.values(faults).flat()).toEqual([]);
});

/** Lets the interceptor's own forwarding through. */
function onceInside(intercept: World['portal']['intercept']): World['portal']['intercept'] {
  let inside = false;
  return async (request) => {
    if (inside) return null;
    inside = true;
    try {
      return await intercept(request);
    } finally {
      inside = false;
    }
  };
}

test('of two colleagues one acknowledges, and the replies of both arrive', async () => {
  const world = await makeWorld();
  const second = join(world.folder, 'second');
  await cp(world.organisation.home, second, { recursive: true });
  const source = await Source.arrive(world);
  const id = await source.send();
  const here = await openHome(world);
  const there = await openHome(world, second);
  expect((await here.sync()).placed).toBe(1);
  expect((await there.sync()).placed).toBe(0);
  expect((await there.read(id)).thread.map(({ kind }) => kind)).toEqual(['testimony']);

  await here.reply(id, 'From here.');
  await there.reply(id, '长'.repeat(4500));
  await here.sync();
  await there.sync();
  await here.reply(id, 'From here again.');
  await here.sync();
  const { replies, ...faults } = await source.look();
  expect(replies.map(({ kind, complete, text }) => [kind, complete, text.length])).toEqual([
    ['acknowledgement', true, expect.any(Number)],
    ['reply', true, 10],
    ['reply', true, 4500],
    ['reply', true, 16],
  ]);
  expect(Object.values(faults).flat()).toEqual([]);
});

test('a portal that calls everything taken is not followed for ever, and the reply waits', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send();
  const session = await openHome(world);
  await session.sync();
  await session.reply(id, 'Hello.');
  world.portal.intercept = (request) => {
    if (isPlacing(request)) return Response.json({ placed: Array<string>(8).fill('taken') });
    if (new URL(request.url).pathname.startsWith('/review/drops/'))
      return new Response(new Uint8Array(DROP_SIZE));
    return null;
  };
  expect((await session.sync()).warnings).toEqual(['drops.contested']);
  world.portal.intercept = () => null;
  expect((await session.sync()).placed).toBe(1);
  expect((await source.look()).replies.at(-1)?.text).toBe('Hello.');
});

const shortDrop = (): Response => new Response(new Uint8Array(100));
const emptyDrop = (): Response => new Response(new Uint8Array(DROP_SIZE));
const noDrop = (): Response => new Response(null, { status: 404 });

test.each([
  ['nothing', noDrop],
  ['bytes that are no drop', emptyDrop],
  ['too few bytes', shortDrop],
])(
  'a portal that says "taken" and shows %s learns no real slot, and takes no word away',
  async (_, answer) => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send();
    const session = await openHome(world);
    const sent: string[] = [];
    const asked: string[] = [];
    world.portal.intercept = async (request) => {
      const { pathname } = new URL(request.url);
      if (isPlacing(request)) {
        const body = Buffer.from(await request.clone().arrayBuffer());
        for (let at = 0; at < body.length; at += SLOT_SIZE + DROP_SIZE)
          sent.push(body.subarray(at, at + SLOT_SIZE).toString('hex'));
        return Response.json({ placed: Array<string>(8).fill('taken') });
      }
      if (!pathname.startsWith('/review/drops/')) return null;
      asked.push(pathname.split('/').at(-1) ?? '');
      return answer();
    };
    expect(await session.sync()).toMatchObject({ placed: 0, warnings: ['drops.contested'] });
    // Every slot that was sent, dummies too, and no second round from which the real one could be told.
    expect(sent).toHaveLength(8);
    expect(asked).toEqual(sent);
    expect((await session.read(id)).thread.at(-1)).toMatchObject({
      kind: 'acknowledgement',
      state: 'queued',
    });
    world.portal.intercept = () => null;
    expect(await session.sync()).toMatchObject({ placed: 1, warnings: [] });
    const { replies, missing } = await source.look();
    expect([replies.map(({ kind }) => kind), missing]).toEqual([['acknowledgement'], []]);
  },
);

test('one source with an unusable recipient keeps no reply from the others', async () => {
  const world = await makeWorld();
  const bad = await Source.arrive(world);
  const good = await Source.arrive(world);
  const badId = await bad.send({ channel: { ...bad.channel(), recipient: `age1pq1${'q'.repeat(1952)}` } });
  await good.send();
  const session = await openHome(world);
  expect(await session.sync()).toMatchObject({ placed: 1, warnings: ['reply.channel-broken'] });
  expect((await good.look()).replies).toHaveLength(1);
  expect(await session.read(badId)).toMatchObject({ canReply: false, problem: 'reply.channel-broken' });
});
