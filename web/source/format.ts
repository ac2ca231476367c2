/**
 * Numbers, sizes and days in the one language of the page. A browser without data for it (Chromium has none for
 * Burmese, Tibetan and Uyghur) would take its own language instead: there days and months are digits, and units have
 * their short English names.
 *
 * @module
 */
import { formatDay, formatSize } from '../shared/format.ts';

export class Format {
  readonly #isKnown: boolean;
  readonly #language: string;
  #months: readonly string[] = [];

  constructor(language: string) {
    this.#isKnown = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
    this.#language = this.#isKnown ? language : 'en';
  }

  number(value: number): string {
    return this.#formatted(value);
  }

  percent(share: number): string {
    return this.#formatted(share, { style: 'percent' });
  }

  size(bytes: number): string {
    return formatSize(bytes, this.#language);
  }

  /** In minutes, or in hours where it takes long; rounded up. */
  minutes(count: number): string {
    const [value, unit] = count < 100 ? [count, 'minute'] : [Math.ceil(count / 60), 'hour'];
    return this.#formatted(value, { style: 'unit', unit, unitDisplay: this.#isKnown ? 'long' : 'short' });
  }

  /** Minutes and seconds of a recording, as a player shows them. */
  clock(seconds: number): string {
    const digits = { minimumIntegerDigits: 2, useGrouping: false };
    return [Math.floor(seconds / 60), seconds % 60].map((value) => this.#formatted(value, digits)).join(':');
  }

  list(items: readonly string[]): string {
    if (!this.#isKnown) return items.join(' · ');
    return new Intl.ListFormat(this.#language, { type: 'conjunction' }).format(items);
  }

  /** Of latitude or longitude, without its sign: a hundredth is about a kilometre. */
  degrees(value: number): string {
    return this.#formatted(Math.abs(value), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }

  /** The twelve months of the Gregorian calendar. */
  get months(): readonly string[] {
    if (this.#months.length > 0) return this.#months;
    const month = this.#isKnown ? 'long' : 'numeric';
    const format = new Intl.DateTimeFormat(this.#language, { month, calendar: 'gregory', timeZone: 'UTC' });
    this.#months = Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2000, index, 1)));
    return this.#months;
  }

  /** `day`: YYYY-MM-DD. With strokes where there are no words: they keep their order in a right-to-left sentence. */
  day(day: string): string {
    return this.#isKnown ? formatDay(day, this.#language, 'long') : day.replaceAll('-', '/');
  }

  #formatted(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.#language, options).format(value);
  }
}
