/** `witnessbox keys accept`: take in what the custodian delivered. @module */
import type { Command } from 'commander';
import { type CommandContext, command, homeOption } from '../../context.ts';
import { type Accepted, acceptDelivery } from '../../delivery.ts';
import { shownLine } from '../../terminal.ts';
import { listed } from './common.ts';
import { withHome } from './with-home.ts';

const ABOUT = `Takes in the folder that the custodian gave you for an epoch: the grant, the keyring and the intake form. It is
checked first: the root key that your key folder knows must have signed the keyring, and the grant must be the one that
the keyring speaks of and made for you. Needs no network. Afterwards the folder can be deleted.`;

const EXAMPLES = `  witnessbox keys accept ./from-custodian/Amina --home ./reviewer`;

export function addAccept(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'accept <folder>',
    summary: 'take in a grant from the custodian (reviewer)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(homeOption(context))
    .action(async (folder: string, { home }: { home: string }) => {
      await withHome(context, home, async (opened) => {
        context.print(acceptedText(await acceptDelivery(opened, folder)));
      });
    });
}

function acceptedText({ keyring, desks }: Accepted): string {
  const { epoch, validFrom, validUntil } = keyring;
  const reads =
    desks.length > 0
      ? `You can read what is sent to ${listed(desks.map(shownLine))}.`
      : 'It opens no desk: you fetch and keep, and several people together open it.';
  return `The grant of epoch ${String(epoch)} (${validFrom} to ${validUntil}) is taken in. ${reads}
It is used as soon as the portal shows that epoch. What was sent before stays readable.
`;
}
