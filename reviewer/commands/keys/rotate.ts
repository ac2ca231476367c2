/** `witnessbox keys rotate`: the next epoch. @module */
import type { Command } from 'commander';
import { addDays } from '../../../crypto/days.ts';
import { sameBytes } from '../../../crypto/encoding.ts';
import { type CommandContext, command } from '../../context.ts';
import { parseDesks, parseReaders } from '../../custodian/desks.ts';
import { deliveriesOf } from '../../custodian/deliver.ts';
import { readTemplates } from '../../custodian/offline.ts';
import type { Custodian } from '../../custodian/open.ts';
import { readRequests } from '../../custodian/papers.ts';
import {
  type Places,
  type Rotated,
  type RotationPlan,
  type RotationWishes,
  checkClock,
  checkPublicFolder,
  finishRotation,
  planRotation,
  rotate,
} from '../../custodian/rotation.ts';
import { present } from '../../custodian/roster.ts';
import { shownLine, shownName } from '../../terminal.ts';
import { soundAppearance } from '../appearance-file.ts';
import { soundIntake } from '../intake-file.ts';
import {
  checkConfirmable,
  confirm,
  custodianOption,
  gather,
  listed,
  todayOf,
  wholeNumber,
  withCustodian,
  yesOption,
} from './common.ts';
import { hashesText, NOT_MADE } from './offline.ts';

const ABOUT = `Makes the next epoch: fresh keys for every desk and for the team's requests, and a keyring, valid from today, that
the root key signs. Do this on the custodian's machine; it needs no network.

Puts the new keyring into the public folder, which you then bring to the server, and writes a folder for each reviewer who
has handed in a request for the new epoch, which you hand to them. Who has not gets theirs later, with
"witnessbox keys grant". Reviewers keep reading what was sent before.

If it is interrupted: type it again. Should the new epoch exist by then, it says so and asks for --finish, which also makes a
lost public folder anew.`;

const EXAMPLES = `  witnessbox keys rotate --custodian ./custodian --public ./public
  witnessbox keys rotate --custodian ./custodian --public ./public --request amina/ --request bashir/grant-request.json
  witnessbox keys rotate --custodian ./custodian --public ./public --add-desk legal="Legal aid" --reader legal=Amina
  witnessbox keys rotate --custodian ./custodian --public ./public --finish`;

export type RotateOptions = {
  custodian: string;
  public: string;
  out?: string;
  days: number;
  request?: string[];
  intake?: string;
  appearance?: string;
  onion?: string;
  addDesk?: string[];
  removeDesk?: string[];
  reader?: string[];
  finish?: true;
  yes?: true;
};

const DAYS = 90;

export function addRotate(keys: Command, context: CommandContext): void {
  const rotating = command(keys, {
    usage: 'rotate',
    summary: 'make the next epoch (custodian)',
    about: ABOUT,
    examples: EXAMPLES,
  });
  rotationOptions(rotating)
    .option('--finish', 'only do what an interrupted command left undone')
    .action(async (options: RotateOptions) => {
      await rotateAloud(context, options);
    });
}

/** What a rotation can be told, whether it is for its own sake or because somebody goes. */
export function rotationOptions(rotating: Command): Command {
  return rotating
    .addOption(custodianOption().makeOptionMandatory())
    .requiredOption('--public <folder>', 'the public folder, which goes to the server')
    .option(
      '--request <file>',
      "a reviewer's request for the new epoch, or its folder; may be repeated",
      gather,
    )
    .option('--days <number>', 'days for which the new keys are good', wholeNumber, DAYS)
    .option('--intake <file>', 'another intake form')
    .option('--appearance <file>', 'another appearance; empty for none')
    .option('--onion <address>', 'another onion address of the portal; empty for none')
    .option('--add-desk <id=name>', 'a new desk; ID:LANGUAGE=NAME for its name in another language', gather)
    .option('--remove-desk <id>', 'a desk to which nothing more can be sent', gather)
    .option('--reader <id=name>', 'who reads this desk from now on, besides those who do', gather)
    .option('--out <folder>', "where to write what reviewers get (the custodian's folder, deliveries/)")
    .addOption(yesOption());
}

/** @param revoke name of the reviewer who goes */
export async function rotateAloud(
  context: CommandContext,
  options: RotateOptions,
  revoke?: string,
): Promise<void> {
  checkConfirmable(context, options.yes);
  await withCustodian(context, options, async (custodian) => {
    const finish = options.finish === true;
    await checkPublicFolder(custodian, options.public, finish);
    if (finish) await finishAloud(context, options, custodian);
    else await newEpochAloud(context, options, custodian, revoke);
  });
}

async function newEpochAloud(
  context: CommandContext,
  options: RotateOptions,
  custodian: Custodian,
  revoke: string | undefined,
): Promise<void> {
  const today = todayOf(context);
  checkClock(custodian, today);
  const plan = planRotation(custodian, await wishesOf(context, options, custodian, revoke));
  context.print(planText(custodian, plan, today));
  await confirm(context, `Make epoch ${String(plan.epoch)}?`, options.yes);
  if (context.lively) context.warn('Making the keys; this takes up to a minute …\n');
  const places = await placesOf(context, options, custodian, plan.epoch);
  const made = await rotate(custodian, plan, { ...places, today, random: context.random });
  context.print(doneText(options, made, `Epoch ${String(plan.epoch)} is made.`));
}

