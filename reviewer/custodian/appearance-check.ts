/**
 * What is wrong with an organisation's appearance, and what could be better, before it is signed. Finds a fault wherever
 * parseAppearance() refuses it, and where its colours could not be read.
 *
 * @module
 */
import { base64 } from '@scure/base';
import * as v from 'valibot';
import { appearanceMembers, MOST_WORDS, sizeOfWords } from '../../crypto/appearance-shapes.ts';
import { type Appearance, parseAppearance } from '../../crypto/appearance.ts';
import { contrastFaults } from '../../crypto/contrast.ts';
import { readLogo } from '../../crypto/logo.ts';
import { type Colours, TOKENS } from '../../crypto/palette.ts';
import { writeJson } from '../../crypto/shapes.ts';
import type { AppearanceFinding } from '../sentences.appearance.ts';
import { type Finding as AnyFinding, memberOf, placeInWords } from './intake-finding.ts';
import { faultOf, readJsonFile } from './json-faults.ts';

export type Finding = AnyFinding<AppearanceFinding>;

/** `appearance`: null where there is a fault; `bytes`: what is signed, with the logo in it. */
export type CheckedAppearance =
  | { appearance: Appearance; bytes: Uint8Array; findings: Finding[] }
  | { appearance: null; findings: Finding[] };

/** A picture that lies beside the file, by its name; null where there is none. */
export type PictureReader = (name: string) => Promise<Uint8Array | null>;

const PICTURE_NAME = /^\w[\w.-]{0,99}\.(?:png|jpe?g|webp)$/iu;
/** What is not called as in the file. */
const IN_WORDS: Readonly<Record<string, string>> = {
  sheet: 'the ground of fields',
  soft: 'soft text',
  edge: 'borders of fields',
  tint: 'the ground of notices',
  good: 'text on what went well',
  goodTint: 'the ground of what went well',
  warn: 'text of warnings',
  warnTint: 'the ground of warnings',
  bad: 'text of errors',
  badTint: 'the ground of errors',
};
/** Bytes from which on a logo is called heavy. */
const HEAVY = 8000;

export async function checkAppearance(file: Uint8Array, picture: PictureReader): Promise<CheckedAppearance> {
  const read = readJsonFile(file);
  if ('code' in read) return { appearance: null, findings: [read] };
  if (memberOf(read.value, 'format') !== 'witnessbox-appearance/1') {
    return { appearance: null, findings: [fault('the file', 'not-an-appearance')] };
  }
  const packed = await withLogo(read.value, picture);
  if ('code' in packed) return { appearance: null, findings: [packed] };
  const result = v.safeParse(appearanceMembers, packed.value);
  const findings = result.success
    ? faultsIn(result.output)
    : result.issues.map((issue) => shapeFault(packed.value, issue));
  if (!result.success || findings.length > 0) return { appearance: null, findings };
  const bytes = writeJson(result.output);
  const appearance = parseAppearance(bytes);
  return { appearance, bytes, findings: advices(appearance) };
}

/** With the picture in the place of its name, and the fault where there is none. */
async function withLogo(value: unknown, picture: PictureReader): Promise<Finding | { value: unknown }> {
  const name = memberOf(value, 'logoFile');
  if (name === undefined || typeof value !== 'object') return { value };
  if (memberOf(value, 'logo') !== undefined) return fault('logo', 'two-logos');
  if (typeof name !== 'string' || !PICTURE_NAME.test(name)) return fault('logoFile', 'bad-logo-name');
  const bytes = await picture(name);
  if (!bytes) return fault('logoFile', 'no-logo-file');
  // Before it is written out at length: what is too large for a logo is too long for its member.
  const logo = readLogo(bytes);
  if (typeof logo === 'string') return fault('logoFile', `logo-${logo}`);
  const rest = Object.entries({ ...value }).filter(([member]) => member !== 'logoFile');
  return { value: Object.fromEntries([...rest, ['logo', base64.encode(bytes)]]) };
}

function fault(place: string, code: AppearanceFinding, facts: Finding['facts'] = {}): Finding {
  return { isFault: true, place, code, facts };
}

function shapeFault(value: unknown, issue: v.BaseIssue<unknown>): Finding {
  const place = (issue.path ?? []).map(({ key }) => key as string | number);
  const here = placeInWords(value, place);
  if (issue.type === 'strict_object' && issue.expected === 'never') return fault(here, 'unknown');
  if (issue.type === 'check') return fault(here, 'hidden-sign');
  if (issue.type === 'regex' && place[0] === 'colours') return fault(here, 'bad-colour');
  if (place[0] === 'logo' && issue.type !== 'string') return fault(here, 'logo-no-picture');
  const other = faultOf(value, issue);
  return place.length > 1 ? other : { ...other, place: other.place.replace('the form', 'the file') };
}

function faultsIn({ colours, logo, words }: v.InferOutput<typeof appearanceMembers>): Finding[] {
  const picture = logo === undefined ? null : readLogo(base64.decode(logo));
  const long = Object.entries(words).flatMap(([language, own]) => {
    const size = sizeOfWords(own);
    return size > MOST_WORDS
      ? [fault(`words, ${language}`, 'too-many-words', { size, most: MOST_WORDS })]
      : [];
  });
  return [
    ...(typeof picture === 'string' ? [fault('logo', `logo-${picture}`)] : []),
    ...contrastFindings(colours ?? {}),
    ...long,
  ];
}

function contrastFindings(colours: Colours): Finding[] {
  return contrastFaults(colours).map(({ scheme, front, back, ratio, needs }) => {
    const all: Readonly<Record<string, string | undefined>> = { ...TOKENS[scheme], ...colours[scheme] };
    return fault(`colours, ${scheme}`, 'contrast', {
      front: IN_WORDS[front] ?? front,
      back: IN_WORDS[back] ?? back,
      frontColour: all[front] ?? '',
      backColour: all[back] ?? '',
      // Not rounded up: 6.996 is not 7.
      ratio: (Math.floor(ratio * 100) / 100).toFixed(2),
      needs,
    });
  });
}

function advices({ colours = {}, logo, words }: Appearance): Finding[] {
  const found: Finding[] = [];
  const advise = (place: string, code: AppearanceFinding, facts: Finding['facts'] = {}): void => {
    found.push({ isFault: false, place, code, facts });
  };
  const size = logo === undefined ? 0 : base64.decode(logo).length;
  if (size > HEAVY) advise('logo', 'heavy-logo', { size });
  const schemes = (['light', 'dark'] as const).filter((scheme) => colours[scheme]);
  if (schemes.length === 1) advise('colours', 'one-scheme', { scheme: schemes.join('') });
  for (const [language, { about, ways }] of Object.entries(words)) {
    if (about.length === 0) advise(`words, ${language}`, 'no-about');
    if (ways.length === 0) advise(`words, ${language}`, 'no-ways');
  }
  return found;
}
