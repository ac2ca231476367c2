/**
 * Which characters hide, reorder or imitate others, and so must be made visible where a stranger chose them. One
 * notion for the terminal (terminal.ts) and the desk's page (web/desk/visible.ts): sources of regular
 * expressions, for the flag `u`. Imports nothing, so that a page may import it.
 *
 * @module
 */

/**
 * In a name: controls and format characters (bidi, zero width, tags), line and paragraph separators, lone
 * surrogates, private use, whatever is drawn as nothing (fillers, variation selectors, the Braille blank), and
 * blanks that are no plain space.
 */
export const HIDES_IN_NAME =
  '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Zs}';

/** Plain spaces, so many in a row that they push the ending of a name out of sight: `photo.jpg        .exe`. */
export const BLANKS_IN_NAME = ' {4,}';