async function finishAloud(
  context: CommandContext,
  options: RotateOptions,
  custodian: Custodian,
): Promise<void> {
  const { epoch } = custodian.newest.keyring;
  context.print(
    `Epoch ${String(epoch)} exists. It is put into the public folder, and its deliveries are written again.\n`,
  );
  await confirm(context, 'Do that?', options.yes);
  const made = await finishRotation(custodian, await placesOf(context, options, custodian, epoch));
  const done = `Epoch ${String(epoch)}, the one that was there, is in the public folder. No new keys were made and nobody was taken off
the list: if that is what you wanted, type that command again.`;
  context.print(doneText(options, made, done));
}

async function wishesOf(
  context: CommandContext,
  options: RotateOptions,
  { newest }: Custodian,
  revoke: string | undefined,
): Promise<RotationWishes> {
  const { request = [], addDesk = [], removeDesk = [], reader = [], intake, appearance, onion } = options;
  return {
    days: options.days,
    addDesks: parseDesks(addDesk),
    removeDesks: removeDesk,
    readers: parseReaders(reader),
    requests: await readRequests(request, newest.keyring.organisation.id),
    ...(intake !== undefined && { intake: (await soundIntake(context, intake)).bytes }),
    ...(appearance !== undefined && {
      appearance: appearance === '' ? null : (await soundAppearance(context, appearance)).bytes,
    }),
    ...(onion !== undefined && { onion }),
    ...(revoke !== undefined && { revoke }),
  };
}

async function placesOf(
  { offlineTemplates }: CommandContext,
  options: RotateOptions,
  { paths }: Custodian,
  epoch: number,
): Promise<Places> {
  return {
    publicFolder: options.public,
    deliveries: options.out ?? deliveriesOf(paths, epoch),
    templates: await readTemplates(offlineTemplates),
  };
}

function planText({ newest }: Custodian, plan: RotationPlan, today: string): string {
  const before = newest.keyring;
  const until = addDays(today, plan.days - 1);
  const staying = present(plan.roster);
  const ready = staying.map(({ name }) => name).filter((name) => !plan.missing.includes(name));
  const desks = plan.desks.map(({ id }) => {
    const readers = staying
      .filter((reviewer) => reviewer.desks.includes(id))
      .map(({ name }) => shownName(name));
    return `  desk ${id}: ${readers.length > 0 ? `read by ${listed(readers)}` : 'read by nobody but the custodian'}`;
  });
  const lines = [
    ...(plan.leaving ? [leavingText(shownName(plan.leaving.name))] : []),
    `Epoch ${String(plan.epoch)} is made, good from ${today} to ${until}. Sources write to it as soon as the server has it.`,
    ...desks,
    ...(plan.onion === before.onion ? [] : [`  onion address: ${plan.onion ?? 'none'}`]),
    ...appearanceLines(newest.appearance, plan.appearance),
    ready.length > 0
      ? `Grants are made for ${listed(ready.map(shownName))}.`
      : 'No grant is made yet: no reviewer has handed in a request for it.',
    ...(plan.missing.length > 0
      ? [
          `No request yet from ${listed(plan.missing.map(shownName))}: they cannot fetch anything from then on until you grant it.`,
        ]
      : []),
    `Epoch ${String(before.epoch)} stays readable until it is retired. There is no way back to it.`,
  ];
  return `${lines.join('\n')}\n`;
}

function appearanceLines(before: Uint8Array | null, planned: Uint8Array | null): string[] {
  if (planned === null) return before === null ? [] : ['  appearance: none from now on'];
  return before !== null && sameBytes(before, planned) ? [] : ['  appearance: a new one'];
}

function leavingText(name: string): string {
  return `${name} is taken off the list of reviewers.
  Once the server has the new public folder, ${name} can fetch nothing more, and read nothing that is sent from then on.
  ${name} can still read what was sent before, as far as it was fetched or comes into their hands, and keeps their vault,
  their exports and what they know. Nothing here reaches those.
`;
}

function doneText(
  options: RotateOptions,
  made: Pick<Rotated, 'written' | 'missing' | 'pages'>,
  done: string,
): string {
  const deliveries = made.written.map(({ name, folder }) => `  ${shownName(name)}: ${shownLine(folder)}`);
  const parts = [
    done,
    `Goes to the server, in place of what is there; nothing in it is secret. It notices by itself within a minute
  ${shownLine(options.public)}`,
    ...(deliveries.length > 0
      ? [
          `Goes to each reviewer, by hand or any other way: only they can open it. They type "witnessbox keys accept FOLDER"
${deliveries.join('\n')}`,
        ]
      : []),
    ...(made.missing.length > 0
      ? [
          `Still without a grant: ${listed(made.missing.map(shownName))}. They type "witnessbox keys request" and bring you what it writes;
you type "witnessbox keys grant REQUEST --custodian FOLDER".`,
        ]
      : []),
    made.pages.length > 0
      ? `SHA-256 of the offline pages, to be published where whoever runs the server cannot change it:
${hashesText(made.pages)}`
      : NOT_MADE,
    "Copy the custodian's folder anew, to the two places where copies lie: the old copies do not open this epoch.",
  ];
  return `\n${parts.join('\n\n')}\n`;
}
