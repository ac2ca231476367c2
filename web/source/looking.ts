/**
 * Looking for replies: the index of the snapshot and one whole bucket, whether or not something waits
 * (docs/format.md, "Drops"). Which bucket is decided on this device: the one that holds our newest drop that we
 * have not read yet, else one at random. Wrong but valid words make the same two requests and find nothing.
 *
 * @module
 */
import { addDays } from '../../crypto/days.ts';
import { allSlots, dropHash, threadReplies, type FoundDrop, type OpenedDrops } from '../../crypto/drop.ts';
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { below } from '../../crypto/random.ts';
import type { ReceiptKeys } from '../../crypto/receipt.ts';
import { dropAt, findSlots, parseSnapshotIndex, type FoundSlot } from '../../crypto/snapshot.ts';
import { BUCKET_SIZE, ROUTES } from '../../server/contract.ts';
import type { Looked } from './errands.ts';
import { fetchBytes, type RequestTools } from './requests.ts';

/** Room for the index of some two million live drops. */
const LONGEST_INDEX = 48 * 1024 * 1024;

/** Days without a new snapshot before the page says so; the server takes one a day. */
const STALE_DAYS = 3;

type Kept = FoundDrop & { snapshot: number; place: string };

/** What the looks of one visit have brought in. Grows; a later look adds what lay in another bucket. */
export class Gathered {
  /** Newest number of a snapshot that this visit has seen. */
  number = 0;
  readonly opened: OpenedDrops = new Map();
  readonly #places = new Set<string>();
  readonly #drops = new Map<string, Kept>();

  has(at: FoundSlot): boolean {
    return this.#places.has(placeOf(at));
  }

  /**
   * A drop never changes. Where one has, both are kept, and at most one of them can be what it should be. The same
   * bytes in the same slot are kept once, for another snapshot may have them in another place; but if one snapshot
   * has them in several, somebody has repeated them, and they are kept twice.
   */
  add(snapshot: number, at: FoundSlot, drop: Uint8Array): void {
    const place = placeOf(at);
    this.#places.add(place);
    const key = `${String(at.n)} ${dropHash(drop)}`;
    const known = this.#drops.get(key);
    const isRepeated = known?.snapshot === snapshot && known.place !== place;
    const kept = { n: at.n, drop: known?.drop ?? drop.slice(), snapshot, place };
    this.#drops.set(isRepeated ? `${key} repeated` : key, kept);
  }

  found(): FoundDrop[] {
    return [...this.#drops.values()];
  }
}

export type LookTools = RequestTools & {
  random: Random;
  /** UTC day by this device's clock. */
  today: string;
};

export async function look(
  { random, today, ...net }: LookTools,
  keys: ReceiptKeys,
  gathered: Gathered,
): Promise<Looked> {
  // Before the first request, so that the time between the two does not depend on what is found.
  const slots = allSlots(keys.dropSecret);

  const index = parseSnapshotIndex(await fetchBytes(net, ROUTES.snapshotIndex, LONGEST_INDEX));
  const found = findSlots(index, slots);
  const bucket = chooseBucket(
    found,
    gathered,
    index.buckets.map(({ id }) => id),
    random,
  );
  const bytes = await fetchBytes(net, `${ROUTES.snapshotBuckets}/${String(bucket)}`, BUCKET_SIZE);
  if (bytes.length !== BUCKET_SIZE) throw new WitnessboxError('page.bad-answer');

  for (const slot of found) {
    if (slot.bucket === bucket) gathered.add(index.number, slot, dropAt(bytes, slot.position));
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
  const thread = await threadReplies(gathered.found(), keys, gathered.opened);
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

function placeOf({ n, bucket, position }: FoundSlot): string {
  return [n, bucket, position].join(' ');
}
