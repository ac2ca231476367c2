/**
 * Collects what is found in one file. What it holds was written by strangers and is shown to a person at risk: no control or
 * direction characters, so that nothing can pretend to be a sentence of ours, and bounded in length and number.
 *
 * @module
 */
import { KINDS, type Finding, type Kind } from './examined.ts';

/** In UTF-16 units. */
const LONGEST_TEXT = 200;
const MOST_FINDINGS = 40;

/** Joiners stay: Persian and many Indian languages are misspelt without them. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const BLANKS = /[\p{Cc}\p{Z}]+/gu;

type Place = { latitude: number; longitude: number };

export class Findings {
  readonly #kinds = new Map<Kind, Map<string, Finding>>();

  /**
   * `text` as the file has it, or empty where there is nothing to show. A place in degrees counts only where it is one on
   * Earth. A `kind` without text is dropped once there is one of the same kind with text.
   */
  add(kind: Kind, text: string, place?: Place): void {
    const found = this.#kinds.get(kind) ?? new Map<string, Finding>();
    this.#kinds.set(kind, found);
    const shown = showable(text);
    const at = place && isOnEarth(place) ? place : null;
    const key = at === null ? shown : `${at.latitude} ${at.longitude}`;
    const known = found.get(key);
    if (known) {
      // The same place, told in more words: with its height, for instance.
      if (shown.length > known.text.length) known.text = shown;
      return;
    }
    if (found.size >= MOST_FINDINGS || (key === '' && found.size > 0)) return;
    if (key !== '') found.delete('');
    found.set(key, { kind, text: shown, ...at });
  }

  /** At most 40, in the order of `KINDS`; where there are more, every kind has its share before another has more. */
  get list(): Finding[] {
    const rows = KINDS.map((kind) => [...(this.#kinds.get(kind)?.values() ?? [])]);
    const chosen = new Set<Finding>();
    for (let turn = 0; turn < MOST_FINDINGS; turn++) {
      for (const row of rows) {
        const finding = row[turn];
        if (finding !== undefined && chosen.size < MOST_FINDINGS) chosen.add(finding);
      }
    }
    return rows.flat().filter((finding) => chosen.has(finding));
  }
}

function isOnEarth({ latitude, longitude }: Place): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** Without what is not seen, in one line, cut at a whole character. */
export function showable(text: string): string {
  // Four times the length leaves room for what is taken out, and bounds the work.
  const seen = text
    .slice(0, 4 * LONGEST_TEXT)
    .replace(UNSEEN, '')
    .replace(BLANKS, ' ')
    .trim();
  if (seen.length <= LONGEST_TEXT) return seen;
  const cut = seen.slice(0, LONGEST_TEXT - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
