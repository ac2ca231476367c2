/** Queries on how many uploads began today, where several isolates count together. @module */
import { eq, lt, sql } from 'drizzle-orm';
import { begun } from './schema.ts';
import type { Database } from './store.ts';

/** Uploads of a text's size, and all others. */
export type Begun = { texts: number; files: number };

/** Adds to the count of `day`, and gives it. */
export async function addBegun(db: Database, day: string, { texts, files }: Begun): Promise<Begun> {
  const rows = await db
    .insert(begun)
    .values({ day, texts, files })
    .onConflictDoUpdate({
      target: begun.day,
      set: { texts: sql`${begun.texts} + ${texts}`, files: sql`${begun.files} + ${files}` },
    })
    .returning({ texts: begun.texts, files: begun.files });
  return rows[0] ?? { texts, files };
}

export async function readBegun(db: Database, day: string): Promise<Begun> {
  const fields = { texts: begun.texts, files: begun.files };
  return (await db.select(fields).from(begun).where(eq(begun.day, day)))[0] ?? { texts: 0, files: 0 };
}

export function purgeBegun(db: Database, today: string) {
  return db.delete(begun).where(lt(begun.day, today));
}
