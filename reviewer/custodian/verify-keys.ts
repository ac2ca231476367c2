/**
 * Checks of a keyring that lies in a folder, and of what belongs to it: the root key, the days, the desks, the intake form, the
 * appearance.
 *
 * @module
 */
import {
  appearanceHash,
  appearanceLanguages,
  appearancePage,
  parseAppearance,
} from '../../crypto/appearance.ts';
import { sameBytes } from '../../crypto/encoding.ts';
import { contrastFaults } from '../../crypto/contrast.ts';
import { sealBytes } from '../../crypto/envelope.ts';
import { type Intake, intakeHash, intakeLanguages, intakePage, parseIntake } from '../../crypto/intake.ts';
import { type Keyring, fingerprint, verifyKeyring } from '../../crypto/keyring.ts';
import { parsePublicKey } from '../../crypto/minisign.ts';
import { explain } from '../errors.ts';
import { daysBetween } from './calendar.ts';
import { type Check, ok, wrong } from './check.ts';
import type { SignedKeyring } from './folder.ts';
import { PUBLIC_NAMES } from './publish.ts';
import { type RootGiven, isRoot } from './root-given.ts';
import type { Read } from './verify-files.ts';

/** A grant, by its name; what is captured is its epoch. */
export const GRANT = /^epoch-(\d{1,10})\.age$/u;

type VerifiedKeys = {
  checks: Check[];
  keyring: Keyring | null;
  /** The root key with which it was checked, and the form, where they are what they should be. */
  given: { signed: SignedKeyring; rootPublic: string } | null;
};

/** @returns the keyring too, where it is what the root key signed */
export async function verifyKeys(
  read: Read,
  names: readonly string[],
  root: RootGiven | null,
  today: string,
): Promise<VerifiedKeys> {
  const bytes = await read(PUBLIC_NAMES.keyring);
  if (!bytes) return { checks: [], ...nothing };
  const signature = await read(PUBLIC_NAMES.signature);
  if (!signature) return { checks: [wrong('The keyring has no signature beside it.')], ...nothing };
  const file = await read(PUBLIC_NAMES.rootPublic);
  const own = file && new TextDecoder().decode(file);
  const given = root?.kind === 'key' ? root.line : null;
  const signed = { bytes, signature: new TextDecoder().decode(signature) };
  const isOwn = own !== null && (given === null || isSigned(signed, own));
  const rootKey = isOwn ? own : given;
  if (rootKey === null) {
    return {
      checks: [wrong('There is no root.pub here to check the keyring with: name one with --root.')],
      ...nothing,
    };
  }
  const fileChecks = isOwn ? [] : rootFileChecks(own, rootKey, names);
  let keyring: Keyring;
  try {
    keyring = openSigned(signed, rootKey);
  } catch (error) {
    return {
      checks: [wrong(`The keyring is not what the root key signed. ${explain(error)}`), ...fileChecks],
      ...nothing,
    };
  }
  const intake = await read(PUBLIC_NAMES.intake);
  const appearance = await read(PUBLIC_NAMES.appearance);
  const checks = [
    ok(`The keyring of epoch ${String(keyring.epoch)} is what the root key signed.`),
    ...fileChecks,
    rootCheck(root, rootKey, keyring),
    dateCheck(keyring, today),
    ...(await deskChecks(keyring)),
    ...intakeChecks(intake, keyring),
    ...(isPublic(names) ? appearanceChecks(appearance, keyring) : []),
  ];
  const isForm = intake !== null && intakeHash(intake) === keyring.intake.sha256;
  return {
    checks,
    keyring,
    given: isForm ? { signed: { ...signed, keyring, intake, appearance }, rootPublic: rootKey } : null,
  };
}

/** What reviewers are handed has neither root key nor appearance. */
const isPublic = (names: readonly string[]): boolean => !names.some((name) => GRANT.test(name));

const nothing = { keyring: null, given: null };

type Signed = { bytes: Uint8Array; signature: string };

function openSigned({ bytes, signature }: Signed, rootKey: string): Keyring {
  parsePublicKey(rootKey);
  return verifyKeyring({ keyring: bytes, signature, rootKey });
}

function isSigned(signed: Signed, rootKey: string): boolean {
  try {
    openSigned(signed, rootKey);
    return true;
  } catch {
    return false;
  }
}

