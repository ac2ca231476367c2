/**
 * The reviewer's request for a grant: an identity made afresh for one epoch, and the signed paper with its recipient
 * that goes to the custodian. Asked again, it gives the same paper.
 *
 * @module
 */
import { recipientOf } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import {
  type GrantRequest,
  openGrantRequest,
  signGrantRequest,
  signingKeyOf,
} from '../crypto/grant-request.ts';
import { readIfThere } from './files.ts';
import { type HomePaths, writePaper } from './home.ts';
import type { ReviewerKeys } from './identity.ts';
import { type OpenedHome, grantState, newestEpochOf, replaceKeys, withEpoch } from './open-home.ts';

export type Requested = { epoch: number; path: string; isNew: boolean };

/**
 * The epoch for which a grant is needed next: the present one, or the one after it.
 *
 * @throws grant.all-held
 */
export function epochToRequest(opened: OpenedHome): number {
  const present = newestEpochOf(opened);
  const epoch = [present, present + 1].find((candidate) => grantState(opened, candidate) !== 'held');
  if (epoch === undefined) throw new WitnessboxError('grant.all-held', { epoch: present + 1 });
  return epoch;
}

/** @throws grant.all-held, disk.* */
export async function requestGrant(
  opened: OpenedHome,
  { passphrase, today }: { passphrase: string; today: string },
): Promise<Requested> {
  const epoch = epochToRequest(opened);
  const { keys, identity, isNew } = await withEpoch(opened.keys, epoch);
  // The identity first: a recipient whose identity is nowhere would make a grant that nobody can open.
  if (isNew) await replaceKeys(opened, keys, passphrase);
  opened.keys = keys;
  await writeRequest(opened.paths, keys, { epoch, identity, today });
  return { epoch, path: opened.paths.request, isNew };
}

/** Writes the paper, or what is still missing of the one that lies there. */
export async function writeRequest(
  paths: HomePaths,
  { organisationId, signingSeed }: Pick<ReviewerKeys, 'organisationId' | 'signingSeed'>,
  { epoch, identity, today }: { epoch: number; identity: string; today: string },
): Promise<void> {
  const request: GrantRequest = {
    format: 'witnessbox-grant-request/1',
    organisationId,
    epoch,
    recipient: await recipientOf(identity),
    signingKey: signingKeyOf(signingSeed),
    day: today,
  };
  const day = await dayOfEarlier(paths, request);
  await writePaper(paths.request, signGrantRequest(signingSeed, { ...request, day: day ?? today }));
}

/** The day of the paper that lies there, if that asks for the same. */
async function dayOfEarlier(paths: HomePaths, wanted: GrantRequest): Promise<string | null> {
  const bytes = await readIfThere(paths.request);
  const signature = await readIfThere(`${paths.request}.minisig`);
  if (!bytes || !signature) return null;
  try {
    const earlier = openGrantRequest({ bytes, signature, organisationId: wanted.organisationId });
    const isSame = earlier.recipient === wanted.recipient && earlier.signingKey === wanted.signingKey;
    return isSame && earlier.epoch === wanted.epoch ? earlier.day : null;
  } catch {
    return null;
  }
}
