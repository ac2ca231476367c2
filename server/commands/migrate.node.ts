/** `witnessbox server migrate`: brings the database up to date without serving. @module */
import type { Command } from 'commander';
import { whileLocked } from '../folder/locked.node.ts';
import { migrateFolder } from '../folder/migrate.node.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Brings the database to what this version of the program wants, as each start of the server does. While it works, ' +
  'a copy of the database lies beside it. Refuses while a server runs.';

export function addMigrate(program: Command, context: ServerContext): void {
  folderOptions(program.command('migrate').description(ABOUT)).action(async (flags: Flags) => {
    const { dataFolder } = await readSettings(flags, context.folder);
    const count = await whileLocked(dataFolder, () => migrateFolder(dataFolder));
    context.print(
      count === 0
        ? 'The database is up to date.\n'
        : `The database is up to date now: ${String(count)} migrations have run.\n`,
    );
  });
}
