import { randomBytes } from 'node:crypto';
import { base64urlnopad } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { dropHash, makeDrop, slotAt } from '../../crypto/drop.ts';
import { below } from '../../crypto/random.ts';
import { deriveReceiptKeys, type ReceiptKeys } from '../../crypto/receipt.ts';
import { BUCKET_DROPS, BUCKET_SIZE, DROP_SIZE, SLOT_SIZE } from '../../server/contract.ts';
import { sleep } from '../../web/source/deadline.ts';
import type { Looked } from '../../web/source/errands.ts';
import { Gathered, chooseBucket, look } from '../../web/source/looking.ts';
import type { Fetch } from '../../web/source/requests.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const DAY = '2026-11-20';

/** A snapshot with the given drops, everything else being other people's. */
function snapshotOf(buckets: { slot: Uint8Array; drop: Uint8Array }[][], number = 5) {
  const requests: { path: string; bytes: number }[] = [];
  const contents = buckets.map((own) => {
    const slots = random(BUCKET_DROPS * SLOT_SIZE);
    const bucket = random(BUCKET_SIZE);
    own.forEach(({ slot, drop }, index) => {
      const position = index * 7 + 3;
      slots.set(slot, position * SLOT_SIZE);
      bucket.set(drop, position * DROP_SIZE);
    });
    return { slots, bucket };
  });
  const index = {
    format: 'witnessbox-snapshot/1',
    number,
    day: DAY,
    buckets: contents.map(({ slots }, id) => ({ id, slots: base64urlnopad.encode(slots) })),
  };
  const fetch = async (path: string): Promise<Response> => {
    await Promise.resolve();
    const bucket = /^\/snapshot\/buckets\/(\d+)$/.exec(path)?.[1];
    const body = bucket === undefined ? JSON.stringify(index) : contents[Number(bucket)]?.bucket.slice();
    const response = new Response(body ?? null, { status: body === undefined ? 404 : 200 });
    requests.push({ path, bytes: typeof body === 'string' ? body.length : (body?.length ?? 0) });
    return response;
  };
  return { fetch, requests };
}

async function reply(keys: ReceiptKeys, n: number, text: string, previous: Uint8Array | null) {
  const drop = await makeDrop({
    recipient: keys.recipient,
    dropSecret: keys.dropSecret,
    reply: {
      format: 'witnessbox-reply/1',
      n,
      day: DAY,
      kind: n === 0 ? 'acknowledgement' : 'reply',
      text,
      part: 1,
      of: 1,
      previous: previous === null ? null : dropHash(previous),
    },
  });
  return { slot: slotAt(keys.dropSecret, n), drop };
}

const NOTHING: Looked = {
  day: DAY,
  stale: false,
  replies: [],
  missing: 0,
  damaged: 0,
  forged: 0,
  swapped: 0,
  replayed: 0,
  more: false,
};

const shapeOf = (requests: { path: string; bytes: number }[]) =>
  requests.map(({ path, bytes }) => ({ path: path.replace(/\d+$/, 'N'), bytes }));

