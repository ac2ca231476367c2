/** The close of a day without a server: the same work, by the same rules. @module */
import { join } from 'node:path';
import { openStore } from '../../db/open.node.ts';
import { listExpiredSubmissions } from '../../db/submissions.ts';
import { listExpiredUploads } from '../../db/uploads.ts';
import { dayOf } from '../../crypto/days.ts';
import type { Random } from '../../crypto/encoding.ts';
import { diskBlobs } from '../blobs.disk.ts';
import type { Config } from '../config.ts';
import { closeDay } from '../retention.ts';
import { whileLocked } from './locked.node.ts';
import { migrateFolder } from './migrate.node.ts';
import { BLOBS, DATABASE } from './names.ts';

export type PurgeParts = {
  config: Pick<Config, 'submissionDays' | 'spreadDays'>;
  now: () => Date;
  random: Random;
};

/** `kept`: submissions whose time is over and which closeDay() does not remove before another day. */
export type Purged = { submissions: number; uploads: number; kept: number };

/** Throws what whileLocked() and migrateFolder() throw, and what closeDay() could not do. */
export function purge(dataFolder: string, { config, now, random }: PurgeParts): Promise<Purged> {
  return whileLocked(dataFolder, async () => {
    await migrateFolder(dataFolder);
    const store = openStore(join(dataFolder, DATABASE));
    try {
      const expired = async () => {
        const today = dayOf(now());
        const submissions = await listExpiredSubmissions(store.db, today);
        return {
          submissions: submissions.length,
          uploads: (await listExpiredUploads(store.db, today)).length,
        };
      };
      const before = await expired();
      const blobs = diskBlobs({ folder: join(dataFolder, BLOBS), now, random });
      await closeDay({ store, blobs, config, now, random });
      const after = await expired();
      return {
        submissions: before.submissions - after.submissions,
        uploads: before.uploads - after.uploads,
        kept: after.submissions,
      };
    } finally {
      await store.close();
    }
  });
}
