/**
 * What happens when a day is over: what has had its time goes, and the blobs of the day are rewritten in random
 * order, so that nothing a disk keeps by itself tells in which order they came. Doing it twice does no harm.
 *
 * @module
 */
import { lastClosing, recordClosing } from '../db/closing.ts';
import { listExpiredUploads, purgeFinished } from '../db/uploads.ts';
import {
  dateSubmission,
  deleteSubmission,
  listBlobs,
  listExpiredSubmissions,
  listUndated,
  listUnsettled,
  settleSubmission,
} from '../db/submissions.ts';
import { purgeNonces } from '../db/nonces.ts';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import { drawExpiry, mayRemove, NOTICE_DAYS } from './expiry.ts';
import { forgetUpload } from './forget.ts';
import { shuffled } from './shuffle.ts';

export type RetentionParts = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'submissionDays' | 'spreadDays'>;
  now: () => Date;
  random: Random;
};

/** Rows that are given a last day in one transaction. */
const DATED_AT_ONCE = 100;

export async function closeDay(parts: RetentionParts): Promise<void> {
  const { store, blobs, now } = parts;
  const today = dayOf(now());
  // Else /healthz says `retention` until the next close: a day in which to set the clock right.
  const removing = mayRemove(await lastClosing(store.db), today);
  const expired = removing ? await listExpiredUploads(store.db, today) : [];
  for (const { id } of expired) await forgetUpload({ store, blobs }, id);
  await purgeFinished(store.db, today, removing);
  // A request signed just before midnight is good for some minutes of the next day.
  await purgeNonces(store.db, addDays(today, -1));
  await dateUndated(parts, today);
  const kept = removing ? await removeExpired(parts, today) : [];
  const failures = [...kept, ...(await settle(parts, today))];
  await blobs.sweep(async () => (await listBlobs(store.db)).map((row) => row.blob));
  if (kept.length === 0) await recordClosing(store.db, today);
  await store.tidy();
  await store.settle(today).catch(() => undefined);
  // One blob that cannot be copied, for want of room perhaps, must not hold up the rest; it is tried again.
  if (failures.length > 0) throw failures[0];
}

/** Gives rows of before this version, or of when nothing was to expire, a last day: never one without notice. */
async function dateUndated({ store, config, random }: RetentionParts, today: string): Promise<void> {
  const { submissionDays, spreadDays } = config;
  if (submissionDays === null) return;
  const soonest = addDays(today, NOTICE_DAYS);
  const undated = await listUndated(store.db);
  for (let start = 0; start < undated.length; start += DATED_AT_ONCE) {
    const [first, ...rest] = undated.slice(start, start + DATED_AT_ONCE).map(({ id, day }) => {
      const regular = drawExpiry(day, submissionDays, spreadDays, random);
      const expires = regular < soonest ? drawExpiry(today, NOTICE_DAYS, spreadDays, random) : regular;
      return dateSubmission(store.db, id, expires);
    });
    if (first) await store.atomically([first, ...rest]);
  }
}

/** The bytes first: on a full disk there may be no room in the journal for deleting a row. */
async function removeExpired({ store, blobs }: RetentionParts, today: string): Promise<unknown[]> {
  return each(await listExpiredSubmissions(store.db, today), async ({ id, blob }) => {
    await blobs.remove(blob);
    await deleteSubmission(store.db, id);
  });
}

async function settle({ store, blobs, random }: RetentionParts, today: string): Promise<unknown[]> {
  return each(shuffled(await listUnsettled(store.db, today), random), async ({ id, day, blob }) => {
    const copy = await blobs.rewrite(blob, day);
    try {
      await settleSubmission(store.db, id, copy.ref);
    } catch (error) {
      await copy.undo();
      throw error;
    }
    await copy.recorded();
  });
}

/** Goes on after a failure; gives all of them. */
async function each<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const item of items) await action(item).catch((error: unknown) => failures.push(error));
  return failures;
}