/** Of a folder whose keyring had to be checked with the key that the person named. */
function rootFileChecks(own: string | null, given: string, names: readonly string[]): Check[] {
  if (own !== null) {
    return isSameKey(own, given) ? [] : [wrong('root.pub here is another root key than the one you named.')];
  }
  return names.some((name) => GRANT.test(name))
    ? [ok('There is no root.pub here, as in all that reviewers are handed: the one that you named was used.')]
    : [wrong('root.pub is missing, which a server needs. The one that you named was used.')];
}

function isSameKey(a: string, b: string): boolean {
  try {
    return sameBytes(parsePublicKey(a).key, parsePublicKey(b).key);
  } catch {
    return false;
  }
}

function rootCheck(root: RootGiven | null, rootKey: string, { organisation }: Keyring): Check {
  const print = fingerprint(rootKey, organisation.id);
  if (!root) {
    return ok(
      `The root key here has the fingerprint ${print}. Compare it with one from elsewhere: --root does that.`,
    );
  }
  return isRoot(root, rootKey, organisation.id)
    ? ok('The root key is the one that you named.')
    : wrong(`The root key here has the fingerprint ${print}, and you named another.`);
}

function dateCheck({ validFrom, validUntil }: Keyring, today: string): Check {
  if (today < validFrom) return wrong(`The keys are good from ${validFrom} only, and today is ${today}.`);
  if (today > validUntil) return wrong(`The keys ended on ${validUntil}: intake is closed.`);
  const left = daysBetween(today, validUntil) + 1;
  return ok(`The keys are good from ${validFrom} to ${validUntil}: ${String(left)} days, today included.`);
}

/** A recipient whose checksum is wrong would only be noticed by a source. */
async function deskChecks({ desks }: Keyring): Promise<Check[]> {
  return Promise.all(
    desks.map(async ({ id, recipient }) => {
      try {
        await sealBytes(recipient, new Uint8Array(0));
        return ok(`Desk ${id} can be written to.`);
      } catch {
        return wrong(`Desk ${id} has a recipient that cannot be used.`);
      }
    }),
  );
}

function intakeChecks(intake: Uint8Array | null, keyring: Keyring): Check[] {
  if (!intake) return [wrong('The intake form is missing.')];
  if (intakeHash(intake) !== keyring.intake.sha256) {
    return [wrong('The intake form is not the one that the keyring names.')];
  }
  try {
    const form = parseIntake(intake);
    return [ok('The intake form is the one that the keyring names.'), pagesCheck(form, keyring)];
  } catch (error) {
    return [wrong(`The intake form is the one that the keyring names, but: ${explain(error)}`)];
  }
}

/** The server makes the pages from the form; sources refuse one whose hash the keyring does not name. */
function pagesCheck(form: Intake, { intake }: Keyring): Check {
  const { id, pages } = intake;
  if (form.id !== id) return wrong('The intake form has another id than the keyring names.');
  if (!pages) return ok('The keyring names no pages of the form, as before there were any.');
  const languages = intakeLanguages(form);
  const isWhole =
    languages.length === Object.keys(pages).length &&
    languages.every((language) => pages[language] === intakeHash(intakePage(form, language)));
  return isWhole
    ? ok(`The keyring names the page of the form in each of its languages: ${languages.join(', ')}.`)
    : wrong(
        'The pages that the keyring names are not those of the intake form: sources would be refused them.',
      );
}

function appearanceChecks(bytes: Uint8Array | null, { appearance }: Keyring): Check[] {
  if (!appearance) {
    return bytes
      ? [ok('There is an appearance here that the keyring does not name: nobody is shown it.')]
      : [];
  }
  if (!bytes) return [wrong('The appearance is missing, which the keyring names.')];
  if (appearanceHash(bytes) !== appearance.sha256) {
    return [wrong('The appearance is not the one that the keyring names.')];
  }
  try {
    const read = parseAppearance(bytes);
    const languages = appearanceLanguages(read);
    // Signed by a version whose page had other grounds, or by another program.
    const isReadable = contrastFaults(read.colours ?? {}).length === 0;
    const isWhole =
      languages.length === Object.keys(appearance.pages).length &&
      languages.every(
        (language) => appearance.pages[language] === appearanceHash(appearancePage(read, language)),
      );
    return [
      isWhole
        ? ok(`The appearance is the one that the keyring names, with words in ${languages.join(', ')}.`)
        : wrong(
            'The pages that the keyring names are not those of the appearance: sources would be refused.',
          ),
      ...(isReadable
        ? []
        : [
            wrong(
              'Its colours fall short of the contrast that the page of this version needs: "witnessbox appearance check" says where.',
            ),
          ]),
    ];
  } catch (error) {
    return [wrong(`The appearance is the one that the keyring names, but: ${explain(error)}`)];
  }
}
