/**
 * Text by strangers on a terminal. A testimony may carry escape sequences that repaint the screen, set the
 * clipboard or answer for the keyboard, and bidirectional controls that make a file name read as another;
 * they are shown as what they are and never passed on. Ordinary right-to-left text stays as it is.
 *
 * @module
 */

// Controls, invisible formatting, lone surrogates, and the two separators that some terminals break lines at.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Joiners shape letters in Persian, Hindi and emoji and cannot move other text. */
const JOINERS: ReadonlySet<string> = new Set(['\u200C', '\u200D']);

function named(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** One line: whatever could act on a terminal is shown as ⟨U+XXXX⟩. */
export function shownLine(text: string): string {
  return text.replaceAll(UNSAFE, (character) => (JOINERS.has(character) ? character : named(character)));
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
  return JSON.stringify(value, null, 2).replaceAll(UNSAFE, (character) => {
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
