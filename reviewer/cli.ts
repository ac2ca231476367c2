/**
 * `witnessbox`: the command line of reviewers and custodians. Each command is a file under commands/; here they
 * are put together, and whatever goes wrong becomes one sentence and an exit code.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { EXIT } from './codes.ts';
import { addAppearance } from './commands/appearance.ts';
import { addDesk } from './commands/desk.ts';
import { addInit } from './commands/init.ts';
import { addIntake } from './commands/intake.ts';
import { addKeys } from './commands/keys/index.ts';
import { addList } from './commands/list.ts';
import { addPeek } from './commands/peek.ts';
import { addPull } from './commands/pull.ts';
import { addReply } from './commands/reply.ts';
import { addSave } from './commands/save.ts';
import { addShow } from './commands/show.ts';
import { type CommandContext, processContext, unwrapped } from './context.ts';
import { codeOf, exitCodeFor, explain } from './errors.ts';
import { systemCode } from './files.ts';

const ABOUT = `The reviewer's and custodian's program of Witnessbox. It runs on your own machine; what is sent
to your organisation is decrypted here and nowhere else.

Passphrases are asked for. Where standard input is not a terminal, each is read from it as one line.

For who runs a portal there is "witnessbox server"; add --help.`;

const CODES = `
Exit codes:
  0 done   1 failed   2 wrong use   3 key folder or passphrase   4 portal
  5 keys cannot be trusted or have ended   6 case   7 disk or folder
`;

/** @returns the exit code */
export async function main(args: readonly string[], given?: CommandContext): Promise<number> {
  if (!given) explainTheUnforeseen();
  const context = given ?? processContext();
  const program = new Command('witnessbox')
    .description(unwrapped(ABOUT))
    .version(version())
    .addHelpText('after', CODES)
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({ writeOut: context.print, writeErr: context.warn });
  for (const add of [
    addInit,
    addPull,
    addPeek,
    addList,
    addShow,
    addSave,
    addReply,
    addDesk,
    addIntake,
    addAppearance,
    addKeys,
  ])
    add(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return context.exitCode();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    context.warn(`${explain(error)}\n`);
    return exitCodeFor(codeOf(error));
  } finally {
    context.input.close();
  }
}

/** What Node would print by itself is a stack, which can hold paths and texts. */
function explainTheUnforeseen(): void {
  process.on('uncaughtException', (error) => {
    // Whoever reads our output may stop reading: `witnessbox list | head`.
    const unread = systemCode(error) === 'EPIPE';
    if (!unread) process.stderr.write(`${explain(error)}\n`);
    process.exit(unread ? EXIT.done : EXIT.failed);
  });
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known && typeof manifest.version === 'string' ? manifest.version : '0';
}
