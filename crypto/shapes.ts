/**
 * Shapes that several JSON formats share, and the one way in which JSON from outside is read: strict UTF-8,
 * `parseJson`, then a valibot schema. Unknown members are dropped, so that a later minor addition does not
 * break an older reader; the format tag changes when the meaning does.
 *
 * @module
 */
import * as v from 'valibot';
import { isDay } from './days.ts';
import { fromUtf8, utf8 } from './encoding.ts';
import { jsonText, parseJson } from './json-text.ts';
import { IDENTITY, RECIPIENT } from './key-text.ts';
import { WitnessboxError, type CryptoErrorCode, type CustodyErrorCode } from './errors.ts';
import { kinOf } from './kin.ts';

/** Text by language: BCP 47 tag to text. Never empty. */
export type Translated = Record<string, string>;

/** A BCP 47 language tag, loosely: letters and digits in groups of at most eight, 35 characters in all. */
export const languageTag = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/),
);

/** A UTC day, see days.ts. */
export const day = v.pipe(v.string(), v.check(isDay));

/**
 * An identifier in lower-case ASCII, at most 64 characters, beginning with a letter or digit. Two words are none,
 * because they mean something else as the name of a member in JavaScript, and valibot passes over such members.
 */
export const identifier = v.pipe(
  v.string(),
  v.regex(/^(?!(?:constructor|prototype)$)[a-z0-9][a-z0-9-]{0,63}$/),
);

/** 32 bytes as 64 lower-case hex digits. */
export const hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** 16 bytes as 32 lower-case hex digits. */
export const hex16 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** 32 bytes as canonical padded base64 (RFC 4648, section 4). */
export const base64Of32 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/));

/** 64 bytes as canonical padded base64. */
export const base64Of64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/));

/** An age hybrid recipient by its outward form: 1,959 characters. Its checksum is tested when it is used. */
export const recipient = v.pipe(v.string(), v.regex(RECIPIENT));

/** An age hybrid identity by its outward form: 77 characters. */
export const identity = v.pipe(v.string(), v.regex(IDENTITY));

/** At least one language, at most a hundred, each with a text of 1 to 4,000 characters. */
export const translatedText = v.pipe(
  v.record(languageTag, v.pipe(v.string(), v.minLength(1), v.maxLength(4000))),
  v.minEntries(1),
  v.maxEntries(100),
);

/** A count or number: an integer from 0 to 2^53 - 1. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The text in the wanted language or the nearest. */
export function translated(text: Translated, language: string): string {
  return text[nearest(Object.keys(text), language)] ?? '';
}

/** Of the languages that there are, the wanted one, else one of the same language (kin.ts), else English, else the first. */
export function nearest(languages: readonly string[], wanted: string): string {
  const there = (language: string) => languages.find((tag) => tag === language);
  return there(wanted) ?? kinOf(languages, wanted) ?? there('en') ?? languages[0] ?? '';
}

/**
 * Reads JSON from outside. Throws `code` on broken UTF-8, broken or ambiguous JSON or a wrong shape; the error carries
 * nothing of the input.
 */
export function readJson<Output>(
  bytes: Uint8Array,
  schema: v.GenericSchema<unknown, Output>,
  code: CryptoErrorCode | CustodyErrorCode,
): Output {
  let value: unknown;
  try {
    value = parseJson(fromUtf8(bytes));
  } catch {
    throw new WitnessboxError(code);
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) throw new WitnessboxError(code);
  return result.output;
}

/** UTF-8 JSON with two spaces of indent and a final newline, the form of every JSON file that we write. */
export function writeJson(value: unknown): Uint8Array {
  return utf8(`${jsonText(value, 2)}\n`);
}
