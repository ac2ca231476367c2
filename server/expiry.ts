/**
 * Draws the last day of whatever expires. A day that followed from the day of arrival would tell it to who sees
 * only the deletion, and all of one day would go together; so each lasts longer by days of its own. Rows carry the
 * day that was drawn, so that a change of the configuration never shortens what has been promised.
 *
 * @module
 */
import { addDays } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import { below } from '../crypto/random.ts';

/** Days before a submission's last one from which on the team is warned; nobody is given less. */
export const NOTICE_DAYS = 30;

/** `days`: how many it lasts at least after `first`. Gives the last UTC date on which it is there. */
export function drawExpiry(first: string, days: number, spreadDays: number, random: Random): string {
  return addDays(first, days + below(Math.min(spreadDays, days) + 1, random));
}

/** After more days than these in which nobody looked, the clock may have leapt. An unfinished upload has at least three. */
const LONGEST_PAUSE = 2;

/**
 * Whether what has expired may be removed, once a day: not at the first look after a long pause, for a clock that leaps
 * ahead would else delete what has its time still before it. `last`: the day of the look before, if there was one.
 */
export function mayRemove(last: string | undefined, today: string): boolean {
  return last !== undefined && last < today && today <= addDays(last, LONGEST_PAUSE);
}
