/** UTC days, the only dates that the server knows. A day is text, YYYY-MM-DD, so that it sorts as it is. @module */

const MILLISECONDS = 86_400_000;

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  return dayOf(new Date(midnight(day).getTime() + count * MILLISECONDS));
}

/** The instant at which the day begins. */
export function midnight(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
