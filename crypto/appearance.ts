/**
 * An organisation's own face: its logo, its colours, and in its own words who it is and how else it can be reached. The
 * keyring carries the hash of it and of each of its pages, so that a server cannot put another telephone number there.
 * `docs/appearance.md` says how to write one. Whether its colours can be read is checked in contrast.ts.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import type { AppearancePage } from './appearance-page.ts';
import { appearanceMembers, MOST_WORDS, sizeOfWords } from './appearance-shapes.ts';
import type { OwnWords } from './appearance-shapes.ts';
import { WitnessboxError } from './errors.ts';
import { type Logo, readLogo } from './logo.ts';
import type { Colours } from './palette.ts';
import { readJson, writeJson } from './shapes.ts';

export { parseAppearancePage, type AppearancePage } from './appearance-page.ts';
export type { OwnWords } from './appearance-shapes.ts';
export type { Colours, Palette } from './palette.ts';

export type Appearance = {
  format: 'witnessbox-appearance/1';
  colours?: Colours;
  /** Base64 of a picture, see logo.ts. */
  logo?: string;
  /** By language. */
  words: Record<string, OwnWords>;
};

/** Throws `appearance.malformed`. */
export function parseAppearance(bytes: Uint8Array): Appearance {
  const appearance = readJson(bytes, appearanceMembers, 'appearance.malformed');
  const isShort = Object.values(appearance.words).every((words) => sizeOfWords(words) <= MOST_WORDS);
  if (!isShort || typeof logoOf(appearance) === 'string') throw new WitnessboxError('appearance.malformed');
  return appearance;
}

/** Hex SHA-256 of the bytes of `appearance.json` or of one of its pages, as the keyring carries it. */
export function appearanceHash(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** In code point order; at least one. */
export function appearanceLanguages({ words }: Appearance): string[] {
  return Object.keys(words).sort();
}

/** The bytes of the page in one of its languages. Whoever makes it from the same appearance makes the same bytes. */
export function appearancePage(appearance: Appearance, language: string): Uint8Array {
  const { colours, logo, words } = appearance;
  const own = words[language];
  const picture = logoOf(appearance);
  if (!own || typeof picture === 'string') throw new WitnessboxError('appearance.malformed');
  const page: AppearancePage = {
    format: 'witnessbox-appearance-page/1',
    language,
    ...(colours && { colours: { ...chosen('light', colours), ...chosen('dark', colours) } }),
    ...(picture && logo !== undefined && { logo: { ...picture, data: logo } }),
    about: own.about,
    ways: own.ways.map(({ label, value }) => ({ label, value })),
  };
  return writeJson(page);
}

/** Members in one order, whatever theirs was. */
function chosen(scheme: 'light' | 'dark', colours: Colours): Colours {
  const palette = colours[scheme];
  if (!palette) return {};
  const { paper, ink, accent, onAccent } = palette;
  return {
    [scheme]: {
      ...(paper !== undefined && { paper }),
      ...(ink !== undefined && { ink }),
      ...(accent !== undefined && { accent }),
      ...(onAccent !== undefined && { onAccent }),
    },
  };
}

function logoOf({ logo }: Appearance): Logo | null | 'unusable' {
  if (logo === undefined) return null;
  const read = readLogo(base64.decode(logo));
  return typeof read === 'string' ? 'unusable' : read;
}
