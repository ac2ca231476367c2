/**
 * Sizes and days as a reader of the language expects them. Days are UTC dates and are never shifted into the
 * reader's time zone.
 *
 * @module
 */
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Bytes in the largest unit that leaves at least 1, powers of 1,000 as files are shown elsewhere. */
export function formatSize(bytes: number, language: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** `day`: YYYY-MM-DD; returned as it is where it is no day. */
export function formatDay(day: string, language: string, dateStyle: 'long' | 'medium'): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (!DAY.test(day) || Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' }).format(date);
}
