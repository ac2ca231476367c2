/**
 * One sync: believe the portal only as far as the organisation's signature goes, fetch what is new, lay down
 * what is queued. Every sync makes the same requests in the same order.
 *
 * @module
 */
import { base64 } from '@scure/base';
import { dayOf } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { teamRequestKeyOf } from '../crypto/grant.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { SyncProgress, SyncReport } from './contract.ts';
import { ownCode } from './errors.ts';
import { type HomeFile, type HomePaths, writeHomeFile } from './home.ts';
import type { ReviewerKeys } from './identity.ts';
import { placeQueued } from './outbox.ts';
import { connectPortal, fetchPublic } from './portal.ts';
import { pull } from './pull.ts';
import { type StateRecord, recordName } from './records.ts';
import { type GetFile, fetchIntake, fetchKeyring } from './trust.ts';
import type { EpochIdentities } from './unseal.ts';
import type { Vault } from './vault.ts';

/** What a grant gives once it is opened. */
export type OpenedGrant = EpochIdentities & { teamRequestSeed: Uint8Array };

export type SyncOptions = {
  fetch: typeof globalThis.fetch;
  now: () => Date;
  random: Random;
  paths: HomePaths;
  home: HomeFile;
  keys: ReviewerKeys;
  vault: Vault;
  state: StateRecord;
  grants: readonly OpenedGrant[];
  /** Called as soon as a newer keyring is believed, whatever happens to the sync after. */
  learn: (learnt: { home: HomeFile; state: StateRecord }) => void;
  progress: (progress: SyncProgress) => void;
};

/** @throws portal.*, keyring.*, grant.missing, disk.* */
export async function synchronise(options: SyncOptions): Promise<SyncReport> {
  const { fetch, now, random, home, keys, vault, grants } = options;
  if (home.portal === null) throw new WitnessboxError('portal.none');
  const { rootKey, organisationId } = keys;
  const today = dayOf(now());
  const place = { origin: home.portal, fetch };
  const getFile: GetFile = (path) => fetchPublic(place, path);

  const newestEpoch = Math.max(options.state.newestEpoch, home.newestEpoch);
  const { keyring, warnings } = await fetchKeyring(getFile, { rootKey, organisationId, newestEpoch }, today);
  options.learn(await remember(options, keyring));
  const intakeWarnings = await keepIntake(vault, getFile, keyring);

  const seed = requestSeed(grants, keyring);
  const portal = connectPortal({ ...place, seed, now, random });
  const filing = { vault, organisationId, today, random };
  const pulled = await pull({ ...filing, portal, epochs: grants }, options.progress);
  const placement = await placeQueued({ vault, portal, random });

  const { fetched, opened, unreadable, followUps } = pulled;
  const all = new Set([...warnings, ...intakeWarnings, ...pulled.warnings, ...placement.warnings]);
  return { fetched, opened, unreadable, followUps, placed: placement.placed, warnings: [...all] };
}

/** From now on nothing older is believed, and the portal that showed it is the portal. */
async function remember(
  { vault, paths, home }: SyncOptions,
  keyring: Keyring,
): Promise<{ home: HomeFile; state: StateRecord }> {
  const state: StateRecord = { keyring, newestEpoch: keyring.epoch };
  const known = { ...home, newestEpoch: keyring.epoch };
  await vault.change((transaction) => {
    transaction.put(recordName.state, state);
    return Promise.resolve();
  });
  await writeHomeFile(paths, known);
  return { home: known, state };
}

/** @returns what to warn about; a wrong form costs the labels, not the testimonies */
async function keepIntake(vault: Vault, getFile: GetFile, keyring: Keyring): Promise<string[]> {
  const name = recordName.intake(keyring.intake.sha256);
  if (vault.names(name).length > 0) return [];
  try {
    const intake = await fetchIntake(getFile, keyring);
    await vault.change((transaction) => {
      transaction.put(name, intake);
      return Promise.resolve();
    });
    return [];
  } catch (error) {
    const code = ownCode(error) ?? '';
    if (!['keyring.wrong-intake', 'intake.malformed', 'request.not-found'].includes(code)) throw error;
    return [code];
  }
}

/** @throws grant.missing */
function requestSeed(grants: readonly OpenedGrant[], keyring: Keyring): Uint8Array {
  const grant = grants.find(({ epoch }) => epoch === keyring.epoch);
  const fits = grant && base64.encode(teamRequestKeyOf(grant.teamRequestSeed)) === keyring.teamRequestKey;
  if (!fits) throw new WitnessboxError('grant.missing', { epoch: keyring.epoch });
  return grant.teamRequestSeed;
}
