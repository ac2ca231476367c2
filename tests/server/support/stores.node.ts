/** SQLite and files in a temporary folder. @module */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../db/open.node.ts';
import { diskBlobs } from '../../../server/blobs.disk.ts';
import type { BlobStore } from '../../../server/blobs.ts';
import { random, type Stores } from './runtime.ts';

/** `root`: the whole of the data folder; `folder`: that of the blobs. */
export type DiskStores = Stores & { root: string; folder: string };

export async function open(now: () => Date): Promise<DiskStores> {
  const root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  const folder = join(root, 'blobs');
  await mkdir(folder);
  const store = openStore(join(root, 'witnessbox.sqlite'));
  const objectNames = () => readdir(folder);
  return {
    root,
    folder,
    store,
    blobs: diskBlobs({ folder, now, random }),
    objectNames,
    countObjects: async () => (await objectNames()).length,
    async loseObjects() {
      for (const name of await objectNames()) await rm(join(folder, name));
    },
    async close() {
      await store.close();
      await rm(root, { recursive: true });
    },
  };
}

/** As an upload would have left it. */
export async function writeBlob(blobs: BlobStore, ref: string, bytes: Uint8Array): Promise<void> {
  const writer = await blobs.writer(ref, 0);
  await writer?.write(bytes);
  await writer?.flush();
  await writer?.close();
}
