/** `witnessbox server check`: whether rows and ciphertexts of a data folder belong together. @module */
import type { Command } from 'commander';
import { checkData, type CheckOptions } from '../folder/check.node.ts';
import type { Problem } from '../folder/problems.ts';
import { readSettings, type Flags } from '../settings.node.ts';
import { folderOptions, type ServerContext } from './context.node.ts';

const ABOUT =
  'Looks whether the database is sound, each ciphertext there, as long as it should be and named by a row, and ' +
  'nothing else in the data folder. Changes nothing, and may be run beside the server. What it finds it looks for ' +
  'three times within some seconds, and tells only what stays.';

const CODES = `
Exit codes:
  0 all is good   1 it could not be looked at   2 wrong use   4 something is wrong
`;

const WRONG = 4;

export function addCheck(program: Command, context: ServerContext, options: CheckOptions = {}): void {
  folderOptions(program.command('check').description(ABOUT))
    .option('--json', 'print what is wrong as JSON')
    .addHelpText('after', CODES)
    .action(async ({ json, ...flags }: Flags & { json?: true }) => {
      const { dataFolder, listen } = await readSettings(flags, context.folder);
      const own = 'socket' in listen ? { socket: listen.socket } : {};
      const problems = await checkData(dataFolder, { ...options, ...own });
      context.print(json ? `${JSON.stringify(problems.map(shown), null, 2)}\n` : textOf(problems));
      if (problems.length > 0) context.exitWith(WRONG);
    });
}

function shown({ code, subject, says, remedy }: Problem) {
  return { code, subject, says, remedy };
}

export function textOf(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'Database and ciphertexts belong together, and nothing else is there.\n';
  // Quoted, so that no name can write to the terminal what it likes.
  const lines = problems.map(
    ({ subject, says, remedy }) => `${JSON.stringify(subject)}\n  ${says}\n  → ${remedy}`,
  );
  return `${lines.join('\n')}\n\n${String(problems.length)} wrong\n`;
}
