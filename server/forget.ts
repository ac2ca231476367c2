/**
 * Throws an unfinished upload away, row and blob, without ever touching one that becomes a submission meanwhile:
 * the row goes first, by compare-and-set, and only who took it away may remove the bytes it named. What a crash
 * leaves between the two is swept at the close of the day.
 *
 * @module
 */
import { deleteUploadIfUnchanged, findUpload, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import type { BlobStore } from './blobs.ts';
import { codeOf } from './errors.ts';

export async function forgetUpload(
  { store, blobs }: { store: Store; blobs: BlobStore },
  id: string,
): Promise<void> {
  for (;;) {
    const upload = await findUpload(store.db, id);
    if (!upload) return;
    if (await takeAway({ store, blobs }, upload)) {
      await blobs.remove(upload.blob);
      return;
    }
  }
}

async function takeAway(
  { store, blobs }: { store: Store; blobs: BlobStore },
  upload: Upload,
): Promise<boolean> {
  try {
    return await deleteUploadIfUnchanged(store.db, upload);
  } catch (error) {
    if (codeOf(error) !== 'storage.full') throw error;
    // Deleting a row takes room in the journal. Nothing can be recorded as finished on a full disk either.
    await blobs.remove(upload.blob);
    return deleteUploadIfUnchanged(store.db, upload);
  }
}
