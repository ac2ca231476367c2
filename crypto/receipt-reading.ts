/**
 * Reads the twelve words of a receipt as people write and type them, in any of several BIP39 lists. What does not
 * tell two words of a list apart does not count: case, accents, width, the Unicode form, numbering, signs that
 * cannot be seen, and where a language does without them, the spaces.
 *
 * @module
 */
import { mnemonicToEntropy } from '@scure/bip39';
import { WitnessboxError } from './errors.ts';
import type { WordList } from './words.ts';

const RECEIPT_WORDS = 12;

/** The distance from a katakana to its hiragana. */
const KANA = 0x60;

/** A list made ready for reading. */
export type Lexicon = {
  language: string;
  /** In NFKD, as BIP39 has them. */
  words: string[];
  /** The plain form of each word, and where in the list it stands. */
  places: ReadonlyMap<string, number>;
  /** UTF-16 units of the longest plain form. */
  longest: number;
};

export type Reading = { entropy: Uint8Array; language: string };

/**
 * What is left of a text when everything is taken away that the words of no list differ in: invisible signs
 * (Unicode's default ignorable code points, among them soft hyphens, zero-width spaces and marks of direction), the
 * compatibility form (NFKD: full width, ligatures), case, accents of Latin letters, the two shapes of kana. Lower case
 * is that of Unicode whatever the device's language; the dotless i that a Turkish keyboard makes of I is an i.
 */
export function plainLetters(text: string): string {
  return (
    text
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      // As in 1º and 1ª; NFKD would make letters of them.
      .replace(/[ºª]/g, ' ')
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, '')
      .replaceAll('ı', 'i')
      .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - KANA))
  );
}

export function lexiconOf({ language, words }: WordList): Lexicon {
  // In one piece: a browser without JIT takes long over 2,048 calls.
  const plain = plainLetters(words.join('\n')).split('\n');
  return {
    language,
    words: words.join('\n').normalize('NFKD').split('\n'),
    places: new Map(plain.map((word, place) => [word, place])),
    longest: plain.reduce((longest, { length }) => Math.max(longest, length), 0),
  };
}

/** All ways to read a text, in the order of the lists: twelve words that a list knows and whose checksum fits. */
export function readings(text: string, lexicons: readonly Lexicon[]): Reading[] {
  const typed = wordsIn(text);
  return lexicons.flatMap((lexicon) => readingIn(lexicon, placesOf(typed, lexicon)) ?? []);
}

/**
 * Reads a receipt. The first list in which it can be read is taken, so the caller puts the likelier first; what
 * `createReceipt` made leads to the same bytes in any order.
 *
 * Throws `receipt.wrong-count` (fact `count`), `receipt.unknown-word` (fact `position`, from 1) or
 * `receipt.checksum`, as the list has it that knows most of the words.
 */
export function readReceipt(text: string, lists: readonly WordList[]): Reading {
  const typed = wordsIn(text);
  let most = -1;
  let likeliest: readonly Place[] = [];
  for (const list of lists) {
    const lexicon = lexiconOf(list);
    const places = placesOf(typed, lexicon);
    const reading = readingIn(lexicon, places);
    if (reading) return reading;
    const known = places.filter((place) => place !== null).length;
    if (known <= most) continue;
    most = known;
    likeliest = places;
  }
  if (likeliest.length !== RECEIPT_WORDS)
    throw new WitnessboxError('receipt.wrong-count', { count: likeliest.length });
  const unknown = likeliest.indexOf(null);
  if (unknown !== -1) throw new WitnessboxError('receipt.unknown-word', { position: unknown + 1 });
  throw new WitnessboxError('receipt.checksum');
}

/** Where in a list a word stands; null: nowhere. */
export type Place = number | null;

/** Runs of letters in plain form; of the Chinese lists each character is a word. */
export function wordsIn(text: string): string[] {
  const runs = plainLetters(text).match(/[\p{L}\p{M}]+/gu) ?? [];
  return runs.flatMap((run) => run.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []);
}

function placesOf(typed: readonly string[], lexicon: Lexicon): Place[] {
  return typed.flatMap((word) => placesOfWord(word, typed.length, lexicon));
}

/** Those of one run of letters among `total`: of several words, if they were written together. */
export function placesOfWord(word: string, total: number, lexicon: Lexicon): Place[] {
  const place = lexicon.places.get(word) ?? null;
  // Only where words are too few can a space be missing. Else an unknown word is a slip, and is named.
  if (place !== null || total >= RECEIPT_WORDS) return [place];
  return split(word, lexicon) ?? [null];
}

/** Takes words apart that were written together, if there is exactly one way to do it. */
function split(run: string, { places, longest }: Lexicon): number[] | null {
  if (run.length > RECEIPT_WORDS * longest) return null;
  // From the end: what the rest of the run from here on can be split into.
  const rest: { ways: number; words: readonly number[] }[] = [];
  rest[run.length] = { ways: 1, words: [] };
  for (let from = run.length - 1; from >= 0; from -= 1) {
    let ways = 0;
    let words: readonly number[] = [];
    for (let to = from + 1; to <= Math.min(from + longest, run.length); to += 1) {
      const place = places.get(run.slice(from, to));
      const after = rest[to];
      if (place === undefined || after === undefined || after.ways === 0) continue;
      ways += after.ways;
      words = [place, ...after.words];
    }
    rest[from] = { ways, words };
  }
  const whole = rest[0];
  return whole?.ways === 1 ? [...whole.words] : null;
}

function readingIn({ language, words }: Lexicon, places: readonly Place[]): Reading | null {
  if (places.length !== RECEIPT_WORDS || places.includes(null)) return null;
  const phrase = places.map((place) => words[place ?? 0]).join(' ');
  try {
    return { entropy: mnemonicToEntropy(phrase, words), language };
  } catch {
    // The checksum does not fit.
    return null;
  }
}
