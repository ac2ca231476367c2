/**
 * Throws an unfinished upload away, row and blob, without ever touching one that becomes a submission meanwhile:
 * the row goes first, by compare-and-set, and only who took it away may remove the bytes it named. What a crash
 * leaves between the two is swept at the close of the day. On a full disk the bytes go first, if it is sure that nobody
 * makes a submission of them meanwhile.
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
    // Deleting a row takes room in the journal: where there is none left, only the bytes can make some.
    const reopen = codeOf(error) === 'storage.full' ? blobs.shut(upload.blob) : null;
    if (!reopen) throw error;
    try {
      // There may have been room just now for the row that makes it a submission. From here on nobody writes its last bytes.
      const found = await findUpload(store.db, upload.id);
      if (found?.offset !== upload.offset || found.blob !== upload.blob) return false;
      await blobs.remove(upload.blob);
      return await deleteUploadIfUnchanged(store.db, upload);
    } finally {
      reopen();
    }
  }
}
