/**
 * Looking for replies: the index of the snapshot and one whole bucket, whether or not something waits
 * (docs/format.md, "Drops"). Which bucket is decided on this device: the one that holds our newest drop that we
 * have not read yet, else one at random. Wrong but valid words make the same two requests and find nothing.
 *
 * @module
 */
import { addDays } from '../../crypto/days.ts';
import { allSlots, threadReplies, type FoundDrop } from '../../crypto/drop.ts';
import { sameBytes, type Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { below } from '../../crypto/random.ts';
import type { ReceiptKeys } from '../../crypto/receipt.ts';
import { dropAt, findSlots, parseSnapshotIndex, type FoundSlot } from '../../crypto/snapshot.ts';
import { BUCKET_SIZE, ROUTES } from '../../server/contract.ts';
import type { Looked } from './errands.ts';
import { fetchBytes, type Fetch } from './requests.ts';

/** Room for the index of some two million live drops. */
const LONGEST_INDEX = 48 * 1024 * 1024;

/** Days without a new snapshot before the page says so; the server takes one a day. */
const STALE_DAYS = 3;

/** What the looks of one visit have brought in. Grows; a later look adds what lay in another bucket. */
export class Gathered {
  /** Newest number of a snapshot that this visit has seen. */
  number = 0;
  readonly #drops: { at: FoundSlot; drop: Uint8Array }[] = [];

  has(at: FoundSlot): boolean {
    return this.#drops.some((known) => isSamePlace(known.at, at));
  }

  /** A drop never changes. Where one has, both are kept, and at most one of them can be what it should be. */
  add(at: FoundSlot, drop: Uint8Array): void {
    const isKnown = this.#drops.some((known) => isSamePlace(known.at, at) && sameBytes(known.drop, drop));
    if (!isKnown) this.#drops.push({ at, drop: drop.slice() });
  }

  found(): FoundDrop[] {
    return this.#drops.map(({ at, drop }) => ({ n: at.n, drop }));
  }
}

export type LookTools = {
  fetch: Fetch;
  random: Random;
  /** UTC day by this device's clock. */
  today: string;
};

export async function look(
  { fetch, random, today }: LookTools,
  keys: ReceiptKeys,
  gathered: Gathered,
): Promise<Looked> {
  // Before the first request, so that the time between the two does not depend on what is found.
  const slots = allSlots(keys.dropSecret);

  const index = parseSnapshotIndex(await fetchBytes(fetch, ROUTES.snapshotIndex, LONGEST_INDEX));
  const found = findSlots(index, slots);
  const bucket = chooseBucket(
    found,
    gathered,
    index.buckets.map(({ id }) => id),
    random,
  );
  const bytes = await fetchBytes(fetch, `${ROUTES.snapshotBuckets}/${String(bucket)}`, BUCKET_SIZE);
  if (bytes.length !== BUCKET_SIZE) throw new WitnessboxError('page.bad-answer');

  for (const slot of found) {
    if (slot.bucket === bucket) gathered.add(slot, dropAt(bytes, slot.position));
  }
  const stale = index.number < gathered.number || addDays(index.day, STALE_DAYS) < today;
  gathered.number = Math.max(gathered.number, index.number);
  const elsewhere = found.filter((slot) => !gathered.has(slot)).map(({ n }) => n);
  return { day: index.day, stale, ...(await show(gathered, elsewhere, keys)) };
}

/** The bucket of our newest drop that is not gathered yet, else a random one, each as likely as the next. */
export function chooseBucket(
  found: readonly FoundSlot[],
  gathered: Gathered,
  buckets: readonly number[],
  random: Random,
): number {
  const newest = found.findLast((slot) => !gathered.has(slot));
  return newest?.bucket ?? buckets[below(buckets.length, random)] ?? 0;
}

/** What has come in so far, joined and in order; what lies in another bucket is not called missing. */
async function show(
  gathered: Gathered,
  elsewhere: readonly number[],
  keys: ReceiptKeys,
): Promise<Omit<Looked, 'day' | 'stale'>> {
  const thread = await threadReplies(gathered.found(), keys);
  return {
    replies: thread.replies.map(({ n, kind, day, text, answers, complete }) => ({
      n,
      kind,
      day,
      text,
      toFollowUp: answers !== undefined,
      complete,
    })),
    missing: thread.missing.filter((n) => !elsewhere.includes(n)).length,
    damaged: thread.damaged.length,
    forged: thread.forged.length,
    swapped: thread.swapped.length,
    replayed: thread.replayed.length,
    more: elsewhere.length > 0,
  };
}

function isSamePlace(a: FoundSlot, b: FoundSlot): boolean {
  return a.n === b.n && a.bucket === b.bucket && a.position === b.position;
}
