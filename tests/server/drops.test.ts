import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { drops } from '../../db/schema.ts';
import { dropAt, findSlots, parseSnapshotIndex } from '../../crypto/snapshot.ts';
import { BUCKET_SIZE, DROPS_TYPE, type PlacedDrops, type SnapshotIndex } from '../../server/contract.ts';
import { takeSnapshot } from '../../server/snapshot.ts';
import { ascii, concat, dropFile, noise, sameBytes } from './support/files.ts';
import { random } from './support/runtime.ts';
import { codeIn, makeWorld, type World } from './support/world.ts';

type Drop = { slot: Uint8Array; bytes: Uint8Array };

async function makeDrops(count: number): Promise<Drop[]> {
  const made: Drop[] = [];
  for (let index = 0; index < count; index += 1) made.push({ slot: random(16), bytes: await dropFile() });
  return made;
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

describe('drops', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  const place = (batch: readonly Drop[], headers: Record<string, string> = { 'Content-Type': DROPS_TYPE }) =>
    world.sendSigned('POST', '/review/drops', {
      headers,
      body: concat(...batch.flatMap(({ slot, bytes }) => [slot, bytes])),
    });
  const placeAll = async (all: readonly Drop[]) => {
    for (let start = 0; start < all.length; start += 64) {
      expect((await place(all.slice(start, start + 64))).status).toBe(200);
    }
  };
  const snap = () => takeSnapshot({ store: world.store, now: () => world.clock.now, random });
  const indexBytes = async () =>
    new Uint8Array(await (await world.send('GET', '/snapshot/index.json')).arrayBuffer());
  const index = async () => JSON.parse(new TextDecoder().decode(await indexBytes())) as SnapshotIndex;
  const bucket = async (id: number) =>
    new Uint8Array(await (await world.send('GET', `/snapshot/buckets/${String(id)}`)).arrayBuffer());

  /** What a source finds in the snapshot under a slot. */
  async function look(slot: Uint8Array): Promise<Uint8Array | null> {
    const [found] = findSlots(parseSnapshotIndex(await indexBytes()), [slot]);
    return found ? dropAt(await bucket(found.bucket), found.position) : null;
  }

  describe('placed by the team', () => {
    it('are told one by one, and are there for the team at once', async () => {
      const batch = await makeDrops(8);
      const answer = await place(batch);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ placed: Array(8).fill('placed') });
      for (const { slot, bytes } of batch) {
        const found = await world.sendSigned('GET', `/review/drops/${hex(slot)}`);
        expect(found.status).toBe(200);
        expect(new Uint8Array(await found.arrayBuffer())).toEqual(bytes);
      }
    });

    it('never replace one another, not even within a batch', async () => {
      const first = await makeDrops(8);
      await place(first);
      const second = await makeDrops(8);
      const mixed = second.map((drop, at) => ({
        ...drop,
        slot: (at < 3 ? first[at] : second[at])?.slot ?? drop.slot,
      }));
      mixed[7] = { ...(mixed[7] as Drop), slot: (mixed[6] as Drop).slot };
      const { placed } = (await (await place(mixed)).json()) as PlacedDrops;
      expect(placed).toEqual(['taken', 'taken', 'taken', 'placed', 'placed', 'placed', 'placed', 'taken']);
      const kept = await world.sendSigned('GET', `/review/drops/${hex((first[0] as Drop).slot)}`);
      expect(new Uint8Array(await kept.arrayBuffer())).toEqual((first[0] as Drop).bytes);
      expect((await world.count()).drops).toBe(12);
    });

    const refused: [string, () => Promise<Drop[]>][] = [
      ['none', () => Promise.resolve([])],
      ['a number that is no multiple of eight', () => makeDrops(7)],
      ['more than sixty-four', () => makeDrops(72)],
      [
        'one that is not an age file',
        async () => [...(await makeDrops(7)), { slot: random(16), bytes: noise(8192) }],
      ],
      [
        'one to a classical recipient',
        async () => {
          const [first, ...rest] = await makeDrops(8);
          const bytes = first?.bytes ?? noise(8192);
          bytes.set(ascii('-> X25519 '), 22);
          return [{ slot: random(16), bytes }, ...rest];
        },
      ],
      [
        'one under the name that means nothing',
        async () => [...(await makeDrops(7)), { slot: new Uint8Array(16), bytes: await dropFile() }],
      ],
      [
        'one that is too short',
        async () => [...(await makeDrops(7)), { slot: random(16), bytes: (await dropFile()).subarray(1) }],
      ],
    ];
    it.each(refused)('are refused with %s, and none is kept', async (_, make) => {
      const answer = await place(await make());
      const tooLarge = answer.status === 413;
      expect(await codeIn(answer)).toBe(tooLarge ? 'request.too-large' : 'drops.malformed');
      expect(answer.status).toBe(tooLarge ? 413 : 422);
      expect((await world.count()).drops).toBe(0);
    });

    it('are refused under another media type', async () => {
      const answer = await place(await makeDrops(8), { 'Content-Type': 'application/json' });
      expect(await codeIn(answer)).toBe('drops.malformed');
    });

    it('are refused when a byte differs from what was signed', async () => {
      const { signRequest } = await import('../../crypto/requests.ts');
      const batch = await makeDrops(8);
      const body = concat(...batch.flatMap(({ slot, bytes }) => [slot, bytes]));
      const signature = signRequest({
        method: 'POST',
        url: 'http://portal.test/review/drops',
        body,
        seed: world.organisation.teamSeed,
        created: Math.floor(world.clock.now.getTime() / 1000),
        nonce: 'n'.repeat(16),
      });
      const altered = body.slice();
      altered[5000] = (altered[5000] ?? 0) ^ 1;
      const answer = await world.send(
        'POST',
        '/review/drops',
        { 'Content-Type': DROPS_TYPE, ...signature },
        altered,
      );
      expect(await codeIn(answer)).toBe('request.bad-signature');
      expect((await world.count()).drops).toBe(0);
    });

    it.each(['0'.repeat(32), 'x', 'A'.repeat(32)])('are not found under %s', async (slot) => {
      const answer = await world.sendSigned('GET', `/review/drops/${slot}`);
      expect(answer.status).toBe(404);
      expect(await codeIn(answer)).toBe('request.not-found');
    });
  });

  describe('seen by sources', () => {
    it('are one empty bucket of the usual size before there is anything', async () => {
      const empty = await index();
      expect(empty).toMatchObject({ format: 'witnessbox-snapshot/1', number: 0 });
      expect(empty.buckets).toHaveLength(1);
      expect(sameBytes(await bucket(0), new Uint8Array(BUCKET_SIZE))).toBe(true);
      await snap();
      expect(await index()).toEqual({ ...empty, number: 1, day: '2026-11-22' });
    });

    it('appear at the next snapshot and not before', async () => {
      await snap();
      const batch = await makeDrops(8);
      const [before, bucketBefore] = [await indexBytes(), await bucket(0)];
      await place(batch);
      expect(await indexBytes()).toEqual(before);
      expect(sameBytes(await bucket(0), bucketBefore)).toBe(true);
      await snap();
      for (const { slot, bytes } of batch) expect(await look(slot)).toEqual(bytes);
    });

    it('cost the same bytes whether there is something or nothing', async () => {
      await snap();
      const sizes = async () => [(await indexBytes()).length, (await bucket(0)).length];
      const before = await sizes();
      await place(await makeDrops(8));
      await snap();
      expect(await sizes()).toEqual(before);
      expect(before[1]).toBe(1048576);
    });

    it('keep their place for ever, and new ones come after them', async () => {
      const first = await makeDrops(8);
      await placeAll(first);
      await snap();
      const placesOf = async (batch: readonly Drop[]) =>
        findSlots(
          parseSnapshotIndex(await indexBytes()),
          batch.map(({ slot }) => slot),
        );
      const places = await placesOf(first);
      await placeAll(await makeDrops(128));
      await snap();
      expect(await placesOf(first)).toEqual(places);
      const { buckets } = await index();
      expect(buckets.map(({ id }) => id)).toEqual([0, 1]);
      expect((await bucket(1)).length).toBe(BUCKET_SIZE);
    });

    it('do not lie in the order in which they came', async () => {
      const all = await makeDrops(64);
      await placeAll(all);
      await snap();
      const found = findSlots(
        parseSnapshotIndex(await indexBytes()),
        all.map(({ slot }) => slot),
      );
      const byPlace = [...found].sort((a, b) => a.position - b.position).map(({ n }) => n);
      expect([...byPlace].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, n) => n));
      // 64! orders: to be the one of arrival by chance does not happen.
      expect(byPlace).not.toEqual([...byPlace].sort((a, b) => a - b));
    });

    it('expire at a snapshot, leave zeros behind, and their places are not given again', async () => {
      const old = await makeDrops(8);
      await placeAll(old);
      await snap();
      world.clock.now = new Date('2026-12-22T00:00:00Z');
      const young = await makeDrops(8);
      await placeAll(young);
      await snap();
      world.clock.now = new Date('2027-01-21T00:00:00Z');
      await snap();
      for (const { slot, bytes } of old) expect(await look(slot)).toEqual(bytes);

      world.clock.now = new Date('2027-01-22T00:00:00Z');
      const [before] = [await indexBytes()];
      expect(await look((old[0] as Drop).slot)).not.toBeNull();
      expect(await indexBytes()).toEqual(before);
      await snap();
      for (const { slot } of old) expect(await look(slot)).toBeNull();
      for (const { slot, bytes } of young) expect(await look(slot)).toEqual(bytes);
      expect((await bucket(0)).subarray(0, 8 * 8192).every((byte) => byte === 0)).toBe(true);
      expect((await world.count()).drops).toBe(8);

      await placeAll(await makeDrops(8));
      await snap();
      expect((await bucket(0)).subarray(0, 8 * 8192).every((byte) => byte === 0)).toBe(true);
    });

    it('leave no bucket behind in which all have expired, except the last', async () => {
      await placeAll(await makeDrops(128));
      await snap();
      await placeAll(await makeDrops(8));
      await snap();
      // Not the clock's first look at a time so much later: that may be a mistake of its own.
      world.clock.now = new Date('2027-03-01T00:00:00Z');
      await snap();
      await snap();
      expect((await index()).buckets.map(({ id }) => id)).toEqual([0, 1]);
      world.clock.now = new Date('2027-03-02T00:00:00Z');
      await snap();
      expect((await index()).buckets.map(({ id }) => id)).toEqual([1]);
      expect((await world.send('GET', '/snapshot/buckets/0')).status).toBe(404);
      expect(sameBytes(await bucket(1), new Uint8Array(BUCKET_SIZE))).toBe(true);
    });

    it('are found among more than one D1 parameter list could hold', async () => {
      const all = await makeDrops(192);
      await placeAll(all);
      await snap();
      const rows = await world.store.db.select().from(drops).where(eq(drops.bucket, 1));
      expect(rows).toHaveLength(64);
      expect(await look((all[100] as Drop).slot)).toEqual((all[100] as Drop).bytes);
    });

    it('are not lost or doubled when two snapshots are taken at once', async () => {
      const all = await makeDrops(16);
      await placeAll(all);
      const done = await Promise.all([snap(), snap(), snap()]);
      expect(done.filter(Boolean).length).toBeGreaterThan(0);
      for (const { slot, bytes } of all) expect(await look(slot)).toEqual(bytes);
    });

    it.each(['1', '-1', '00', 'x', '99999999999', '0.0'])('have no bucket %s', async (id) => {
      await snap();
      const answer = await world.send('GET', `/snapshot/buckets/${id}`);
      expect(answer.status).toBe(404);
      expect(await codeIn(answer)).toBe('request.not-found');
    });
  });
});
