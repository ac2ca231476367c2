/** What `witnessbox keys retire --custodian` does. @module */
import { WitnessboxError } from '../../../crypto/errors.ts';
import type { CommandContext } from '../../context.ts';
import type { KnownEpoch } from '../../custodian/folder.ts';
import { type Custodian, saveRoster } from '../../custodian/open.ts';
import { readStatements } from '../../custodian/papers.ts';
import { checkRetirement, epochToRetire, noteStatements, retire } from '../../custodian/retiring.ts';
import type { Roster } from '../../custodian/roster.ts';
import { shownName } from '../../terminal.ts';
import { checkConfirmable, confirm, listed, plural, todayOf, withCustodian } from './common.ts';

export type CustodianRetireOptions = {
  custodian: string;
  statement?: string[];
  except?: string[];
  unlisted?: true;
  grace: number;
  retention: number;
  yes?: true;
};

const BEYOND = `This does not reach what reviewers keep in their vaults, what was exported, a copy that a dishonest reviewer
kept, copies of this folder elsewhere, or shares of a split key: destroy those copies and shares too. An SSD can keep older
blocks whatever a program does; only an encrypted disk helps.
`;

export async function retireCustodian(
  context: CommandContext,
  epoch: number,
  options: CustodianRetireOptions,
): Promise<void> {
  checkConfirmable(context, options.yes);
  await withCustodian(context, options, async (opened) => {
    const known = epochToRetire(opened, epoch);
    const done = opened.roster.retired.find((each) => each.epoch === epoch);
    if (done && !known.held) {
      context.print(`Epoch ${String(epoch)} was retired on ${done.day}.\n`);
      return;
    }
    // Noted by a command that was interrupted before the key was gone: nothing is left to be checked.
    const custodian = done ? opened : await withStatements(context, opened, epoch, options);
    const excepted = done?.excepted ?? checked(context, custodian.roster, known, options);
    context.print(planText(known, excepted, todayOf(context)));
    await confirm(context, `Destroy the keys of epoch ${String(epoch)}?`, options.yes);
    await retire(custodian, done ?? { epoch, day: todayOf(context), excepted });
    context.print(`\nEpoch ${String(epoch)} is retired: its keys are destroyed here.\n\n${BEYOND}`);
  });
}

/** Statements are kept even if the epoch cannot be retired yet: they come in one by one. */
async function withStatements(
  context: CommandContext,
  custodian: Custodian,
  epoch: number,
  { statement = [] }: CustodianRetireOptions,
): Promise<Custodian> {
  if (statement.length === 0) return custodian;
  const { organisationId } = custodian.roster;
  const statements = await readStatements(statement, organisationId, epoch);
  const roster = noteStatements(custodian.roster, statements);
  await saveRoster(custodian, roster);
  const count = plural(statements.length, 'statement');
  context.print(`${count} checked and noted; the files are not needed again.\n`);
  return { ...custodian, roster };
}

function checked(
  context: CommandContext,
  roster: Roster,
  known: KnownEpoch,
  options: CustodianRetireOptions,
): string[] {
  const { grace, retention, except = [], unlisted = false } = options;
  const wishes = { today: todayOf(context), grace, retention, except, unlisted };
  const { excepted, missing } = checkRetirement(roster, known, wishes);
  if (missing.length > 0) {
    const { epoch } = known.keyring;
    context.print(
      `No statement for epoch ${String(epoch)} from ${listed(missing.map(({ name }) => shownName(name)))}.\n`,
    );
    throw new WitnessboxError('retire.statements-missing', { epoch, count: missing.length });
  }
  return excepted.map(({ name }) => name);
}

function planText({ keyring }: KnownEpoch, excepted: readonly string[], today: string): string {
  const { epoch, validFrom, validUntil } = keyring;
  const word =
    excepted.length > 0
      ? `Not waited for: ${listed(excepted.map(shownName))}. Whatever they still hold of this epoch goes on opening it.`
      : 'Reviewers who had a grant have stated that they fetched all of it and destroyed theirs; it is their word.';
  return `The keys of epoch ${String(epoch)} (${validFrom} to ${validUntil}) are destroyed in this folder, and its deliveries with them. What was
sent in it and is in nobody's vault can then never be opened again.
${word}
By the clock of this machine it is ${today}.
`;
}
