/**
 * Looking for replies: the index of the snapshot and one whole bucket, whether or not something waits
 * (docs/format.md, "Drops"). Which bucket is decided on this device: the one that holds our newest drop that we
 * have not read yet, else one at random. Wrong but valid words make the same two requests and find nothing.
 *
 * @module
 */
import { allSlots, threadReplies } from '../../crypto/drop.ts';
import type { Random } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { below } from '../../crypto/random.ts';
import type { ReceiptKeys } from '../../crypto/receipt.ts';
import { dropAt, findSlots, parseSnapshotIndex, type FoundSlot } from '../../crypto/snapshot.ts';
import { BUCKET_SIZE, ROUTES } from '../../server/contract.ts';
import type { Looked } from './errands.ts';
import { fetchBytes, type Fetch } from './requests.ts';

/** Room for the index of some two million live drops. */
const LONGEST_INDEX = 48 * 1024 * 1024;

/** What the looks of one visit have brought in, by n. Grows; a later look adds what lay in another bucket. */
export type Gathered = Map<number, Uint8Array>;

export type LookTools = { fetch: Fetch; random: Random };

export async function look(
  { fetch, random }: LookTools,
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
    if (slot.bucket === bucket) gathered.set(slot.n, dropAt(bytes, slot.position).slice());
  }
  const elsewhere = found.filter(({ n }) => !gathered.has(n)).map(({ n }) => n);
  return { day: index.day, ...(await show(gathered, elsewhere, keys)) };
}

/** The bucket of our newest drop that is not gathered yet, else a random one, each as likely as the next. */
export function chooseBucket(
  found: readonly FoundSlot[],
  gathered: ReadonlyMap<number, unknown>,
  buckets: readonly number[],
  random: Random,
): number {
  const newest = found.findLast(({ n }) => !gathered.has(n));
  return newest?.bucket ?? buckets[below(buckets.length, random)] ?? 0;
}

/** What has come in so far, joined and in order; what lies in another bucket is not called missing. */
async function show(
  gathered: Gathered,
  elsewhere: readonly number[],
  keys: ReceiptKeys,
): Promise<Omit<Looked, 'day'>> {
  const found = Array.from(gathered, ([n, drop]) => ({ n, drop }));
  const thread = await threadReplies(found, keys);
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
    broken: thread.broken.length,
    more: elsewhere.length > 0,
  };
}
