/** What a server can do to a snapshot, done to one that the real server made of what the real reviewer placed. */
import { base64urlnopad } from '@scure/base';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeDrop, makeDummy, slotAt } from '../../crypto/drop.ts';
import { takeSnapshot } from '../../server/snapshot.ts';
import { DROP_SIZE, ROUTES, SLOT_SIZE } from '../../server/contract.ts';
import { sleep } from '../../web/source/deadline.ts';
import type { Looked } from '../../web/source/errands.ts';
import { Gathered, look } from '../../web/source/looking.ts';
import type { Fetch } from '../../web/source/requests.ts';
import { Source } from '../reviewer/support/source.ts';
import { PORTAL, TODAY, makeWorld, openHome, random, type World } from '../reviewer/support/world.ts';

const QUESTION = '那扇绿色铁门的院子，门口有没有挂牌子？';
const LONG = '很长的回复。'.repeat(800);

type Index = { number: number; buckets: { id: number; slots: string }[] };
/** One bucket with its index; slots and drops may be changed in place. */
type Snapshot = { index: Index; slots: Uint8Array; bucket: Uint8Array };

let source: Source;
let honest: Snapshot;
/** The snapshot before the replies: only the acknowledgement. */
let earlier: Snapshot;
let untouched: Looked;

const slot = (n: number) => slotAt(source.keys.dropSecret, n);

async function download({ portal }: World): Promise<Snapshot> {
  const index = (await (await portal.fetch(`${PORTAL}${ROUTES.snapshotIndex}`)).json()) as Index;
  const answer = await portal.fetch(`${PORTAL}${ROUTES.snapshotBuckets}/0`);
  return {
    index,
    slots: base64urlnopad.decode(index.buckets[0]?.slots ?? ''),
    bucket: new Uint8Array(await answer.arrayBuffer()),
  };
}

const copyOf = ({ index, slots, bucket }: Snapshot): Snapshot => ({
  index,
  slots: slots.slice(),
  bucket: bucket.slice(),
});

/** Where a drop lies. */
function placeOf({ slots }: Snapshot, n: number): number {
  const own = Buffer.from(slot(n));
  for (let at = 0; at < slots.length; at += SLOT_SIZE) {
    if (own.equals(slots.subarray(at, at + SLOT_SIZE))) return at / SLOT_SIZE;
  }
  throw new Error(`slot ${String(n)} is not there`);
}

const placesOf = (snapshot: Snapshot) => [0, 1, 2, 3, 4].map((n) => placeOf(snapshot, n));
const dropAt = ({ bucket }: Snapshot, place: number) =>
  bucket.slice(place * DROP_SIZE, (place + 1) * DROP_SIZE);
/** The last place of the bucket: with so few drops nothing is there. */
const FREE = 127;

function put(snapshot: Snapshot, place: number, name: Uint8Array | null, drop: Uint8Array): void {
  if (name) snapshot.slots.set(name, place * SLOT_SIZE);
  snapshot.bucket.set(drop, place * DROP_SIZE);
}

const requests: string[] = [];

/** Looks at a snapshot as the page does, after something was done to it. */
async function after(change: (snapshot: Snapshot) => unknown, gathered = new Gathered()): Promise<Looked> {
  const snapshot = copyOf(honest);
  await change(snapshot);
  requests.length = 0;
  return look({ fetch: serving(snapshot), sleep, random, today: TODAY }, source.keys, gathered);
}

function serving({ index, slots, bucket }: Snapshot): Fetch {
  const shown = { ...index, buckets: [{ id: 0, slots: base64urlnopad.encode(slots) }] };
  return (path) => {
    requests.push(path);
    const body = path === ROUTES.snapshotIndex ? JSON.stringify(shown) : new Uint8Array(bucket);
    return Promise.resolve(new Response(body));
  };
}

let prepared: Promise<void> | undefined;

/** Made by whichever test is the first, because a world goes away with its test; what is kept is bytes. */
async function prepare(): Promise<void> {
  const world = await makeWorld();
  const snapshot = async () => {
    await takeSnapshot({ store: world.portal.store, now: () => world.portal.now(), random });
    return download(world);
  };
  source = await Source.arrive(world);
  const id = await source.send();
  const session = await openHome(world);
  await session.sync();
  earlier = await snapshot();
  await session.reply(id, LONG);
  await session.reply(id, QUESTION);
  await session.sync();
  honest = await snapshot();
  untouched = await after(() => undefined);
}

beforeEach(() => (prepared ??= prepare()));

