/** `witnessbox server purge`: removes now what the close of a day would remove. @module */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { DEFAULT_CONFIG } from '../config.ts';
import { purge } from '../folder/purge.node.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Does the work of the close of a day: what has had its time goes, and what a crash left. Refuses while a server ' +
  'runs, which does it by itself.';

export function addPurge(program: Command, context: ServerContext): void {
  folderOptions(program.command('purge').description(ABOUT)).action(async (flags: Flags) => {
    const { dataFolder, config } = await readSettings(flags, context.folder);
    const { submissions, uploads, kept } = await purge(dataFolder, {
      config: { ...DEFAULT_CONFIG, ...config },
      now: () => new Date(),
      random: (length) => new Uint8Array(randomBytes(length)),
    });
    context.print(`Removed: ${String(submissions)} submissions, ${String(uploads)} unfinished uploads.\n`);
    if (kept > 0) {
      context.print(
        `${String(kept)} submissions whose time is over stay until the close of another day, because today was ` +
          'closed before, or no day lately: see that the clock is right.\n',
      );
    }
  });
}
