/**
 * Numbers, sizes and days as a reader of the language expects them. Days are UTC dates and are never shifted
 * into the reader's time zone.
 *
 * @module
 */
export class Format {
  readonly #language: string;

  constructor(language: string) {
    this.#language = language;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#language).format(value);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.#language, { style: 'percent' }).format(share);
  }

  /** Bytes in the largest unit that leaves at least 1, powers of 1,000 as files are shown elsewhere. */
  size(bytes: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
    return new Intl.NumberFormat(this.#language, {
      style: 'unit',
      unit: units[power] ?? 'byte',
      unitDisplay: power === 0 ? 'long' : 'short',
      maximumFractionDigits: power < 2 ? 0 : 1,
    }).format(bytes / 1000 ** power);
  }

  /** `day`: YYYY-MM-DD. */
  day(day: string): string {
    const date = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return day;
    return new Intl.DateTimeFormat(this.#language, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  }
}
