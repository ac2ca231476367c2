/** Reads the offline pages of the organisation's folder, and tells whether they have changed. @module */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_OFFLINE_PAGE, OFFLINE_FOLDER, OFFLINE_NAME } from '../crypto/offline-page.ts';
import type { OfflineFiles } from './offline.ts';

/** What cannot be read is not there: a portal works without these pages. */
export async function readOfflineFiles(organisationFolder: string): Promise<OfflineFiles> {
  const folder = join(organisationFolder, OFFLINE_FOLDER);
  const files = new Map<string, Uint8Array>();
  for (const { name, size } of await seen(folder)) {
    if (size > LONGEST_OFFLINE_PAGE) continue;
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
  const names = (await readdir(folder).catch(() => [])).filter((name) => OFFLINE_NAME.test(name)).sort();
  const all = await Promise.all(
    names.map(async (name) => {
      const about = await stat(join(folder, name)).catch(() => null);
      return about?.isFile() ? [{ name, size: about.size, changed: about.mtimeMs }] : [];
    }),
  );
  return all.flat();
}
