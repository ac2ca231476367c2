/**
 * How a fault in `witnessbox.toml` is put into words: what stands there, as TOML writes it, and what to write instead.
 *
 * @module
 */
import type { TomlError } from 'smol-toml';
import { isSecretAmongPublic } from './secrets.ts';

const MOST_SHOWN = 80;

/** A value as it could stand in the file: on one line, and not longer than helps. */
export function shown(value: unknown): string {
  const text = tomlOf(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function tomlOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(tomlOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${shownKey(key)} = ${tomlOf(each)}`)
      .join(', ')} }`;
  }
  // JSON has no word for these two.
  if (typeof value === 'number') return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  return JSON.stringify(value);
}

/** As it can stand before an equals sign. */
export function shownKey(key: string): string {
  if (/^[\w-]{1,40}$/.test(key)) return key;
  const text = JSON.stringify(key);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** By what the parser says; the first that fits. */
const FIXES: readonly (readonly [reason: RegExp, fix: string])[] = [
  [/redefine/, 'It is there a second time: keep one of the two, and write each table, as [limits], once.'],
  [/leading zero/, 'Put it in quotation marks, for instance "0660".'],
  [/losslessly/, 'Write a smaller number, or text such as "2 GiB".'],
  [/escape/, 'In text between double quotation marks write each backslash twice.'],
  [
    /string|invalid value/,
    'Put text between two straight quotation marks, for instance "text", on one line.',
  ],
  [/end-of-line/, 'Begin a new line for each key.'],
];
const USUAL_FIX = 'Write one KEY = VALUE on each line.';
const ENCODING_FIX = 'Save the file as plain text in UTF-8.';

/** What the error sentence `config.not-toml` is filled with. */
export function wordsFor({ line, column, message }: TomlError, text: string) {
  const reason = message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
  // Zeros come of UTF-16, the replacement character of whatever else is not UTF-8.
  const isOtherText = /[\0\uFFFD]/.test(text);
  const fix = isOtherText ? ENCODING_FIX : (FIXES.find(([kind]) => kind.test(reason))?.[1] ?? USUAL_FIX);
  const found = text.split(/\r?\n/)[line - 1]?.trim() ?? '';
  // --config may name a key by mistake, and what is said here may be kept in a journal.
  const isHidden = isOtherText || isSecretAmongPublic(text);
  return { line, column, reason, found: isHidden ? '…' : printable(found), fix };
}

/** What nobody typed could write to the terminal what it likes. */
function printable(line: string): string {
  const safe = line.replace(/\p{C}/gu, '?');
  return safe.length > MOST_SHOWN ? `${safe.slice(0, MOST_SHOWN)}…` : safe;
}
