/**
 * UTC days, the only dates that leave a person's machine or are kept on a server. A day is text, YYYY-MM-DD
 * (RFC 3339 full-date), so that it sorts as it is. Nothing here looks at a clock.
 *
 * @module
 */

const MILLISECONDS = 86_400_000;

/** The UTC day of an instant. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day `count` days later, or earlier if negative. */
export function addDays(day: string, count: number): string {
  return dayOf(new Date(midnight(day).getTime() + count * MILLISECONDS));
}

/** The instant at which the day begins. */
export function midnight(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
