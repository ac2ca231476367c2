/**
 * A new reviewer's key folder, made from the organisation's public files: fresh keys, an empty vault, and the request
 * for a first grant. It appears whole or not at all, and holds no key of anybody else.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Random } from '../crypto/encoding.ts';
import { generateIdentity } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { type Intake, intakeHash, parseIntake } from '../crypto/intake.ts';
import { fingerprint, keyringHash, openKeyring } from '../crypto/keyring.ts';
import { parsePublicKey } from '../crypto/minisign.ts';
import { WORK_FACTOR } from './custodian/scrypt.ts';
import { readNeeded } from './delivery.ts';
import { diskError, exists, makePrivateFolder, syncFolder, systemCode, writeNew } from './files.ts';
import { type HomePaths, homePaths, writeHomeFile } from './home.ts';
import { type ReviewerKeys, lockReviewerKeys } from './identity.ts';
import { type SeenKeyring, recordName, withSeen } from './records.ts';
import { writeRequest } from './request-grant.ts';
import { Vault } from './vault.ts';

/** What a public folder says, in order within itself. Whether it is the right organisation's, people must compare. */
export type PublicFolder = SeenKeyring & { intake: Intake; rootKey: string; fingerprint: string };

/**
 * @param today UTC day
 * @throws delivery.incomplete, minisign.malformed, keyring.*, intake.malformed, disk.*
 */
export async function readPublicFiles(folder: string, today: string): Promise<PublicFolder> {
  const text = new TextDecoder();
  const root = text.decode(await readNeeded(folder, 'root.pub'));
  parsePublicKey(root);
  const rootKey = root.trim().split('\n').at(-1) ?? '';
  const bytes = await readNeeded(folder, 'keyring.json');
  const keyring = openKeyring({
    keyring: bytes,
    signature: text.decode(await readNeeded(folder, 'keyring.json.minisig')),
    rootKey,
    today,
  });
  const intake = await readNeeded(folder, 'intake.json');
  if (intakeHash(intake) !== keyring.intake.sha256) throw new WitnessboxError('keyring.wrong-intake');
  return {
    keyring,
    hash: keyringHash(bytes),
    intake: parseIntake(intake),
    rootKey,
    fingerprint: fingerprint(rootKey, keyring.organisation.id),
  };
}

export type NewHome = {
  folder: string;
  known: PublicFolder;
  passphrase: string;
  /** As portalOrigin() gives it; null where it is not known yet. */
  portal: string | null;
  today: string;
  random: Random;
};

/** @throws setup.exists, disk.* */
export async function makeHome(options: NewHome): Promise<ReviewerKeys> {
  const folder = resolve(options.folder);
  if (await exists(folder)) throw new WitnessboxError('setup.exists');
  const draft = `${folder}.${randomBytes(8).toString('hex')}.unfinished`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    const keys = await fillHome(draft, options);
    await rename(draft, folder);
    await syncFolder(dirname(folder));
    return keys;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw new WitnessboxError('setup.exists');
    throw diskError(error);
  }
}

async function fillHome(
  folder: string,
  { known, passphrase, portal, today, random }: NewHome,
): Promise<ReviewerKeys> {
  const { keyring, rootKey } = known;
  const paths = homePaths(folder);
  const identity = await generateIdentity();
  const keys: ReviewerKeys = {
    organisationId: keyring.organisation.id,
    rootKey,
    vaultKey: random(32),
    signingSeed: random(32),
    epochs: [{ epoch: keyring.epoch, identity }],
  };
  const workFactor = WORK_FACTOR[keyring.demonstration ? 'interactive' : 'sensitive'];
  await writeHome(paths, keys, { known, passphrase, workFactor, portal, random });
  await writeRequest(paths, keys, { epoch: keyring.epoch, identity, today });
  return keys;
}

export type EmptyHome = {
  known: SeenKeyring & { intake: Intake };
  passphrase: string;
  /** Of scrypt, as the power of two. */
  workFactor: number;
  portal: string | null;
  random: Random;
};

/** What every key folder begins with: locked keys, a vault that knows the organisation, no grant. @throws disk.* */
export async function writeHome(
  paths: HomePaths,
  keys: ReviewerKeys,
  { known, passphrase, workFactor, portal, random }: EmptyHome,
): Promise<void> {
  const { keyring, intake } = known;
  await makePrivateFolder(paths.folder);
  await makePrivateFolder(paths.grants);
  await writeNew(paths.identity, await lockReviewerKeys(keys, passphrase, workFactor));
  const vault = await Vault.create(paths.vault, keys.vaultKey, random);
  await vault.change((transaction) => {
    transaction.put(recordName.state, withSeen({ keyring, newestEpoch: keyring.epoch }, known));
    transaction.put(recordName.intake(keyring.intake.sha256), intake);
    return Promise.resolve();
  });
  await writeHomeFile(paths, {
    format: 'witnessbox-reviewer-home/1',
    portal,
    organisationId: keys.organisationId,
    rootKey: keys.rootKey,
    newestEpoch: keyring.epoch,
  });
}
