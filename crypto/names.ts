/**
 * Names of evidence inside a bundle. What a stranger calls a file must be harmless on every system on which a
 * reviewer may unpack it, with our program or with plain tar: no way out of the folder, no option for a shell, no
 * device of Windows, nothing that makes `gpj.exe` look like `exe.jpg`.
 *
 * @module
 */
import { utf8 } from './encoding.ts';

/** Pieces of evidence in one bundle, at most. */
export const MOST_EVIDENCE = 10000;

const FOLDER = 'evidence/';
/** Bytes of UTF-8 in the longest name that we make, number included; every file system takes 255. */
const LONGEST_NAME = 180;
const LONGEST_ACCEPTED = 255;
/** Bytes of the longest extension, dot included, that is kept when a name is cut. */
const LONGEST_EXTENSION = 20;

/** Separators, what Windows forbids, every control and everything that is there but not seen (bidi controls too). */
const UNSAFE =
  /[/\\<>:"|?*\u0000-\u001f\u007f-\u009f\u2028\u2029\u2800\ufff9-\ufffb\ufffd]|\p{Cf}|\p{Cs}|\p{Default_Ignorable_Code_Point}/gu;
/** Enough of them push an extension out of sight. */
const BLANKS = /\s{2,}/gu;
/** The number in front keeps a name from being one that a system acts on, `desktop.ini` for instance. */
const NUMBERED = /^[0-9]{3,}-./u;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;

/**
 * Where the file of this index (from 0) goes: `evidence/001-photo.jpg`. At most 9 + 180 bytes of UTF-8, in NFC; the
 * extension survives a cut; a name of which nothing is left becomes `file`.
 */
export function evidencePath(index: number, originalName: string): string {
  const number = String(index + 1).padStart(3, '0');
  return `${FOLDER}${number}-${safeName(originalName, LONGEST_NAME - number.length - 1)}`;
}

/** Whether a path of a bundle is one file directly in `evidence/` under a numbered, harmless name. */
export function isEvidencePath(path: string): boolean {
  if (!path.startsWith(FOLDER)) return false;
  const name = path.slice(FOLDER.length);
  if (!NUMBERED.test(name) || utf8(name).length > LONGEST_ACCEPTED) return false;
  return safeName(name, LONGEST_ACCEPTED) === name;
}

/** The digits in front of the name, as text: `001` of `evidence/001-photo.jpg`. For paths found harmless above. */
export function evidenceNumber(path: string): string {
  return path.slice(FOLDER.length, path.indexOf('-'));
}

function safeName(name: string, longest: number): string {
  const clean = trim(name.replace(UNSAFE, '_').replace(BLANKS, ' ').normalize('NFC')).replace(RESERVED, '_');
  return trim(shorten(clean, longest)) || 'file';
}

/** No leading dot (hidden) or dash (an option), no trailing dot or space (Windows drops them, so names collide). */
function trim(name: string): string {
  return name.replace(/^[\s.-]+|[\s.]+$/gu, '');
}

function shorten(name: string, longest: number): string {
  if (utf8(name).length <= longest) return name;
  const [extension = ''] = /\.[^.\s]+$/u.exec(name) ?? [];
  const kept = utf8(extension).length <= LONGEST_EXTENSION ? extension : '';
  let room = longest - utf8(kept).length;
  let stem = '';
  for (const character of name.slice(0, name.length - kept.length)) {
    room -= utf8(character).length;
    if (room < 0) break;
    stem += character;
  }
  return `${trim(stem)}${kept}`;
}
