/**
 * Fetches everything that is new, always in the same way, opens it and files it. One submission that cannot be
 * fetched or opened never keeps the others from arriving.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { addDays } from '../crypto/days.ts';
import type { SyncProgress } from './contract.ts';
import { type Earlier, download, isPossibleSize } from './download.ts';
import { codeOf, ownCode } from './errors.ts';
import { type Arrival, type FilingContext, file, threadFollowUps } from './filing.ts';
import type { Portal } from './portal.ts';
import { type SubmissionRecord, type UnreadableRecord, recordName } from './records.ts';
import { type EpochIdentities, type Unsealed, unseal } from './unseal.ts';

export type PullContext = FilingContext & {
  portal: Portal;
  epochs: readonly EpochIdentities[];
};

export type Pulled = {
  fetched: number;
  opened: number;
  unreadable: number;
  followUps: number;
  /** Listed by the portal, and not fetched all the same. */
  unfetched: number;
  warnings: Set<string>;
};

/** Troubles of this machine, which end the pull. Whatever else happens is taken for one submission's trouble. */
const ENDS_ALL: ReadonlySet<string> = new Set([
  'vault.damaged',
  'disk.refused',
  'disk.failed',
  'portal.needs-tor',
]);

/** What no other grant would open either. */
const HOPELESS = /^envelope\.(?:damaged|truncated|not-age|wrong-stanza|too-many-stanzas)$/u;

/** Days before the portal deletes a submission from which on a pull that cannot fetch it says so. */
const NOTICE_DAYS = 30;

const WAITING = 'followup.unknown-source';

export async function pull(
  context: PullContext,
  progress: (progress: SyncProgress) => void,
): Promise<Pulled> {
  const pulled: Pulled = {
    fetched: 0,
    opened: 0,
    unreadable: 0,
    followUps: 0,
    unfetched: 0,
    warnings: new Set(),
  };
  const { arrivals, expiring, warnings } = await newArrivals(context);
  for (const warning of warnings) pulled.warnings.add(warning);
  let done = 0;
  let failures = 0;
  progress({ done, total: arrivals.length });
  for (const arrival of arrivals) {
    try {
      await take(context, arrival, pulled);
      failures = 0;
    } catch (error) {
      const code = codeOf(error);
      if (ENDS_ALL.has(code)) throw error;
      pulled.warnings.add(code);
      pulled.unfetched += 1;
      if (expiring.has(arrival.id)) pulled.warnings.add('submission.expires-soon');
      failures += 1;
      // Once is this submission's fault. Twice in a row may be the connection's, and then this fails too.
      if (failures > 1 && code === 'portal.unreachable') await context.portal.list();
    }
    done += 1;
    progress({ done, total: arrivals.length });
  }
  const { joined, problems } = await threadFollowUps(context);
  pulled.followUps = joined;
  for (const problem of problems) pulled.warnings.add(problem);
  return pulled;
}

/** What is not in the vault yet or was not kept, or could not be opened with the grants that there were then; smallest first. */
async function newArrivals({
  portal,
  vault,
  epochs,
  today,
}: PullContext): Promise<{ arrivals: Arrival[]; expiring: ReadonlySet<string>; warnings: string[] }> {
  const { days } = await portal.list();
  const soon = addDays(today, NOTICE_DAYS);
  const ending = days
    .flatMap(({ submissions }) => submissions)
    .filter(({ expires }) => expires !== null && expires <= soon);
  const all = days.flatMap(({ day, submissions }) => submissions.map(({ id, size }) => ({ id, day, size })));
  const listed = all.filter(({ size }) => isPossibleSize(size));
  const warnings = listed.length < all.length ? ['portal.malformed'] : [];
  const held = new Set<string>();
  for (const name of vault.names('submission/')) {
    const record = await vault.get<SubmissionRecord>(name);
    if (!record) continue;
    const { id, day, size } = record;
    // A program of before threw away what opens and is broken. This one keeps it, so that this happens once.
    if (record.state === 'unreadable' && record.problem.startsWith('bundle.')) continue;
    held.add(id);
    if (record.state !== 'unreadable' || record.problem !== 'envelope.wrong-identity') continue;
    if (epochs.every(({ epoch }) => record.epochsTried.includes(epoch))) continue;
    listed.push({ id, day, size });
    held.delete(id);
  }
  const unique = new Map(listed.filter(({ id }) => !held.has(id)).map((arrival) => [arrival.id, arrival]));
  return {
    arrivals: [...unique.values()].sort((a, b) => a.size - b.size),
    expiring: new Set(ending.map(({ id }) => id)),
    warnings,
  };
}

