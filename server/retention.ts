/**
 * What happens when a day is over: what has had its time goes, and the blobs of the day are rewritten in random
 * order, so that nothing a disk keeps by itself tells in which order they came. Doing it twice does no harm.
 *
 * @module
 */
import { listExpiredUploads, purgeFinished } from '../db/uploads.ts';
import { listBlobs, listUnsettled, settleSubmission } from '../db/submissions.ts';
import { purgeNonces } from '../db/nonces.ts';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import type { BlobStore } from './blobs.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import { forgetUpload } from './forget.ts';
import { shuffled } from './shuffle.ts';

export type RetentionParts = { store: Store; blobs: BlobStore; now: () => Date; random: Random };

export async function closeDay({ store, blobs, now, random }: RetentionParts): Promise<void> {
  const today = dayOf(now());
  for (const { id } of await listExpiredUploads(store.db, today)) await forgetUpload({ store, blobs }, id);
  await purgeFinished(store.db, today);
  // A request signed just before midnight is good for some minutes of the next day.
  await purgeNonces(store.db, addDays(today, -1));
  const failures = await settle({ store, blobs, now, random }, today);
  await blobs.sweep(async () => (await listBlobs(store.db)).map((row) => row.blob));
  await store.tidy();
  // One blob that cannot be copied, for want of room perhaps, must not hold up the rest; it is tried again.
  if (failures.length > 0) throw failures[0];
}

async function settle({ store, blobs, random }: RetentionParts, today: string): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const { id, day, blob } of shuffled(await listUnsettled(store.db, today), random)) {
    try {
      const copy = await blobs.rewrite(blob, day);
      try {
        await settleSubmission(store.db, id, copy.ref);
      } catch (error) {
        await copy.undo();
        throw error;
      }
      await copy.recorded();
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}
