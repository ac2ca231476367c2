/**
 * The shape of an organisation's appearance, each member by itself. Unlike elsewhere, a member that is not
 * known is refused: what an organisation meant to show must not be missing without a word.
 *
 * @module
 */
import * as v from 'valibot';
import { utf8 } from './encoding.ts';
import { MOST_LOGO_BYTES } from './logo.ts';
import { languageTag } from './shapes.ts';

/** Bytes of UTF-8 of all the words in one language: they stand in the first page, which is to stay small. */
export const MOST_WORDS = 4000;

/**
 * Signs that nobody sees, or that turn around what stands beside them, could make a telephone number or an address look
 * like another one: controls, line ends, overrides, embeddings and isolates (UAX 9), tags, half characters.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

export const isPlainText = (text: string): boolean => !HIDDEN.test(text) && /\S/u.test(text);

/** In a number or an address besides: marks of direction, joiners and whatever else is not shown. */
const UNSHOWN = /[\p{Default_Ignorable_Code_Point}\u061c\u200e\u200f\u2800]/u;

export const isPlainValue = (text: string): boolean => isPlainText(text) && !UNSHOWN.test(text);

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.check(isPlainText));

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/u));

const palette = v.strictObject({
  paper: v.exactOptional(colour),
  ink: v.exactOptional(colour),
  accent: v.exactOptional(colour),
  onAccent: v.exactOptional(colour),
});

const colours = v.strictObject({ light: v.exactOptional(palette), dark: v.exactOptional(palette) });

const about = v.pipe(v.array(text(600)), v.maxLength(8));
const ways = v.pipe(
  v.array(v.strictObject({ label: text(80), value: v.pipe(text(200), v.check(isPlainValue)) })),
  v.maxLength(8),
);

/** Who we are, in paragraphs; and other ways to reach us. */
export type OwnWords = { about: string[]; ways: { label: string; value: string }[] };

export function sizeOfWords({ about, ways }: OwnWords): number {
  const texts = [...about, ...ways.flatMap(({ label, value }) => [label, value])];
  return texts.reduce((sum, text) => sum + utf8(text).length, 0);
}

/** Padded base64 of at most the largest logo. */
const base64 = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(Math.ceil(MOST_LOGO_BYTES / 3) * 4),
  v.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u),
);

/** Without what of it only the bytes of the logo, or several texts together, can show. */
export const appearanceMembers = v.strictObject({
  format: v.literal('witnessbox-appearance/1'),
  colours: v.exactOptional(colours),
  logo: v.exactOptional(base64),
  words: v.pipe(v.record(languageTag, v.strictObject({ about, ways })), v.minEntries(1), v.maxEntries(100)),
});