describe('looking', () => {
  let keys: ReceiptKeys;

  beforeAll(async () => {
    keys = await deriveReceiptKeys(random(16), random(32));
  });

  test('asks for the same two things whether or not a reply waits, and whether or not the words are right', async () => {
    const first = await reply(keys, 0, 'received', null);
    const with1 = snapshotOf([[first], []]);
    const without = snapshotOf([[], []]);
    const others = await deriveReceiptKeys(random(16), random(32));
    const found = await look({ fetch: with1.fetch, sleep, random, today: DAY }, keys, new Gathered());
    const nothing = await look({ fetch: without.fetch, sleep, random, today: DAY }, keys, new Gathered());
    await look({ fetch: with1.fetch, sleep, random, today: DAY }, others, new Gathered());

    expect(found.replies).toHaveLength(1);
    expect(nothing).toEqual(NOTHING);
    const expected = ['/snapshot/index.json', '/snapshot/buckets/N'];
    expect(shapeOf(without.requests).map(({ path }) => path)).toEqual(expected);
    expect(shapeOf(with1.requests)).toEqual([...shapeOf(without.requests), ...shapeOf(without.requests)]);
  });

  test('fetches the bucket of the newest reply, says that there is more, and gets it with another look', async () => {
    const zero = await reply(keys, 0, 'received', null);
    const one = await reply(keys, 1, 'a question', zero.drop);
    const two = await reply(keys, 2, 'another', one.drop);
    const { fetch, requests } = snapshotOf([[zero, one], [], [two]]);
    const gathered = new Gathered();

    const first = await look({ fetch, sleep, random, today: DAY }, keys, gathered);
    expect(requests[1]?.path).toBe('/snapshot/buckets/2');
    expect(first).toMatchObject({ more: true, missing: 0 });
    expect(first.replies.map(({ text }) => text)).toEqual(['another']);

    const second = await look({ fetch, sleep, random, today: DAY }, keys, gathered);
    expect(requests[3]?.path).toBe('/snapshot/buckets/0');
    expect(second).toMatchObject({ more: false, missing: 0, damaged: 0 });
    expect(second.replies.map(({ text }) => text)).toEqual(['received', 'a question', 'another']);
  });

  test('keeps what it has seen when a later look brings something else in its place, and says so', async () => {
    const zero = await reply(keys, 0, 'received', null);
    const gathered = new Gathered();
    const before = await look(
      { fetch: snapshotOf([[zero]]).fetch, sleep, random, today: DAY },
      keys,
      gathered,
    );
    const changed = { ...zero, drop: random(DROP_SIZE) };
    const after = await look(
      { fetch: snapshotOf([[changed]]).fetch, sleep, random, today: DAY },
      keys,
      gathered,
    );
    expect(after).toEqual({ ...before, damaged: 1 });
    const gone = await look({ fetch: snapshotOf([[]]).fetch, sleep, random, today: DAY }, keys, gathered);
    expect(gone.replies).toEqual(before.replies);
  });

  /** Counts how often a drop is opened: each time the identity is asked for. */
  function counting() {
    const counted = {
      ...keys,
      openings: 0,
      get identity() {
        counted.openings += 1;
        return keys.identity;
      },
    };
    return counted;
  }

  /** One bucket, full of one drop. */
  function fullOf(drop: Uint8Array, slotOf: (position: number) => Uint8Array) {
    const index = {
      format: 'witnessbox-snapshot/1',
      number: 5,
      day: DAY,
      buckets: [{ id: 0, slots: base64urlnopad.encode(Buffer.concat(places(slotOf))) }],
    };
    const bucket = Buffer.concat(places(() => drop));
    const fetch: Fetch = (path) =>
      Promise.resolve(new Response(path.includes('buckets') ? bucket : JSON.stringify(index)));
    return fetch;
  }

  const places = (at: (position: number) => Uint8Array) =>
    Array.from({ length: BUCKET_DROPS }, (_, position) => at(position));

  test('a drop that fills a whole bucket is found once, repeated once, and opened once, however often one looks', async () => {
    const { slot, drop } = await reply(keys, 200, 'once', null);
    const counted = counting();
    const gathered = new Gathered();
    for (const round of [1, 2]) {
      const fetch = fullOf(drop, () => slot);
      const looked = await look({ fetch, sleep, random, today: DAY }, counted, gathered);
      expect([round, looked.replies.map(({ text }) => text)]).toEqual([round, ['once']]);
      expect(looked).toMatchObject({ replayed: 1, damaged: 0, swapped: 0, more: false });
    }
    expect(gathered.found()).toHaveLength(2);
    expect(counted.openings).toBe(1);
  });

  test('a drop that lies in 128 of our slots is opened once too, and each of them is told', async () => {
    const { drop } = await reply(keys, 200, 'once', null);
    const counted = counting();
    const fetch = fullOf(drop, (position) => slotAt(keys.dropSecret, position));
    const looked = await look({ fetch, sleep, random, today: DAY }, counted, new Gathered());
    expect(looked).toMatchObject({ replayed: 127, swapped: 1 });
    expect(counted.openings).toBe(1);
  });

  test('a reply that lies elsewhere in the next snapshot is no repetition', async () => {
    const [zero, other] = [
      await reply(keys, 0, 'received', null),
      { slot: random(16), drop: random(DROP_SIZE) },
    ];
    const counted = counting();
    const gathered = new Gathered();
    for (const [number, own] of [
      [5, [zero]],
      [6, [other, zero]],
    ] as const) {
      const { fetch } = snapshotOf([[...own]], number);
      const looked = await look({ fetch, sleep, random, today: DAY }, counted, gathered);
      expect(looked).toMatchObject({ replayed: 0, more: false });
      expect(looked.replies).toHaveLength(1);
    }
    expect(counted.openings).toBe(1);
  });

  test.each([
    [DAY, false],
    ['2026-11-19', false],
    ['2026-11-23', false],
    ['2026-11-24', true],
    ['2027-11-20', true],
  ])('on %s says of a snapshot of 20 November that it is old: %s', async (today, stale) => {
    expect(await look({ fetch: snapshotOf([[]]).fetch, sleep, random, today }, keys, new Gathered())).toEqual(
      {
        ...NOTHING,
        stale,
      },
    );
  });

  test('without a reply every bucket is as likely as the next', () => {
    const counts = [0, 0, 0, 0];
    for (let round = 0; round < 4000; round += 1) {
      const chosen = chooseBucket([], new Gathered(), [0, 1, 2, 3], random);
      counts[chosen] = (counts[chosen] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });

  test('a draw never leaves its range, and the uneven rest of 2^32 is drawn again', () => {
    const draws = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 5)];
    expect(below(3, () => draws.shift() ?? new Uint8Array(4))).toBe(2);
    expect(draws).toEqual([]);
  });

  test('a bucket of another size is not believed', async () => {
    const { fetch } = snapshotOf([[]]);
    const cut = async (path: string) =>
      path.includes('buckets') ? new Response(new Uint8Array(DROP_SIZE)) : fetch(path);
    await expect(look({ fetch: cut, sleep, random, today: DAY }, keys, new Gathered())).rejects.toMatchObject(
      {
        code: 'page.bad-answer',
      },
    );
  });
});
