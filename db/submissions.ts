/** Queries on submissions: what is complete and waits for the reviewers. @module */
import { and, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { submissions, uploads } from './schema.ts';
import { isOtherDay } from './days.ts';
import type { Database } from './store.ts';

/** Some 80 bytes each: D1 gives no text of more than 2 MB. */
const LISTED_AT_ONCE = 10_000;

/**
 * By day, within a day by id, which is random. What has expired is no longer there, removed or not. `list` is the JSON
 * text of an array of `{id, size, expires}`: made by SQLite it takes a fraction of the time and memory of rows. A day of
 * very many comes in several, one after the other.
 */
export function listSubmissions(db: Database, today: string) {
  const { id, day, size, expires } = submissions;
  const before = sql<number>`row_number() over (partition by ${day} order by ${id}) - 1`;
  // Written into the statement, because a number that is bound is no integer, and divides into fractions.
  const part = sql<number>`(${before}) / ${sql.raw(String(LISTED_AT_ONCE))}`;
  const held = db
    .select({ id, day, size, expires, part: part.as('part') })
    .from(submissions)
    .where(isHeld(today))
    .as('held');
  const entry = sql`json_object('id', ${held.id}, 'size', ${held.size}, 'expires', ${held.expires})`;
  return db
    .select({ day: held.day, list: sql<string>`json_group_array(${entry} order by ${held.id})` })
    .from(held)
    .groupBy(held.day, sql`${held.part}`)
    .orderBy(held.day, sql`${held.part}`);
}

export async function findSubmission(db: Database, id: string, today: string) {
  const rows = await db
    .select({ size: submissions.size, blob: submissions.blob })
    .from(submissions)
    .where(and(eq(submissions.id, id), isHeld(today)));
  return rows[0];
}

function isHeld(today: string) {
  return or(isNull(submissions.expires), gte(submissions.expires, today));
}

export function listExpiredSubmissions(db: Database, today: string) {
  const { id, blob } = submissions;
  return db.select({ id, blob }).from(submissions).where(lt(submissions.expires, today));
}

export function deleteSubmission(db: Database, id: string) {
  return db.delete(submissions).where(eq(submissions.id, id));
}

/** Submissions for which no last day has been drawn: of before there were any, or of when nothing was to expire. */
export function listUndated(db: Database) {
  const { id, day } = submissions;
  return db.select({ id, day }).from(submissions).where(isNull(submissions.expires));
}

export function dateSubmission(db: Database, id: string, expires: string) {
  return db.update(submissions).set({ expires }).where(eq(submissions.id, id));
}

/** Submissions of other days than `today` whose blobs have not been rewritten yet. */
export function listUnsettled(db: Database, today: string) {
  return db
    .select({ id: submissions.id, day: submissions.day, blob: submissions.blob })
    .from(submissions)
    .where(and(eq(submissions.settled, false), isOtherDay(submissions.day, today)));
}

/** Names the place to which a blob was copied, `from` the old one; false if that is no longer its place, or it is gone. */
export async function settleSubmission(
  db: Database,
  id: string,
  { from, blob, settled }: { from: string; blob: string; settled: boolean },
): Promise<boolean> {
  const rows = await db
    .update(submissions)
    .set({ settled, blob })
    .where(and(eq(submissions.id, id), eq(submissions.blob, from)))
    .returning({ id: submissions.id });
  return rows.length > 0;
}

/** Expired ones too, as long as they are there. */
export function listAllSubmissions(db: Database) {
  const { id, day, size, blob } = submissions;
  return db.select({ id, day, size, blob }).from(submissions);
}

/** Every blob that a row still names, finished or not. */
export function listBlobs(db: Database) {
  return db
    .select({ blob: submissions.blob })
    .from(submissions)
    .unionAll(db.select({ blob: uploads.blob }).from(uploads));
}
