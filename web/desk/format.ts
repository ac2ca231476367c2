/**
 * Sizes, days and languages in the language of the interface. What comes from a source is checked before it
 * reaches `Intl` or an attribute.
 *
 * @module
 */
import { formatDay as dayInWords } from '../shared/format.ts';

export { formatSize } from '../shared/format.ts';

const DAY_MS = 86_400_000;

/** A UTC day, `YYYY-MM-DD`, in words, short as a list needs it; returned as it is where it is no day. */
export function formatDay(day: string, locale: string): string {
  return dayInWords(day, locale, 'medium');
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
