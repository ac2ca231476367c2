/** Queries on submissions: what is complete and waits for the reviewers. @module */
import { and, eq, lt } from 'drizzle-orm';
import { submissions, uploads } from './schema.ts';
import type { Database } from './store.ts';

/** By day, within a day by id, which is random. */
export function listSubmissions(db: Database) {
  return db
    .select({ id: submissions.id, day: submissions.day, size: submissions.size })
    .from(submissions)
    .orderBy(submissions.day, submissions.id);
}

export async function findSubmission(db: Database, id: string) {
  const rows = await db
    .select({ size: submissions.size, blob: submissions.blob })
    .from(submissions)
    .where(eq(submissions.id, id));
  return rows[0];
}

/** Submissions of days before `today` whose blobs have not been rewritten yet. */
export function listUnsettled(db: Database, today: string) {
  return db
    .select({ id: submissions.id, day: submissions.day, blob: submissions.blob })
    .from(submissions)
    .where(and(eq(submissions.settled, false), lt(submissions.day, today)));
}

export function settleSubmission(db: Database, id: string, blob: string) {
  return db.update(submissions).set({ settled: true, blob }).where(eq(submissions.id, id));
}

/** Every blob that a row still names, finished or not. */
export function listBlobs(db: Database) {
  return db
    .select({ blob: submissions.blob })
    .from(submissions)
    .unionAll(db.select({ blob: uploads.blob }).from(uploads));
}
