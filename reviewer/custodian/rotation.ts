/**
 * From one epoch to the next. First a plan, in which everything that a person asked for is checked; then the epoch,
 * made in an order such that a crash leaves either the old epoch or the new one:
 *
 *     epoch-N.age, roster.age, keyring   the new epoch exists with its keyring's signature, the last file written
 *     deliveries                         can be made again from these
 *     public folder                      last, so that it shows whether all was done
 *
 * @module
 */
import { parseAppearance } from '../../crypto/appearance.ts';
import { type Random, sameBytes } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { GrantRequest } from '../../crypto/grant-request.ts';
import { parseIntake } from '../../crypto/intake.ts';
import { replaceFile } from '../files.ts';
import { lockEpochKeys } from '../identity.ts';
import { type Delivery, checkPlaces, deliver } from './deliver.ts';
import { type DeskNames, checkDays, checkOnion, makeEpoch } from './epoch.ts';
import { type SignedKeyring, epochFile, keepKeyring } from './folder.ts';
import { type OfflinePage, type Template, makePages } from './offline.ts';
import { type Custodian, openEpochKeys, openRootKey, saveRoster, workFactorOf } from './open.ts';
import { hasKeyring, shownKeyring, writePublicFolder } from './publish.ts';
import {
  type Reviewer,
  type Roster,
  asGrantedIn,
  byKey,
  byName,
  endedWith,
  present,
  recipientIn,
  sameName,
  withGranted,
  withRecipient,
  withReviewer,
} from './roster.ts';

export type RotationWishes = {
  days: number;
  /** Bytes of another intake form. */
  intake?: Uint8Array;
  /** Bytes of another appearance; null for none. */
  appearance?: Uint8Array | null;
  /** Another onion address; empty for none. */
  onion?: string;
  addDesks: readonly DeskNames[];
  removeDesks: readonly string[];
  /** Who reads which desk from now on, besides what they read already. */
  readers: readonly { desk: string; name: string }[];
  requests: readonly GrantRequest[];
  /** The reviewer who goes. */
  revoke?: string;
};

export type RotationPlan = {
  epoch: number;
  days: number;
  desks: DeskNames[];
  intake: Uint8Array;
  appearance: Uint8Array | null;
  onion: string | null;
  roster: Roster;
  leaving: Reviewer | null;
  /** Present reviewers who have not named a recipient for the new epoch. */
  missing: string[];
};

/** Where things go, and what the offline pages are made of. */
export type Places = { publicFolder: string; deliveries: string; templates: readonly Template[] };

export type Rotated = {
  signed: SignedKeyring;
  written: Delivery[];
  missing: string[];
  /** None where this program was not built. */
  pages: OfflinePage[];
};

/**
 * A new epoch is only made where the public folder shows the present one: otherwise a command that was interrupted
 * and typed again would leave an epoch behind for which reviewers had made their requests.
 *
 * A folder with no keyring in it is no sign of an interrupted command but a wrong name: only `finish` fills it.
 *
 * An epoch that this folder does not know, or knows with another keyring, was made from another copy of it: a further
 * epoch would lead away from the one whose grants reviewers hold.
 *
 * @throws keys.no-public, custodian.unfinished, custodian.nothing-unfinished, custodian.old-copy, custodian.forked,
 * custodian.other-organisation
 */
export async function checkPublicFolder(
  custodian: Custodian,
  publicFolder: string,
  finish: boolean,
): Promise<void> {
  const there = await shownKeyring(publicFolder, custodian);
  const shown = there?.keyring.epoch ?? 0;
  const { epoch } = custodian.newest.keyring;
  if (shown === 0 && !finish && !(await hasKeyring(publicFolder)))
    throw new WitnessboxError('keys.no-public');
  if (shown > epoch) throw new WitnessboxError('custodian.old-copy', { epoch: shown });
  const own = custodian.epochs.find(({ keyring }) => keyring.epoch === shown);
  if (there && own && !sameBytes(there.bytes, own.bytes))
    throw new WitnessboxError('custodian.forked', { epoch: shown });
  if (shown < epoch && !finish) throw new WitnessboxError('custodian.unfinished', { epoch });
  if (shown === epoch && finish) throw new WitnessboxError('custodian.nothing-unfinished', { epoch });
}

/**
 * A machine that is never online can lose its clock unnoticed, and keys of a day long past would close intake at once.
 *
 * @throws custodian.clock
 */
export function checkClock({ newest }: Custodian, today: string): void {
  const { issued } = newest.keyring;
  if (today < issued) throw new WitnessboxError('custodian.clock', { today, issued });
}

