/** `witnessbox keys offline`: the offline pages, made anew. @module */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Command } from 'commander';
import { offlineName } from '../../../crypto/offline-page.ts';
import { type CommandContext, command } from '../../context.ts';
import { type OfflinePage, makePages, needed, readTemplates, writePages } from '../../custodian/offline.ts';
import { openRootKey } from '../../custodian/open.ts';
import { checkPublicFolder } from '../../custodian/rotation.ts';
import { shownLine } from '../../terminal.ts';
import { custodianOption, withCustodian } from './common.ts';

const ABOUT = `Makes the offline pages anew and signs them with the root key: pages that a source saves and opens without a
connection, with this organisation's keys and questions in them. "init" and "keys rotate" make them by themselves; this
is for after an update of the program. Do it on the custodian's machine; it needs no network.

Publish the SHA-256 that it prints where whoever runs the server cannot change it.`;

const EXAMPLES = `  witnessbox keys offline --custodian ./custodian --public ./public`;

type Options = { custodian: string; public: string };

export function addOffline(keys: Command, context: CommandContext): void {
  command(keys, {
    usage: 'offline',
    summary: 'make the offline pages anew (custodian)',
    about: ABOUT,
    examples: EXAMPLES,
  })
    .addOption(custodianOption().makeOptionMandatory())
    .requiredOption('--public <folder>', 'the public folder, which goes to the server')
    .action(async (options: Options) => {
      const templates = needed(await readTemplates(context.offlineTemplates));
      await withCustodian(context, options, async (custodian) => {
        await checkPublicFolder(custodian, options.public, false);
        const root = await openRootKey(custodian);
        const pages = makePages(templates, custodian.newest, { rootPublic: custodian.rootPublic, root });
        await writePages(options.public, pages);
        context.print(doneText(options.public, pages));
      });
    });
}

/** What a custodian publishes of the pages. */
export function hashesText(pages: readonly OfflinePage[]): string {
  return pages
    .map(({ language, page }) => `  ${bytesToHex(sha256(page))}  ${offlineName(language)}`)
    .join('\n');
}

/** Where there are none, because this program was not built. */
export const NOT_MADE = `The offline pages were not made, because this program has not been built. Type "npm run build", then
"witnessbox keys offline --custodian FOLDER --public FOLDER".`;

function doneText(folder: string, pages: readonly OfflinePage[]): string {
  return `The offline pages are made and signed. Their SHA-256, to be published where whoever runs the server cannot change it:
${hashesText(pages)}

Goes to the server, in place of what is there; nothing in it is secret. It notices by itself within a minute
  ${shownLine(folder)}
`;
}
