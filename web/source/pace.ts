/**
 * How large a piece to send next and how long to wait after a break. Pure arithmetic.
 *
 * @module
 */
export const FIRST_PIECE = 256 * 1024;
/** Twice as much is in memory until a piece is confirmed. Only a line of 2 MiB in a second comes to this. */
const LARGEST_PIECE = 16 * 1024 * 1024;
/** After breaks pieces may get this small: over a line that dies every minute something still gets through. */
const SMALLEST_PIECE = 32 * 1024;
/** A piece should take about this long: often enough to see progress, seldom enough to cost little. */
const PIECE_TIME = 8000;
/** A request that has said nothing for this long is taken as broken: over Tor circuits die without a word. */
export const PATIENCE = 180_000;
/** The same of a script, of which nothing is heard before all of it is there: 180 KB at 300 bytes a second. */
export const SCRIPT_PATIENCE = 600_000;
export const LONGEST_WAIT = 30_000;

const STEP = 32 * 1024;

/** The next piece after one of `size` bytes took `milliseconds`: at most doubled or halved at a time. */
export function nextPiece(size: number, milliseconds: number): number {
  const ideal = (size * PIECE_TIME) / Math.max(milliseconds, 1);
  return bounded(Math.min(Math.max(ideal, size / 2), size * 2));
}

export function afterBreak(size: number): number {
  return bounded(size / 2);
}

/** Milliseconds to wait before try number `attempt` (from 1). `chance`: 0 to 1, so that not all come at once. */
export function backOff(attempt: number, chance: number): number {
  return Math.round(Math.min(LONGEST_WAIT, 1000 * 2 ** (attempt - 1)) * (0.5 + chance / 2));
}

function bounded(size: number): number {
  const stepped = Math.floor(size / STEP) * STEP;
  return Math.min(Math.max(stepped, SMALLEST_PIECE), LARGEST_PIECE);
}
