/**
 * Numbers, sizes and days in the one language of the page.
 *
 * @module
 */
import { formatDay, formatSize } from '../shared/format.ts';

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

  size(bytes: number): string {
    return formatSize(bytes, this.#language);
  }

  /** `day`: YYYY-MM-DD. */
  day(day: string): string {
    return formatDay(day, this.#language, 'long');
  }
}
