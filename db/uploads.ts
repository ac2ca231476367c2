/**
 * Queries on uploads. Progress is recorded by compare-and-set on the offset: of two writers that started from
 * the same offset, perhaps in two processes, one is recorded and the other told so.
 *
 * @module
 */
import { and, eq, lt, sql } from 'drizzle-orm';
import { finished, submissions, uploads } from './schema.ts';
import { touched, type Database, type Store } from './store.ts';

export type Upload = typeof uploads.$inferSelect;

export function createUpload(db: Database, upload: Upload) {
  return db.insert(uploads).values(upload);
}

export async function findUpload(db: Database, id: string): Promise<Upload | undefined> {
  return (await db.select().from(uploads).where(eq(uploads.id, id)))[0];
}

/** The answer for an upload that became complete on `today`. */
export async function findFinished(db: Database, id: string, today: string) {
  const same = and(eq(finished.id, id), eq(finished.day, today));
  return (await db.select({ length: finished.length }).from(finished).where(same))[0];
}

/** Records that bytes up to `offset` are safe; false if another writer was first or the upload is gone. */
export async function advanceUpload(db: Database, from: Upload, offset: number, blob: string) {
  const rows = await db
    .update(uploads)
    .set({ offset, blob })
    .where(unchanged(from))
    .returning({ id: uploads.id });
  return rows.length > 0;
}

/** Turns an upload into a submission in one step; false as above, and then nothing has changed. */
export async function finishUpload(store: Store, from: Upload, blob: string, day: string): Promise<boolean> {
  const { db } = store;
  const results = await store.atomically([
    db.insert(submissions).select(
      db
        .select({
          id: uploads.submission,
          day: sql<string>`${day}`.as('day'),
          size: uploads.length,
          blob: sql<string>`${blob}`.as('blob'),
          settled: sql<boolean>`0`.as('settled'),
        })
        .from(uploads)
        .where(unchanged(from)),
    ),
    db.insert(finished).select(
      db
        .select({ id: uploads.id, length: uploads.length, day: sql<string>`${day}`.as('day') })
        .from(uploads)
        .where(unchanged(from)),
    ),
    db.delete(uploads).where(unchanged(from)).returning({ id: uploads.id }),
  ]);
  return touched(results[2]);
}

/** Forgets an upload, unless it has advanced or finished meanwhile: then false, and nothing has changed. */
export async function deleteUploadIfUnchanged(db: Database, upload: Upload): Promise<boolean> {
  const rows = await db.delete(uploads).where(unchanged(upload)).returning({ id: uploads.id });
  return rows.length > 0;
}

export function listExpiredUploads(db: Database, today: string) {
  return db.select({ id: uploads.id }).from(uploads).where(lt(uploads.expires, today));
}

export function purgeFinished(db: Database, today: string) {
  return db.delete(finished).where(lt(finished.day, today));
}

function unchanged(upload: Upload) {
  return and(eq(uploads.id, upload.id), eq(uploads.offset, upload.offset));
}
