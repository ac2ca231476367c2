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
import { signFreshness } from '../crypto/freshness.ts';
import { teamRequestKeyOf } from '../crypto/grant.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { SyncProgress, SyncReport } from './contract.ts';
import { ownCode } from './errors.ts';
import { type HomeFile, type HomePaths, writeHomeFile } from './home.ts';
import type { ReviewerKeys } from './identity.ts';
import { type OpenedGrant, changeState, grantState } from './open-home.ts';
import { placeQueued } from './outbox.ts';
import { type Portal, connectPortal, fetchPublic } from './portal.ts';
import { pull } from './pull.ts';
import { type SeenKeyring, type StateRecord, recordName, withSeen } from './records.ts';
import { type GetFile, endsSoon, fetchIntake, fetchKeyring } from './trust.ts';
import type { Vault } from './vault.ts';

export type ReachOptions = {
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
};

export type SyncOptions = ReachOptions & {
  progress: (progress: SyncProgress) => void;
};

type Reached = { portal: Portal; keyring: Keyring; seed: Uint8Array; warnings: string[] };

/**
 * The portal, once it has shown that it is the organisation's. What it shows of keys and intake form is kept.
 *
 * @throws portal.*, keyring.*, grant.missing, grant.awaited, disk.*
 */
export async function reachPortal(options: ReachOptions): Promise<Reached> {
  const { fetch, now, random, home, keys, vault } = options;
  if (home.portal === null) throw new WitnessboxError('portal.none');
  const { rootKey, organisationId } = keys;
  const place = { origin: home.portal, fetch };
  const getFile: GetFile = (path) => fetchPublic(place, path);

  const newestEpoch = Math.max(options.state.newestEpoch, home.newestEpoch);
  const today = dayOf(now());
  const pin = { rootKey, organisationId, newestEpoch };
  const { warnings, ...seen } = await fetchKeyring(getFile, pin, today);
  const { keyring } = seen;
  options.learn(await remember(options, seen));
  const intakeWarnings = await keepIntake(vault, getFile, keyring);

  const seed = requestSeed(options, keyring);
  return {
    portal: connectPortal({ ...place, seed, now, random }),
    keyring,
    seed,
    warnings: [...warnings, ...epochWarnings(options, keyring, today), ...intakeWarnings],
  };
}

/** @throws what reachPortal() throws */
export async function synchronise(options: SyncOptions): Promise<SyncReport> {
  const { now, random, keys, vault, grants } = options;
  const { organisationId } = keys;
  const today = dayOf(now());
  const { portal, keyring, seed, warnings } = await reachPortal(options);
  const filing = { vault, organisationId, today, random };
  const pulled = await pull({ ...filing, portal, epochs: grants }, options.progress);
  const placement = await placeQueued({ vault, portal, random });
  const noteWarnings = await renewFreshness(portal, seed, keyring, today);
  await rememberSync(options, { day: today, unfetched: pulled.unfetched });

  const { fetched, opened, unreadable, followUps } = pulled;
  const all = new Set([...warnings, ...pulled.warnings, ...placement.warnings, ...noteWarnings]);
  return { fetched, opened, unreadable, followUps, placed: placement.placed, warnings: [...all] };
}

/**
 * From now on nothing older is believed and no other of its epoch, and the portal that showed it is the portal.
 *
 * @throws keyring.forked, and then nothing is remembered
 */
async function remember(
  { vault, paths, home, state: before }: ReachOptions,
  seen: SeenKeyring,
): Promise<{ home: HomeFile; state: StateRecord }> {
  const { keyring } = seen;
  const changing = { vault, state: before };
  await changeState(changing, (state) => ({
    ...withSeen(state, seen),
    keyring,
    newestEpoch: keyring.epoch,
  }));
  const known = { ...home, newestEpoch: keyring.epoch };
  await writeHomeFile(paths, known);
  return { home: known, state: changing.state };
}

/** An epoch may be retired only once everything that the portal listed after its end has been fetched. */
async function rememberSync(
  { vault, home, state, learn }: ReachOptions,
  synced: { day: string; unfetched: number },
): Promise<void> {
  const changing = { vault, state };
  await changeState(changing, (current) => ({ ...current, synced }));
  learn({ home: { ...home, newestEpoch: changing.state.newestEpoch }, state: changing.state });
}

/**
 * Says to everybody that the organisation was here today. A portal that does not take it makes the page say that
 * nobody was; it must not make a sync fail that has fetched everything.
 */
async function renewFreshness(
  portal: Portal,
  seed: Uint8Array,
  { organisation, epoch }: Keyring,
  day: string,
): Promise<string[]> {
  const organisationId = organisation.id;
  const { bytes, signature } = signFreshness(seed, {
    format: 'witnessbox-freshness/1',
    organisationId,
    epoch,
    day,
  });
  try {
    await portal.putFreshness({ note: new TextDecoder().decode(bytes), signature });
    return [];
  } catch (error) {
    const code = ownCode(error);
    if (code === null) throw error;
    // A colleague where it is tomorrow already was here before.
    return code === 'freshness.older' ? [] : ['freshness.not-taken'];
  }
}

/** What the reviewer has to do about the epochs, and a portal that keeps a new one back. */
function epochWarnings(home: ReachOptions, { epoch, validUntil }: Keyring, today: string): string[] {
  const warnings: string[] = [];
  const next = grantState(home, epoch + 1);
  if (endsSoon(validUntil, today) && next !== 'held') {
    warnings.push(next === 'asked' ? 'epoch.request-made' : 'epoch.request-due');
  }
  const { delivered } = home.state;
  if (delivered && delivered.epoch > epoch && today > delivered.validFrom) warnings.push('keyring.held-back');
  return warnings;
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

/** @throws grant.missing, grant.awaited */
function requestSeed(home: ReachOptions, { epoch, teamRequestKey }: Keyring): Uint8Array {
  const grant = home.grants.find((candidate) => candidate.epoch === epoch);
  const fits = grant && base64.encode(teamRequestKeyOf(grant.teamRequestSeed)) === teamRequestKey;
  if (fits) return grant.teamRequestSeed;
  const asked = grantState(home, epoch) === 'asked';
  throw new WitnessboxError(asked ? 'grant.awaited' : 'grant.missing', { epoch });
}
