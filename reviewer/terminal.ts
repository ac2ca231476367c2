/**
 * Text by strangers on a terminal. A testimony may carry escape sequences that repaint the screen, set the
 * clipboard or answer for the keyboard, and bidirectional controls that make a file name read as another;
 * they are shown as what they are and never passed on. Ordinary right-to-left text stays as it is.
 *
 * @module
 */
import { BLANKS_IN_NAME, HIDES_IN_NAME } from './visible.ts';

/**
 * What prose may hold though a name may not: joiners and variation selectors, which shape letters in Persian,
 * Hindi, Mongolian and emoji; wide blanks; private use. None of them moves other text.
 */
const HARMLESS_IN_PROSE =
  '[\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}\\u180b-\\u180d\\u180f\\p{Zs}\\p{Co}]';

const IN_NAME = new RegExp(`${HIDES_IN_NAME}|${BLANKS_IN_NAME}`, 'gu');
const IN_PROSE = new RegExp(`(?!${HARMLESS_IN_PROSE})(?:${HIDES_IN_NAME})`, 'gu');
const IN_JSON = new RegExp(HIDES_IN_NAME, 'gu');

function named(characters: string): string {
  return Array.from(characters, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  }).join('');
}

/** One line of prose: whatever could act on a terminal or hide is shown as ⟨U+XXXX⟩. */
export function shownLine(text: string): string {
  return text.replaceAll(IN_PROSE, named);
}

/** A name that a stranger gave: also what imitates a blank, and blanks that push its ending out of sight. */
export function shownName(name: string): string {
  return name.replaceAll(IN_NAME, named);
}

/** Several lines: line ends and tabs stay, each line is indented by `indent`. */
export function shownText(text: string, indent = ''): string {
  return text
    .split(/\r?\n/u)
    .map((line) => (indent + line.split('\t').map(shownLine).join('    ')).trimEnd())
    .join('\n');
}

/** JSON that a terminal can be given: the same value, with everything unsafe as \uXXXX. */
export function shownJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(IN_JSON, (character) => {
    if (character === '\n') return character;
    return [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('');
  });
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size for people: `812 bytes`, `4.2 MiB`. */
export function shownSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
