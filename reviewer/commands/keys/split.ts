/** `witnessbox keys split`: a desk's key of one epoch, split so that it takes several people to open. @module */
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command } from 'commander';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { fingerprint } from '../../../crypto/keyring.ts';
import { type Share, joinShares, splitIdentity } from '../../../crypto/quorum.ts';
import { type CommandContext, command } from '../../context.ts';
import { epochFile } from '../../custodian/folder.ts';
import { type Custodian, openEpochKeys, workFactorOf } from '../../custodian/open.ts';
import { grantedIn } from '../../custodian/roster.ts';
import { diskError, exists, makePrivateFolder, replaceSecret, syncFolder, writeNew } from '../../files.ts';
import { type EpochKeys, lockEpochKeys } from '../../identity.ts';
import { readSheet, sheetOf } from '../../share-sheet.ts';
import { shownLine, shownName } from '../../terminal.ts';
import {
  checkConfirmable,
  confirm,
  custodianOption,
  listed,
  wholeNumber,
  withCustodian,
  yesOption,
} from './common.ts';

const ABOUT = `Splits the key of one desk and epoch into shares, of which a number that you choose opens what was sent to it; fewer
tell nothing about it. Writes one text file for each share, to be printed and handed out. Do this on the
custodian's machine, before anybody gets a grant of that desk: a desk that nobody reads is made with
"witnessbox keys rotate --add-desk ID=NAME".

The custodian's folder keeps the whole key until you add --destroy, which removes it there once the shares have been
read back and joined. From then on only the shares open it.`;

const EXAMPLES = `  witnessbox keys split --custodian ./custodian --desk board --needed 3 --shares 5 --out ./shares
  witnessbox keys split --custodian ./custodian --desk board --needed 3 --shares 5 --out ./shares --destroy`;

type Options = {
  custodian: string;
  desk: string;
  epoch?: number;
  shares: number;
  needed: number;
  out: string;
  destroy?: true;
  yes?: true;
};

export function addSplit(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'split',
    summary: "split a desk's key among several people (custodian)",
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(custodianOption().makeOptionMandatory())
    .requiredOption('--desk <id>', 'whose key')
    .option('--epoch <number>', 'of which epoch (the newest)', wholeNumber)
    .requiredOption('--needed <number>', 'how many shares open it', wholeNumber)
    .requiredOption('--shares <number>', 'how many there are', wholeNumber)
    .requiredOption('--out <folder>', 'a new folder for the shares')
    .option('--destroy', "remove the whole key from the custodian's folder")
    .addOption(yesOption())
    .action(async (options: Options) => {
      checkConfirmable(context, options.yes);
      if (await exists(resolve(options.out))) throw new WitnessboxError('save.exists');
      await withCustodian(context, options, async (custodian) => {
        await splitAloud(context, options, custodian);
      });
    });
}

async function splitAloud(context: CommandContext, options: Options, custodian: Custodian): Promise<void> {
  const epoch = options.epoch ?? custodian.newest.keyring.epoch;
  if (!custodian.epochs.some(({ keyring, held }) => keyring.epoch === epoch && held)) {
    throw new WitnessboxError('retire.unknown-epoch', { epoch });
  }
  const keys = await openEpochKeys(custodian, epoch);
  const desk = keys.desks.find(({ id }) => id === options.desk);
  if (!desk) throw new WitnessboxError('keys.unknown-desk');
  const { needed: threshold, shares: count } = options;
  const shares = await splitIdentity(desk.identity, { epoch, threshold, count, random: context.random });

  context.print(planText(options, epoch, readersOf(custodian, epoch, desk.id)));
  await confirm(context, options.destroy ? 'Split, and destroy the whole key?' : 'Split?', options.yes);
  const folder = await writeShares(options, custodian, shares);
  await checkWritten(folder, desk.identity, shares.length);
  if (options.destroy) await destroyWhole(custodian, keys, desk.id);
  context.print(doneText(options, epoch, folder));
}

/** Who was given this desk's key whole, which no splitting takes back. */
function readersOf({ roster }: Custodian, epoch: number, desk: string): string[] {
  return roster.reviewers
    .filter((reviewer) => grantedIn(reviewer, epoch).includes(desk))
    .map(({ name }) => name);
}

async function writeShares(
  options: Options,
  custodian: Custodian,
  shares: readonly Share[],
): Promise<string> {
  const folder = resolve(options.out);
  const draft = `${folder}.${randomBytes(8).toString('hex')}.unfinished`;
  const count = shares.length;
  const facts = {
    count,
    desk: options.desk,
    fingerprint: fingerprint(custodian.rootPublic, custodian.newest.keyring.organisation.id),
  };
  try {
    await makePrivateFolder(draft);
    for (const [index, share] of shares.entries()) {
      const sheet = sheetOf(share, { ...facts, number: index + 1 });
      await writeNew(join(draft, sheetName(index, count)), new TextEncoder().encode(sheet));
    }
    await syncFolder(draft);
    await rename(draft, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw diskError(error);
  }
  return folder;
}

/** What will be all that is left is read back from the disk and joined, before anything else goes. */
async function checkWritten(folder: string, identity: string, count: number): Promise<void> {
  const sheets: Share[] = [];
  for (let index = 0; index < count; index += 1) {
    sheets.push(readSheet(await readFile(join(folder, sheetName(index, count)), 'utf8')));
  }
  const joined = await joinShares(sheets);
  if (joined.identity !== identity) throw new WitnessboxError('quorum.wrong-share', { position: 0 });
}

async function destroyWhole(custodian: Custodian, keys: EpochKeys, desk: string): Promise<void> {
  const left: EpochKeys = { ...keys, desks: keys.desks.filter(({ id }) => id !== desk) };
  const locked = await lockEpochKeys(left, custodian.passphrase, workFactorOf(custodian));
  await replaceSecret(epochFile(custodian.paths, keys.epoch), locked);
}

function sheetName(index: number, count: number): string {
  return `share-${String(index + 1)}-of-${String(count)}.txt`;
}

function planText(options: Options, epoch: number, readers: readonly string[]): string {
  const lines = [
    `The key of desk ${options.desk}, epoch ${String(epoch)}, is split into ${String(options.shares)} shares. Any ${String(options.needed)} of them open what was sent to it.`,
    ...(readers.length > 0
      ? [
          `${listed(readers.map(shownName))} had a grant of this desk and can open it alone: splitting does not take that back.`,
        ]
      : []),
    ...(options.destroy
      ? [
          `The whole key is removed from the custodian's folder. This cannot be undone: if fewer than ${String(options.needed)} shares are left one day, nobody opens what was sent.`,
          'It does not reach copies of the folder that you made, backups, or what an SSD keeps in spare blocks.',
        ]
      : ["The custodian's folder keeps the whole key; with --destroy it would not."]),
  ];
  return `${lines.join('\n')}\n`;
}

function doneText(options: Options, epoch: number, folder: string): string {
  return `
Split. The shares are in ${shownLine(folder)}; they were read back and give the key of epoch ${String(epoch)}.
Print each, or copy it to a medium of its own; hand them to ${String(options.shares)} people; then destroy this folder.
Reviewers with a grant without this desk fetch what is sent to it and cannot read it.
${options.destroy ? 'The whole key is gone from this folder. Destroy older copies of it too.\n' : ''}`;
}
