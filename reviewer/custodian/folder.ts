/**
 * The custodian's folder, on a machine that is best never online:
 *
 *     root.key  root.pub                     minisign key pair, the secret half under the custodian's passphrase
 *     epoch-N.age                            the secrets of an epoch, likewise; gone once it is retired
 *     roster.age                             who the reviewers are, likewise
 *     keyrings/epoch-N.json                  every keyring that was signed,
 *     keyrings/epoch-N.intake.json             its intake form,
 *     keyrings/epoch-N.appearance.json         its appearance, where it names one
 *     keyrings/epoch-N.json.minisig            and its signature, which is written last: with it the epoch exists
 *     deliveries/epoch-N/NAME/               what a reviewer is to be handed; sealed, and gone with the epoch
 *     lock                                   empty; whoever holds the system's lock on it is alone
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { appearanceHash } from '../../crypto/appearance.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { intakeHash } from '../../crypto/intake.ts';
import { type Keyring, verifyKeyring } from '../../crypto/keyring.ts';
import { diskError, exists, makePrivateFolder, readIfThere, replaceFile, systemCode } from '../files.ts';

export type CustodianPaths = {
  folder: string;
  rootKey: string;
  rootPublic: string;
  roster: string;
  keyrings: string;
  deliveries: string;
  lock: string;
};

export type SignedKeyring = {
  keyring: Keyring;
  bytes: Uint8Array;
  signature: string;
  intake: Uint8Array;
  /** Null where the keyring names none. */
  appearance: Uint8Array | null;
};

/** An epoch that exists: its keyring was signed. `held`: whether its secrets are still there. */
export type KnownEpoch = SignedKeyring & { held: boolean };

/** What can be seen of the folder without a passphrase. */
export type CustodianFolder = {
  paths: CustodianPaths;
  /** Text of root.pub. */
  rootPublic: string;
  /** Oldest first; never empty. */
  epochs: KnownEpoch[];
  newest: KnownEpoch;
};

const SIGNATURE_NAME = /^epoch-([1-9]\d{0,9})\.json\.minisig$/u;

export function custodianPaths(folder: string): CustodianPaths {
  const at = resolve(folder);
  return {
    folder: at,
    rootKey: join(at, 'root.key'),
    rootPublic: join(at, 'root.pub'),
    roster: join(at, 'roster.age'),
    keyrings: join(at, 'keyrings'),
    deliveries: join(at, 'deliveries'),
    lock: join(at, 'lock'),
  };
}

export function epochFile(paths: CustodianPaths, epoch: number): string {
  return join(paths.folder, `epoch-${String(epoch)}.age`);
}

export function keyringFiles(
  paths: CustodianPaths,
  epoch: number,
): { keyring: string; signature: string; intake: string; appearance: string } {
  const at = join(paths.keyrings, `epoch-${String(epoch)}`);
  return {
    keyring: `${at}.json`,
    signature: `${at}.json.minisig`,
    intake: `${at}.intake.json`,
    appearance: `${at}.appearance.json`,
  };
}

/** @throws custodian.missing where this is no such folder */
export async function checkCustodianFolder(paths: CustodianPaths): Promise<void> {
  if (!(await exists(paths.rootKey))) throw new WitnessboxError('custodian.missing');
}

/** Whether the folder is one of the first version, which had neither roster nor keyrings. */
export async function isEarlierVersion(paths: CustodianPaths): Promise<boolean> {
  return !(await exists(paths.roster));
}

/** @throws custodian.missing, custodian.earlier-version, custodian.damaged, disk.* */
export async function readCustodianFolder(paths: CustodianPaths): Promise<CustodianFolder> {
  await checkCustodianFolder(paths);
  if (await isEarlierVersion(paths)) throw new WitnessboxError('custodian.earlier-version');
  const rootPublic = new TextDecoder().decode(await needed(paths.rootPublic));
  const epochs: KnownEpoch[] = [];
  for (const epoch of await signedEpochs(paths)) epochs.push(await readEpoch(paths, epoch, rootPublic));
  const newest = epochs.at(-1);
  if (!newest) throw new WitnessboxError('custodian.damaged');
  return { paths, rootPublic, epochs, newest };
}

/**
 * Keeps a signed keyring, its signature last. Until that is there, the epoch does not exist, and whatever lies there
 * of it may be overwritten: it was never shown to anybody.
 */
export async function keepKeyring(paths: CustodianPaths, signed: SignedKeyring): Promise<void> {
  await makePrivateFolder(paths.keyrings);
  const files = keyringFiles(paths, signed.keyring.epoch);
  await replaceFile(files.intake, signed.intake);
  if (signed.appearance) await replaceFile(files.appearance, signed.appearance);
  await replaceFile(files.keyring, signed.bytes);
  await replaceFile(files.signature, new TextEncoder().encode(signed.signature));
}

async function readEpoch(paths: CustodianPaths, epoch: number, rootPublic: string): Promise<KnownEpoch> {
  const files = keyringFiles(paths, epoch);
  const bytes = await needed(files.keyring);
  const signature = new TextDecoder().decode(await needed(files.signature));
  const intake = await needed(files.intake);
  let keyring: Keyring;
  try {
    keyring = verifyKeyring({ keyring: bytes, signature, rootKey: rootPublic });
  } catch (error) {
    throw new WitnessboxError('custodian.damaged', {}, { cause: error });
  }
  if (keyring.epoch !== epoch) throw new WitnessboxError('custodian.damaged');
  const appearance = keyring.appearance ? await needed(files.appearance) : null;
  // The next epoch signs both again: what somebody has put in their place must not become the organisation's.
  const isTheirs =
    intakeHash(intake) === keyring.intake.sha256 &&
    (appearance === null || appearanceHash(appearance) === keyring.appearance?.sha256);
  if (!isTheirs) throw new WitnessboxError('custodian.damaged');
  return { keyring, bytes, signature, intake, appearance, held: await exists(epochFile(paths, epoch)) };
}

async function signedEpochs(paths: CustodianPaths): Promise<number[]> {
  const names = await namesIn(paths.keyrings);
  return names
    .map((name) => Number(SIGNATURE_NAME.exec(name)?.[1] ?? 0))
    .filter((epoch) => epoch > 0)
    .sort((a, b) => a - b);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw diskError(error);
  }
}

async function needed(path: string): Promise<Uint8Array> {
  const bytes = await readIfThere(path);
  if (!bytes) throw new WitnessboxError('custodian.damaged');
  return bytes;
}
