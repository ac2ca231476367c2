/**
 * Reads along while somebody types their twelve words: how many there are, which of them no list knows, and how the one
 * at the caret may go on. Pure, and all of it in the page: neither a server nor a browser's dictionary is asked.
 *
 * @module
 */
import { type Lexicon, placesOfWord, plainLetters, wordsIn } from '../../crypto/receipt-reading.ts';

export type Suggestion = { word: string; language: string };

export type Completion = {
  /** Words so far. */
  count: number;
  /** Those that cannot be right, by their position from 1. */
  unknown: { position: number; word: string }[];
  /** Whole words for what stands in the text between `from` and `to`. */
  suggestions: Suggestion[];
  from: number;
  to: number;
  /** Whether what stands there is a word already, so that the suggestions are only others that begin like it. */
  isWord: boolean;
};

const MOST_SUGGESTIONS = 6;
/** As long as it is open in which list the words are, none may push the others out. */
const MOST_OF_ONE_LIST = 2;
const FEWEST_LETTERS = 2;

const RUNS = /[\p{L}\p{M}\p{Default_Ignorable_Code_Point}]+/gu;
const NO_HAN_AT_END = /[^\p{Script=Han}]+$/u;
const NO_HAN_AT_START = /^[^\p{Script=Han}]+/u;

/** One run of letters as it was typed, its words in plain form, and whether the caret is in it. */
type Run = { typed: string; start: number; words: string[]; isCurrent: boolean };

/** `caret`: null where nobody is typing. `lexicons`: the likelier first. */
export function complete(text: string, caret: number | null, lexicons: readonly Lexicon[]): Completion {
  const runs = runsIn(text, caret);
  const total = runs.reduce((sum, { words }) => sum + words.length, 0);
  const likely = likeliest(
    runs.filter(({ isCurrent }) => !isCurrent).flatMap(({ words }) => words),
    total,
    lexicons,
  );
  const place = placeOf(text, caret, runs);
  const begun = plainLetters(text.slice(place.from, caret ?? 0));
  const isWord = likely.some(({ places }) => places.has(begun));
  return {
    ...judge(runs, total, likely, lexicons),
    ...place,
    isWord,
    suggestions: suggest(begun, likely, lexicons),
  };
}

function runsIn(text: string, caret: number | null): Run[] {
  return [...text.matchAll(RUNS)].map((match) => {
    const [typed] = match;
    const { index: start } = match;
    const isCurrent = caret !== null && start < caret && caret <= start + typed.length;
    return { typed, start, words: wordsIn(typed), isCurrent };
  });
}

/** The lists that know most of what is typed already; all of them, while none knows anything. */
function likeliest(
  words: readonly string[],
  total: number,
  lexicons: readonly Lexicon[],
): readonly Lexicon[] {
  const known = lexicons.map((lexicon) => knownOf(words, total, lexicon));
  const most = Math.max(0, ...known);
  return lexicons.filter((_, index) => known[index] === most);
}

function knownOf(words: readonly string[], total: number, lexicon: Lexicon): number {
  return words.filter((word) => !placesOfWord(word, total, lexicon).includes(null)).length;
}

/** Where the word at the caret stands, Chinese characters left out: each is a word and whole at once. */
function placeOf(text: string, caret: number | null, runs: readonly Run[]): { from: number; to: number } {
  const run = runs.find(({ isCurrent }) => isCurrent);
  if (caret === null || run === undefined) return { from: caret ?? 0, to: caret ?? 0 };
  const before = NO_HAN_AT_END.exec(text.slice(run.start, caret))?.[0] ?? '';
  const after = NO_HAN_AT_START.exec(text.slice(caret, run.start + run.typed.length))?.[0] ?? '';
  return { from: caret - before.length, to: caret + after.length };
}

function judge(
  runs: readonly Run[],
  total: number,
  likely: readonly Lexicon[],
  lexicons: readonly Lexicon[],
): Pick<Completion, 'count' | 'unknown'> {
  const current = runs.find(({ isCurrent }) => isCurrent)?.words ?? [];
  const lead = likely.find((lexicon) => knownOf(current, total, lexicon) > 0) ?? likely[0];
  const unknown: Completion['unknown'] = [];
  let count = 0;
  for (const { typed, words, isCurrent } of runs) {
    for (const word of words) {
      const places = lead === undefined ? [] : placesOfWord(word, total, lead);
      const isUnfinished = isCurrent && !isDeadEnd(word, lexicons);
      if (places.includes(null) && !isUnfinished)
        unknown.push({ position: count + 1, word: words.length === 1 ? typed : word });
      count += Math.max(1, places.length);
    }
  }
  return { count, unknown };
}

/** Whether no word of any list begins like this. Words written together may: only of Latin letters is it certain. */
function isDeadEnd(begun: string, lexicons: readonly Lexicon[]): boolean {
  return /^[a-z]+$/.test(begun) && !lexicons.some((lexicon) => wordsFrom(begun, lexicon, 1).length > 0);
}

function suggest(begun: string, likely: readonly Lexicon[], lexicons: readonly Lexicon[]): Suggestion[] {
  if (begun.length < FEWEST_LETTERS) return [];
  const found = suggestFrom(begun, likely);
  return found.length > 0 ? found : suggestFrom(begun, lexicons);
}

function suggestFrom(begun: string, lexicons: readonly Lexicon[]): Suggestion[] {
  const most = lexicons.length === 1 ? MOST_SUGGESTIONS : MOST_OF_ONE_LIST;
  const found = new Map<string, Suggestion>();
  for (const lexicon of lexicons) {
    const { language } = lexicon;
    for (const word of wordsFrom(begun, lexicon, most)) {
      if (!found.has(word)) found.set(word, { word, language });
    }
  }
  return [...found.values()].slice(0, MOST_SUGGESTIONS);
}

/** Words that begin like this and are not over with it, in the order of the list. */
function wordsFrom(begun: string, { places, words }: Lexicon, most: number): string[] {
  const found: string[] = [];
  for (const [plain, place] of places) {
    if (!plain.startsWith(begun) || plain === begun) continue;
    found.push((words[place] ?? '').normalize('NFC'));
    if (found.length === most) break;
  }
  return found;
}
