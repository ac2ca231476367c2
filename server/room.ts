/**
 * How much may still be stored, and for whom. Files leave a reserve free that only uploads of a text's size may
 * use. What counts is bytes that are there: bytes that somebody has announced and not sent take nothing from anybody.
 * Who is let in to write has its next piece kept for it, so that many together write no more than there is.
 * When room is short, unfinished uploads that have not moved for long give way, those that hold most first.
 *
 * @module
 */
import { listHolding, storedBytes, type Upload } from '../db/uploads.ts';
import type { Store } from '../db/store.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { SMALL_UPLOAD } from './contract.ts';
import { LENGTH_STEP, type Extent } from './effort.ts';
import { ServerError } from './errors.ts';
import { forgetUpload } from './forget.ts';

/** For so long a measurement is good; what is written meanwhile is added to it. */
const MEASURE_EVERY_MS = 10_000;
/** When room is short: for so long nobody is told otherwise. */
const MEASURE_SHORT_MS = 1_000;
/** For so long what is told to everybody stays, or it would tell whoever asks often when something arrives. */
const TELL_EVERY_MS = 600_000;
/** A tenth of everything at most is reserve, or a small disk would take no file at all. */
const RESERVE_SHARE = 0.1;
/** Of what files may use, so much stays free of what comes without a proof; more work is asked only where less is left. */
const PROVEN_SHARE = 0.5;
/** Bytes that are set aside for it at once, at most. */
const MOST_SPARED = 2 ** 40;
/** Unfinished uploads that are looked at when room is short. */
const LOOKED_AT = 1000;

export type RoomParts = {
  store: Store;
  blobs: BlobStore;
  config: Pick<Config, 'maxStorage' | 'maxUpload' | 'reserve'>;
  /** Milliseconds of a clock that nobody sets. */
  ticks: () => number;
  /** Bytes that the disk has free; null where nobody knows, as on an object store. */
  freeBytes: () => Promise<number | null>;
  /** Whether no other process serves the same store; where others do, no request may wait for another one. */
  isAlone: boolean;
  /** Whether an unfinished upload must make room when room is short. */
  isIdle: (upload: Upload) => boolean;
  /** Hears of an upload that has made room. */
  forgotten: (id: string) => void;
};

