/**
 * How much may still be stored, and for whom. Files leave a reserve free that only uploads of a text's size may
 * use. What counts is bytes that are there: bytes that somebody has announced and not sent take nothing from anybody.
 * When room is short, unfinished uploads that have not moved for long give way, those that hold most first.
 *
 * @module
 */
import { listHolding, storedBytes, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { SMALL_UPLOAD } from './contract.ts';
import type { Extent } from './effort.ts';
import { ServerError } from './errors.ts';
import { forgetUpload } from './forget.ts';

/** For so long a measurement is good; what is written meanwhile is added to it. */
const MEASURE_EVERY_MS = 10_000;
/** When room is short: for so long nobody is told otherwise. */
const MEASURE_SHORT_MS = 1_000;
/** A tenth of everything at most is reserve, or a small disk would take no file at all. */
const RESERVE_SHARE = 0.1;
/** Unfinished uploads that are looked at when room is short. */
const LOOKED_AT = 1000;

export type RoomParts = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'maxStorage' | 'maxUpload' | 'reserve'>;
  now: () => Date;
  /** Bytes that the disk has free; null where nobody knows, as on an object store. */
  freeBytes: () => Promise<number | null>;
  /** Whether an unfinished upload must make room when room is short. */
  isIdle: (upload: Upload) => boolean;
};

export type Room = {
  /** The room that an upload of this length would use. */
  extent(length: number): Promise<Extent>;
  /** The longest upload for which there is room now, or would be if others gave way; 0: none. */
  longest(): Promise<number>;
  /** Throws `upload.text-only` if there is room for texts only, `storage.full` if there is none. */
  expect(length: number): Promise<void>;
  /** As `expect`, for `bytes` more of an upload of `length`, and has others give way where that helps. */
  claim(length: number, bytes: number): Promise<void>;
  /** Bytes of an upload of `length` that were written. Throws as above if more are to come and there is no room. */
  spend: (length: number, bytes: number, isLast: boolean) => void;
};

type Measured = {
  at: number;
  used: number;
  left: number;
  /** Bytes in unfinished uploads that would give way: to a file, and to a text. */
  idle: { files: number; texts: number };
};

const isFile = (length: number): boolean => length > SMALL_UPLOAD;

export function createRoom(parts: RoomParts): Room {
  const { store, config, now } = parts;
  let measured: Measured = { at: -Infinity, used: 0, left: Infinity, idle: { files: 0, texts: 0 } };

  const measure = async (): Promise<void> => {
    // Before the first wait, so that of many requests one measures; the others use what is known.
    measured.at = now().getTime();
    const used = await storedBytes(store.db);
    const free = (await parts.freeBytes()) ?? Infinity;
    const left = Math.min((config.maxStorage ?? Infinity) - used, free);
    const idle = { files: 0, texts: 0 };
    // Nobody has to be asked to give way while there is plenty.
    if (left < config.maxUpload + config.reserve) {
      idle.files = sumOf(await listIdle(parts, SMALL_UPLOAD + 1));
      idle.texts = sumOf(await listIdle(parts, 0));
    }
    measured = { at: now().getTime(), used, left, idle };
  };
  const refresh = async (isShort: () => boolean): Promise<void> => {
    const age = now().getTime() - measured.at;
    // A clock that was put back must not keep an old measurement alive.
    if (age < 0 || age >= (isShort() ? MEASURE_SHORT_MS : MEASURE_EVERY_MS)) await measure();
  };
  const extentNow = (length: number): Extent => {
    const { used, left } = measured;
    const whole = used + left;
    const reserve = Math.min(config.reserve, Math.floor(whole * RESERVE_SHARE));
    if (isFile(length)) return { whole: whole - reserve, left: left - reserve };
    // While files have room, texts have all they want.
    return { whole: reserve, left };
  };
  const reachable = (length: number): number =>
    extentNow(length).left + (isFile(length) ? measured.idle.files : measured.idle.texts);
  const refuse = (length: number): never => {
    const takesText = isFile(length) && reachable(SMALL_UPLOAD) >= SMALL_UPLOAD;
    throw new ServerError(takesText ? 'upload.text-only' : 'storage.full');
  };

  return {
    async extent(length) {
      await refresh(() => extentNow(length).left <= 0);
      return extentNow(length);
    },
    async longest() {
      await refresh(() => reachable(SMALL_UPLOAD + 1) < config.maxUpload);
      const file = reachable(SMALL_UPLOAD + 1);
      if (isFile(file)) return Math.min(file, config.maxUpload);
      return Math.max(0, Math.min(reachable(SMALL_UPLOAD), SMALL_UPLOAD, config.maxUpload));
    },
    async expect(length) {
      await refresh(() => reachable(length) < length);
      if (reachable(length) < length) refuse(length);
    },
    async claim(length, bytes) {
      await refresh(() => extentNow(length).left < bytes);
      const missing = bytes - extentNow(length).left;
      if (missing <= 0) return;
      if (reachable(length) < bytes) refuse(length);
      await giveWay(parts, isFile(length) ? SMALL_UPLOAD + 1 : 0, missing);
      await measure();
      if (extentNow(length).left < bytes) refuse(length);
    },
    spend(length, bytes, isLast) {
      measured.left -= bytes;
      measured.used += bytes;
      if (!isLast && extentNow(length).left <= 0) refuse(length);
    },
  };
}

/** Unfinished uploads of at least `shortest` bytes that would give way, those that hold most first. */
async function listIdle({ store, isIdle }: RoomParts, shortest: number): Promise<Upload[]> {
  return (await listHolding(store.db, shortest, LOOKED_AT)).filter(isIdle);
}

const sumOf = (uploads: readonly Upload[]): number => uploads.reduce((sum, { offset }) => sum + offset, 0);

async function giveWay(parts: RoomParts, shortest: number, missing: number): Promise<void> {
  let freed = 0;
  for (const upload of await listIdle(parts, shortest)) {
    if (freed >= missing) return;
    await forgetUpload(parts, upload.id);
    freed += upload.offset;
  }
}