async function take(context: PullContext, arrival: Arrival, pulled: Pulled): Promise<void> {
  const first = await fetchAndFile(context, arrival);
  let { outcome } = first;
  if (isFaultOfEarlier(first)) {
    // Once more, all of it.
    await rm(context.vault.blobPath(arrival.id), { force: true });
    try {
      ({ outcome } = await fetchAndFile(context, arrival));
    } catch (error) {
      // What the portal has deleted since is lost, and need not be asked for again.
      if (ownCode(error) !== 'request.not-found') throw error;
    }
  }
  pulled.fetched += 1;
  // Whether a follow-up's testimony is here is only known when all have been opened.
  if (outcome.problem !== null && outcome.problem !== WAITING) pulled.warnings.add(outcome.problem);
  if (outcome.opened) pulled.opened += 1;
  else {
    pulled.unreadable += 1;
    await fileUnreadable(context, arrival, outcome.problem);
  }
}

/**
 * Whether what lay here from an earlier attempt may be why it does not open. What lies here whole and is for another
 * grant is mostly just that, and not fetched anew with each grant that comes.
 */
function isFaultOfEarlier({ outcome, earlier }: Taken): boolean {
  if (outcome.opened || earlier === 'none') return false;
  return earlier === 'part' || outcome.problem !== 'envelope.wrong-identity';
}

type Taken = { outcome: Outcome; earlier: Earlier };

async function fetchAndFile(context: PullContext, arrival: Arrival): Promise<Taken> {
  const { vault, portal } = context;
  const { id, size } = arrival;
  const places = { incoming: vault.incomingPath(id), destination: vault.blobPath(id) };
  let earlier: Earlier;
  try {
    ({ earlier } = await download({ portal, id, size, ...places }));
  } catch (error) {
    const problem = ownCode(error) ?? '';
    if (!HOPELESS.test(problem)) throw error;
    return { outcome: { opened: false, problem }, earlier: 'none' };
  }
  return { outcome: await openAndFile(context, arrival), earlier };
}

type Outcome = { opened: true; problem: string | null } | { opened: false; problem: string };

async function openAndFile(context: PullContext, arrival: Arrival): Promise<Outcome> {
  let unsealed: Unsealed;
  try {
    unsealed = await unseal(context.vault.blobPath(arrival.id), context.epochs, 'any');
  } catch (error) {
    const problem = ownCode(error) ?? '';
    if (/^(?:envelope|padding)\./u.test(problem)) return { opened: false, problem };
    throw error;
  }
  return { opened: true, problem: await file(context, arrival, unsealed) };
}

/** The record stays whatever it was, so that it is not fetched again; the bytes only if a grant may open them. */
async function fileUnreadable(
  { vault, epochs }: PullContext,
  arrival: Arrival,
  problem: string,
): Promise<void> {
  if (HOPELESS.test(problem)) await rm(vault.blobPath(arrival.id), { force: true });
  const epochsTried = epochs.map(({ epoch }) => epoch);
  const record: UnreadableRecord = { ...arrival, state: 'unreadable', problem, epochsTried };
  await vault.change((transaction) => {
    transaction.put(recordName.submission(arrival.id), record);
    return Promise.resolve();
  });
}
