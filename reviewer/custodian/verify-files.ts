/**
 * Reads what is to be checked. The folder may be anybody's: a name in it can stand for a folder or a device, and a file
 * can be made to fill the memory. What is refused for that is said, once each, and is not there for all else.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST } from '../delivery.ts';
import { diskError, readIfThere, systemCode } from '../files.ts';
import { type Check, wrong } from './check.ts';

/** The bytes of a file of the folder, or null where there is none that can be used. @throws disk.* */
export type Read = (name: string) => Promise<Uint8Array | null>;

/** `refused` fills while files are read; `longest`: bytes. */
export function readerOf(
  folder: string,
  longest: number = LONGEST,
): { read: Read; refused: ReadonlyMap<string, Check> } {
  const refused = new Map<string, Check>();
  const read: Read = async (name) => {
    const path = join(folder, name);
    const problem = await problemWith(path, longest);
    if (problem === null) return readIfThere(path);
    refused.set(name, wrong(`${name} ${problem}`));
    return null;
  };
  return { read, refused };
}

async function problemWith(path: string, longest: number): Promise<string | null> {
  try {
    const about = await stat(path);
    if (!about.isFile()) return 'lies here, but it is no file.';
    const most = String(longest / 2 ** 20);
    return about.size > longest ? `is larger than ${most} MiB, which it never is, and was not read.` : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw diskError(error);
  }
}
