/** `witnessbox keys retire`: an epoch ends for good, at a reviewer's first and at the custodian's last. @module */
import { type Command, Option } from 'commander';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { type CommandContext, command, homeOption } from '../../context.ts';
import { GRACE_DAYS, RETENTION_DAYS } from '../../custodian/retiring.ts';
import { custodianOption, gather, wholeNumber, yesOption } from './common.ts';
import { retireCustodian } from './custodian-retire.ts';
import { retireHome } from './home.ts';

const ABOUT = `Destroys the keys of an old epoch, so that what was sent in it and is in nobody's vault can never be opened again, by
whoever seizes the server and every key that is left. This cannot be undone.

A reviewer does it first (--home): their part is destroyed, and a signed statement is written for the custodian. The
custodian does it last (--custodian), with the statements of all who had a grant: not before the end of the epoch, a
time of grace for pages that were still open, and a time for reviewers to fetch and read.`;

const EXAMPLES = `  witnessbox keys retire 1 --home ./reviewer
  witnessbox keys retire 1 --custodian ./custodian --statement amina/ --statement bashir/retirement-1.json
  witnessbox keys retire 1 --custodian ./custodian --except Bashir`;

type Options = {
  custodian?: string;
  home: string;
  statement?: string[];
  except?: string[];
  unlisted?: true;
  acceptLoss?: true;
  grace: number;
  retention: number;
  yes?: true;
};

export function addRetire(keys: Command, context: CommandContext): void {
  const retiring = command(keys, {
    usage: 'retire <epoch>',
    summary: 'destroy the keys of an old epoch',
    about: ABOUT,
    examples: EXAMPLES,
  });
  retiring
    .addOption(custodianOption())
    .addOption(homeOption(context))
    .option('--statement <file>', "custodian: a reviewer's statement, or its folder; may be repeated", gather)
    .option('--except <name>', 'custodian: do not wait for this person, who is gone; may be repeated', gather)
    .option('--unlisted', 'custodian: go on although it is not known who had grants')
    .option('--accept-loss', 'reviewer: give up what cannot be fetched or kept')
    .addOption(days('--grace <days>', GRACE_DAYS, 'days for pages that were still open'))
    .addOption(days('--retention <days>', RETENTION_DAYS, 'days to fetch and read what came last'))
    .addOption(yesOption())
    .action(async (epochText: string, { custodian, home, ...options }: Options) => {
      const epoch = epochOf(epochText);
      if (custodian !== undefined) {
        if (retiring.getOptionValueSource('home') === 'cli') throw new WitnessboxError('keys.one-folder');
        await retireCustodian(context, epoch, { ...options, custodian });
      } else {
        await retireHome(context, { ...options, home, epoch });
      }
    });
}

function days(flags: string, usual: number, about: string): Option {
  return new Option(flags, about).argParser(wholeNumber).default(usual);
}

function epochOf(text: string): number {
  if (!/^[1-9]\d{0,9}$/u.test(text)) throw new WitnessboxError('retire.unknown-epoch');
  return Number(text);
}
