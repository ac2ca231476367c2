/**
 * The key folder of a reviewer: what lies where, and the files in it that are not secret.
 *
 *     reviewer.json       portal address, organisation, root key, newest epoch seen
 *     identity.age        the reviewer's keys, locked with the passphrase
 *     grants/epoch-N.age  what the custodian granted for an epoch, sealed to the reviewer
 *     grant-request.json  what the custodian is asked for, and its .minisig
 *     retirement-N.json   what says that epoch N is destroyed here, and its .minisig
 *     vault/              everything else, encrypted
 *     lock                empty; whoever holds the system's lock on it is alone
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { WitnessboxError } from '../crypto/errors.ts';
import { diskError, readIfThere, replaceFile, systemCode } from './files.ts';

const HomeFileSchema = v.object({
  format: v.literal('witnessbox-reviewer-home/1'),
  portal: v.nullable(v.string()),
  organisationId: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
  /** Base64 line of root.pub. A copy for people to look at: the one that counts is inside identity.age. */
  rootKey: v.string(),
  newestEpoch: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

export type HomeFile = v.InferOutput<typeof HomeFileSchema>;

export type HomePaths = {
  folder: string;
  about: string;
  identity: string;
  grants: string;
  request: string;
  vault: string;
  lock: string;
};

export function homePaths(folder: string): HomePaths {
  const at = resolve(folder);
  return {
    folder: at,
    about: join(at, 'reviewer.json'),
    identity: join(at, 'identity.age'),
    grants: join(at, 'grants'),
    request: join(at, 'grant-request.json'),
    vault: join(at, 'vault'),
    lock: join(at, 'lock'),
  };
}

export function defaultHome(environment: NodeJS.ProcessEnv): string {
  return environment['WITNESSBOX_HOME'] ?? join(homedir(), '.witnessbox');
}

/** @throws vault.missing where this is no key folder, vault.damaged where it is a broken one */
export async function readHomeFile(paths: HomePaths): Promise<HomeFile> {
  const bytes = await readIfThere(paths.about);
  if (!bytes) throw new WitnessboxError('vault.missing');
  try {
    return v.parse(HomeFileSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new WitnessboxError('vault.damaged', {}, { cause: error });
  }
}

export async function writeHomeFile(paths: HomePaths, file: HomeFile): Promise<void> {
  await replaceFile(paths.about, new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`));
}

export function grantFile(paths: HomePaths, epoch: number): string {
  return join(paths.grants, `epoch-${String(epoch)}.age`);
}

/** A file and its signature beside it, for somebody else to read; what lay there before is replaced. */
export async function writePaper(
  path: string,
  { bytes, signature }: { bytes: Uint8Array; signature: string },
): Promise<void> {
  await replaceFile(path, bytes);
  await replaceFile(`${path}.minisig`, new TextEncoder().encode(signature));
}

/** Grants by epoch, oldest first. */
export async function readGrantFiles(paths: HomePaths): Promise<{ epoch: number; file: Uint8Array }[]> {
  const grants: { epoch: number; file: Uint8Array }[] = [];
  try {
    for (const name of await readdir(paths.grants)) {
      const epoch = Number(/^epoch-([1-9]\d{0,8})\.age$/u.exec(name)?.[1] ?? 0);
      const file = epoch > 0 ? await readIfThere(join(paths.grants, name)) : null;
      if (file) grants.push({ epoch, file });
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new WitnessboxError('vault.damaged', {}, { cause: error });
    throw diskError(error);
  }
  return grants.sort((a, b) => a.epoch - b.epoch);
}

/**
 * The portal's origin, or an error: everything but https is refused, save onions (which need none) and this
 * very machine. A path, a query or a name and password in it have no use and are refused too, and so is a dot
 * at the end of the name, with which an onion would not look like one.
 *
 * @throws portal.bad-address
 */
export function portalOrigin(address: string): string {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '') {
    throw new WitnessboxError('portal.bad-address');
  }
  if (url.hostname.endsWith('.')) throw new WitnessboxError('portal.bad-address');
  const plain = url.hostname.endsWith('.onion') || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plain)) {
    throw new WitnessboxError('portal.bad-address');
  }
  return url.origin;
}
