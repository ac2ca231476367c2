/**
 * Writing to disk so that a crash leaves either the old or the new, and nobody else on the machine can read
 * it. Knows nothing of what is written.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, chmod, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';

/** Only the person who runs the program may read or change it. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** The system's own code of an error, such as ENOENT, or null. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Turns what a disk says into a code with a sentence; anything else passes unchanged. */
export function diskError(error: unknown): unknown {
  switch (systemCode(error) ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new WitnessboxError('disk.full', {}, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new WitnessboxError('disk.refused', {}, { cause: error });
    case 'EIO':
      return new WitnessboxError('disk.failed', {}, { cause: error });
    default:
      return error;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw diskError(error);
  }
}

/** The file's bytes, or null where there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw diskError(error);
  }
}

/** Makes names in a folder durable. Windows cannot open a folder, and needs no such call. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL'].includes(systemCode(error) ?? '')) throw diskError(error);
  } finally {
    await handle?.close();
  }
}

/** Makes a folder, and its parents, for its owner alone. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
    await chmod(path, PRIVATE_FOLDER);
  } catch (error) {
    throw diskError(error);
  }
}

/** Writes a new file and makes its bytes durable; the folder's entry is the caller's to sync. */
export async function writeNew(path: string, bytes: Uint8Array, mode: number = PRIVATE_FILE): Promise<void> {
  try {
    const handle = await open(path, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw diskError(error);
  }
}

/** Replaces a file in one step: a crash leaves the old or the new one, whole. */
export async function replaceFile(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writeNew(temporary, bytes, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error);
  }
  await syncFolder(dirname(path));
}
