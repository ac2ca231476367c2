/**
 * Sizes, days and languages in the language of the interface. What comes from a source is checked before it
 * reaches `Intl` or an attribute.
 *
 * @module
 */

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export function formatSize(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[power - 1] ?? 'byte';
  const options = { style: 'unit', unit, unitDisplay: power === 0 ? 'long' : 'short' } as const;
  return new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: power === 0 ? 0 : 1 }).format(
    bytes / 1000 ** power,
  );
}

/** A UTC day, `YYYY-MM-DD`, in words; returned as it is where it is no day. */
export function formatDay(day: string, locale: string): string {
  if (!DAY.test(day)) return day;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime())
    ? day
    : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

/** Days from one UTC day to another; negative where it has passed. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}

/** The name of a language; null for what is no language that is known. */
export function languageName(tag: string, locale: string): string | null {
  const known = knownLanguage(tag);
  if (known === undefined) return null;
  return new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(known) ?? null;
}

/** For a `lang` attribute: the tag in canonical form, or undefined where it is none. */
export function knownLanguage(tag: string): string | undefined {
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0];
    return canonical?.startsWith('und') ? undefined : canonical;
  } catch {
    return undefined;
  }
}
