/**
 * Makes characters that hide or reorder others visible. The attack: a file called `invoice<U+202E>fdp.exe` is
 * drawn as `invoiceexe.pdf`; a text with an override reads differently from what it says. What is found is
 * shown as its code point instead of being obeyed; nothing is dropped, and what is saved stays as it was sent.
 *
 * @module
 */
import { BLANKS_IN_NAME, HIDES_IN_NAME } from '../../reviewer/visible.ts';

export type Segment = { text: string; hidden: boolean };

const IN_NAME = new RegExp(`${HIDES_IN_NAME}|${BLANKS_IN_NAME}`, 'gu');

/**
 * In prose only what no honest text needs: controls other than line breaks and tabs, and the two overrides.
 * Joiners and marks belong to Persian, Arabic or Hindi, embeddings to telephone numbers pasted into them; a
 * block of its own keeps those from reaching beyond it.
 */
const IN_PROSE = /(?![\n\t])\p{Cc}|[\u202d\u202e]|\p{Cs}/gu;

export function visibleName(name: string): Segment[] {
  return segments(name, IN_NAME);
}

export function visibleProse(text: string): Segment[] {
  return segments(text.replace(/\r\n?/g, '\n'), IN_PROSE);
}

/** Upper-case extension, shown apart from the name; empty where there is none. Only what can be told by its letters. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toUpperCase() ?? '';
}

function segments(text: string, hides: RegExp): Segment[] {
  const found: Segment[] = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(hides)) {
    if (index > from) found.push({ text: text.slice(from, index), hidden: false });
    for (const character of match) found.push({ text: codePoint(character), hidden: true });
    from = index + match.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), hidden: false });
  return found;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
