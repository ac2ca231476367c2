/** Opens a reviewer's key folder for a key command, and lets go of it whatever happens. @module */
import type { CommandContext } from '../../context.ts';
import { homePaths, readHomeFile } from '../../home.ts';
import { type OpenedHome, openHome } from '../../open-home.ts';

/** @throws vault.* */
export async function withHome<T>(
  context: CommandContext,
  folder: string,
  work: (opened: OpenedHome, passphrase: string) => Promise<T>,
): Promise<T> {
  // Before anybody types a passphrase for a folder that is not there.
  await readHomeFile(homePaths(folder));
  const passphrase = await context.input.secret('Passphrase of your key folder');
  const opened = await openHome(folder, passphrase, context.random);
  try {
    return await work(opened, passphrase);
  } finally {
    await opened.vault.settle();
    opened.lock.release();
  }
}
