/** Reads the built website from a folder, once. @module */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { OfflineFiles } from './offline.ts';
import type { Organisation } from './organisation.ts';
import { siteOf, type Site } from './site.ts';
import { StartError } from './start-errors.ts';

/** Throws StartError `server.web-missing` if there is no folder or no page in any language. */
export async function readSite(
  folder: string,
  organisation: Organisation,
  plainUpload: number | null,
  offline: OfflineFiles,
): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new StartError('server.web-missing');
  });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), new Uint8Array(await readFile(path)));
  }
  const site = siteOf(files, organisation, plainUpload, offline);
  if (site.languages.length === 0) throw new StartError('server.web-missing');
  return site;
}
