/**
 * How things stand with a reviewer's keys, and what they have to do next. Only looks; asks no portal.
 *
 * @module
 */
import type { GrantState } from './contract.ts';
import { GRACE_DAYS, RETENTION_DAYS } from './custodian/retiring.ts';
import { type OpenedHome, grantState, newestEpochOf } from './open-home.ts';
import { lastDayOf } from './records.ts';
import { retirableFrom } from './retire-home.ts';
import { endsSoon } from './trust.ts';

export type HomeEpoch = {
  epoch: number;
  /** UTC day; null where no keyring of it has been seen. */
  validUntil: string | null;
  /** `next`: not begun as far as is known here. */
  state: 'retired' | 'past' | 'current' | 'next';
  grant: GrantState;
  /** Ids of the desks that the grant opens. */
  desks: readonly string[];
  /** UTC day, with the usual times of grace and retention; null for an epoch that is not past. */
  retirableFrom: string | null;
};

export type HomeStatus = {
  today: string;
  epochs: HomeEpoch[];
  /** Whether the present keyring's last day has passed. */
  ended: boolean;
  synced: { day: string; unfetched: number } | null;
  /** Sentences. */
  next: string[];
};

export function statusOfHome(opened: OpenedHome, today: string): HomeStatus {
  const newest = newestEpochOf(opened);
  const { keys, state, grants } = opened;
  const numbers = new Set([
    newest,
    ...keys.epochs.map(({ epoch }) => epoch),
    ...Object.keys(state.ends ?? {}).map(Number),
    ...Object.keys(state.retired ?? {}).map(Number),
  ]);
  const epochs = [...numbers]
    .sort((a, b) => a - b)
    .map((epoch): HomeEpoch => {
      const grant = grantState(opened, epoch);
      const retired = state.retired?.[String(epoch)] !== undefined;
      const past = epoch < newest ? 'past' : epoch === newest ? 'current' : 'next';
      const usual = { epoch, grace: GRACE_DAYS, retention: RETENTION_DAYS };
      return {
        epoch,
        validUntil: lastDayOf(state, epoch),
        state: retired ? 'retired' : past,
        grant,
        desks: grants.find((candidate) => candidate.epoch === epoch)?.desks ?? [],
        retirableFrom: past === 'past' && !retired ? retirableFrom(opened, usual) : null,
      };
    });
  const end = lastDayOf(state, newest);
  return {
    today,
    epochs,
    ended: end !== null && end < today,
    synced: state.synced ?? null,
    next: nextSteps(opened, epochs, today),
  };
}

function nextSteps(opened: OpenedHome, epochs: readonly HomeEpoch[], today: string): string[] {
  const newest = newestEpochOf(opened);
  const steps: string[] = [];
  const end = lastDayOf(opened.state, newest);
  const wanted = [newest, ...(end !== null && endsSoon(end, today) ? [newest + 1] : [])];
  for (const epoch of wanted) {
    const grant = grantState(opened, epoch);
    if (grant === 'held') continue;
    steps.push(
      grant === 'asked'
        ? `Bring your request for epoch ${String(epoch)} to the custodian, and take in the answer with "witnessbox keys accept".`
        : `Ask for a grant of epoch ${String(epoch)} with "witnessbox keys request".`,
    );
    break;
  }
  for (const { epoch, retirableFrom: day, state } of epochs) {
    if (state !== 'past' || day === null || today < day) continue;
    steps.push(`Retire epoch ${String(epoch)} with "witnessbox keys retire ${String(epoch)}", after a pull.`);
  }
  return steps;
}
