/** `witnessbox init`: makes an organisation, on the custodian's machine. @module */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type CommandContext, command } from '../context.ts';
import { exists } from '../files.ts';
import { portalOrigin } from '../home.ts';
import { PASSPHRASE_ADVICE, checkPassphrase } from '../passphrase.ts';
import { type CreatedOrganisation, createOrganisation } from '../setup.ts';
import { shownLine } from '../terminal.ts';

const ABOUT = `Makes an organisation: its root key, the keys of the first epoch, the public files for the server and the
key folder of the first reviewer. Do this on the custodian's machine, best one that is never online.

Asks for what is not given as an option. Where standard input is not a terminal, it reads one line for each,
in this order: name, name in Chinese, folder, onion address, portal, days (empty for none or the usual),
passphrase of the custodian, passphrase of the reviewer.`;

const EXAMPLES = `  witnessbox init
  witnessbox init --name "Example Watch" --folder ./example-watch --days 90
  witnessbox init --name Trial --name-zh 试用 --folder ./trial --onion "" --portal "" --days 90 < passphrases.txt`;

type Options = {
  name?: string;
  nameZh?: string;
  folder?: string;
  onion?: string;
  portal?: string;
  days?: string;
  demonstration?: true;
};

const DAYS = '90';

export function addInit(program: Command, context: CommandContext): void {
  command(program, {
    usage: 'init',
    summary: 'make an organisation (custodian)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .option('--name <name>', "the organisation's name in English")
    .option('--name-zh <name>', 'its name in simplified Chinese, if any')
    .option('--folder <folder>', 'a new folder for everything')
    .option('--onion <address>', "the portal's onion address, if there is one")
    .option('--portal <address>', 'the address at which reviewers reach the portal, if known')
    .option('--days <number>', `days for which the keys are good (${DAYS})`)
    .option('--demonstration', 'only to try out: the page says so, and the locks are weak')
    .action(async (options: Options) => {
      await init(context, options);
    });
}

async function init(context: CommandContext, options: Options): Promise<void> {
  const { input } = context;
  const ask = async (given: string | undefined, prompt: string): Promise<string> =>
    (given ?? (await input.line(prompt))).trim();
  const name = await ask(options.name, "The organisation's name in English");
  if (name === '') throw new WitnessboxError('setup.no-name');
  const chinese = await ask(options.nameZh, 'Its name in simplified Chinese (empty for none)');
  const folder = resolve(
    (await ask(options.folder, 'A new folder for everything [witnessbox]')) || 'witnessbox',
  );
  if (await exists(folder)) throw new WitnessboxError('setup.exists');
  const onion = await ask(options.onion, 'Onion address of the portal (empty for none)');
  const portal = await ask(
    options.portal,
    'Address at which reviewers reach the portal (empty if not known)',
  );
  if (portal !== '') portalOrigin(portal);
  const days = (await ask(options.days, `Days for which the keys are good [${DAYS}]`)) || DAYS;
  const demonstration = options.demonstration === true;

  const made = await createOrganisation({
    names: { en: name, ...(chinese !== '' && { 'zh-Hans': chinese }) },
    publicFolder: join(folder, 'public'),
    secretsFolder: join(folder, 'secrets'),
    custodianPassphrase: await newPassphrase(context, 'the custodian (root key)', demonstration),
    reviewerPassphrase: await newPassphrase(context, "the reviewer's key folder", demonstration),
    validDays: /^\d{1,4}$/u.test(days) ? Number(days) : 0,
    demonstration,
    today: context.now().toISOString().slice(0, 10),
    scryptCost: demonstration ? 'interactive' : 'sensitive',
    ...(portal !== '' && { portal }),
    ...(onion !== '' && { onion }),
  });
  context.print(whatNow(folder, made));
}

async function newPassphrase(
  context: CommandContext,
  whose: string,
  demonstration: boolean,
): Promise<string> {
  const { input } = context;
  if (input.interactive) context.warn(`\nPassphrase for ${whose}. ${PASSPHRASE_ADVICE}\n`);
  const passphrase = await input.secret(`Passphrase for ${whose}`);
  if (!demonstration) checkPassphrase(passphrase);
  if (input.interactive && (await input.secret('The same once more')) !== passphrase) {
    throw new WitnessboxError('passphrase.different');
  }
  return passphrase;
}

function whatNow(folder: string, made: CreatedOrganisation): string {
  const at = (...parts: string[]): string => shownLine(join(folder, ...parts));
  return `The organisation is made.

Fingerprint
  ${made.fingerprint}
  Publish it where whoever runs the server cannot change it: in print, by phone, on other sites. Sources and
  reviewers compare it with what the portal shows.

Goes to the server; nothing in it is secret
  ${at('public')}
  npm start -- --organisation ${at('public')}

Stays offline with the custodian; copy it twice, to two places
  ${at('secrets', 'custodian')}
  root.key signs for the organisation (minisign opens it), epoch-1.age opens what is sent in this epoch.

Goes to the reviewer's machine as a whole, by hand, and is deleted here afterwards
  ${at('secrets', 'reviewer')}
  npx witnessbox pull --home FOLDER --portal ADDRESS
  npx witnessbox list --home FOLDER
  npx witnessbox desk --home FOLDER
`;
}
