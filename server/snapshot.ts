/**
 * What sources see of the drops: the state of the last snapshot and nothing newer, so that watching the portal
 * between snapshots shows nothing. A drop's first snapshot gives it a random one of the free places at the end,
 * which it keeps for ever; an expired one leaves zeros behind. Index entries and buckets have constant sizes.
 *
 * @module
 */
import type { Hono } from 'hono';
import { base64urlnopad, hex } from '@scure/base';
import {
  lastSnapshot,
  listPlaces,
  listUnplaced,
  readBucket,
  recordSnapshot,
  type Place,
  type Snapshot,
} from '../db/drops.ts';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import {
  BUCKET_DROPS,
  BUCKET_SIZE,
  DROP_SIZE,
  ROUTES,
  SLOT_SIZE,
  SNAPSHOT_FORMAT,
  type SnapshotIndex,
} from './contract.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import { ServerError } from './errors.ts';
import { mayRemove } from './expiry.ts';
import { keepShown } from './shown.ts';
import { bytesOf, jsonText, methods } from './routes.ts';
import { shuffled } from './shuffle.ts';

export type SnapshotParts = { store: Store; now: () => Date; random: Random };

/** Takes a snapshot now. False if another process was faster, which is as good. */
export async function takeSnapshot({ store, now, random }: SnapshotParts): Promise<boolean> {
  const day = dayOf(now());
  const last = await lastSnapshot(store.db);
  const start = last?.places ?? 0;
  const waiting = shuffled(await listUnplaced(store.db, day), random);
  const placed = waiting.map((slot, index): Place => {
    const place = start + index;
    return { slot, bucket: Math.floor(place / BUCKET_DROPS), position: place % BUCKET_DROPS };
  });
  const places = start + placed.length;
  const isTaken = await recordSnapshot(store, last, {
    day,
    places,
    placed,
    removing: mayRemove(last?.day, day),
  });
  // Until the journal is emptied, the file still has the drops that have just expired.
  await store.settle(day).catch(() => undefined);
  return isTaken;
}

/**
 * Whether one should have been taken while nobody was there to do so. Of the last one only the day is kept: a second
 * hour of the same day that was missed waits for the next.
 */
export async function isSnapshotDue(
  { store, now }: Pick<SnapshotParts, 'store' | 'now'>,
  hours: readonly number[] = [0],
): Promise<boolean> {
  const last = await lastSnapshot(store.db);
  const period = snapshotPeriod(now(), hours);
  return last === undefined || last.day < period.slice(0, 'YYYY-MM-DD'.length);
}

/** The hour (UTC, of those given, ascending) that began last, with its day: YYYY-MM-DDTHH. */
export function snapshotPeriod(time: Date, hours: readonly number[]): string {
  const begun = hours.findLast((hour) => hour <= time.getUTCHours());
  const day = begun === undefined ? addDays(dayOf(time), -1) : dayOf(time);
  return `${day}T${String(begun ?? hours.at(-1) ?? 0).padStart(2, '0')}`;
}

export type ShownParts = Pick<SnapshotParts, 'store' | 'now'> & {
  /** Buckets of the last snapshot that are kept in memory at most, of 1 MiB each. */
  bucketsKept?: number;
};

export function addSnapshot(app: Hono, { store, now, bucketsKept = 0 }: ShownParts): void {
  const current = () => lastSnapshot(store.db);
  const indexes = keepShown(current, 1, async () => JSON.stringify(await snapshotIndex(store, now)));
  const buckets = keepShown(current, bucketsKept, (name) => bucketBytes(store, name));
  app.all(ROUTES.snapshotIndex, methods({ GET: async () => jsonText(await indexes('index')) }));
  app.all(
    `${ROUTES.snapshotBuckets}/:id`,
    methods({
      GET: async (c) => bytesOf(await buckets(c.req.param('id') ?? ''), 'application/octet-stream'),
    }),
  );
}

/**
 * Asks for what the last snapshot shows, as sources do, at most `most` buckets. An answer from memory is faster, and what
 * is there only because somebody has asked for it would tell the next one so.
 */
export async function keepAll(app: Hono, most: number): Promise<void> {
  const index = (await (await app.request(ROUTES.snapshotIndex)).json()) as SnapshotIndex;
  for (const { id } of index.buckets.slice(0, most)) {
    await app.request(`${ROUTES.snapshotBuckets}/${String(id)}`);
  }
}

async function snapshotIndex(store: Store, now: () => Date): Promise<SnapshotIndex> {
  const last = await lastSnapshot(store.db);
  const slots = new Map<number, Uint8Array>([[lastBucket(last), new Uint8Array(BUCKET_DROPS * SLOT_SIZE)]]);
  for (const { slot, bucket, position } of await listPlaces(store.db)) {
    const named = slots.get(bucket) ?? new Uint8Array(BUCKET_DROPS * SLOT_SIZE);
    named.set(hex.decode(slot), position * SLOT_SIZE);
    slots.set(bucket, named);
  }
  return {
    format: SNAPSHOT_FORMAT,
    number: last?.number ?? 0,
    day: last?.day ?? dayOf(now()),
    buckets: [...slots]
      .sort(([a], [b]) => a - b)
      .map(([id, named]) => ({ id, slots: base64urlnopad.encode(named) })),
  };
}

async function bucketBytes(store: Store, name: string): Promise<Uint8Array> {
  if (!/^(0|[1-9][0-9]{0,8})$/.test(name)) throw new ServerError('request.not-found');
  const id = Number(name);
  const drops = await readBucket(store.db, id);
  // A bucket in which everything has expired is gone, but there is always a last one.
  if (drops.length === 0 && id !== lastBucket(await lastSnapshot(store.db))) {
    throw new ServerError('request.not-found');
  }
  const bucket = new Uint8Array(BUCKET_SIZE);
  for (const { position, bytes } of drops) bucket.set(bytes, position * DROP_SIZE);
  return bucket;
}

function lastBucket(last: Snapshot | undefined): number {
  return Math.floor(Math.max((last?.places ?? 0) - 1, 0) / BUCKET_DROPS);
}
