/** What is good only for the server that runs, and is left out of a copy that outlives it. @module */
import { like } from 'drizzle-orm';
import { finished, nonces, uploads } from './schema.ts';
import type { Store } from './store.ts';

/**
 * Takes away unfinished uploads, the answers for finished ones, and used proofs of work, which no restarted server
 * would accept. Used nonces of reviewers stay: a request must not be good twice because of a restored copy. Writes the
 * file anew, so that nothing of it is left in free pages.
 */
export async function trim(store: Store): Promise<void> {
  const { db } = store;
  await store.atomically([
    db.delete(uploads),
    db.delete(finished),
    db.delete(nonces).where(like(nonces.nonce, 'proof:%')),
  ]);
  await store.tidy();
}
