/** `witnessbox keys request`: ask for a grant of the next epoch. @module */
import type { Command } from 'commander';
import { type CommandContext, command, homeOption } from '../../context.ts';
import { wordLanguage } from '../../custodian/word-lists.ts';
import { requestGrant } from '../../request-grant.ts';
import { todayOf } from './common.ts';
import { handOver } from './hand-over.ts';
import { withHome } from './with-home.ts';

const ABOUT = `Makes your identity for the next epoch, or for the present one if you have no grant of it, and writes the
request that the custodian needs to let you read in it. Do it in the last month of an epoch: "pull" and the desk say when.
Needs no network. Asked again, it writes the same request.`;

const EXAMPLES = `  witnessbox keys request --home ./reviewer`;

export function addRequest(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'request',
    summary: 'ask for a grant of the next epoch (reviewer)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(homeOption(context))
    .option('--language <tag>', 'language of the twelve words', 'en')
    .action(async ({ home, ...options }: { home: string; language: string }) => {
      const language = wordLanguage(options.language);
      await withHome(context, home, async (opened, passphrase) => {
        const { epoch, path } = await requestGrant(opened, { passphrase, today: todayOf(context) });
        context.print(await handOver({ keys: opened.keys, path, epoch, home, language }));
      });
    });
}
