/** What every `witnessbox server` command is given, so that tests can listen in. @module */
import type { Command } from 'commander';

export type ServerContext = {
  print: (text: string) => void;
  warn: (text: string) => void;
  /** The working directory. */
  folder: string;
  /** Says what the program is to exit with, if not with 0. */
  exitWith: (code: number) => void;
};

/** The flags by which a command finds the portal's folders; readSettings() takes them as they are. */
export function folderOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (default: witnessbox.toml here or in the data folder)')
    .option('--organisation <folder>', 'the public folder of the organisation')
    .option('--data <folder>', 'the data folder (default: data)');
}
