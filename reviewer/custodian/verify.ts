/**
 * Checks what lies in a folder, without a network and without a secret: a public folder, what a reviewer was handed, or
 * papers that reviewers hand in. Each check is a sentence that is true, or one that says what is wrong.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WitnessboxError } from '../../crypto/errors.ts';
import { checkHybridHeader } from '../../crypto/header.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { LONGEST_OFFLINE_PAGE, OFFLINE_FOLDER } from '../../crypto/offline-page.ts';
import { type Check, ok, wrong } from './check.ts';
import type { Template } from './offline.ts';
import type { RootGiven } from './root-given.ts';
import { type Read, readerOf } from './verify-files.ts';
import { GRANT, verifyKeys } from './verify-keys.ts';
import { verifyOffline } from './verify-offline.ts';
import { verifyFreshness, verifyPapers } from './verify-papers.ts';

/** What no public folder may hold. */
const SECRET = /^(?:root\.key|roster\.age|identity\.age)$/u;

/**
 * @param root null where the person named none: then a folder is only checked against the key that lies in it
 * @param today UTC day
 * @param templates of the offline pages, as this program was built
 * @throws keys.nothing-to-verify, disk.*
 */
export async function verifyFolder(
  folder: string,
  root: RootGiven | null,
  today: string,
  templates: readonly Template[] = [],
): Promise<Check[]> {
  const at = resolve(folder);
  const names = await readdir(at).catch((error: unknown) => {
    throw new WitnessboxError('keys.nothing-to-verify', {}, { cause: error });
  });
  const { read, refused } = readerOf(at);
  const { checks, keyring, given } = await verifyKeys(read, names, root, today);
  const pages = join(at, OFFLINE_FOLDER);
  const offline = readerOf(pages, LONGEST_OFFLINE_PAGE);
  const all = [
    ...checks,
    ...(keyring ? await verifyFreshness(read, keyring, today) : []),
    ...(await verifyGrants(read, names, keyring)),
    ...(await verifyPapers(read, names, keyring)),
    ...(await verifyOffline(pages, offline.read, given, templates)),
    ...refused.values(),
    ...offline.refused.values(),
    ...names
      .filter((name) => SECRET.test(name))
      .map((name) => wrong(`${name} lies here, which is secret: this folder may not go to a server.`)),
  ];
  if (all.length === 0) throw new WitnessboxError('keys.nothing-to-verify');
  return all;
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
