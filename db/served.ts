/** Queries on which keyring was served last, where there is no data folder to say so. @module */
import { sql } from 'drizzle-orm';
import { served } from './schema.ts';
import type { Database } from './store.ts';

const CURRENT = 'current';

export type Served = { organisation: string; epoch: number; keyring: string };

/** Puts it in the place of one of an earlier epoch, or of none; gives what is there afterwards. */
export async function recordServed(db: Database, now: Served): Promise<Served> {
  const known = await findServed(db);
  if (known && known.epoch >= now.epoch) return known;
  await db
    .insert(served)
    .values({ id: CURRENT, ...now })
    .onConflictDoUpdate({
      target: served.id,
      set: now,
      setWhere: sql`${served.organisation} = ${now.organisation} and ${served.epoch} < ${now.epoch}`,
    });
  return (await findServed(db)) ?? now;
}

async function findServed(db: Database): Promise<Served | undefined> {
  const { organisation, epoch, keyring } = served;
  return (await db.select({ organisation, epoch, keyring }).from(served))[0];
}
