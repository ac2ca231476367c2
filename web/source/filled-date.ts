/**
 * From the fields of a date, as a source filled them in, to EDTF (crypto/edtf.ts), or to what is wrong with them. The
 * calendar is the Gregorian one: years that can only be of another are asked for again, not converted.
 *
 * @module
 */
import { readEdtf, writeEdtf, type EdtfDate } from '../../crypto/edtf.ts';

/** How exactly it is known: this date, about then, from one to another, or since then and still going on. */
export const SPANS = ['exact', 'about', 'range', 'ongoing'] as const;
export type Span = (typeof SPANS)[number];

export type FilledDate = { year: string; month: string; day: string };

/** `month`: a day without its month. `day`: one that does not exist. `end`: none. `order`: ends before it begins. */
export const DATE_PROBLEMS = ['year', 'month', 'day', 'end', 'order'] as const;
export type DateProblem = (typeof DATE_PROBLEMS)[number];

/** `text` is empty where nothing was filled in, or where something is wrong. */
export type ReadDate = { text: string; problem: DateProblem | null; at: 'from' | 'to' };

/** Years of the Islamic, Persian and Minguo calendars lie before, of the Buddhist one behind. */
const EARLIEST_YEAR = 1800;
const LATEST_YEAR = 2100;

export function readFilled(span: Span, from: FilledDate, to: FilledDate): ReadDate {
  const hasEnd = span === 'range';
  if (isBlank(from) && (!hasEnd || isBlank(to))) return { text: '', problem: null, at: 'from' };
  const begin = dateOf(from, span === 'about');
  if (typeof begin === 'string') return { text: '', problem: begin, at: 'from' };
  if (!hasEnd) {
    const text = writeEdtf({ from: begin, to: span === 'ongoing' ? 'open' : null });
    return { text, problem: null, at: 'from' };
  }
  if (isBlank(to)) return { text: '', problem: 'end', at: 'to' };
  const end = dateOf(to, false);
  if (typeof end === 'string') return { text: '', problem: end, at: 'to' };
  const text = writeEdtf({ from: begin, to: end });
  return readEdtf(text) === null
    ? { text: '', problem: 'order', at: 'to' }
    : { text, problem: null, at: 'from' };
}

const isBlank = (date: FilledDate): boolean => Object.values(date).every((part) => part.trim() === '');

function dateOf(filled: FilledDate, isAbout: boolean): EdtfDate | DateProblem {
  const [year, month, day] = [digits(filled.year), digits(filled.month), digits(filled.day)];
  if (!/^\d{4}$/.test(year) || Number(year) < EARLIEST_YEAR || Number(year) > LATEST_YEAR) return 'year';
  if (month === '' && day !== '') return 'month';
  if (!/^\d{0,2}$/.test(day)) return 'day';
  const date: EdtfDate = {
    year: Number(year),
    month: month === '' ? null : Number(month),
    day: day === '' ? null : Number(day),
    isAbout,
  };
  return readEdtf(writeEdtf({ from: date, to: null })) === null ? 'day' : date;
}

/** Digits of any script as ASCII; without spaces, and without what Chinese and Japanese set behind year and day. */
function digits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s年日号號]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => {
      const point = digit.codePointAt(0) ?? 0;
      let zero = point;
      while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
      return String((point - zero) % 10);
    });
}
