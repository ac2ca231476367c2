/** `witnessbox server restore`: makes a data folder of a backup. @module */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restore } from '../folder/restore.node.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Makes a data folder of a backup, where there is none or an empty one. Nothing is at its place before every file ' +
  'was held against its hash and the whole was checked.';

export function addRestore(program: Command, context: ServerContext): void {
  folderOptions(
    program.command('restore').description(ABOUT).argument('<source>', 'the folder of the backup'),
  ).action(async (source: string, flags: Flags) => {
    const { dataFolder } = await readSettings(flags, context.folder);
    const { day, submissions } = await restore(resolve(context.folder, source), dataFolder, {
      now: () => new Date(),
      random: (length) => new Uint8Array(randomBytes(length)),
    });
    context.print(
      `The backup of ${day} is restored. Submissions in it: ${String(submissions)}. What had been deleted since ` +
        'is back until the next close of a day; what came since is not there.\n',
    );
  });
}
