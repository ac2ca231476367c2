/**
 * Fetches everything that is new, always in the same way, opens it and files it. One submission that cannot be
 * fetched or opened never keeps the others from arriving.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import type { SyncProgress } from './contract.ts';
import { download } from './download.ts';
import { ownCode } from './errors.ts';
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
  warnings: Set<string>;
};

/** Troubles of one submission. Anything else (a full disk, a damaged vault) ends the whole pull. */
const SKIPPABLE: ReadonlySet<string> = new Set([
  'portal.unreachable',
  'portal.shortened',
  'portal.malformed',
  'request.not-found',
  'request.wrong-range',
  'server.fault',
  'storage.failed',
]);

const WAITING = 'followup.unknown-source';

export async function pull(
  context: PullContext,
  progress: (progress: SyncProgress) => void,
): Promise<Pulled> {
  const pulled: Pulled = { fetched: 0, opened: 0, unreadable: 0, followUps: 0, warnings: new Set() };
  const arrivals = await newArrivals(context);
  let done = 0;
  let failures = 0;
  progress({ done, total: arrivals.length });
  for (const arrival of arrivals) {
    try {
      await take(context, arrival, pulled);
      failures = 0;
    } catch (error) {
      const code = ownCode(error) ?? '';
      if (!SKIPPABLE.has(code)) throw error;
      failures += 1;
      // Once may be this submission's fault; twice in a row is the connection's.
      if (failures > 1 && code === 'portal.unreachable') throw error;
      pulled.warnings.add(code);
    }
    done += 1;
    progress({ done, total: arrivals.length });
  }
  const { joined, problems } = await threadFollowUps(context);
  pulled.followUps = joined;
  for (const problem of problems) pulled.warnings.add(problem);
  return pulled;
}

/** What is not in the vault yet, or could not be opened with the grants that there were then. */
async function newArrivals({ portal, vault, epochs }: PullContext): Promise<Arrival[]> {
  const { days } = await portal.list();
  const listed = days.flatMap(({ day, submissions }) =>
    submissions.map(({ id, size }) => ({ id, day, size })),
  );
  const held = new Map<string, Arrival>();
  for (const name of vault.names('submission/')) {
    const record = await vault.get<SubmissionRecord>(name);
    if (record) held.set(record.id, record);
    if (record?.state !== 'unreadable' || record.problem !== 'envelope.wrong-identity') continue;
    const another = epochs.some(({ epoch }) => !record.epochsTried.includes(epoch));
    if (another) listed.push({ id: record.id, day: record.day, size: record.size });
    if (another) held.delete(record.id);
  }
  const unique = new Map(listed.filter(({ id }) => !held.has(id)).map((arrival) => [arrival.id, arrival]));
  return [...unique.values()];
}

async function take(context: PullContext, arrival: Arrival, pulled: Pulled): Promise<void> {
  const { vault, portal } = context;
  const destination = vault.blobPath(arrival.id);
  const order = {
    portal,
    id: arrival.id,
    size: arrival.size,
    incoming: vault.incomingPath(arrival.id),
    destination,
  };
  const { resumed } = await download(order);
  pulled.fetched += 1;
  let outcome = await openAndFile(context, arrival);
  if (!outcome.opened && resumed) {
    // What lay here from an earlier attempt may be at fault. Once more, all of it.
    await rm(destination, { force: true });
    await download(order);
    outcome = await openAndFile(context, arrival);
  }
  // Whether a follow-up's testimony is here is only known when all have been opened.
  if (outcome.problem !== null && outcome.problem !== WAITING) pulled.warnings.add(outcome.problem);
  if (outcome.opened) pulled.opened += 1;
  else {
    pulled.unreadable += 1;
    await fileUnreadable(context, arrival, outcome.problem);
  }
}

type Outcome = { opened: true; problem: string | null } | { opened: false; problem: string };

async function openAndFile(context: PullContext, arrival: Arrival): Promise<Outcome> {
  let unsealed: Unsealed;
  try {
    unsealed = await unseal(context.vault.blobPath(arrival.id), context.epochs);
  } catch (error) {
    const problem = ownCode(error) ?? '';
    if (/^(?:envelope|bundle|padding)\./u.test(problem)) return { opened: false, problem };
    throw error;
  }
  return { opened: true, problem: await file(context, arrival, unsealed) };
}

function fileUnreadable({ vault, epochs }: PullContext, arrival: Arrival, problem: string): Promise<void> {
  const epochsTried = epochs.map(({ epoch }) => epoch);
  const record: UnreadableRecord = { ...arrival, state: 'unreadable', problem, epochsTried };
  return vault.change((transaction) => {
    transaction.put(recordName.submission(arrival.id), record);
    return Promise.resolve();
  });
}