export type Room = {
  /** The room that an upload of this length would use. */
  extent(length: number): Promise<Extent>;
  /**
   * The longest upload that is taken, 0: none. It is a step of the table of efforts for which there was room, or would
   * have been if others gave way, up to ten minutes ago.
   */
  longest(): Promise<number>;
  /** By that: throws `upload.text-only` if texts only are taken, `storage.full` if nothing is. */
  expect(length: number): Promise<void>;
  /**
   * For `length` bytes that no work was proven for: throws `storage.full` where they would leave less than half of what
   * files may use, so that who floods the form makes nothing dearer for others. What there is for all of them is set
   * every ten minutes, in steps, or who asks often would read from it, for nothing, what else arrives. What it gives is to be
   * called if they do not come.
   */
  spare(length: number): Promise<() => void>;
  /** By the room that there is, for `bytes` more of an upload of `length`; has others give way where that helps. */
  claim(length: number, bytes: number): Promise<void>;
  /** As `claim`, and keeps the room until what it gives is called. */
  hold(length: number, bytes: number): Promise<() => void>;
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

/** What the portal may still store, and how much of it is for texts only: the smaller of its own limit and the disk's. */
export function roomLeft(
  { maxStorage, reserve }: Pick<Config, 'maxStorage' | 'reserve'>,
  used: number,
  free: number | null,
): { left: number; reserve: number } {
  const left = Math.min((maxStorage ?? Infinity) - used, free ?? Infinity);
  return { left, reserve: Math.min(reserve, Math.floor((used + left) * RESERVE_SHARE)) };
}

const isFile = (length: number): boolean => length > SMALL_UPLOAD;

export function createRoom(parts: RoomParts): Room {
  const { store, config, ticks } = parts;
  const unknown: Measured = { at: -Infinity, used: 0, left: 0, idle: { files: 0, texts: 0 } };
  let measured = unknown;
  let told = { at: -Infinity, longest: 0 };
  /** For what no work was proven for, until it is set anew. */
  let spared = { at: -Infinity, left: 0 };
  let held = 0;

  const measure = async (): Promise<void> => {
    // Before the first wait, so that of many requests one measures; the others use what is known.
    if (measured !== unknown) measured.at = ticks();
    const used = await storedBytes(store.db);
    const { left } = roomLeft(config, used, await parts.freeBytes());
    const idle = { files: 0, texts: 0 };
    // Nobody has to be asked to give way while there is plenty.
    if (left < config.maxUpload + config.reserve) {
      idle.files = sumOf(await listIdle(parts, SMALL_UPLOAD + 1));
      idle.texts = sumOf(await listIdle(parts, 0));
    }
    measured = { at: ticks(), used, left, idle };
  };
  /** The first measurement, before which nothing is known. All wait for it, where it cannot die with who began it. */
  let first: Promise<void> | null = null;
  const refresh = async (isShort: () => boolean): Promise<void> => {
    if (measured === unknown) {
      if (!parts.isAlone) return measure();
      first ??= measure().finally(() => {
        first = null;
      });
      return first;
    }
    const age = ticks() - measured.at;
    if (age >= (isShort() ? MEASURE_SHORT_MS : MEASURE_EVERY_MS)) await measure();
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

  const longest = async (): Promise<number> => {
    await refresh(() => reachable(SMALL_UPLOAD + 1) < config.maxUpload);
    const file = stepBelow(reachable(SMALL_UPLOAD + 1), config.maxUpload);
    const text = stepBelow(Math.min(reachable(SMALL_UPLOAD), SMALL_UPLOAD), config.maxUpload);
    const now = isFile(file) ? file : text;
    // Only what arrives makes it less. Room that was made is told at once.
    if (now > told.longest || ticks() - told.at >= TELL_EVERY_MS) told = { at: ticks(), longest: now };
    return told.longest;
  };
  const claim = async (length: number, bytes: number, kept: () => number): Promise<void> => {
    const isMissing = (): boolean => extentNow(length).left - kept() < bytes;
    await refresh(isMissing);
    if (!isMissing()) return;
    if (reachable(length) - kept() < bytes) refuse(length);
    await giveWay(parts, isFile(length) ? SMALL_UPLOAD + 1 : 0, bytes + kept() - extentNow(length).left);
    await measure();
    if (isMissing()) refuse(length);
  };

  return {
    async extent(length) {
      await refresh(() => extentNow(length).left <= 0);
      return extentNow(length);
    },
    longest,
    async expect(length) {
      const most = await longest();
      if (length <= most) return;
      throw new ServerError(isFile(length) && most > 0 ? 'upload.text-only' : 'storage.full');
    },
    async spare(length) {
      if (ticks() - spared.at >= TELL_EVERY_MS) {
        await refresh(() => false);
        const { whole, left } = extentNow(SMALL_UPLOAD + 1);
        const over = whole === Infinity ? Infinity : left - whole * PROVEN_SHARE;
        spared = { at: ticks(), left: stepBelow(over, MOST_SPARED) };
      }
      const from = spared;
      if (from.left < length) throw new ServerError('storage.full');
      from.left -= length;
      return () => {
        from.left += length;
      };
    },
    // What is kept for others is not used yet, and may never be.
    claim: (length, bytes) => claim(length, bytes, () => 0),
    async hold(length, bytes) {
      // Before the first wait: of many that come together each must see those who came before it.
      const before = held;
      held += bytes;
      let isHeld = true;
      const release = (): void => {
        if (isHeld) held -= bytes;
        isHeld = false;
      };
      try {
        await claim(length, bytes, () => Math.min(before, held - bytes));
      } catch (error) {
        release();
        throw error;
      }
      return release;
    },
    spend(length, bytes, isLast) {
      measured.left -= bytes;
      measured.used += bytes;
      // The piece that comes next is among what is held.
      if (!isLast && extentNow(length).left - held < 0) refuse(length);
    },
  };
}

/** The greatest step of the table of efforts that `bytes` reach; the last is `most`; 0: none. */
function stepBelow(bytes: number, most: number): number {
  if (bytes >= most) return most;
  let step = 0;
  for (let next = SMALL_UPLOAD; next <= bytes; next *= LENGTH_STEP) step = next;
  return step;
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
    // It may have moved while others were taken away.
    if (!parts.isIdle(upload)) continue;
    await forgetUpload(parts, upload.id);
    parts.forgotten(upload.id);
    freed += upload.offset;
  }
}
