/** `witnessbox keys join`: a new reviewer's key folder. @module */
import type { Command } from 'commander';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { translated } from '../../../crypto/intake.ts';
import { type CommandContext, command } from '../../context.ts';
import { isRoot, parseRoot } from '../../custodian/root-given.ts';
import { type WordLanguage, wordLanguage } from '../../custodian/word-lists.ts';
import { exists } from '../../files.ts';
import { homePaths, portalOrigin } from '../../home.ts';
import { makeHome, readPublicFiles, type PublicFolder } from '../../new-home.ts';
import { newPassphrase } from '../../new-passphrase.ts';
import { shownLine } from '../../terminal.ts';
import { todayOf } from './common.ts';
import { handOver } from './hand-over.ts';

const ABOUT = `Makes the key folder of a new reviewer, from the organisation's public files (keyring.json, keyring.json.minisig,
root.pub, intake.json), as the custodian gave them to you or as the portal shows them. Needs no network.

Shows the fingerprint of the organisation. Compare it with the one that the custodian tells you by voice or in print, not
with one that came by the same way as the files: from then on this key folder believes that organisation and no other.
Afterwards the custodian needs the request that is written, and you need their answer before you can fetch anything.`;

const EXAMPLES = `  witnessbox keys join --public ./public --home ./reviewer
  witnessbox keys join --public ./public --home ./reviewer --portal https://portal.example.org
  witnessbox keys join --public ./public --home ./reviewer --root "017C 15A0 E48B 4DC2 9E71 F44C 9172 C24D"`;

type Options = { public: string; home: string; root?: string; portal?: string; language: string };

export function addJoin(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'join',
    summary: "make a new reviewer's key folder (reviewer)",
    about: ABOUT,
    examples: EXAMPLES,
  })
    .requiredOption('--public <folder>', "the organisation's public files")
    .requiredOption('--home <folder>', 'a new folder for your keys')
    .option('--root <fingerprint>', 'the fingerprint that you know from elsewhere; then you are not asked')
    .option('--portal <address>', "the portal's address, if you know it")
    .option('--language <tag>', 'language of the twelve words', 'en')
    .action(async (options: Options) => {
      await join(context, options);
    });
}

async function join(context: CommandContext, options: Options): Promise<void> {
  const language: WordLanguage = wordLanguage(options.language);
  const portal = options.portal === undefined ? null : portalOrigin(options.portal);
  if (await exists(options.home)) throw new WitnessboxError('setup.exists');
  const today = todayOf(context);
  const known = await readPublicFiles(options.public, today);
  await compare(context, known, options.root);
  const passphrase = await newPassphrase(context, 'your new key folder', known.keyring.demonstration);
  if (context.lively) context.warn('Making the keys …\n');
  const { random } = context;
  const keys = await makeHome({ folder: options.home, known, passphrase, portal, today, random });
  const { request } = homePaths(options.home);
  const { epoch } = known.keyring;
  context.print(`The key folder is made: ${shownLine(options.home)}\n\n`);
  context.print(await handOver({ keys, path: request, epoch, home: options.home, language }));
}

/** @throws join.not-compared, join.other-fingerprint */
async function compare(
  { input, print }: CommandContext,
  { keyring, rootKey, fingerprint }: PublicFolder,
  given: string | undefined,
): Promise<void> {
  const name = shownLine(translated(keyring.organisation.names, 'en'));
  print(`${name}${keyring.demonstration ? ' (demonstration)' : ''}\n  fingerprint ${fingerprint}\n\n`);
  if (given !== undefined) {
    const root = await parseRoot(given);
    if (!isRoot(root, rootKey, keyring.organisation.id)) throw new WitnessboxError('join.other-fingerprint');
    return;
  }
  if (!input.interactive) throw new WitnessboxError('join.not-compared');
  const question = 'Have you compared it with the one that the custodian told you, and is it the same?';
  const answer = await input.line(`${question} Type yes to go on`);
  if (answer.toLowerCase() !== 'yes') throw new WitnessboxError('join.not-compared');
}
