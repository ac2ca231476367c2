/**
 * Writing to disk so that a crash leaves either the old or the new, and nobody else on the machine can read
 * it. Knows nothing of what is written.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import {
  type FileHandle,
  chmod,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/**
 * Overwrites a file, makes that durable and removes it; one that is not there is no error. An SSD, a journal or a
 * copy-on-write file system may keep the old blocks, and a backup keeps its copy: whoever calls this says so.
 */
export async function destroyFile(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r+');
    try {
      await overwrite(handle);
    } finally {
      await handle.close();
    }
    await rm(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw diskError(error);
  }
  await syncFolder(dirname(path));
}

/** What replaceFile(), or whoever makes a folder beside its place, leaves when the machine stops in the middle. */
const LEFTOVER = /\.[0-9a-f]{16}\.(?:tmp|unfinished)$/u;

/**
 * Removes what an interrupted command left half-written; only for who is alone on the folder. Files are overwritten:
 * one may hold secrets of an epoch, and nothing would come back to it when that is retired.
 */
export async function sweepFolder(folder: string, recursive = false): Promise<void> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw diskError(error);
  });
  for (const entry of entries.filter(({ name }) => LEFTOVER.test(name))) {
    const path = join(entry.parentPath, entry.name);
    // A second name of a file that is still in its place (replaceSecret): its bytes are the only ones there are.
    const shared = entry.isFile() && (await lstat(path)).nlink > 1;
    if (entry.isFile() && !shared) await destroyFile(path);
    else await rm(path, { recursive: true, force: true });
  }
}

/**
 * `replaceFile`, and what the old file held is overwritten, as `destroyFile` does it, once the new one is in place. Until
 * then it keeps a second name, by which `sweepFolder` finds it should the machine stop in between.
 */
export async function replaceSecret(path: string, bytes: Uint8Array): Promise<void> {
  const second = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  // Sticks with FAT know no second names; there a machine that stops at the wrong moment leaves the old blocks.
  await link(path, second).catch(() => undefined);
  let old: FileHandle;
  try {
    old = await open(path, 'r+');
  } catch (error) {
    await rm(second, { force: true });
    throw diskError(error);
  }
  try {
    await replaceFile(path, bytes);
    await overwrite(old);
  } finally {
    await old.close();
    // Where nothing was replaced this is only the second name of what is still in its place.
    await rm(second, { force: true });
  }
}

async function overwrite(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  for (let at = 0; at < size; at += BLANK.length) {
    await handle.write(BLANK, 0, Math.min(BLANK.length, size - at), at);
  }
  await handle.sync();
}

const BLANK = new Uint8Array(65536);
