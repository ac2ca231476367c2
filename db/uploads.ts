/**
 * Queries on uploads. Progress is recorded by compare-and-set on offset and place: of two writers that started from
 * the same offset, perhaps in two processes, one is recorded and the other told so.
 *
 * @module
 */
import { and, desc, eq, gt, gte, lt, sql, type SQL } from 'drizzle-orm';
import { kept } from './kept.ts';
import { finished, nonces, submissions, uploads } from './schema.ts';
import { isOtherDay } from './days.ts';
import { touched, type Database, type Store } from './store.ts';

export type Upload = typeof uploads.$inferSelect;

/** What pays for an upload: the hash of its proof of work, which is kept with its day among the nonces. */
export type Payment = { hash: string; day: string };

type Beginning = Upload & Payment;
type Ending = {
  id: string;
  submission: string;
  blob: string;
  length: number;
  expires: string | null;
} & Payment;

/** In the order of the tables' columns, as everywhere where a row is selected. */
const insertUpload = kept<Beginning>((db, value) => {
  const row = sql`${value('id')}, ${value('submission')}, ${value('blob')}, ${value('length')}, ${value('offset')}, ${value('expires')}`;
  return db
    .insert(uploads)
    .select(sql`select ${row} where ${isUnused(value('hash'))}`)
    .returning({ id: uploads.id });
});
const insertSubmission = kept<Ending>((db, value) => {
  const row = sql`${value('submission')}, ${value('day')}, ${value('length')}, ${value('blob')}, 0, ${value('expires')}`;
  return db
    .insert(submissions)
    .select(sql`select ${row} where ${isUnused(value('hash'))}`)
    .returning({ id: submissions.id });
});
const insertFinished = kept<Ending>((db, value) => {
  const row = sql`${value('id')}, ${value('length')}, ${value('day')}`;
  return db.insert(finished).select(sql`select ${row} where ${isUnused(value('hash'))}`);
});
const spend = kept<Payment>((db, value) =>
  db
    .insert(nonces)
    .values({ nonce: value('hash'), day: value('day') })
    .onConflictDoNothing(),
);

/**
 * Begins an upload and remembers the proof that paid for it, in one step. False if that proof was used before, and
 * then nothing has changed.
 */
export async function createUpload(store: Store, upload: Upload, payment: Payment): Promise<boolean> {
  const results = await store.atomically([
    insertUpload(store, { ...upload, ...payment }),
    spend(store, payment),
  ]);
  return touched(results[0]);
}

/** Begins an upload that nothing has paid for. */
export async function createUnpaid(db: Database, upload: Upload): Promise<void> {
  await db.insert(uploads).values(upload);
}

/**
 * As createUpload and finishUpload in one, for an upload all of whose bytes came with the request that began it, on
 * `day`. `expires`: as for finishUpload.
 */
export async function createFinished(
  store: Store,
  { id, submission, blob, length }: Upload,
  payment: Payment,
  day: string,
  expires: string | null = null,
): Promise<boolean> {
  const row = { id, submission, blob, length, expires, hash: payment.hash, day };
  const results = await store.atomically([
    insertSubmission(store, row),
    insertFinished(store, row),
    spend(store, payment),
  ]);
  return touched(results[0]);
}

function isUnused(hash: SQL<string>) {
  return sql`not exists (select 1 from ${nonces} where ${nonces.nonce} = ${hash})`;
}

/** Bytes that are safe in unfinished uploads and in submissions together. */
export async function storedBytes(db: Database): Promise<number> {
  const total = (column: typeof submissions.size | typeof uploads.offset) =>
    sql<number>`coalesce(sum(${column}), 0)`;
  const [kept] = await db.select({ bytes: total(submissions.size) }).from(submissions);
  const [begun] = await db.select({ bytes: total(uploads.offset) }).from(uploads);
  return (kept?.bytes ?? 0) + (begun?.bytes ?? 0);
}

/** Unfinished uploads of at least `shortest` bytes that hold some, those with most first; at most `most` of them. */
export function listHolding(db: Database, shortest: number, most: number) {
  return db
    .select()
    .from(uploads)
    .where(and(gt(uploads.offset, 0), gte(uploads.length, shortest)))
    .orderBy(desc(uploads.offset), uploads.id)
    .limit(most);
}

export async function findUpload(db: Database, id: string): Promise<Upload | undefined> {
  return (await db.select().from(uploads).where(eq(uploads.id, id)))[0];
}

/** The answer for an upload that became complete on `today`, or on a later day by a clock that has been set back. */
export async function findFinished(db: Database, id: string, today: string) {
  const same = and(eq(finished.id, id), gte(finished.day, today));
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

/** Records that its bytes lie in another place; false as above. */
export async function moveUpload(db: Database, from: Upload, blob: string): Promise<boolean> {
  const rows = await db.update(uploads).set({ blob }).where(unchanged(from)).returning({ id: uploads.id });
  return rows.length > 0;
}

/** Turns an upload into a submission in one step; false as above, and then nothing has changed. */
export async function finishUpload(
  store: Store,
  from: Upload,
  blob: string,
  day: string,
  /** The submission's last day; null leaves the choice to the close of a day. */
  expires: string | null = null,
): Promise<boolean> {
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
          expires: sql<string | null>`${expires}`.as('expires'),
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

export function listUnfinished(db: Database) {
  return db.select().from(uploads);
}

export function listUploads(db: Database) {
  return db.select({ blob: uploads.blob, offset: uploads.offset }).from(uploads);
}

export function listExpiredUploads(db: Database, today: string) {
  return db.select({ id: uploads.id }).from(uploads).where(lt(uploads.expires, today));
}

/** `alsoLater`: those too that came while the clock was ahead. One that has just been set back may not be right yet. */
export function purgeFinished(db: Database, today: string, alsoLater: boolean) {
  return db.delete(finished).where(alsoLater ? isOtherDay(finished.day, today) : lt(finished.day, today));
}

/** Neither longer nor, at the close of a day, moved. */
function unchanged({ id, offset, blob }: Upload) {
  return and(eq(uploads.id, id), eq(uploads.offset, offset), eq(uploads.blob, blob));
}
