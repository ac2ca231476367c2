/** `witnessbox init`: makes an organisation, on the custodian's machine. @module */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { dayOf } from '../../crypto/days.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type CommandContext, command } from '../context.ts';
import { checkDays, checkOnion } from '../custodian/epoch.ts';
import { checkedName } from '../custodian/roster.ts';
import { explain, ownCode } from '../errors.ts';
import { exists } from '../files.ts';
import { portalOrigin } from '../home.ts';
import { newPassphrase } from '../new-passphrase.ts';
import { type CreatedOrganisation, createOrganisation } from '../setup.ts';
import { shownLine } from '../terminal.ts';
import { soundAppearance } from './appearance-file.ts';
import { hashesText, NOT_MADE } from './keys/offline.ts';

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
  reviewer?: string;
  appearance?: string;
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
    .option('--reviewer <name>', 'what your list of reviewers calls the first one (reviewer)')
    .option('--appearance <file>', 'logo, colours and words of your own (docs/appearance.md)')
    .option('--demonstration', 'only to try out: the page says so, and the locks are weak')
    .action(async (options: Options) => {
      await init(context, options);
    });
}

async function init(context: CommandContext, options: Options): Promise<void> {
  const demonstration = options.demonstration === true;
  if (options.reviewer !== undefined) checkedName(options.reviewer);
  const appearance =
    options.appearance === undefined ? null : (await soundAppearance(context, options.appearance)).bytes;
  const ask = asker(context);
  const name = await ask(options.name, "The organisation's name in English", (answer) => {
    if (answer === '') throw new WitnessboxError('setup.no-name');
  });
  const chinese = await ask(options.nameZh, 'Its name in simplified Chinese (empty for none)');
  const folder = resolve(
    (await ask(options.folder, 'A new folder for everything [witnessbox]', async (answer) => {
      if (await exists(resolve(answer || 'witnessbox'))) throw new WitnessboxError('setup.exists');
    })) || 'witnessbox',
  );
  const onion = await ask(options.onion, 'Onion address of the portal (empty for none)', checkOnion);
  const portal = await ask(
    options.portal,
    'Address at which reviewers reach the portal (empty if not known)',
    (answer) => {
      if (answer !== '') portalOrigin(answer);
    },
  );
  const days = await ask(options.days, `Days for which the keys are good [${DAYS}]`, (answer) => {
    checkDays(Number(answer || DAYS));
  });
  const custodianPassphrase = await newPassphrase(context, 'the custodian (root key)', demonstration);
  const reviewerPassphrase = await newPassphrase(context, "the reviewer's key folder", demonstration);

  const made = await leavingNothing(context, folder, () =>
    createOrganisation({
      names: { en: name, ...(chinese !== '' && { 'zh-Hans': chinese }) },
      publicFolder: join(folder, 'public'),
      secretsFolder: join(folder, 'secrets'),
      custodianPassphrase,
      reviewerPassphrase,
      validDays: Number(days || DAYS),
      demonstration,
      today: dayOf(context.now()),
      scryptCost: demonstration ? 'interactive' : 'sensitive',
      ...(context.offlineTemplates !== undefined && { offlineTemplates: context.offlineTemplates }),
      ...(portal !== '' && { portal }),
      ...(options.reviewer !== undefined && { reviewerName: options.reviewer }),
      ...(onion !== '' && { onion }),
      ...(appearance && { appearance }),
    }),
  );
  context.print(whatNow(folder, made));
}

type Check = (answer: string) => void | Promise<void>;

/** Asks for what was not given as an option. A person is asked again until the answer will do. */
function asker({ input, warn }: CommandContext) {
  return async (
    given: string | undefined,
    prompt: string,
    check: Check = () => undefined,
  ): Promise<string> => {
    for (;;) {
      const answer = (given ?? (await input.line(prompt))).trim();
      try {
        await check(answer);
        return answer;
      } catch (error) {
        if (given !== undefined || !input.interactive || ownCode(error) === null) throw error;
        warn(`${explain(error)}\n`);
      }
    }
  };
}

/** Deriving keys takes long enough for a person to press Ctrl-C; the folder, which is ours alone, goes with them. */
async function leavingNothing<T>(
  context: CommandContext,
  folder: string,
  make: () => Promise<T>,
): Promise<T> {
  if (context.lively) context.warn('Making the keys; this takes up to a minute …\n');
  const stopped = context.interrupted().then((): never => {
    throw new WitnessboxError('input.aborted');
  });
  try {
    return await Promise.race([make(), stopped]);
  } catch (error) {
    if (ownCode(error) === 'input.aborted') await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function offlineText({ pages }: CreatedOrganisation): string {
  if (pages.length === 0) return NOT_MADE;
  return `SHA-256 of the offline pages in it; publish it like the fingerprint
${hashesText(pages)}`;
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

${offlineText(made)}

Stays offline with the custodian; copy it twice, to two places
  ${at('secrets', 'custodian')}
  root.key signs for the organisation (minisign opens it), epoch-1.age opens what is sent in this epoch, roster.age
  says who the reviewers are. What to do with it from now on:
  npx witnessbox keys status --custodian ${at('secrets', 'custodian')}

Goes to the reviewer's machine as a whole, by hand, and is deleted here afterwards
  ${at('secrets', 'reviewer')}
  Inside a clone of Witnessbox, after npm run ready:
  npx witnessbox pull --home FOLDER --portal ADDRESS
  npx witnessbox list --home FOLDER
  npx witnessbox desk --home FOLDER
`;
}
