/** What `witnessbox keys status --custodian` prints. @module */
import { fingerprint } from '../../../crypto/keyring.ts';
import { translated } from '../../../crypto/intake.ts';
import { EXIT } from '../../codes.ts';
import type { CommandContext } from '../../context.ts';
import { custodianPaths, readCustodianFolder } from '../../custodian/folder.ts';
import { type Roster, unlockRoster } from '../../custodian/roster.ts';
import { type CustodianStatus, type EpochStatus, statusOf } from '../../custodian/status.ts';
import { ownCode } from '../../errors.ts';
import { readIfThere } from '../../files.ts';
import { shownJson, shownLine, shownName } from '../../terminal.ts';
import { askPassphrase, listed, plural, todayOf } from './common.ts';

export async function custodianStatus(
  context: CommandContext,
  options: { custodian: string; json?: true; roster: boolean },
): Promise<void> {
  const paths = custodianPaths(options.custodian);
  const folder = await readCustodianFolder(paths);
  const file = options.roster ? await readIfThere(paths.roster) : null;
  const roster = file ? await openedRoster(context, file) : null;
  const status = statusOf(folder, roster, todayOf(context));
  const print = fingerprint(folder.rootPublic, status.organisationId);
  context.print(
    options.json ? `${shownJson({ ...status, fingerprint: print })}\n` : statusText(status, print),
  );
  if (status.epochs.at(-1)?.state === 'ended') context.endWith(EXIT.trust);
}

/** Null where no passphrase was typed: what is public can be seen without it. */
async function openedRoster(context: CommandContext, file: Uint8Array): Promise<Roster | null> {
  if (context.input.interactive) context.warn('Empty: without the list of reviewers.\n');
  let passphrase: string;
  try {
    passphrase = await askPassphrase(context);
  } catch (error) {
    if (ownCode(error) === 'passphrase.none') return null;
    throw error;
  }
  return unlockRoster(passphrase, file);
}

function statusText(status: CustodianStatus, print: string): string {
  const parts = [
    `${shownLine(translated(status.names, 'en'))}${status.demonstration ? ' (demonstration)' : ''}\n  fingerprint ${print}`,
    `Epochs, as of ${status.today}\n${status.epochs.map(epochLine).join('\n')}`,
    `Desks\n${status.desks.map(deskLine).join('\n')}`,
    status.reviewers
      ? `Reviewers\n${status.reviewers.map(reviewerLine).join('\n') || '  none'}`
      : 'The list of reviewers was not opened.',
    status.next.length > 0
      ? `What to do next\n${status.next.map((line) => `  - ${shownLine(line)}`).join('\n')}`
      : 'Nothing needs to be done.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function epochLine(each: EpochStatus): string {
  const dates = `${String(each.epoch).padStart(4)}  ${each.validFrom} to ${each.validUntil}`;
  switch (each.state) {
    case 'current':
      return `${dates}  present, ${plural(each.daysLeft ?? 0, 'day')} left`;
    case 'ended':
      return `${dates}  ended, intake is closed`;
    case 'retired':
      return `${dates}  retired${each.retiredOn === null ? '' : ` on ${each.retiredOn}`}`;
    case 'past': {
      const holding = each.stillHolding ?? [];
      const who = holding.length > 0 ? `; still held by ${listed(holding.map(shownName))}` : '';
      return `${dates}  past, can be retired from ${each.retirableFrom ?? '?'}${who}`;
    }
  }
}

function deskLine({ id, readers }: CustodianStatus['desks'][number]): string {
  if (!readers) return `  ${id}`;
  return `  ${id}: ${readers.length > 0 ? `read by ${listed(readers.map(shownName))}` : 'read by nobody on their own'}`;
}

function reviewerLine(reviewer: NonNullable<CustodianStatus['reviewers']>[number]): string {
  const reads = reviewer.desks.length > 0 ? `reads ${listed(reviewer.desks)}` : 'reads no desk';
  const notes = [
    reads,
    `since epoch ${String(reviewer.since)}`,
    reviewer.granted ? 'has a grant' : 'has no grant of this epoch',
    reviewer.requested ? 'has handed in a request for the next epoch' : 'no request for the next epoch yet',
  ];
  return `  ${shownName(reviewer.name)}: ${notes.join(', ')}`;
}
