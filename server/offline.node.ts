/** Reads the offline pages of the organisation's folder, and tells whether they have changed. @module */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OFFLINE_FOLDER, type OfflineFiles } from './offline.ts';

const NAME = /^encrypt\.[A-Za-z0-9-]{2,35}\.html(?:\.minisig)?$/;
/** Bytes. A page has half a MiB, and keyring and form in it. */
const LONGEST = 4 * 1024 * 1024;

/** What cannot be read is not there: a portal works without these pages. */
export async function readOfflineFiles(organisationFolder: string): Promise<OfflineFiles> {
  const folder = join(organisationFolder, OFFLINE_FOLDER);
  const files = new Map<string, Uint8Array>();
  for (const { name, size } of await seen(folder)) {
    if (size > LONGEST) continue;
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes) files.set(name, new Uint8Array(bytes));
  }
  return files;
}

/** Changes when one of the files does. */
export async function offlineMark(organisationFolder: string): Promise<string> {
  const all = await seen(join(organisationFolder, OFFLINE_FOLDER));
  return all.map(({ name, size, changed }) => `${name} ${size} ${changed}`).join('\n');
}

async function seen(folder: string): Promise<{ name: string; size: number; changed: number }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name)).sort();
  const all = await Promise.all(
    names.map(async (name) => {
      const about = await stat(join(folder, name)).catch(() => null);
      return about?.isFile() ? [{ name, size: about.size, changed: about.mtimeMs }] : [];
    }),
  );
  return all.flat();
}
