/**
 * Dates as sources know them: the part of EDTF (ISO 8601-2:2019, Library of Congress "EDTF Specification", levels 0
 * and 1) that an answer of kind `date` may hold. A year, a month or a day; `~` behind it for "about"; an interval
 * of two of them with a slash; `..` for an end that is open, as of something that still goes on.
 *
 * @module
 */
import { isDay } from './days.ts';

const DATE = /^(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?(~?)$/;

/** One date, without an interval. `month` and `day` count from 1; null where they are not known. */
export type EdtfDate = { year: number; month: number | null; day: number | null; isAbout: boolean };
/** `to`: null for a date that is no interval, `open` for one without an end. */
export type EdtfAnswer = { from: EdtfDate; to: EdtfDate | 'open' | null };

/** Null where the text is none of the forms above, or names a day that the calendar has not, or ends before it begins. */
export function readEdtf(text: string): EdtfAnswer | null {
  const [first = '', second, ...more] = text.split('/');
  const from = readDate(first);
  if (from === null || more.length > 0) return null;
  if (second === undefined) return { from, to: null };
  if (second === '..') return { from, to: 'open' };
  const to = readDate(second);
  if (to === null || latest(to) < earliest(from)) return null;
  return { from, to };
}

export function writeEdtf({ from, to }: EdtfAnswer): string {
  if (to === null) return writeDate(from);
  return `${writeDate(from)}/${to === 'open' ? '..' : writeDate(to)}`;
}

function readDate(text: string): EdtfDate | null {
  const [whole, year, month, day, about] = DATE.exec(text) ?? [];
  if (whole === undefined) return null;
  if (day !== undefined && !isDay(whole.slice(0, 10))) return null;
  const number = (digits: string | undefined): number | null =>
    digits === undefined ? null : Number(digits);
  return { year: Number(year), month: number(month), day: number(day), isAbout: about === '~' };
}

function writeDate({ year, month, day, isAbout }: EdtfDate): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts = [String(year).padStart(4, '0')];
  if (month !== null) parts.push(two(month));
  if (month !== null && day !== null) parts.push(two(day));
  return parts.join('-') + (isAbout ? '~' : '');
}

/** YYYY-MM-DD of the first day that may be meant; comparable as text. */
function earliest(date: EdtfDate): string {
  return writeDate({ ...date, month: date.month ?? 1, day: date.day ?? 1, isAbout: false });
}

/** Behind the last day that may be meant, or on it. */
function latest(date: EdtfDate): string {
  return writeDate({ ...date, month: date.month ?? 12, day: date.day ?? 31, isAbout: false });
}
