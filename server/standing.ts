/**
 * What is remembered of unfinished uploads beside their rows: what is left of the work that was proven for each, and
 * when it last moved, which is finer than a day and so must never reach a disk. It is in memory only, and gone with
 * the process, with the upload, or when the upload has not moved for long.
 *
 * @module
 */

/** A source whose device sleeps or whose line is bad comes back within this time, mostly. */
const IDLE_MS = 1_800_000;
/** Uploads that are remembered at most. Beyond them new ones are not: who is known keeps what was proven. */
const MOST = 50_000;
/** Nobody needs to know better when an upload moved. */
const GRAIN_MS = 60_000;
/** Time in a place, while others wait, for which an upload pays with half of its effort. */
const TURN_MS = 15_000;
/** Who brings less in such a time does not use the place. A slow line over Tor brings that in a second or two. */
const LEAST_BYTES = 4096;

/** What became of a place among those who write. */
export type Stay = {
  /** Milliseconds in it. */
  lasted: number;
  bytes: number;
  /** Whether others waited at its end. */
  othersWait: boolean;
};

export type Standing = {
  /**
   * Has begun, or bytes have come. `effort`: what was proven, if it is not known yet; who begins again with the same
   * proof has what is left of it.
   */
  moved(id: string, effort?: number): void;
  /** Pays for the place that it had while others waited. */
  left(id: string, stay: Stay): void;
  /** The effort by which it waits; the base where nothing is known any more, as after a start. */
  effortOf: (id: string) => number;
  /** Whether it has not moved for so long that it must make room when room is short. */
  isIdle(id: string): boolean;
  forget: (id: string) => void;
  /** Forgets what has not moved for long. */
  tick(): void;
};

type Known = { effort: number; at: number; lasted: number; bytes: number };

export function createStanding(
  ticks: () => number,
  baseEffort: number,
  /** As many as are remembered. */
  most = MOST,
): Standing {
  const known = new Map<string, Known>();
  // After a start nobody has had a chance to move yet, nor could it be seen of whom there was no place to remember.
  let unseen = ticks();
  let swept = ticks();

  const isOld = (at: number): boolean => ticks() - at >= IDLE_MS;
  const tick = (): void => {
    if (ticks() - swept < GRAIN_MS) return;
    swept = ticks();
    for (const [id, { at }] of known) if (isOld(at)) known.delete(id);
  };
  const entryOf = (id: string, effort: number): Known | null => {
    const entry = known.get(id);
    if (entry) return entry;
    tick();
    if (known.size >= most) {
      unseen = ticks();
      return null;
    }
    const fresh = { effort, at: 0, lasted: 0, bytes: 0 };
    known.set(id, fresh);
    return fresh;
  };

  return {
    moved(id, effort = baseEffort) {
      const entry = entryOf(id, effort);
      if (entry) entry.at = Math.floor(ticks() / GRAIN_MS) * GRAIN_MS;
    },
    left(id, { lasted, bytes, othersWait }) {
      const entry = known.get(id);
      if (!entry || !othersWait) return;
      entry.lasted += lasted;
      entry.bytes += bytes;
      if (entry.lasted < TURN_MS) return;
      entry.effort = entry.bytes < LEAST_BYTES ? 0 : entry.effort / 2;
      entry.lasted = 0;
      entry.bytes = 0;
    },
    effortOf: (id) => known.get(id)?.effort ?? baseEffort,
    isIdle: (id) => isOld(known.get(id)?.at ?? unseen),
    forget(id) {
      known.delete(id);
    },
    tick,
  };
}