/** @throws setup.bad-days, setup.bad-onion, intake.malformed, appearance.malformed, keys.*, roster.*, grant-request.* */
export function planRotation(custodian: Custodian, wishes: RotationWishes): RotationPlan {
  const { keyring, intake, appearance } = custodian.newest;
  const epoch = keyring.epoch + 1;
  checkDays(wishes.days);
  if (wishes.onion !== undefined) checkOnion(wishes.onion);
  if (wishes.intake) parseIntake(wishes.intake);
  if (wishes.appearance) parseAppearance(wishes.appearance);
  const desks = planDesks(keyring.desks, wishes);
  const leaving = wishes.revoke === undefined ? null : leaverOf(custodian.roster, wishes.revoke, epoch);

  let roster = custodian.roster;
  if (leaving) roster = withReviewer(roster, leaving, endedWith(leaving, epoch - 1));
  for (const [index, request] of wishes.requests.entries()) {
    checkRequestEpoch(request, epoch, epoch);
    const reviewer = byKey(roster, request.signingKey);
    if (!reviewer) throw new WitnessboxError('roster.unknown-key', { position: index + 1 });
    roster = withReviewer(roster, reviewer, withRecipient(roster, reviewer, request));
  }
  for (const { desk, name } of wishes.readers) {
    const reviewer = byName(roster, name);
    if (!reviewer) throw new WitnessboxError('roster.unknown-name');
    if (!desks.some(({ id }) => id === desk)) throw new WitnessboxError('keys.unknown-desk');
    roster = withReviewer(roster, reviewer, {
      ...reviewer,
      desks: [...reviewer.desks.filter((id) => id !== desk), desk],
    });
  }
  const reviewers = roster.reviewers.map((reviewer) =>
    reviewer.until === null
      ? withGranted(
          { ...reviewer, desks: reviewer.desks.filter((id) => desks.some((desk) => desk.id === id)) },
          epoch,
          [],
        )
      : reviewer,
  );
  return {
    epoch,
    days: wishes.days,
    desks,
    intake: wishes.intake ?? intake,
    appearance: wishes.appearance === undefined ? appearance : wishes.appearance,
    onion: wishes.onion === undefined ? keyring.onion : wishes.onion || null,
    roster: { ...roster, reviewers },
    leaving,
    missing: present({ ...roster, reviewers })
      .filter((reviewer) => recipientIn(reviewer, epoch) === undefined)
      .map(({ name }) => name),
  };
}

/** @throws grant-request.old-epoch, grant-request.far-epoch */
export function checkRequestEpoch({ epoch }: GrantRequest, from: number, to: number): void {
  if (epoch < from) throw new WitnessboxError('grant-request.old-epoch', { wanted: epoch, epoch: from });
  if (epoch > to) throw new WitnessboxError('grant-request.far-epoch', { wanted: epoch, epoch: to });
}

/** @throws keys.not-a-delivery, minisign.wrong-passphrase, disk.* */
export async function rotate(
  custodian: Custodian,
  plan: RotationPlan,
  { today, random, templates, ...places }: Places & { today: string; random: Random },
): Promise<Rotated> {
  const { paths, passphrase, newest } = custodian;
  await checkPlaces(places.deliveries, present(plan.roster));
  const root = await openRootKey(custodian);
  const { keys, signed } = await makeEpoch({
    ...plan,
    organisation: newest.keyring.organisation,
    demonstration: newest.keyring.demonstration,
    today,
    root,
    random,
  });
  const locked = await lockEpochKeys(keys, passphrase, workFactorOf(custodian));
  await replaceFile(epochFile(paths, plan.epoch), locked);
  await saveRoster(custodian, plan.roster);
  await keepKeyring(paths, signed);

  const delivered = await deliver(places.deliveries, keys, signed, present(plan.roster));
  const pages = makePages(templates, signed, { rootPublic: custodian.rootPublic, root });
  await writePublicFolder(places.publicFolder, custodian.rootPublic, signed, pages);
  return { signed, pages, ...delivered };
}

/**
 * What an interrupted rotation left undone. No desk is handed over that the roster does not note for this epoch: a key
 * that is split later would be thought to be in nobody's hands.
 *
 * @throws vault.*, disk.*
 */
export async function finishRotation(
  custodian: Custodian,
  { publicFolder, deliveries, templates }: Places,
): Promise<Rotated> {
  const signed = custodian.newest;
  const { epoch } = signed.keyring;
  const keys = await openEpochKeys(custodian, epoch);
  const reviewers = present(custodian.roster).map((reviewer) => asGrantedIn(reviewer, epoch));
  const delivered = await deliver(deliveries, keys, signed, reviewers);
  const { rootPublic } = custodian;
  const pages =
    templates.length > 0
      ? makePages(templates, signed, { rootPublic, root: await openRootKey(custodian) })
      : [];
  await writePublicFolder(publicFolder, rootPublic, signed, pages);
  return { signed, pages, ...delivered };
}

function planDesks(
  desks: readonly DeskNames[],
  { addDesks, removeDesks }: Pick<RotationWishes, 'addDesks' | 'removeDesks'>,
): DeskNames[] {
  for (const id of removeDesks) {
    if (!desks.some((desk) => desk.id === id)) throw new WitnessboxError('keys.unknown-desk');
  }
  const kept = desks.filter(({ id }) => !removeDesks.includes(id));
  if (addDesks.some(({ id }) => kept.some((desk) => desk.id === id))) {
    throw new WitnessboxError('keys.desk-exists');
  }
  const planned = [...kept, ...addDesks].map(({ id, names }) => ({ id, names }));
  if (planned.length === 0) throw new WitnessboxError('keys.last-desk');
  return planned;
}

/** Also somebody whose leaving was noted by a command that was interrupted before the new epoch existed. */
function leaverOf(roster: Roster, name: string, epoch: number): Reviewer {
  const leaver =
    byName(roster, name) ??
    roster.reviewers.find((each) => each.until === epoch - 1 && sameName(each.name, name));
  if (!leaver) throw new WitnessboxError('roster.unknown-name');
  return leaver;
}
