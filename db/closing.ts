/** Queries on the close of a day: when it was done last and how far, and what should be gone or rewritten and is not. @module */
import { and, eq, lt } from 'drizzle-orm';
import { closing, finished, submissions, uploads } from './schema.ts';
import type { Database } from './store.ts';

/**
 * What a close of a day comes to: what had expired is removed (and the clock was believed); the database is written anew;
 * nothing is left to do.
 */
export type Closing = 'current' | 'tidied' | 'whole';

/** The UTC date on which a day was closed last, as far as that. */
export async function lastClosing(db: Database, far: Closing = 'current'): Promise<string | undefined> {
  return (await db.select({ day: closing.day }).from(closing).where(eq(closing.id, far)))[0]?.day;
}

export function recordClosing(db: Database, day: string, far: Closing = 'current') {
  return db.insert(closing).values({ id: far, day }).onConflictDoUpdate({ target: closing.id, set: { day } });
}

/** Whether anything waits for the close of a day before `today`. */
export async function isUnclosed(db: Database, today: string): Promise<boolean> {
  const one = { day: submissions.day };
  const unsettled = and(eq(submissions.settled, false), lt(submissions.day, today));
  const waiting = [
    await db.select(one).from(submissions).where(unsettled).limit(1),
    await db.select(one).from(submissions).where(lt(submissions.expires, today)).limit(1),
    await db.select({ day: uploads.expires }).from(uploads).where(lt(uploads.expires, today)).limit(1),
    await db.select({ day: finished.day }).from(finished).where(lt(finished.day, today)).limit(1),
  ];
  return waiting.some((rows) => rows.length > 0);
}
