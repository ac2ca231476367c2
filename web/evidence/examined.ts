/**
 * What is said of a file before it goes along: what it gives away besides what it shows, and how to have it without that.
 *
 * @module
 */

/** What a file may give away. These identifiers also stand in testimony.json, for what was removed. */
export const KINDS = [
  'place',
  'time',
  'device',
  'serial',
  'author',
  'software',
  'title',
  'comment',
  'thumbnail',
  'history',
  'tracked-changes',
  'identifier',
  'unknown-part',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * `text`: as the file has it, without control characters, at most 200 UTF-16 units; empty where there is nothing to show, as
 * for a thumbnail. `latitude` and `longitude`, in degrees, where they can be read.
 */
export type Finding = { kind: Kind; text: string; latitude?: number; longitude?: number };

export type Format =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'mp4'
  | 'mp3'
  | 'flac'
  | 'ogg'
  | 'wav'
  | 'ooxml'
  | 'odf'
  | 'pdf'
  | 'heic'
  | 'archive'
  | 'unknown';

/**
 * Why a file cannot be had clean: we do not clean its format, it breaks the rules of its format, it is encrypted, it has a part that we
 * do not know and that cannot be left out, or going through it would take too long.
 */
export type Obstacle = 'format' | 'damaged' | 'encrypted' | 'unknown-part' | 'too-complex';

/**
 * `clean` gives the file without anything that is found, its bytes taken from the original as they are read, or is null for
 * the reason in `why`. Then `findings` is what was found all the same, and there may be more.
 */
export type Examined =
  | { format: Format; findings: Finding[]; clean: () => Promise<Blob> }
  | { format: Format; findings: Finding[]; clean: null; why: Obstacle };
