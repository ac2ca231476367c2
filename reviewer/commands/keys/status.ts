/** `witnessbox keys status`: how things stand, and what to do next. @module */
import type { Command } from 'commander';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { type CommandContext, command, homeOption } from '../../context.ts';
import { custodianOption } from './common.ts';
import { custodianStatus } from './custodian-status.ts';
import { homeStatus } from './home.ts';

const ABOUT = `Shows the epochs with their dates, who reads which desk, who has handed in a request for the next epoch, which old
epochs can be retired and from which day on, and what to do next. Only looks; changes nothing.

For a custodian's folder, what is public needs no passphrase: press Enter to leave out the list of reviewers, or add
--no-roster not to be asked. Ends with exit code 5 where the keys have ended.`;

const EXAMPLES = `  witnessbox keys status --custodian ./custodian
  witnessbox keys status --custodian ./custodian --no-roster --json
  witnessbox keys status --home ./reviewer`;

type Options = { custodian?: string; home: string; json?: true; roster: boolean };

export function addStatus(keys: Command, context: CommandContext): void {
  const status = command(keys, {
    usage: 'status',
    summary: 'how things stand with the keys, and what to do next',
    about: ABOUT,
    examples: EXAMPLES,
  });
  status
    .addOption(custodianOption())
    .addOption(homeOption(context))
    .option('--no-roster', 'without the list of reviewers, so without a passphrase')
    .option('--json', 'print as JSON')
    .action(async ({ custodian, ...options }: Options) => {
      if (custodian !== undefined) {
        if (status.getOptionValueSource('home') === 'cli') throw new WitnessboxError('keys.one-folder');
        await custodianStatus(context, { ...options, custodian });
      } else {
        await homeStatus(context, options);
      }
    });
}
