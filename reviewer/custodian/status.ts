/**
 * How things stand with an organisation's keys, and what the custodian should do next. Only looks.
 *
 * @module
 */
import { daysBetween } from './calendar.ts';
import type { CustodianFolder, KnownEpoch } from './folder.ts';
import { type Roster, byName, present, recipientIn } from './roster.ts';
import { retirableFrom, stillHolding } from './retiring.ts';

/** Days before the end of the newest epoch from which on to speak of it. */
const WARN_DAYS = 30;

export type EpochStatus = {
  epoch: number;
  validFrom: string;
  validUntil: string;
  /** `current`: sources write to it; `ended`: it is the newest, and its days are over; `past`; `retired`. */
  state: 'current' | 'ended' | 'past' | 'retired';
  /** Of the newest epoch: days left, its last one included; 0 when they are over. */
  daysLeft: number | null;
  /** Of a past epoch: the first day on which it may be retired. */
  retirableFrom: string | null;
  /** Of a retired epoch, where the roster was opened: the day. */
  retiredOn: string | null;
  /** Of a past epoch, where the roster was opened: who has not stated that their part is destroyed. */
  stillHolding: string[] | null;
};

export type ReviewerStatus = {
  name: string;
  desks: string[];
  since: number;
  /** Whether a grant of the newest epoch was made for them. */
  granted: boolean;
  /** Whether they have handed in a request for the next epoch. */
  requested: boolean;
};

export type CustodianStatus = {
  names: Record<string, string>;
  organisationId: string;
  demonstration: boolean;
  today: string;
  epochs: EpochStatus[];
  desks: { id: string; readers: string[] | null }[];
  /** Null where the roster was not opened. */
  reviewers: ReviewerStatus[] | null;
  /** What to do next, most urgent first. */
  next: string[];
};

/** @param roster null where nobody gave the passphrase */
export function statusOf(folder: CustodianFolder, roster: Roster | null, today: string): CustodianStatus {
  const { keyring } = folder.newest;
  const reviewers = roster ? reviewersOf(roster, keyring.epoch) : null;
  const status = {
    names: keyring.organisation.names,
    organisationId: keyring.organisation.id,
    demonstration: keyring.demonstration,
    today,
    epochs: folder.epochs.map((epoch) => epochStatus(epoch, folder.newest, roster, today)),
    desks: keyring.desks.map(({ id }) => ({
      id,
      readers: reviewers?.filter(({ desks }) => desks.includes(id)).map(({ name }) => name) ?? null,
    })),
    reviewers,
  };
  return { ...status, next: whatNext(status, roster) };
}

function reviewersOf(roster: Roster, newest: number): ReviewerStatus[] {
  return present(roster).map((reviewer) => ({
    name: reviewer.name,
    desks: reviewer.desks,
    since: reviewer.since,
    granted: recipientIn(reviewer, newest) !== undefined,
    requested: recipientIn(reviewer, newest + 1) !== undefined,
  }));
}

function epochStatus(
  known: KnownEpoch,
  newest: KnownEpoch,
  roster: Roster | null,
  today: string,
): EpochStatus {
  const { epoch, validFrom, validUntil } = known.keyring;
  const left = Math.max(0, daysBetween(today, validUntil) + 1);
  const noted = roster?.retired.find((each) => each.epoch === epoch);
  const isNewest = known === newest;
  const state = isNewest ? (left > 0 ? 'current' : 'ended') : known.held ? 'past' : 'retired';
  return {
    epoch,
    validFrom,
    validUntil,
    state,
    daysLeft: isNewest ? left : null,
    retirableFrom: state === 'past' ? retirableFrom(known) : null,
    retiredOn: noted?.day ?? null,
    stillHolding: roster && state === 'past' ? stillHolding(roster, epoch).map(({ name }) => name) : null,
  };
}

type Looked = Omit<CustodianStatus, 'next'>;

function whatNext(status: Looked, roster: Roster | null): string[] {
  return [
    ...leftHalfway(status, roster),
    ...nextEpoch(status),
    ...grantsToMake(status),
    ...desksToFill(status),
    ...epochsToRetire(status, roster),
  ];
}

/** A revocation that was interrupted: the name is off the list already, and the keys are still the ones they have. */
function leftHalfway({ epochs }: Looked, roster: Roster | null): string[] {
  const newest = epochs.at(-1)?.epoch ?? 0;
  const still =
    roster?.reviewers.filter(({ name, until }) => until === newest && !byName(roster, name)) ?? [];
  return [...new Set(still.map(({ name }) => name))].map(
    (name) =>
      `${name} is off the list, but goes on reading: the keys were not changed. Type "witnessbox keys revoke" for them again.`,
  );
}

function nextEpoch({ epochs, reviewers }: Looked): string[] {
  const newest = epochs.at(-1);
  if (!newest || newest.daysLeft === null || newest.daysLeft > WARN_DAYS) return [];
  const waiting = reviewers?.filter(({ requested }) => !requested).map(({ name }) => name) ?? [];
  const when =
    newest.state === 'ended'
      ? `Intake is closed since ${newest.validUntil}: rotate today, with "witnessbox keys rotate".`
      : `Intake closes after ${newest.validUntil}: rotate before, with "witnessbox keys rotate".`;
  if (waiting.length === 0) return [when];
  return [
    when,
    `Ask for requests for epoch ${String(newest.epoch + 1)} ("witnessbox keys request"): ${waiting.join(', ')}.`,
  ];
}

function grantsToMake({ epochs, reviewers }: Looked): string[] {
  const without = reviewers?.filter(({ granted, requested }) => !granted && !requested) ?? [];
  const epoch = String(epochs.at(-1)?.epoch ?? 0);
  return without.map(
    ({ name }) =>
      `${name} has no grant of epoch ${epoch} and can fetch nothing: ask for a request, and answer it with "witnessbox keys grant".`,
  );
}

function desksToFill({ desks }: Looked): string[] {
  return desks
    .filter(({ readers }) => readers?.length === 0)
    .map(
      ({ id }) =>
        `Nobody reads desk ${id} on their own; what is sent there can be opened from this folder only.`,
    );
}

function epochsToRetire({ epochs, today }: Looked, roster: Roster | null): string[] {
  return epochs.flatMap((each) => {
    const epoch = String(each.epoch);
    if (each.state === 'past' && each.retiredOn !== null) {
      return [`Retiring epoch ${epoch} was interrupted: type "witnessbox keys retire ${epoch}" again.`];
    }
    if (each.retirableFrom === null || today < each.retirableFrom) return [];
    const waiting = each.stillHolding ?? [];
    const first = `Retire epoch ${epoch}, with "witnessbox keys retire ${epoch}".`;
    if (waiting.length > 0) return [`${first} Statements are missing from: ${waiting.join(', ')}.`];
    return [roster ? first : `${first} Whose statements are missing, the list of reviewers says.`];
  });
}
