/**
 * A reviewer's key folder, opened with its passphrase by somebody who is alone on it: keys, vault, what is known of
 * the organisation, and the grants that the keys open.
 *
 * @module
 */
import { base64 } from '@scure/base';
import type { Random } from '../crypto/encoding.ts';
import { generateIdentity } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { openGrant } from '../crypto/grant.ts';
import type { GrantState } from './contract.ts';
import { WORK_FACTOR } from './custodian/scrypt.ts';
import { readIfThere, replaceSecret, sweepFolder } from './files.ts';
import { type HomeFile, type HomePaths, homePaths, readGrantFiles, readHomeFile } from './home.ts';
import { type ReviewerKeys, lockReviewerKeys, unlockReviewerKeys } from './identity.ts';
import { type FolderLock, takeLock } from './lock.ts';
import { type StateRecord, recordName } from './records.ts';
import type { EpochIdentities } from './unseal.ts';
import { Vault } from './vault.ts';

/** What a grant gives once it is opened. `desks`: their ids, none where the epoch's keys were split among people. */
export type OpenedGrant = EpochIdentities & { desks: readonly string[]; teamRequestSeed: Uint8Array };

export type OpenedHome = {
  paths: HomePaths;
  home: HomeFile;
  keys: ReviewerKeys;
  vault: Vault;
  state: StateRecord;
  grants: readonly OpenedGrant[];
  lock: FolderLock;
};

/** @throws vault.missing, vault.locked, vault.wrong-passphrase, vault.damaged, grant.malformed */
export async function openHome(folder: string, passphrase: string, random: Random): Promise<OpenedHome> {
  const paths = homePaths(folder);
  const home = await readHomeFile(paths);
  const lock = takeLock(paths.lock);
  try {
    const identity = await readIfThere(paths.identity);
    if (!identity) throw new WitnessboxError('vault.damaged');
    const keys = await unlockReviewerKeys(passphrase, identity);
    // What a stopped machine left of them would outlive the retirement of their epochs.
    for (const folder of [paths.folder, paths.grants]) await sweepFolder(folder);
    // reviewer.json is not secret and not signed; what it pins must be what the passphrase protects.
    if (keys.organisationId !== home.organisationId || keys.rootKey !== home.rootKey) {
      throw new WitnessboxError('vault.damaged');
    }
    const vault = await Vault.open(paths.vault, keys.vaultKey, random);
    const state = await vault.get<StateRecord>(recordName.state);
    if (!state) throw new WitnessboxError('vault.damaged');
    return { paths, home, keys, vault, state, grants: await openGrants(paths, keys), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openGrants(paths: HomePaths, keys: ReviewerKeys): Promise<OpenedGrant[]> {
  const grants: OpenedGrant[] = [];
  for (const { epoch, file } of await readGrantFiles(paths)) {
    const own = keys.epochs.find((candidate) => candidate.epoch === epoch);
    if (!own) continue;
    const grant = await openGrant(own.identity, file).catch((error: unknown) => {
      throw new WitnessboxError('grant.malformed', {}, { cause: error });
    });
    if (grant.organisationId !== keys.organisationId || grant.epoch !== epoch) {
      throw new WitnessboxError('grant.malformed');
    }
    grants.push({
      epoch,
      desks: grant.desks.map((desk) => desk.id),
      identities: grant.desks.map((desk) => desk.identity),
      teamRequestSeed: base64.decode(grant.teamRequestSeed),
    });
  }
  return grants;
}

/** The newest epoch that counts as begun: whatever is older is not believed any more. */
export function newestEpochOf({ state, home }: Pick<OpenedHome, 'state' | 'home'>): number {
  return Math.max(state.newestEpoch, home.newestEpoch);
}

export function grantState({ keys, grants }: Pick<OpenedHome, 'keys' | 'grants'>, epoch: number): GrantState {
  if (grants.some((grant) => grant.epoch === epoch)) return 'held';
  return keys.epochs.some((own) => own.epoch === epoch) ? 'asked' : 'missing';
}

/** What opens the ciphertexts of the vault: the grants, and the identity to which retired epochs are sealed anew. */
export function vaultIdentities({ keys, grants }: Pick<OpenedHome, 'keys' | 'grants'>): EpochIdentities[] {
  const { vaultIdentity } = keys;
  return vaultIdentity === undefined ? [...grants] : [...grants, { epoch: 0, identities: [vaultIdentity] }];
}

/**
 * Puts other keys into identity.age. A crash leaves the old file or the new one, whole; the old one is overwritten.
 *
 * @throws disk.*
 */
export async function replaceKeys(
  { paths, state }: Pick<OpenedHome, 'paths' | 'state'>,
  keys: ReviewerKeys,
  passphrase: string,
): Promise<void> {
  // Locks of a demonstration are weak, as they were when it was made.
  const workFactor = WORK_FACTOR[state.keyring.demonstration ? 'interactive' : 'sensitive'];
  const file = await lockReviewerKeys(keys, passphrase, workFactor);
  // What cannot be opened again must never take the place of what can.
  await unlockReviewerKeys(passphrase, file);
  await replaceSecret(paths.identity, file);
}

/** The keys with an identity for an epoch, which is made where there is none yet. */
export async function withEpoch(
  keys: ReviewerKeys,
  epoch: number,
): Promise<{ keys: ReviewerKeys; identity: string; isNew: boolean }> {
  const own = keys.epochs.find((candidate) => candidate.epoch === epoch);
  if (own) return { keys, identity: own.identity, isNew: false };
  const identity = await generateIdentity();
  return { keys: { ...keys, epochs: [...keys.epochs, { epoch, identity }] }, identity, isNew: true };
}

/** Changes what is remembered of the organisation, on the disk and in the opened home. */
export async function changeState(
  opened: Pick<OpenedHome, 'vault'> & { state: StateRecord },
  change: (state: StateRecord) => StateRecord,
): Promise<void> {
  opened.state = await opened.vault.change(async (transaction) => {
    const state = await transaction.get<StateRecord>(recordName.state);
    if (!state) throw new WitnessboxError('vault.damaged');
    const changed = change(state);
    transaction.put(recordName.state, changed);
    return changed;
  });
}
