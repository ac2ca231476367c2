/** Queries on the nonces of reviewer requests; uploads.ts keeps the hashes of used proofs among them. @module */
import { eq, lt } from 'drizzle-orm';
import { keptQuery } from './kept.ts';
import { nonces } from './schema.ts';
import type { Database, Store } from './store.ts';

const findNonce = keptQuery<{ nonce: string }, unknown[]>((db, value) =>
  db
    .select({ nonce: nonces.nonce })
    .from(nonces)
    .where(eq(nonces.nonce, value('nonce'))),
);

/** False if the nonce has been seen before. */
export async function recordNonce(db: Database, nonce: string, day: string): Promise<boolean> {
  const rows = await db
    .insert(nonces)
    .values({ nonce, day })
    .onConflictDoNothing()
    .returning({ nonce: nonces.nonce });
  return rows.length > 0;
}

export async function isNonceRecorded(store: Store, nonce: string): Promise<boolean> {
  return (await findNonce(store, { nonce })).length > 0;
}

export function purgeNonces(db: Database, before: string) {
  return db.delete(nonces).where(lt(nonces.day, before));
}

/** No nonce is called so. */
const TRIAL = 'trial';

/** Writes a row and takes it away again, in one step. Throws what a writer would meet at present. */
export async function tryWriting(store: Store): Promise<void> {
  await store.atomically([
    store.db.insert(nonces).values({ nonce: TRIAL, day: '' }),
    store.db.delete(nonces).where(eq(nonces.nonce, TRIAL)),
  ]);
}
