/**
 * Sending slowly, for who fears that a large upload is noticed: pieces of uneven size with uneven rests between them, so
 * that neither a steady stream nor a steady beat stands out. Pure arithmetic. What it cannot do: browsing mostly fetches,
 * and this still sends; whoever counts the bytes of a day sees as many as before (docs/threat-model.md).
 *
 * @module
 */

export type Tempo = {
  /** Bytes in a minute, in the long run; a slower line makes it less. */
  rate: number;
  /** Bytes of a piece, on average. */
  piece: number;
};

/** What a source can choose from. The smallest rate still brings 60 MB in ten hours. */
export const RATES = [100_000, 500_000, 2_000_000, 10_000_000] as const;
export const PIECES = [50_000, 200_000, 1_000_000] as const;
export const SLOWLY: Tempo = { rate: RATES[1], piece: PIECES[1] };

/**
 * A server whose room is short forgets what has lain still for half an hour, and a circuit that carries nothing for ten minutes
 * may be given up (Tor's `MaxCircuitDirtiness`).
 */
const LONGEST_REST = 300_000;
/** So many times its mean a rest lasts at most: one in e^8 would last longer. */
const MOST_TIMES = 8;

/** Bytes of the next piece: half to one and a half times the average, less where the rate is low. `chance`: 0 to 1. */
export function unevenPiece({ rate, piece }: Tempo, chance: number): number {
  // Else the longest rest would be too short for the rate: it would come out faster than was chosen.
  const most = (rate * LONGEST_REST) / 60_000 / 4;
  return Math.round(Math.min(piece, most) * (0.5 + chance));
}

/**
 * Milliseconds to rest after a piece of `size` bytes that took `milliseconds`. Drawn like the pauses of a reader, many short and
 * few long ones (an exponential distribution), so that the rate comes out on average. `chance`: 0 to 1.
 */
export function restAfter({ rate }: Tempo, size: number, milliseconds: number, chance: number): number {
  const mean = Math.max(0, (size / rate) * 60_000 - milliseconds);
  const times = Math.min(-Math.log(1 - chance), MOST_TIMES);
  return Math.round(Math.min(times * mean, LONGEST_REST));
}

/** About how many minutes `bytes` take, at least one. */
export function minutesFor({ rate }: Tempo, bytes: number): number {
  return Math.max(1, Math.ceil(bytes / rate));
}
