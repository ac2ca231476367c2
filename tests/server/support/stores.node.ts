/** SQLite and files in a temporary folder. @module */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../db/open.node.ts';
import { diskBlobs } from '../../../server/blobs.disk.ts';
import { random, type Stores } from './runtime.ts';

export async function open(now: () => Date): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  const blobFolder = join(folder, 'blobs');
  await mkdir(blobFolder);
  const store = openStore(join(folder, 'witnessbox.sqlite'));
  const objectNames = () => readdir(blobFolder);
  return {
    store,
    blobs: diskBlobs({ folder: blobFolder, now, random }),
    objectNames,
    countObjects: async () => (await objectNames()).length,
    async loseObjects() {
      for (const name of await objectNames()) await rm(join(blobFolder, name));
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
