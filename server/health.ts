/**
 * `/healthz`, for the operator's monitor. It says which part is not well and nothing else: whoever asks, and anybody
 * may, learns of no visit, no number and no time.
 *
 * @module
 */
import { isUnclosed, lastClosing } from '../db/closing.ts';
import { lastSnapshot, listUnplaced } from '../db/drops.ts';
import { tryWriting } from '../db/nonces.ts';
import { storedBytes } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import { addDays, dayOf } from '../crypto/days.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import type { Health, HealthPart } from './contract.ts';
import { roomLeft } from './room.ts';

export type HealthParts = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'maxStorage' | 'reserve'>;
  now: () => Date;
  isOpen: (today: string) => boolean;
  /** Bytes that the server may still write; null where nobody knows. */
  freeBytes?: (() => Promise<number | null>) | undefined;
  /** Whether the clock can be right, where somebody knows. */
  isBelievable?: (() => boolean) | undefined;
  /** False where other processes serve the same store, and no request may wait for another one. */
  isAlone?: boolean | undefined;
};

/** Trying out disk and database costs; what was found is good for so long, however often it is asked for. */
const GOOD_FOR_MS = 10_000;
/** As long as what uploads are told about it (room.ts), or it would tell whoever asks often when something arrives. */
const SPACE_GOOD_FOR_MS = 600_000;
/** The work of midnight may take this long before it counts as not done. */
const PATIENCE_MS = 2 * 3_600_000;
/** Bytes: some thousand texts. */
const LEAST_FREE = 2 ** 28;

/** Gives a function that looks, or tells what the last look found. */
export function createHealth(parts: HealthParts): () => Promise<Health> {
  let known: Health | undefined;
  let first: Promise<Health> | undefined;
  let looked = 0;
  let space = { at: 0, isShort: false };
  const lookNow = async (): Promise<Health> => {
    if (!known || Math.abs(looked - space.at) >= SPACE_GOOD_FOR_MS) {
      space = { at: looked, isShort: await isFull(parts).catch(() => false) };
    }
    const failing = await look(parts, space.isShort);
    known = failing.length === 0 ? { status: 'ok' } : { status: 'failing', failing };
    return known;
  };
  return async () => {
    const time = parts.now().getTime();
    // While one request looks, the others are told what was known before, or at the beginning wait for it.
    if (known && Math.abs(time - looked) < GOOD_FOR_MS) return known;
    looked = time;
    if (known || parts.isAlone === false) return lookNow();
    first ??= lookNow().finally(() => {
      first = undefined;
    });
    return first;
  };
}

async function look(parts: HealthParts, isShort: boolean): Promise<HealthPart[]> {
  const { store, blobs, now, isOpen, isBelievable } = parts;
  const failing: HealthPart[] = [];
  const time = now();
  try {
    failing.push(...(await overdue(store, time)));
  } catch {
    failing.push('database');
  }
  if (isBelievable?.() === false && !failing.includes('clock')) failing.push('clock');
  await blobs.probe().catch(() => failing.push('blobs'));
  if (isShort) failing.push('space');
  if (!isOpen(dayOf(time))) failing.push('keyring');
  return failing;
}

/** Whether the disk is nearly full, or files find no room any more because of the portal's own limit. */
async function isFull({ store, config, freeBytes }: HealthParts): Promise<boolean> {
  const free = await freeBytes?.().catch(() => 0);
  if (typeof free === 'number' && free < LEAST_FREE) return true;
  if (config.maxStorage === null) return false;
  const { left, reserve } = roomLeft(config, await storedBytes(store.db), null);
  return left <= reserve;
}

/** Throws where the database does not let itself be read and written. */
async function overdue(store: Store, time: Date): Promise<HealthPart[]> {
  const { db } = store;
  // A statement that changes no row would not notice a disk that can only be read.
  await tryWriting(store);
  const today = dayOf(time);
  const due = dayOf(new Date(time.getTime() - PATIENCE_MS));
  const failing: HealthPart[] = [];
  const shown = await lastSnapshot(db);
  if ((shown && shown.day > today) || ((await lastClosing(db)) ?? '') > today) failing.push('clock');
  // Rows do not tell which unfinished upload was not carried over, nor what could not be swept away.
  const whole = (await lastClosing(db, 'whole')) ?? due;
  if (whole < due || (await isUnclosed(db, due))) failing.push('retention');
  // A day late, so that it does not matter at which hour of the day snapshots are taken.
  const isShown = shown ? shown.day >= addDays(due, -1) : (await listUnplaced(db, today)).length === 0;
  if (!isShown) failing.push('snapshot');
  return failing;
}
