/** Queries on the freshness note: the one signed note that the team was here. @module */
import { eq, sql } from 'drizzle-orm';
import { freshness } from './schema.ts';
import type { Database } from './store.ts';

const CURRENT = 'current';

export type StoredNote = { epoch: number; day: string; note: string; signature: string };

/** False if a note of a later day or epoch is held; then that one stays. */
export async function recordFreshness(db: Database, note: StoredNote): Promise<boolean> {
  const isNoLater = sql`(${freshness.epoch}, ${freshness.day}) <= (${note.epoch}, ${note.day})`;
  const rows = await db
    .insert(freshness)
    .values({ id: CURRENT, ...note })
    .onConflictDoUpdate({ target: freshness.id, set: note, setWhere: isNoLater })
    .returning({ day: freshness.day });
  return rows.length > 0;
}

/** The note that is held, if it is of this epoch. */
export async function findFreshness(db: Database, epoch: number) {
  const fields = { note: freshness.note, signature: freshness.signature };
  return (await db.select(fields).from(freshness).where(eq(freshness.epoch, epoch)))[0];
}
