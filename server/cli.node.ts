/**
 * `witnessbox server …`: what an operator does beside running the server. Each command is a file under commands/;
 * here they are put together, and whatever goes wrong becomes one sentence and an exit code.
 *
 * @module
 */
import { Command, CommanderError } from 'commander';
import type { ServerContext } from './commands/context.node.ts';
import { addBackup } from './commands/backup.node.ts';
import { addCheck } from './commands/check.node.ts';
import { addDoctor } from './commands/doctor.node.ts';
import { addMigrate } from './commands/migrate.node.ts';
import { addPurge } from './commands/purge.node.ts';
import { addRestore } from './commands/restore.node.ts';
import { StartError } from './start-errors.ts';

const ABOUT =
  'The operator\'s program of Witnessbox, for the machine on which a portal runs. "npm start" serves it.';

const COMMANDS: readonly ((program: Command, context: ServerContext) => void)[] = [
  addDoctor,
  addCheck,
  addBackup,
  addRestore,
  addPurge,
  addMigrate,
];

const EXIT = { failed: 1, usage: 2 } as const;

/** `args`: what follows "server". Gives the exit code. */
export async function main(
  args: readonly string[],
  given?: Omit<ServerContext, 'exitWith'>,
): Promise<number> {
  let code = 0;
  const surroundings = given ?? {
    print: (text: string) => void process.stdout.write(text),
    warn: (text: string) => void process.stderr.write(text),
    folder: process.cwd(),
  };
  const context: ServerContext = { ...surroundings, exitWith: (wanted) => void (code = wanted) };
  const program = new Command('witnessbox server')
    .description(ABOUT)
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({ writeOut: context.print, writeErr: context.warn });
  for (const add of COMMANDS) add(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
    context.warn(
      `${error instanceof StartError ? error.message : new StartError('server.command-failed').message}\n`,
    );
    return error instanceof StartError && /^(config|server\.bad-listen|server\.no-data)/.test(error.code)
      ? EXIT.usage
      : EXIT.failed;
  }
}
