/**
 * The end of an epoch: when it may be retired, who has to state that their part of it is destroyed, and the
 * destruction of its secrets. Nothing here reaches vaults, exports, backups or a dishonest reviewer's copy.
 *
 * @module
 */
import { addDays } from '../../crypto/days.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Retirement } from '../../crypto/retirement.ts';
import { destroyFile } from '../files.ts';
import { removeDeliveries } from './deliver.ts';
import { type CustodianFolder, type KnownEpoch, epochFile } from './folder.ts';
import { type Custodian, saveRoster } from './open.ts';
import {
  type Reviewer,
  type Roster,
  afterRetirement,
  recipientIn,
  sameName,
  withReviewer,
} from './roster.ts';

/** Days after its end for which a page that was opened before, or a machine with a wrong clock, may still send. */
export const GRACE_DAYS = 14;
/** Days for which reviewers may take to fetch and read what came last. */
export const RETENTION_DAYS = 30;

/** The first day on which an epoch may be retired. */
export function retirableFrom(
  { keyring }: KnownEpoch,
  grace = GRACE_DAYS,
  retention = RETENTION_DAYS,
): string {
  return addDays(keyring.validUntil, grace + retention + 1);
}

/** @throws retire.unknown-epoch, retire.newest */
export function epochToRetire({ epochs, newest }: CustodianFolder, epoch: number): KnownEpoch {
  const known = epochs.find(({ keyring }) => keyring.epoch === epoch);
  if (!known) throw new WitnessboxError('retire.unknown-epoch');
  if (known === newest) throw new WitnessboxError('retire.newest', { epoch });
  return known;
}

/** The roster with these statements noted. @throws roster.unknown-key */
export function noteStatements(roster: Roster, statements: readonly Retirement[]): Roster {
  let noted = roster;
  for (const [index, { signingKey, epoch }] of statements.entries()) {
    const theirs = noted.reviewers.filter(
      (reviewer) => reviewer.signingKey === signingKey && recipientIn(reviewer, epoch) !== undefined,
    );
    if (theirs.length === 0) throw new WitnessboxError('roster.unknown-key', { position: index + 1 });
    for (const reviewer of theirs) {
      const retired = [...reviewer.retired.filter((each) => each !== epoch), epoch];
      noted = withReviewer(noted, reviewer, { ...reviewer, retired });
    }
  }
  return noted;
}

/** Who had a grant of this epoch and has not stated that it is destroyed. */
export function stillHolding(roster: Roster, epoch: number): Reviewer[] {
  return roster.reviewers.filter(
    (reviewer) => recipientIn(reviewer, epoch) !== undefined && !reviewer.retired.includes(epoch),
  );
}

export type RetirementWishes = {
  today: string;
  grace: number;
  retention: number;
  /** Names of who is gone and will state nothing. */
  except: readonly string[];
  /** Go on although it is not known who had grants of an epoch before the roster was begun. */
  unlisted: boolean;
};

/**
 * Whose statement is missing, split into who was excepted and who was not.
 *
 * @throws retire.too-early, retire.unlisted, roster.unknown-name for an exception that means nobody
 */
export function checkRetirement(
  roster: Roster,
  known: KnownEpoch,
  wishes: RetirementWishes,
): { excepted: Reviewer[]; missing: Reviewer[] } {
  const { epoch } = known.keyring;
  const day = retirableFrom(known, wishes.grace, wishes.retention);
  if (wishes.today < day) throw new WitnessboxError('retire.too-early', { epoch, day });
  if (epoch < roster.listedFrom && !wishes.unlisted) throw new WitnessboxError('retire.unlisted', { epoch });
  const holding = stillHolding(roster, epoch);
  const isExcepted = ({ name }: Reviewer): boolean => wishes.except.some((each) => sameName(each, name));
  if (wishes.except.some((each) => !holding.some(({ name }) => sameName(each, name)))) {
    throw new WitnessboxError('roster.unknown-name');
  }
  return {
    excepted: holding.filter(isExcepted),
    missing: holding.filter((reviewer) => !isExcepted(reviewer)),
  };
}

/**
 * The note first: once the key is gone, nobody could tell whether it was retired or lost. The key last: while it is
 * there, an interrupted command is known to be unfinished and is done again.
 *
 * @throws disk.*
 */
export async function retire(custodian: Custodian, note: Roster['retired'][number]): Promise<void> {
  await saveRoster(custodian, afterRetirement(custodian.roster, note));
  await removeDeliveries(custodian.paths, note.epoch);
  await destroyFile(epochFile(custodian.paths, note.epoch));
}
