/**
 * What happens when a day is over: what has had its time goes, and the blobs of the day, finished or not, are rewritten
 * in random order, so that nothing a disk keeps by itself tells in which order they came. Doing it twice does no harm.
 *
 * @module
 */
import { purgeBegun } from '../db/begun.ts';
import { lastClosing, recordClosing } from '../db/closing.ts';
import { findUpload, listExpiredUploads, listUnfinished, purgeFinished } from '../db/uploads.ts';
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
import { carryOver } from './carry.ts';
import type { Config } from './config.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import { ServerError } from './errors.ts';
import { drawExpiry, mayRemove, NOTICE_DAYS } from './expiry.ts';
import { forgetUpload } from './forget.ts';
import { shuffled } from './shuffle.ts';
import { unguardedWriters, type Writers } from './writers.ts';

export type RetentionParts = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'submissionDays' | 'spreadDays'>;
  now: () => Date;
  random: Random;
  /** Whether there is no more time for it where time is limited: what is left waits for the next call. */
  isOver?: () => boolean;
  /** Of the process that serves, where there is one; else only compare-and-set guards an upload that is being written. */
  writers?: Writers;
};

/** Rows that are given a last day in one transaction. */
const DATED_AT_ONCE = 100;

export async function closeDay(parts: RetentionParts): Promise<void> {
  const { store, blobs, now, isOver = () => false } = parts;
  const today = dayOf(now());
  // Else /healthz says `retention` until the next close: a day in which to set the clock right.
  const removing = mayRemove(await lastClosing(store.db), today);
  const tidied = await lastClosing(store.db, 'tidied');
  // Where no close was ever whole, /healthz would not know since when it should have been.
  if ((await lastClosing(store.db, 'whole')) === undefined) {
    await recordClosing(store.db, addDays(today, -1), 'whole');
  }
  const expired = removing ? await listExpiredUploads(store.db, today) : [];
  const forgotten = await each(expired, isOver, ({ id }) => forgetUpload({ store, blobs }, id));
  await purgeFinished(store.db, today, removing);
  // A request signed just before midnight is good for some minutes of the next day.
  await purgeNonces(store.db, addDays(today, -1));
  await purgeBegun(store.db, today);
  await dateUndated(parts, today);
  const kept = removing ? await removeExpired(parts, today) : NOTHING;
  const isRemoved = forgotten.failures.length === 0 && kept.failures.length === 0 && !isOver();
  const rewritten = [await settle(parts, today), await carryUnfinished(parts, today)];
  const all = [forgotten, kept, ...rewritten, await sweep(parts)];
  const failures = all.flatMap((one) => one.failures);
  if (isRemoved) await recordClosing(store.db, today);
  // A blob that can never be copied, or removed, has it tried again every minute: not the whole database written anew with
  // it, but once a day. Nor once the time is over: nothing can end that in its midst.
  const isVain = failures.length > 0 && all.every((one) => one.done === 0);
  if (!isOver() && (tidied !== today || !isVain)) {
    await store.tidy();
    await recordClosing(store.db, today, 'tidied');
  }
  if (failures.length === 0 && !isOver()) await recordClosing(store.db, today, 'whole');
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
async function removeExpired({ store, blobs, isOver }: RetentionParts, today: string): Promise<Outcome> {
  return each(await listExpiredSubmissions(store.db, today), isOver, async ({ id, blob }) => {
    await blobs.remove(blob);
    await deleteSubmission(store.db, id);
  });
}

async function settle({ store, blobs, random, isOver }: RetentionParts, today: string): Promise<Outcome> {
  const unsettled = shuffled(await listUnsettled(store.db, today), random);
  return each(unsettled, isOver, async ({ id, day, blob: from }) => {
    const copy = await blobs.rewrite(from, day, isOver);
    let isFirst: boolean;
    try {
      isFirst = await settleSubmission(store.db, id, { from, blob: copy.ref, settled: copy.isWhole });
    } catch (error) {
      await copy.doubt(error);
      throw error;
    }
    // Another process has copied it, or it has expired, meanwhile.
    await (isFirst ? copy.recorded() : copy.undo());
  });
}

/** One that is being written is left to who writes it, and looked at again later. */
async function carryUnfinished(parts: RetentionParts, today: string): Promise<Outcome> {
  const { store, blobs, random, isOver, writers = unguardedWriters() } = parts;
  return each(shuffled(await listUnfinished(store.db), random), isOver, async ({ id, blob }) => {
    if (!(await blobs.isOld(blob, today))) return 'nothing to do';
    const turn = await writers.acquire(id);
    if (!turn) throw new ServerError('upload.busy');
    try {
      const upload = await findUpload(store.db, id);
      if (upload) await writers.inLine(() => carryOver(parts, upload));
    } finally {
      turn.release();
    }
    return 'done';
  });
}

/** Takes the remains of crashes away. */
async function sweep({ store, blobs, isOver }: RetentionParts): Promise<Outcome> {
  return each([blobs], isOver, async () => {
    const swept = await blobs.sweep(async () => (await listBlobs(store.db)).map((row) => row.blob));
    return swept > 0 ? 'done' : 'nothing to do';
  });
}

type Outcome = { done: number; failures: readonly unknown[] };

const NOTHING: Outcome = { done: 0, failures: [] };

/** Goes on after a failure; gives all of them. */
async function each<T>(
  items: readonly T[],
  isOver: (() => boolean) | undefined,
  action: (item: T) => Promise<unknown>,
): Promise<Outcome> {
  const failures: unknown[] = [];
  let done = 0;
  for (const item of items) {
    if (isOver?.()) break;
    try {
      if ((await action(item)) !== 'nothing to do') done += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  return { done, failures };
}
