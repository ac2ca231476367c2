/**
 * Makes characters that hide or reorder others visible. The attack: a file called `invoice<U+202E>fdp.exe` is
 * drawn as `invoiceexe.pdf`; a text with an override reads differently from what it says. What is found is
 * shown as its code point instead of being obeyed; nothing is dropped, and what is saved stays as it was sent.
 *
 * @module
 */

export type Segment = { text: string; hidden: boolean };

/**
 * In a name: controls and format characters (bidi, zero width, tags), line and paragraph separators, lone
 * surrogates, private use, whatever is drawn as nothing (fillers, variation selectors, the Braille blank), and
 * blanks that are no plain space.
 */
const IN_NAME = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

/**
 * In prose only what no honest text needs: controls other than line breaks and tabs, and the two overrides.
 * Joiners and marks belong to Persian, Arabic or Hindi, embeddings to telephone numbers pasted into them; a
 * block of its own keeps those from reaching beyond it.
 */
const IN_PROSE = /(?![\n\t])\p{Cc}|[\u202d\u202e]|\p{Cs}/u;

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
  let plain = '';
  for (const character of text) {
    if (!hides.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') found.push({ text: plain, hidden: false });
    plain = '';
    found.push({ text: codePoint(character), hidden: true });
  }
  if (plain !== '') found.push({ text: plain, hidden: false });
  return found;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
