/**
 * What the custodian delivers for an epoch: a folder with the grant (`epoch-N.age`), `keyring.json` with its signature
 * and `intake.json`. Nothing of it is believed before the root key that this key folder has pinned has signed the
 * keyring, and the grant is the one that the keyring speaks of.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';
import { checkGrant, openGrant } from '../crypto/grant.ts';
import { intakeHash, parseIntake } from '../crypto/intake.ts';
import { type Keyring, keyringHash, verifyKeyring } from '../crypto/keyring.ts';
import { ownCode } from './errors.ts';
import { diskError, readIfThere, replaceFile } from './files.ts';
import { grantFile } from './home.ts';
import { type OpenedHome, changeState, newestEpochOf } from './open-home.ts';
import { checkFork, recordName, withSeen } from './records.ts';

/** A keyring with a hundred desks has about 300 KB; a planted file must not fill the memory. */
export const LONGEST = 1024 * 1024;

export type Accepted = {
  keyring: Keyring;
  /** Ids of the desks that this grant opens; none where the keys were split among several people. */
  desks: readonly string[];
};

/**
 * Takes a delivery in; taking the same one in again changes nothing.
 *
 * @throws delivery.incomplete, keyring.bad-signature, keyring.malformed, keyring.wrong-organisation, keyring.rollback,
 * keyring.forked, keyring.wrong-intake, grant.not-asked, grant.wrong-reader, grant.malformed, grant.not-of-keyring, disk.*
 */
export async function acceptDelivery(opened: OpenedHome, folder: string): Promise<Accepted> {
  const { keys, paths } = opened;
  const files = await readDelivery(folder);
  const keyring = verifyKeyring({ ...files, rootKey: keys.rootKey });
  if (keyring.organisation.id !== keys.organisationId)
    throw new WitnessboxError('keyring.wrong-organisation');
  const newest = newestEpochOf(opened);
  if (keyring.epoch < newest) throw new WitnessboxError('keyring.rollback', { epoch: keyring.epoch });
  const seen = { keyring, hash: keyringHash(files.keyring) };
  checkFork(opened.state, seen);
  if (intakeHash(files.intake) !== keyring.intake.sha256) throw new WitnessboxError('keyring.wrong-intake');
  const intake = parseIntake(files.intake);

  const file = await readNeeded(folder, `epoch-${String(keyring.epoch)}.age`);
  const desks = await desksOf(opened, file, keyring);
  await replaceFile(grantFile(paths, keyring.epoch), file);
  await opened.vault.change((transaction) => {
    transaction.put(recordName.intake(keyring.intake.sha256), intake);
    return Promise.resolve();
  });
  // The epoch begins here when the portal shows it: until the operator has put it there, the old one is still right.
  await changeState(opened, (state) => ({
    ...withSeen(state, seen),
    delivered: { epoch: keyring.epoch, validFrom: keyring.validFrom },
  }));
  return { keyring, desks };
}

async function desksOf(opened: OpenedHome, file: Uint8Array, keyring: Keyring): Promise<string[]> {
  const { epoch } = keyring;
  const own = opened.keys.epochs.find((candidate) => candidate.epoch === epoch);
  if (!own) throw new WitnessboxError('grant.not-asked', { epoch });
  const grant = await openGrant(own.identity, file).catch((error: unknown) => {
    const isForAnother = ownCode(error) === 'envelope.wrong-identity';
    throw new WitnessboxError(
      isForAnother ? 'grant.wrong-reader' : 'grant.malformed',
      { epoch },
      { cause: error },
    );
  });
  await checkGrant(grant, keyring);
  return grant.desks.map(({ id }) => id);
}

async function readDelivery(
  folder: string,
): Promise<{ keyring: Uint8Array; signature: string; intake: Uint8Array }> {
  return {
    keyring: await readNeeded(folder, 'keyring.json'),
    signature: new TextDecoder().decode(await readNeeded(folder, 'keyring.json.minisig')),
    intake: await readNeeded(folder, 'intake.json'),
  };
}

/** @throws delivery.incomplete, disk.* */
export async function readNeeded(folder: string, name: string): Promise<Uint8Array> {
  const path = join(resolve(folder), name);
  try {
    const { size } = await stat(path);
    const bytes = size > LONGEST ? null : await readIfThere(path);
    if (bytes) return bytes;
  } catch (error) {
    const known = diskError(error);
    if (ownCode(known) !== null) throw known;
  }
  throw new WitnessboxError('delivery.incomplete', { file: name });
}
