/**
 * `/review/drops`: the team places replies and dummies in batches. A slot is written once; a batch is all or
 * nothing. To the server a slot is a random name, and real and dummy look the same.
 *
 * @module
 */
import { hex } from '@scure/base';
import { findDrop, placeDrops } from '../db/drops.ts';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import { checkHybridHeader } from '../crypto/header.ts';
import type { Config } from './config.ts';
import {
  DROP_BATCH,
  DROP_BATCH_MAX,
  DROP_SIZE,
  DROPS_TYPE,
  SLOT_SIZE,
  type PlacedDrops,
} from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { ServerError } from './errors.ts';
import { drawExpiry } from './expiry.ts';

const RECORD = SLOT_SIZE + DROP_SIZE;
/** In an index this says that nothing is there, so it cannot be a slot. */
const EMPTY_SLOT = '00'.repeat(SLOT_SIZE);

export type DropParts = { store: Store; config: Config; now: () => Date; random: Random };

export async function placeBatch(
  { store, config, now, random }: DropParts,
  type: string | undefined,
  body: Uint8Array,
): Promise<PlacedDrops> {
  if (type !== DROPS_TYPE) throw new ServerError('drops.malformed');
  const count = body.length / RECORD;
  if (!Number.isInteger(count) || count === 0 || count % DROP_BATCH !== 0 || count > DROP_BATCH_MAX) {
    throw new ServerError('drops.malformed');
  }
  const records = Array.from({ length: count }, (_, index) => readRecord(body.subarray(index * RECORD)));
  const today = dayOf(now());
  // One day for each, or a batch would show by its end what was placed together.
  const dated = records.map((record) => ({
    ...record,
    expires: drawExpiry(today, config.dropDays, config.spreadDays, random),
  }));
  const placed = await placeDrops(store, dated);
  return { placed: placed.map((done) => (done ? 'placed' : 'taken')) };
}

export async function dropBytes(store: Store, slot: string): Promise<Uint8Array> {
  const bytes = /^[0-9a-f]{32}$/.test(slot) ? await findDrop(store.db, slot) : undefined;
  if (!bytes) throw new ServerError('request.not-found');
  return bytes;
}

function readRecord(bytes: Uint8Array): { slot: string; bytes: Uint8Array } {
  const slot = hex.encode(bytes.subarray(0, SLOT_SIZE));
  const drop = bytes.slice(SLOT_SIZE, RECORD);
  if (slot === EMPTY_SLOT || !isSealed(drop)) throw new ServerError('drops.malformed');
  return { slot, bytes: drop };
}

function isSealed(drop: Uint8Array): boolean {
  try {
    return checkHybridHeader(drop) === 'complete';
  } catch {
    return false;
  }
}
