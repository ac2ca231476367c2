/** `witnessbox keys grant`: a new reviewer, or a further epoch for one. @module */
import type { Command } from 'commander';
import { signingKeyWords } from '../../../crypto/grant-request.ts';
import { type CommandContext, command } from '../../context.ts';
import { deliveriesOf } from '../../custodian/deliver.ts';
import { type GrantPlan, grant, planGrant } from '../../custodian/granting.ts';
import type { Custodian } from '../../custodian/open.ts';
import { readRequests } from '../../custodian/papers.ts';
import { type WordLanguage, wordLanguage, wordLines, wordList } from '../../custodian/word-lists.ts';
import { shownLine, shownName } from '../../terminal.ts';
import {
  checkConfirmable,
  confirm,
  custodianOption,
  gather,
  listed,
  nameOf,
  withCustodian,
  yesOption,
} from './common.ts';

const ABOUT = `Gives a reviewer what they need to read in one epoch, in answer to the request that their program made
(grant-request.json with its .minisig; naming their folder is enough). A name that is not on the list yet is a new
reviewer: twelve words are shown, which that person must read to you from their own screen, by voice or face to face,
before you go on. Whoever could slip in a request of their own would otherwise read everything.

A request for the present epoch is answered at once with a folder to hand to the reviewer. A request for the next one is
noted, and answered by the next "witnessbox keys rotate".

Without --name you are asked for the name, so that it does not stay in your shell's history.`;

const EXAMPLES = `  witnessbox keys grant ./amina --custodian ./custodian
  witnessbox keys grant ./amina/grant-request.json --name Amina --custodian ./custodian
  witnessbox keys grant ./amina --name Amina --desk main --desk legal --custodian ./custodian
  witnessbox keys grant ./amina --name Amina --replace-key --custodian ./custodian`;

type Options = {
  custodian: string;
  name?: string;
  desk?: string[];
  desks?: false;
  replaceKey?: true;
  language: string;
  out?: string;
  public?: string;
  yes?: true;
};

export function addGrant(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'grant <request>',
    summary: 'let a reviewer read (custodian)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(custodianOption().makeOptionMandatory())
    .option('--name <name>', 'what your list calls this reviewer')
    .option('--desk <id>', 'a desk that they read, instead of those until now; may be repeated', gather)
    .option('--no-desks', 'they read no desk: they only fetch what several people open together')
    .option('--replace-key', 'this person has a new signing key, and told you so')
    .option('--language <tag>', 'language of the twelve words; the same as theirs', 'en')
    .option('--out <folder>', "where to write what they get (the custodian's folder, deliveries/)")
    .option('--public <folder>', 'the public folder; only for a folder made by an earlier version')
    .addOption(yesOption())
    .action(async (request: string, options: Options) => {
      checkConfirmable(context, options.yes);
      const language = wordLanguage(options.language);
      const name = await nameOf(context, options.name);
      await withCustodian(context, options, async (custodian) => {
        await grantAloud(context, custodian, { ...options, name, request, language });
      });
    });
}

async function grantAloud(
  context: CommandContext,
  custodian: Custodian,
  options: Options & { name: string; request: string; language: WordLanguage },
): Promise<void> {
  const organisationId = custodian.newest.keyring.organisation.id;
  const [request] = await readRequests([options.request], organisationId);
  if (!request) return;
  const desks = options.desks === false ? [] : options.desk;
  const plan = planGrant(custodian, {
    request,
    name: options.name,
    replaceKey: options.replaceKey === true,
    ...(desks !== undefined && { desks }),
  });
  context.print(planText(plan));
  if (plan.who === 'known') {
    await confirm(context, 'Grant it?', options.yes);
  } else {
    const words = signingKeyWords(request.signingKey, organisationId, await wordList(options.language));
    context.print(`${wordLines(words)}\n\n`);
    await confirm(context, 'Did they read these very words to you?', options.yes);
  }
  const deliveries = options.out ?? deliveriesOf(custodian.paths, plan.epoch);
  const delivery = await grant(custodian, plan, deliveries);
  const name = shownName(plan.reviewer.name);
  const epoch = String(plan.epoch);
  context.print(
    delivery
      ? `\nGoes to ${name}, by hand or any other way: only they can open it. They type "witnessbox keys accept FOLDER"\n  ${shownLine(delivery.folder)}\n`
      : `\nNoted. ${name} gets the grant of epoch ${epoch} when you make that epoch, with "witnessbox keys rotate".\n`,
  );
}

function planText({ who, reviewer, epoch, now, stays }: GrantPlan): string {
  const name = shownName(reviewer.name);
  const reads =
    reviewer.desks.length > 0
      ? `reads ${reviewer.desks.length === 1 ? 'desk' : 'the desks'} ${listed(reviewer.desks)}`
      : 'fetches, but reads no desk alone';
  const when = now
    ? `from epoch ${String(epoch)}, the present one, on`
    : `from epoch ${String(epoch)}, the next one, on`;
  const before =
    stays.length > 0
      ? `\nWhat ${name} was granted before in this epoch stays good: until you rotate, they can go on reading ${listed(stays)}.`
      : '';
  const what = `${name} ${reads} ${when}. A grant cannot be taken back, only ended by a rotation.${before}`;
  switch (who) {
    case 'known':
      return `${what}\nThe request was signed with the key that ${name} has on your list.\n`;
    case 'new-key':
      return `${what}

${name} has had another signing key until now. What their old machine was granted stays good: if it was lost or stolen,
stop here, type "witnessbox keys revoke", and add them as new afterwards.

Let ${name} read these twelve words to you from their screen ("witnessbox keys request" shows them):

`;
    case 'new':
      return `${what}

${name} is new on your list. Let them read these twelve words to you from their screen, by voice or face to face
("witnessbox keys request" shows them):

`;
  }
}
