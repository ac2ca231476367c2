/**
 * Numbers, sizes and days in the one language of the page.
 *
 * @module
 */
import { formatDay, formatSize } from '../shared/format.ts';

export class Format {
  readonly #language: string;
  #months: readonly string[] = [];

  constructor(language: string) {
    this.#language = language;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#language).format(value);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.#language, { style: 'percent' }).format(share);
  }

  size(bytes: number): string {
    return formatSize(bytes, this.#language);
  }

  /** In minutes, or in hours where it takes long; rounded up. */
  minutes(count: number): string {
    const [value, unit] = count < 100 ? [count, 'minute'] : [Math.ceil(count / 60), 'hour'];
    return new Intl.NumberFormat(this.#language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  }

  /** Minutes and seconds of a recording, as a player shows them. */
  clock(seconds: number): string {
    const digits = new Intl.NumberFormat(this.#language, { minimumIntegerDigits: 2, useGrouping: false });
    return [Math.floor(seconds / 60), seconds % 60].map((value) => digits.format(value)).join(':');
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.#language, { type: 'conjunction' }).format(items);
  }

  /** Of latitude or longitude, without its sign: a hundredth is about a kilometre. */
  degrees(value: number): string {
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return new Intl.NumberFormat(this.#language, digits).format(Math.abs(value));
  }

  /** The twelve months of the Gregorian calendar. */
  get months(): readonly string[] {
    if (this.#months.length > 0) return this.#months;
    const format = new Intl.DateTimeFormat(this.#language, {
      month: 'long',
      calendar: 'gregory',
      timeZone: 'UTC',
    });
    this.#months = Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2000, month, 1)));
    return this.#months;
  }

  /** `day`: YYYY-MM-DD. */
  day(day: string): string {
    return formatDay(day, this.#language, 'long');
  }
}
