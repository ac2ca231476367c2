/**
 * Opens the custodian's folder with the passphrase, alone on it, and takes up one that the first version made.
 *
 * @module
 */
import { chmod } from 'node:fs/promises';
import { sameBytes } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { intakeHash } from '../../crypto/intake.ts';
import { decryptSecretKey } from '../../crypto/minisign-key.ts';
import { type MinisignKeyPair, encodePublicKey, parsePublicKey } from '../../crypto/minisign.ts';
import { PRIVATE_FILE, readIfThere, replaceFile, sweepFolder } from '../files.ts';
import { type EpochKeys, unlockEpochKeys } from '../identity.ts';
import { takeLock } from '../lock.ts';
import {
  type CustodianFolder,
  type CustodianPaths,
  checkCustodianFolder,
  epochFile,
  isEarlierVersion,
  keepKeyring,
  readCustodianFolder,
} from './folder.ts';
import { readPublicFolder } from './publish.ts';
import { type Roster, lockRoster, unlockRoster } from './roster.ts';
import { type Cost, WORK_FACTOR, scrypt } from './scrypt.ts';

/** The folder with what its passphrase opens. The root key is opened apart: few commands sign. */
export type Custodian = CustodianFolder & { roster: Roster; passphrase: string };

/** @throws vault.wrong-passphrase, custodian.*, disk.* */
export async function openCustodian(paths: CustodianPaths, passphrase: string): Promise<Custodian> {
  const folder = await readCustodianFolder(paths);
  const file = await readIfThere(paths.roster);
  if (!file) throw new WitnessboxError('custodian.damaged');
  const roster = await unlockRoster(passphrase, file);
  if (roster.organisationId !== folder.newest.keyring.organisation.id) {
    throw new WitnessboxError('custodian.damaged');
  }
  return { ...folder, roster, passphrase };
}

/** Runs `work` while nobody else changes the folder, and after what an interrupted command left is cleared away. */
export async function aloneIn<T>(paths: CustodianPaths, work: () => Promise<T>): Promise<T> {
  await checkCustodianFolder(paths);
  const lock = takeLock(paths.lock);
  try {
    await chmod(paths.lock, PRIVATE_FILE);
    await sweepFolder(paths.folder, true);
    return await work();
  } finally {
    lock.release();
  }
}

/** @throws minisign.wrong-passphrase, custodian.damaged where root.pub is not its other half */
export async function openRootKey({
  paths,
  passphrase,
  rootPublic,
}: Pick<Custodian, 'paths' | 'passphrase' | 'rootPublic'>): Promise<MinisignKeyPair> {
  const root = await decryptRootKey(paths, passphrase);
  if (!sameBytes(parsePublicKey(rootPublic).key, root.publicKey)) {
    throw new WitnessboxError('custodian.damaged');
  }
  return root;
}

/** The secrets of an epoch that is not retired. @throws vault.wrong-passphrase, custodian.damaged */
export async function openEpochKeys({ paths, passphrase }: Custodian, epoch: number): Promise<EpochKeys> {
  const file = await readIfThere(epochFile(paths, epoch));
  if (!file) throw new WitnessboxError('custodian.damaged');
  return unlockEpochKeys(passphrase, file);
}

export async function saveRoster(custodian: Custodian, roster: Roster): Promise<void> {
  const locked = await lockRoster(roster, custodian.passphrase, workFactorOf(custodian));
  await replaceFile(custodian.paths.roster, locked);
}

/** Locks of a demonstration are weak, as they were when it was made. */
export function workFactorOf({ newest }: CustodianFolder): number {
  return WORK_FACTOR[costOf(newest.keyring.demonstration)];
}

function costOf(demonstration: boolean): Cost {
  return demonstration ? 'interactive' : 'sensitive';
}

/**
 * Makes the folder of an earlier version one of this version: the present keyring comes from the public folder, and
 * the roster begins empty with the epoch after it. The roster is written last, so this can be done again.
 *
 * @throws minisign.wrong-passphrase, custodian.other-organisation, custodian.earlier-version
 */
export async function takeUp(
  paths: CustodianPaths,
  publicFolder: string | undefined,
  passphrase: string,
): Promise<void> {
  if (!(await isEarlierVersion(paths))) return;
  if (publicFolder === undefined) throw new WitnessboxError('custodian.earlier-version');
  const rootPublic = encodePublicKey(await decryptRootKey(paths, passphrase));
  const shown = await readPublicFolder(publicFolder, rootPublic);
  if (!shown) throw new WitnessboxError('custodian.earlier-version');
  const { epoch, organisation, demonstration } = shown.keyring;
  // What anybody can have put there would be signed with the next epoch.
  if (intakeHash(shown.intake) !== shown.keyring.intake.sha256)
    throw new WitnessboxError('custodian.damaged');
  await replaceFile(paths.rootPublic, new TextEncoder().encode(rootPublic));
  await keepKeyring(paths, shown);
  const roster: Roster = {
    format: 'witnessbox-roster/1',
    organisationId: organisation.id,
    listedFrom: epoch + 1,
    reviewers: [],
    retired: [],
  };
  const locked = await lockRoster(roster, passphrase, WORK_FACTOR[costOf(demonstration)]);
  await replaceFile(paths.roster, locked);
}

async function decryptRootKey(paths: CustodianPaths, passphrase: string): Promise<MinisignKeyPair> {
  const file = await readIfThere(paths.rootKey);
  if (!file) throw new WitnessboxError('custodian.missing');
  return decryptSecretKey(new TextDecoder().decode(file), passphrase.normalize('NFC'), { scrypt });
}
