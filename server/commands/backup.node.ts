/** `witnessbox server backup`: a copy of the data folder that can be restored, made beside the running server. @module */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { backUp } from '../folder/backup.node.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Copies database, ciphertexts and marker into a new folder, with a list of their hashes. May be run beside the ' +
  'server. Leaves out what nobody has finished sending. Encrypt the copy and delete it in time: what the portal ' +
  'deletes stays in it.';

export function addBackup(program: Command, context: ServerContext): void {
  folderOptions(
    program.command('backup').description(ABOUT).argument('<target>', 'a folder that does not exist yet'),
  ).action(async (target: string, flags: Flags) => {
    const { dataFolder } = await readSettings(flags, context.folder);
    const count = await backUp(dataFolder, resolve(context.folder, target), {
      now: () => new Date(),
      random: (length) => new Uint8Array(randomBytes(length)),
      wait,
    });
    context.print(`The backup is whole. Submissions in it: ${String(count)}.\n`);
  });
}
