/**
 * A share of a split key as a text file that is printed and kept: what it is, for whom, how it is joined, and its
 * 36 words as the last paragraph. Typed words alone are read just as well.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { type Share, readShare, shareWords } from '../crypto/quorum.ts';

const COLUMNS = 4;
const WIDTH = 14;

export type SheetFacts = {
  /** From 1. */
  number: number;
  count: number;
  desk: string;
  /** Of the organisation, in groups. */
  fingerprint: string;
};

export function sheetOf(share: Share, { number, count, desk, fingerprint }: SheetFacts): string {
  const words = shareWords(share, wordlist).map(
    (word, index) => `${String(index + 1).padStart(2)} ${word.padEnd(WIDTH)}`,
  );
  const rows = Array.from({ length: words.length / COLUMNS }, (_, row) =>
    words
      .slice(row * COLUMNS, (row + 1) * COLUMNS)
      .join('')
      .trimEnd(),
  );
  const needed = String(share.threshold);
  return `WITNESSBOX KEY SHARE ${String(number)} OF ${String(count)}

Organisation  ${fingerprint}
Epoch         ${String(share.epoch)}
Desk          ${desk}

Any ${needed} of the ${String(count)} shares together open what was sent to this desk in this epoch. Alone this one opens nothing,
and says nothing about the key.

Keep it on paper or on a medium of its own, away from the others. Destroy it when the epoch is retired.

To join ${needed} shares, on a machine that is never online:
  npx witnessbox keys join-shares --out FILE SHARE.txt SHARE.txt ...
or without the files, and type the words when asked.

${rows.join('\n')}
`;
}

/** A sheet, or the words alone. @throws quorum.* */
export function readSheet(text: string): Share {
  const paragraphs = text.trimEnd().split(/\n[ \t\r]*\n/u);
  return readShare(paragraphs.at(-1) ?? '', wordlist);
}
