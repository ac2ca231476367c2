/**
 * The end of an epoch in a reviewer's key folder: the cases stay, under the vault's own key, and the reviewer's
 * identity and grant of the epoch are destroyed. What was sent in it and lies anywhere else, on the server for
 * instance, can then not be opened with anything that is here.
 *
 * The order matters, and every step may be repeated: a crash leaves an epoch that is retired by doing it again.
 *
 * @module
 */
import { join } from 'node:path';
import { addDays } from '../crypto/days.ts';
import { generateIdentity } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { signRetirement } from '../crypto/retirement.ts';
import { destroyFile } from './files.ts';
import { grantFile, writePaper } from './home.ts';
import type { ReviewerKeys } from './identity.ts';
import { type OpenedHome, changeState, newestEpochOf, replaceKeys } from './open-home.ts';
import { lastDayOf } from './records.ts';
import { resealEpoch } from './reseal.ts';

export type RetireWishes = {
  epoch: number;
  /** Days after the epoch's end for which a source's page or clock may lag behind. */
  grace: number;
  /** Days that colleagues may take to fetch and read what came last. */
  retention: number;
  /** Go on although something cannot be fetched, or sealed anew: it is lost. */
  acceptLoss: boolean;
};

export type Retired = {
  /** Cases' ciphertexts that are under the vault's own key now. */
  kept: number;
  damaged: number;
  /** Path of the signed statement; its signature is beside it. */
  statement: string;
};

/** The first day on which an epoch may be retired; null where its end is not known here. */
export function retirableFrom(
  { state }: Pick<OpenedHome, 'state'>,
  { epoch, grace, retention }: Pick<RetireWishes, 'epoch' | 'grace' | 'retention'>,
): string | null {
  const end = lastDayOf(state, epoch);
  return end === null ? null : addDays(end, grace + retention + 1);
}

/**
 * @throws retire.unknown-epoch, retire.newest, retire.too-early, retire.not-synced, retire.unfetched
 */
export function checkRetirable(opened: OpenedHome, wishes: RetireWishes, today: string): void {
  const { epoch } = wishes;
  const day = retirableFrom(opened, wishes);
  if (day === null) throw new WitnessboxError('retire.unknown-epoch');
  if (epoch >= newestEpochOf(opened)) throw new WitnessboxError('retire.newest', { epoch });
  if (today < day) throw new WitnessboxError('retire.too-early', { epoch, day });
  // Done before, or interrupted behind the point from which there is no return.
  if (!opened.keys.epochs.some((own) => own.epoch === epoch)) return;
  const { synced } = opened.state;
  if (!synced || synced.day < day) throw new WitnessboxError('retire.not-synced', { epoch });
  if (synced.unfetched > 0 && !wishes.acceptLoss) {
    throw new WitnessboxError('retire.unfetched', { epoch, count: synced.unfetched });
  }
}

/**
 * To be called once checkRetirable() has ended well.
 *
 * @throws retire.damaged, disk.*
 */
export async function retireEpoch(
  opened: OpenedHome,
  wishes: RetireWishes,
  how: { passphrase: string; today: string; progress: (done: number, total: number) => void },
): Promise<Retired> {
  const { epoch } = wishes;
  const resealed = await keepCases(opened, wishes, how);
  const { keys } = opened;
  if (keys.epochs.some((own) => own.epoch === epoch)) {
    const rest = { ...keys, epochs: keys.epochs.filter((own) => own.epoch !== epoch) };
    await changeKeys(opened, rest, how.passphrase);
  }
  await destroyFile(grantFile(opened.paths, epoch));
  opened.grants = opened.grants.filter((grant) => grant.epoch !== epoch);
  await changeState(opened, (state) => ({
    ...state,
    retired: { [String(epoch)]: how.today, ...state.retired },
  }));
  return { ...resealed, statement: await writeStatement(opened, epoch, how.today) };
}

async function keepCases(
  opened: OpenedHome,
  { epoch, acceptLoss }: RetireWishes,
  { passphrase, progress }: { passphrase: string; progress: (done: number, total: number) => void },
): Promise<{ kept: number; damaged: number }> {
  // Behind the point from which there is no return nothing is left to open them with.
  if (!opened.keys.epochs.some((own) => own.epoch === epoch)) return { kept: 0, damaged: 0 };
  // A grant that is gone can be restored or made anew as long as the identity is there.
  const { identities } = opened.grants.find((grant) => grant.epoch === epoch) ?? { identities: [] };
  const vaultIdentity = opened.keys.vaultIdentity ?? (await generateIdentity());
  // On the disk before anything is sealed to it.
  if (opened.keys.vaultIdentity === undefined) {
    await changeKeys(opened, { ...opened.keys, vaultIdentity }, passphrase);
  }
  const { vault } = opened;
  const resealed = await resealEpoch({ vault, epoch, identities, vaultIdentity, progress });
  if (resealed.damaged > 0 && !acceptLoss) {
    throw new WitnessboxError('retire.damaged', { epoch, count: resealed.damaged });
  }
  return resealed;
}

async function changeKeys(opened: OpenedHome, keys: ReviewerKeys, passphrase: string): Promise<void> {
  await replaceKeys(opened, keys, passphrase);
  opened.keys = keys;
}

/** Of the day on which it was first retired, so that asking again gives the same statement. */
async function writeStatement(
  { paths, keys, state }: OpenedHome,
  epoch: number,
  today: string,
): Promise<string> {
  const { organisationId, signingSeed } = keys;
  const day = state.retired?.[String(epoch)] ?? today;
  const path = join(paths.folder, `retirement-${String(epoch)}.json`);
  await writePaper(path, signRetirement(signingSeed, { organisationId, epoch, day }));
  return path;
}
