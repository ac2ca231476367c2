/** What changes a data folder from outside its server: only while none runs, and only as the account that owns it. @module */
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '../lock.node.ts';
import { StartError } from '../start-errors.ts';
import { DATABASE } from './names.ts';

/** Throws StartError `server.no-data`, `server.wrong-account` or `server.data-in-use`. */
export async function whileLocked<T>(dataFolder: string, action: () => Promise<T>): Promise<T> {
  const [folder] = await Promise.all(
    [dataFolder, join(dataFolder, DATABASE)].map((path) => stat(path)),
  ).catch(() => {
    throw new StartError('server.no-data');
  });
  // Files that root wrote anew, the server could not read.
  if (process.getuid !== undefined && folder?.uid !== process.getuid()) {
    throw new StartError('server.wrong-account');
  }
  const unlock = lockFolder(dataFolder);
  try {
    await chmod(join(dataFolder, 'lock.sqlite'), 0o600);
    return await action();
  } finally {
    unlock();
  }
}
