/**
 * Refuses a reviewer's request that has been seen before. Nonces are stored, so that a restart does not open a
 * gap. On a disk that is full, or fails, they are kept in memory instead, or the team could not fetch what fills it or
 * is about to be lost; only for requests that change nothing.
 *
 * @module
 */
import { isNonceRecorded, recordNonce } from '../db/nonces.ts';
import type { Store } from '../db/store.ts';
import type { ServerErrorCode } from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { codeOf, ServerError } from './errors.ts';

export type Replays = {
  /** Throws `request.replayed`. `created`: Unix seconds, from the signature. */
  refuse(request: { nonce: string; created: number; changesNothing: boolean }): Promise<void>;
};

const CANNOT_WRITE: readonly ServerErrorCode[] = ['storage.full', 'storage.failed'];

/** `maxAge`: seconds within which a request is accepted, before and after. */
export function createReplays(store: Store, now: () => Date, maxAge: number): Replays {
  const remembered = new Map<string, number>();

  const forgetStale = (): void => {
    const oldest = now().getTime() / 1000 - maxAge;
    for (const [nonce, created] of remembered) if (created < oldest) remembered.delete(nonce);
  };
  return {
    async refuse({ nonce, created, changesNothing }) {
      if (remembered.has(nonce)) throw new ServerError('request.replayed');
      let isFresh: boolean;
      try {
        isFresh = await recordNonce(store.db, nonce, dayOf(now()));
      } catch (error) {
        if (!changesNothing || !CANNOT_WRITE.includes(codeOf(error))) throw error;
        forgetStale();
        isFresh = !(await isNonceRecorded(store, nonce)) && !remembered.has(nonce);
        remembered.set(nonce, created);
      }
      if (!isFresh) throw new ServerError('request.replayed');
    },
  };
}
