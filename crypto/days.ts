/**
 * UTC days, the only dates that leave a person's machine or are kept on a server. A day is text, YYYY-MM-DD
 * (RFC 3339 full-date), so that it sorts as it is. Nothing here looks at a clock.
 *
 * @module
 */

const MILLISECONDS = 86_400_000;
/** Beyond them a day is not written with four digits, and would sort before every other. */
const [FIRST, LAST] = ['0000-01-01', '9999-12-31'];

/** The UTC day of an instant. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day `count` days later, or earlier if negative; at most 9999-12-31, at least 0000-01-01. */
export function addDays(day: string, count: number): string {
  const time = midnight(day).getTime() + count * MILLISECONDS;
  return dayOf(new Date(Math.max(midnight(FIRST).getTime(), Math.min(time, midnight(LAST).getTime()))));
}

/** The instant at which the day begins. */
export function midnight(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** Whether the text is a day that exists in the calendar, which has no year 0, though JavaScript knows one. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
