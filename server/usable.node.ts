/** Why a data folder cannot be used, as a sentence for the operator: what the system says of it has paths in it. @module */
import { access, constants } from 'node:fs/promises';
import { codeOf } from './errors.ts';
import { StartError } from './start-errors.ts';

type Usable = <T>(action: () => T | Promise<T>) => Promise<T>;

/** Gives what runs an action; throws StartError `server.data-full`, `server.data-read-only`, `server.data-unusable`. */
export function usableFolder(dataFolder: string): Usable {
  return async (action) => {
    try {
      return await action();
    } catch (error) {
      if (error instanceof StartError) throw error;
      if (codeOf(error) === 'storage.full') throw new StartError('server.data-full');
      throw new StartError((await isReadOnly(dataFolder)) ? 'server.data-read-only' : 'server.data-unusable');
    }
  };
}

/** SQLite opens what it may only read, so that a server would start and take nothing in. Throws as above. */
export async function refuseReadOnly(dataFolder: string): Promise<void> {
  if (await isReadOnly(dataFolder)) throw new StartError('server.data-read-only');
}

/** The disk, for whoever asks; not a folder that only this account may not write to. */
async function isReadOnly(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS';
  }
}
