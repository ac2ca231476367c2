/**
 * A grant for one reviewer: for the present epoch at once, for the next one as a note in the roster that the next
 * rotation looks up. Whether the signing key is that person's, people have settled by voice before this is carried out.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { GrantRequest } from '../../crypto/grant-request.ts';
import { type Delivery, checkPlaces, deliver } from './deliver.ts';
import { type Custodian, openEpochKeys, saveRoster } from './open.ts';
import { checkRequestEpoch } from './rotation.ts';
import {
  type Reviewer,
  type Roster,
  byKey,
  byName,
  checkedName,
  endedWith,
  grantedIn,
  withGranted,
  withRecipient,
  withReviewer,
} from './roster.ts';

export type GrantWishes = {
  request: GrantRequest;
  name: string;
  /** Which desks this person reads; undefined: as before, or the only one there is. */
  desks?: readonly string[];
  /** The person has a new signing key, and the custodian knows it from them. */
  replaceKey: boolean;
};

export type GrantPlan = {
  roster: Roster;
  reviewer: Reviewer;
  epoch: number;
  /** `new`: nobody of that name yet; `new-key`: a known name with another key; `known`: nothing to compare. */
  who: 'new' | 'new-key' | 'known';
  /** Whether the grant is made now, or by the rotation that makes its epoch. */
  now: boolean;
  /** Desks that they were granted in this epoch and are not meant to read any more: they still can. */
  stays: string[];
};

/** @throws roster.*, grant-request.*, keys.unknown-desk, keys.which-desk */
export function planGrant({ newest, roster }: Custodian, wishes: GrantWishes): GrantPlan {
  const { request, replaceKey } = wishes;
  const present = newest.keyring.epoch;
  checkRequestEpoch(request, present, present + 1);
  const name = checkedName(wishes.name);
  const before = byName(roster, name);
  const sameKey = byKey(roster, request.signingKey);
  if (sameKey && sameKey !== before) throw new WitnessboxError('roster.other-name');
  const otherKey = before !== undefined && !sameKey;
  if (otherKey && !replaceKey) throw new WitnessboxError('roster.other-key');

  // Under another key it is another entry: what the old one was granted, only the old one can state to be destroyed.
  const kept = before && otherKey ? withReviewer(roster, before, endedWith(before, present)) : roster;
  const known = otherKey ? undefined : before;
  const now = request.epoch === present;
  const asked = withRecipient(
    kept,
    {
      ...(known ?? {
        name,
        signingKey: request.signingKey,
        since: request.epoch,
        until: null,
        recipients: [],
        retired: [],
      }),
      desks: desksOf(newest.keyring.desks, wishes.desks ?? before?.desks),
    },
    request,
  );
  const earlier = before ? grantedIn(before, present) : [];
  const reviewer = now ? withGranted(asked, present, known ? earlier : []) : asked;
  return {
    roster: withReviewer(kept, known ?? null, reviewer),
    reviewer,
    epoch: request.epoch,
    who: otherKey ? 'new-key' : known ? 'known' : 'new',
    now,
    stays: now ? earlier.filter((id) => !asked.desks.includes(id)) : [],
  };
}

/**
 * The roster first: a delivery that nobody knows of could never be taken into account when its epoch is retired.
 *
 * @returns the delivery, or null where the next rotation makes it
 * @throws keys.not-a-delivery, disk.*, vault.*
 */
export async function grant(
  custodian: Custodian,
  plan: GrantPlan,
  deliveries: string,
): Promise<Delivery | null> {
  if (plan.now) await checkPlaces(deliveries, [plan.reviewer]);
  await saveRoster(custodian, plan.roster);
  if (!plan.now) return null;
  const keys = await openEpochKeys(custodian, plan.epoch);
  const { written } = await deliver(deliveries, keys, custodian.newest, [plan.reviewer]);
  return written[0] ?? null;
}

function desksOf(desks: readonly { id: string }[], wanted: readonly string[] | undefined): string[] {
  const [only, ...others] = desks;
  if (wanted === undefined) {
    if (!only || others.length > 0) throw new WitnessboxError('keys.which-desk');
    return [only.id];
  }
  if (wanted.some((id) => !desks.some((desk) => desk.id === id))) {
    throw new WitnessboxError('keys.unknown-desk');
  }
  return [...new Set(wanted)];
}
