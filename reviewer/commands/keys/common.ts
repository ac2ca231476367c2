/**
 * What the custodian's commands share: options, asking before what cannot be undone, and opening the folder.
 *
 * @module
 */
import { InvalidArgumentError, Option } from 'commander';
import { dayOf } from '../../../crypto/days.ts';
import { WitnessboxError } from '../../../crypto/errors.ts';
import type { CommandContext } from '../../context.ts';
import {
  type CustodianPaths,
  checkCustodianFolder,
  custodianPaths,
  isEarlierVersion,
} from '../../custodian/folder.ts';
import { type Custodian, aloneIn, openCustodian, takeUp } from '../../custodian/open.ts';
import { checkedName } from '../../custodian/roster.ts';

const MOST = 10_000;

export function custodianOption(): Option {
  return new Option('--custodian <folder>', "the custodian's folder, which holds root.key");
}

export function yesOption(): Option {
  return new Option('--yes', 'do not ask (for scripts)');
}

/** For an option that may be given several times. */
export function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/u.test(text) || number > MOST) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

export function todayOf({ now }: CommandContext): string {
  return dayOf(now());
}

/** Asks, unless told not to. @throws confirm.needed where nobody can be asked, input.aborted */
export async function confirm(
  { input }: CommandContext,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes === true) return;
  if (!input.interactive) throw new WitnessboxError('confirm.needed');
  const answer = await input.line(`${question} Type yes to go on`);
  if (answer.toLowerCase() !== 'yes') throw new WitnessboxError('input.aborted');
}

/** Before anybody types a passphrase that would be asked for in vain. @throws confirm.needed */
export function checkConfirmable({ input }: CommandContext, yes: boolean | undefined): void {
  if (yes !== true && !input.interactive) throw new WitnessboxError('confirm.needed');
}

/**
 * The name of a reviewer, asked for where none was given: what stands on a command line stays in the shell's history,
 * and every program of the machine can read it meanwhile.
 *
 * @throws keys.whose-name where nobody can be asked, roster.bad-name
 */
export async function nameOf({ input }: CommandContext, given: string | undefined): Promise<string> {
  if (given === undefined && !input.interactive) throw new WitnessboxError('keys.whose-name');
  return checkedName(given ?? (await input.line('Name of the reviewer')));
}

export function askPassphrase({ input }: CommandContext): Promise<string> {
  return input.secret('Passphrase of the custodian');
}

const TAKING_UP = `This custodian's folder was made by an earlier version, which kept no list of reviewers. Such a list is begun
now, empty: add each reviewer with "witnessbox keys grant" and a request for the next epoch. Who had a grant until
now is not known to it, and the folder keeps opening what it opened.
`;

/** Asks for the passphrase, opens the folder alone, and lets go of it whatever happens. */
export async function withCustodian<T>(
  context: CommandContext,
  options: { custodian: string; public?: string; yes?: true },
  work: (custodian: Custodian) => Promise<T>,
): Promise<T> {
  const paths = custodianPaths(options.custodian);
  await checkCustodianFolder(paths);
  const earlier = await isEarlierVersion(paths);
  if (earlier && options.public === undefined) throw new WitnessboxError('custodian.earlier-version');
  const passphrase = await askPassphrase(context);
  return aloneIn(paths, async () => {
    if (earlier) await takeUpAloud(context, paths, options, passphrase);
    return work(await openCustodian(paths, passphrase));
  });
}

async function takeUpAloud(
  context: CommandContext,
  paths: CustodianPaths,
  options: { public?: string; yes?: true },
  passphrase: string,
): Promise<void> {
  context.print(`${TAKING_UP}\n`);
  await confirm(context, 'Begin the list?', options.yes);
  await takeUp(paths, options.public, passphrase);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** `Amina, Bashir and Chen`; empty for nobody. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