describe('a snapshot', () => {
  test('that nobody has touched shows everything and accuses nobody', () => {
    expect(untouched).toMatchObject({
      ...{ day: TODAY, stale: false, more: false },
      ...{ missing: 0, damaged: 0, forged: 0, swapped: 0, replayed: 0 },
    });
    expect(untouched.replies.map(({ kind, text, complete }) => [kind, text, complete])).toEqual([
      ['acknowledgement', expect.any(String), true],
      ['reply', LONG, true],
      ['reply', QUESTION, true],
    ]);
  });

  test('in which two replies are swapped is noticed, and they are shown where they belong', async () => {
    const swapped = await after((snapshot) => {
      const [, one = 0, , , four = 0] = placesOf(snapshot);
      const [first, last] = [dropAt(snapshot, one), dropAt(snapshot, four)];
      put(snapshot, one, null, last);
      put(snapshot, four, null, first);
    });
    expect(swapped).toEqual({ ...untouched, swapped: 2 });
    const renamed = await after((snapshot) => {
      const [, , two = 0, three = 0] = placesOf(snapshot);
      snapshot.slots.set(slot(3), two * SLOT_SIZE);
      snapshot.slots.set(slot(2), three * SLOT_SIZE);
    });
    expect(renamed).toEqual({ ...untouched, swapped: 2 });
  });

  test('in which a reply is repeated is noticed, whether beside the others or over one of them', async () => {
    const beside = await after((snapshot) => {
      const four = dropAt(snapshot, placeOf(snapshot, 4));
      put(snapshot, FREE, slot(5), four);
    });
    expect(beside).toEqual({ ...untouched, replayed: 1 });
    const twice = await after((snapshot) => {
      put(snapshot, FREE, slot(4), dropAt(snapshot, placeOf(snapshot, 4)));
    });
    expect(twice).toEqual({ ...untouched, replayed: 1 });
    const over = await after((snapshot) => {
      put(snapshot, placeOf(snapshot, 4), null, dropAt(snapshot, placeOf(snapshot, 0)));
    });
    expect(over).toEqual({ ...untouched, replies: untouched.replies.slice(0, 2), replayed: 1 });
  });

  test.each([0, 1, 2, 3])('without drop %i is noticed by the one that follows on it', async (n) => {
    const looked = await after((snapshot) => {
      const place = placeOf(snapshot, n);
      put(snapshot, place, new Uint8Array(SLOT_SIZE), new Uint8Array(DROP_SIZE));
    });
    expect(looked).toMatchObject({ missing: 1, damaged: 0, forged: 0, swapped: 0, replayed: 0 });
    expect(looked.replies.at(-1)).toEqual(untouched.replies.at(-1));
    // A part that is missing leaves a gap, and the text around it says so.
    expect(looked.replies.filter(({ complete }) => !complete).length).toBe([0, 1, 2, 1][n]);
  });

  test('without its newest drops cannot be told from one before them, as docs/format.md says', async () => {
    const looked = await after((snapshot) => {
      put(snapshot, placeOf(snapshot, 4), new Uint8Array(SLOT_SIZE), new Uint8Array(DROP_SIZE));
    });
    expect(looked).toEqual({ ...untouched, replies: untouched.replies.slice(0, 2) });
  });

  test('with a forged reply is noticed, and nothing of it is shown', async () => {
    const text = 'We know who you are.';
    const looked = await after(async (snapshot) => {
      const reply = { n: 5, day: TODAY, kind: 'reply', text, part: 1, of: 1, previous: null } as const;
      const drop = await makeDrop({
        recipient: source.keys.recipient,
        dropSecret: random(32),
        reply: { format: 'witnessbox-reply/1', ...reply },
      });
      put(snapshot, FREE, slot(5), drop);
    });
    expect(looked).toEqual({ ...untouched, forged: 1 });
    expect(JSON.stringify(looked)).not.toContain(text);
  });

  test('with a damaged reply, or somebody else’s in its place, is noticed', async () => {
    for (const change of [
      (drop: Uint8Array) => drop.with(5000, (drop[5000] ?? 0) ^ 1),
      (drop: Uint8Array) => drop.with(30, (drop[30] ?? 0) ^ 1),
      () => makeDummy(random).then(({ drop }) => drop),
      () => new Uint8Array(DROP_SIZE),
    ]) {
      const looked = await after(async (snapshot) => {
        const place = placeOf(snapshot, 2);
        put(snapshot, place, null, await change(dropAt(snapshot, place)));
      });
      expect(looked).toMatchObject({ missing: 0, damaged: 1, forged: 0, swapped: 0, replayed: 0 });
      expect(looked.replies.map(({ text }) => text)).not.toContain(LONG);
      expect(looked.replies.at(-1)).toEqual(untouched.replies.at(-1));
    }
  });

  test('that is older than one seen a moment ago is noticed, and what was seen stays', async () => {
    const gathered = new Gathered();
    await after(() => undefined, gathered);
    const looked = await look(
      { fetch: serving(earlier), sleep, random, today: TODAY },
      source.keys,
      gathered,
    );
    expect(looked).toEqual({ ...untouched, stale: true });
    // Alone, on its own day, it is one like any other.
    const alone = await look(
      { fetch: serving(earlier), sleep, random, today: TODAY },
      source.keys,
      new Gathered(),
    );
    expect(alone).toMatchObject({ stale: false, missing: 0 });
  });

  test('is asked for in the same two requests, whatever was done to it', async () => {
    for (const change of [
      () => undefined,
      (snapshot: Snapshot) => snapshot.bucket.fill(0),
      (snapshot: Snapshot) => snapshot.slots.fill(0),
      (snapshot: Snapshot) => {
        put(snapshot, FREE, slot(4), dropAt(snapshot, placeOf(snapshot, 4)));
      },
    ]) {
      await after(change);
      expect(requests).toEqual([ROUTES.snapshotIndex, `${ROUTES.snapshotBuckets}/0`]);
    }
  });
});
