/**
 * Checks what lies in a folder, without a network and without a secret: a public folder, what a reviewer was handed, or
 * papers that reviewers hand in. Each check is a sentence that is true, or one that says what is wrong.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sealBytes } from '../../crypto/envelope.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { checkHybridHeader } from '../../crypto/header.ts';
import { intakeHash, parseIntake } from '../../crypto/intake.ts';
import { type Keyring, fingerprint, verifyKeyring } from '../../crypto/keyring.ts';
import { parsePublicKey } from '../../crypto/minisign.ts';
import { explain } from '../errors.ts';
import { readIfThere } from '../files.ts';
import { daysBetween } from './calendar.ts';
import { type Check, ok, wrong } from './check.ts';
import { PUBLIC_NAMES } from './publish.ts';
import { type RootGiven, isRoot } from './root-given.ts';
import { type Read, verifyFreshness, verifyPapers } from './verify-papers.ts';

/** What no public folder may hold. */
const SECRET = /^(?:root\.key|roster\.age|identity\.age)$/u;
const GRANT = /^epoch-(\d{1,10})\.age$/u;

/**
 * @param root null where the person named none: then a folder is only checked against the key that lies in it
 * @param today UTC day
 * @throws keys.nothing-to-verify, disk.*
 */
export async function verifyFolder(folder: string, root: RootGiven | null, today: string): Promise<Check[]> {
  const at = resolve(folder);
  const names = await readdir(at).catch((error: unknown) => {
    throw new WitnessboxError('keys.nothing-to-verify', {}, { cause: error });
  });
  const read: Read = (name) => readIfThere(join(at, name));
  const { checks, keyring } = await verifyKeys(read, root, today);
  const all = [
    ...checks,
    ...(keyring ? await verifyFreshness(read, keyring, today) : []),
    ...(await verifyGrants(read, names, keyring)),
    ...(await verifyPapers(read, names, keyring)),
    ...names
      .filter((name) => SECRET.test(name))
      .map((name) => wrong(`${name} lies here, which is secret: this folder may not go to a server.`)),
  ];
  if (all.length === 0) throw new WitnessboxError('keys.nothing-to-verify');
  return all;
}

async function verifyKeys(
  read: Read,
  root: RootGiven | null,
  today: string,
): Promise<{ checks: Check[]; keyring: Keyring | null }> {
  const bytes = await read(PUBLIC_NAMES.keyring);
  if (!bytes) return { checks: [], keyring: null };
  const signature = await read(PUBLIC_NAMES.signature);
  if (!signature) return { checks: [wrong('The keyring has no signature beside it.')], keyring: null };
  const own = await read(PUBLIC_NAMES.rootPublic);
  const rootKey = own ? new TextDecoder().decode(own) : root?.kind === 'key' ? root.line : null;
  if (rootKey === null) {
    return {
      checks: [wrong('There is no root.pub here to check the keyring with: name one with --root.')],
      keyring: null,
    };
  }
  let keyring: Keyring;
  try {
    parsePublicKey(rootKey);
    keyring = verifyKeyring({ keyring: bytes, signature: new TextDecoder().decode(signature), rootKey });
  } catch (error) {
    return {
      checks: [wrong(`The keyring is not what the root key signed. ${explain(error)}`)],
      keyring: null,
    };
  }
  const intake = await read(PUBLIC_NAMES.intake);
  const checks = [
    ok(`The keyring of epoch ${String(keyring.epoch)} is what the root key signed.`),
    rootCheck(root, rootKey, keyring),
    dateCheck(keyring, today),
    ...(await deskChecks(keyring)),
    intakeCheck(intake, keyring),
  ];
  return { checks, keyring };
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

function intakeCheck(intake: Uint8Array | null, keyring: Keyring): Check {
  if (!intake) return wrong('The intake form is missing.');
  if (intakeHash(intake) !== keyring.intake.sha256) {
    return wrong('The intake form is not the one that the keyring names.');
  }
  try {
    parseIntake(intake);
    return ok('The intake form is the one that the keyring names.');
  } catch (error) {
    return wrong(`The intake form is the one that the keyring names, but: ${explain(error)}`);
  }
}

async function verifyGrants(read: Read, names: readonly string[], keyring: Keyring | null): Promise<Check[]> {
  const checks: Check[] = [];
  for (const name of names) {
    const epoch = GRANT.exec(name)?.[1];
    const file = epoch === undefined ? null : await read(name);
    if (epoch === undefined || !file) continue;
    checks.push(grantCheck(name, file));
    if (keyring && Number(epoch) !== keyring.epoch) {
      checks.push(wrong(`${name} is of another epoch than the keyring beside it.`));
    }
  }
  return checks;
}

function grantCheck(name: string, file: Uint8Array): Check {
  try {
    if (checkHybridHeader(file) === 'complete') {
      return ok(`${name} is a grant sealed to one reviewer, whose program checks the inside of it.`);
    }
  } catch {
    // Said below.
  }
  return wrong(`${name} is no grant: it is not sealed to one hybrid key.`);
}
