/**
 * What is remembered of unfinished uploads beside their rows: the work that was proven for each, and when it last
 * moved, which is finer than a day and so must never reach a disk. It is in memory only, and gone with the process.
 *
 * @module
 */

/** A source whose device sleeps or whose line is bad comes back within this time, mostly. */
const IDLE_MS = 1_800_000;
/** Uploads that are remembered at most; those that moved longest ago go first. */
const MOST = 50_000;

export type Standing = {
  /** Has begun, or bytes have come. */
  moved(id: string, effort?: number): void;
  /** The effort that was proven for it; 0 if that is not known any more. */
  effortOf(id: string): number;
  /** Whether it has not moved for so long that it must make room when room is short. */
  isIdle(id: string): boolean;
  forget(id: string): void;
};

export function createStanding(now: () => Date): Standing {
  const started = now().getTime();
  const known = new Map<string, { effort: number; at: number }>();
  return {
    moved(id, effort) {
      const before = known.get(id);
      known.delete(id);
      known.set(id, { effort: effort ?? before?.effort ?? 0, at: now().getTime() });
      if (known.size <= MOST) return;
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    },
    effortOf: (id) => known.get(id)?.effort ?? 0,
    // After a start nobody has had a chance to move yet.
    isIdle: (id) => now().getTime() - (known.get(id)?.at ?? started) >= IDLE_MS,
    forget(id) {
      known.delete(id);
    },
  };
}
