/**
 * The organisation's public files, verified before anything is served: the keyring under the root key, and the
 * intake form under the keyring. An expired keyring is let through and said to be so, because reviewers must
 * still be able to fetch what came in before.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '@scure/base';
import {
  appearanceLanguages,
  appearancePage,
  parseAppearance,
  parseAppearancePage,
  type AppearancePage,
} from '../crypto/appearance.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import {
  intakeLanguages,
  intakePage,
  nearest,
  parseIntake,
  parseIntakePage,
  type Intake,
  type IntakePage,
} from '../crypto/intake.ts';
import { fingerprint, openKeyring, type Keyring } from '../crypto/keyring.ts';
import { ROUTES } from './contract.ts';
import { StartError } from './start-errors.ts';

/** Public file names as they lie in the organisation's folder. */
export const PUBLIC_FILES = ['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json'] as const;
export type PublicFile = (typeof PUBLIC_FILES)[number];
/** Only where the keyring names an appearance. */
export const OPTIONAL_FILE = 'appearance.json';
export type PublicFiles = Readonly<Record<PublicFile, Uint8Array>> & {
  readonly [OPTIONAL_FILE]?: Uint8Array;
};

export type Organisation = {
  keyring: Keyring;
  fingerprint: string;
  /** The base64 line of root.pub. */
  rootKey: string;
  /** Served byte for byte as they were signed. */
  files: PublicFiles;
  /** By language, the bytes of the intake pages that the keyring names. */
  pages: ReadonlyMap<string, Uint8Array>;
  /** The form in this language, or the nearest that it has. */
  formIn: (language: string) => IntakePage;
  /** By language, the bytes of the pages of its appearance; none where the keyring names none. */
  faces: ReadonlyMap<string, Uint8Array>;
  /** The organisation's own words in this language, or the nearest that it has. */
  faceIn: (language: string) => AppearancePage | null;
};

/** Which of them lies at which address. */
export const SERVED: readonly { path: string; file: PublicFile; type: string }[] = [
  { path: ROUTES.keyring, file: 'keyring.json', type: 'application/json' },
  { path: ROUTES.keyringSignature, file: 'keyring.json.minisig', type: 'text/plain; charset=utf-8' },
  { path: ROUTES.rootKey, file: 'root.pub', type: 'text/plain; charset=utf-8' },
  { path: ROUTES.intake, file: 'intake.json', type: 'application/json' },
];

/** `today`: UTC date. Throws StartError `organisation.invalid` or `organisation.not-yet-valid`. */
export function openOrganisation(files: PublicFiles, today: string): Organisation {
  const keyring = verifiedKeyring(files, today);
  if (hashOf(files['intake.json']) !== keyring.intake.sha256) throw new StartError('organisation.invalid');
  const intake = verifiedIntake(files, keyring);
  const faces = verifiedFaces(files[OPTIONAL_FILE], keyring);
  const rootKey = textOf(files['root.pub']).trimEnd().split(/\r?\n/).at(-1) ?? '';
  return {
    keyring,
    fingerprint: fingerprint(rootKey, keyring.organisation.id),
    rootKey,
    files,
    pages: verifiedPages(intake, keyring),
    formIn: (language) => parseIntakePage(intakePage(intake, nearest(intakeLanguages(intake), language))),
    faces,
    faceIn(language) {
      const page = faces.get(nearest([...faces.keys()], language));
      return page ? parseAppearancePage(page) : null;
    },
  };
}

/** Whether testimonies may still be sent: the keyring's last day is included. */
export function isOpen({ keyring }: Organisation, today: string): boolean {
  return today <= keyring.validUntil;
}

function verifiedKeyring(files: PublicFiles, today: string): Keyring {
  const open = (day: string): Keyring =>
    openKeyring({
      keyring: files['keyring.json'],
      signature: textOf(files['keyring.json.minisig']),
      rootKey: textOf(files['root.pub']),
      today: day,
    });
  try {
    return open(today);
  } catch (error) {
    if (!(error instanceof WitnessboxError)) throw error;
    const day = String(error.facts['day'] ?? '');
    // Dates are checked last, so everything but the date has been found in order.
    if (error.code === 'keyring.expired') return open(day);
    if (error.code === 'keyring.not-yet-valid') throw new StartError('organisation.not-yet-valid', { day });
    throw new StartError('organisation.invalid');
  }
}

function verifiedIntake(files: PublicFiles, keyring: Keyring): Intake {
  try {
    const intake = parseIntake(files['intake.json']);
    if (intake.id === keyring.intake.id) return intake;
  } catch (error) {
    if (!(error instanceof WitnessboxError)) throw error;
  }
  throw new StartError('organisation.invalid');
}

/** Made here from the form, as the custodian made them: nobody needs to hand them over, and nobody can exchange them. */
function verifiedPages(intake: Intake, keyring: Keyring): Map<string, Uint8Array> {
  return new Map(
    Object.entries(keyring.intake.pages ?? {}).map(([language, hash]) => {
      const bytes = intakePage(intake, language);
      if (hashOf(bytes) !== hash) throw new StartError('organisation.invalid');
      return [language, bytes];
    }),
  );
}

/** Likewise. What lies there and is not named by the keyring is not looked at. */
function verifiedFaces(bytes: Uint8Array | undefined, { appearance }: Keyring): Map<string, Uint8Array> {
  if (!appearance) return new Map();
  if (!bytes) throw new StartError('organisation.incomplete', { file: OPTIONAL_FILE });
  if (hashOf(bytes) !== appearance.sha256) throw new StartError('organisation.invalid');
  try {
    const read = parseAppearance(bytes);
    const pages = appearanceLanguages(read).map(
      (language) => [language, appearancePage(read, language)] as const,
    );
    const named = Object.entries(appearance.pages);
    const isWhole =
      named.length === pages.length &&
      pages.every(([language, page]) => appearance.pages[language] === hashOf(page));
    if (isWhole) return new Map(pages);
  } catch (error) {
    if (!(error instanceof WitnessboxError)) throw error;
  }
  throw new StartError('organisation.invalid');
}

const hashOf = (bytes: Uint8Array): string => hex.encode(sha256(bytes));

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
