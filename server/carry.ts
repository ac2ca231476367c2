/**
 * An unfinished upload that outlives its day goes on in a copy. What a store keeps by itself of the blob in which it
 * began (birth, changes, place) would else tell the hour of that day. The close of the day does this, and for an upload
 * that is being written the request that writes does, between two pieces.
 *
 * @module
 */
import { findUpload, moveUpload, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import { dayOf } from '../crypto/days.ts';
import { recordFlushed, type BlobStore } from './blobs.ts';
import { ServerError } from './errors.ts';

export type Carrying = {
  store: Store;
  blobs: BlobStore;
  now: () => Date;
  /** Whether there is no more time; a copy that is not whole by then goes on with the next call. */
  isOver?: () => boolean;
};

/**
 * For who has the upload's turn. Gives it as it is recorded then, or null if nothing of it is older than today. A
 * writer that is open must be opened anew. Throws `upload.busy` if another process has changed it.
 */
export async function carryOver(
  { store, blobs, now, isOver }: Carrying,
  upload: Upload,
): Promise<Upload | null> {
  const today = dayOf(now());
  if (!(await blobs.isOld(upload.blob, today))) return null;
  if (upload.offset === 0) {
    // Of bytes that never counted; the next writer begins it anew.
    await blobs.remove(upload.blob);
    return upload;
  }
  const copy = await blobs.rewrite(upload.blob, today, isOver).catch(async (error: unknown) => {
    // Another process may have put other bytes in the place of these.
    if ((await findUpload(store.db, upload.id))?.blob === upload.blob) throw error;
    return null;
  });
  // What cannot be removed of the old one, the next close sweeps away.
  if (!copy || !(await recordFlushed(copy, () => moveUpload(store.db, upload, copy.ref)))) {
    // Finished or taken back meanwhile, by another process: then there is nothing left to do.
    if (!(await findUpload(store.db, upload.id))) return null;
    throw new ServerError('upload.busy');
  }
  return { ...upload, blob: copy.ref };
}
