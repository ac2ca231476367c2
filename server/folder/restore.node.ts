/**
 * Puts a backup in the place of a data folder that is not there. Every file is held against the manifest while it is
 * copied, and the whole is checked like a data folder before anything of it stands at its place.
 *
 * @module
 */
import { lstat, mkdir, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dayOf, midnight } from '../../crypto/days.ts';
import type { Random } from '../../crypto/encoding.ts';
import { shuffled } from '../shuffle.ts';
import { StartError } from '../start-errors.ts';
import { checkData } from './check.node.ts';
import { copyHashed, fillFolder } from './draft.node.ts';
import { MANIFEST, parseManifest, type Entry, type Manifest } from './manifest.ts';
import { BLOBS } from './names.ts';

export type RestoreParts = { now: () => Date; random: Random };

/**
 * Gives the day on which the backup was made, and how many submissions it holds. Throws StartError `restore.occupied`,
 * `restore.nowhere`, `restore.no-backup`, `restore.unlisted`, `restore.damaged`, `restore.unsound`, `server.database-newer`.
 */
export async function restore(
  source: string,
  dataFolder: string,
  { now, random }: RestoreParts,
): Promise<{ day: string; submissions: number }> {
  const place = await placeFor(dataFolder);
  const manifest = await readManifest(source);
  await holdAgainst(source, manifest);
  await fillFolder(place, midnight(dayOf(now())), async (draft) => {
    await mkdir(join(draft, BLOBS), { mode: 0o700 });
    for (const entry of shuffled(manifest.files, random)) await take(source, draft, entry);
    // Nothing moves in it: the later looks need not wait.
    const problems = await checkData(draft, { wait: () => Promise.resolve() });
    if (problems.length > 0) throw new StartError('restore.unsound');
  });
  const submissions = manifest.files.filter(({ path }) => path.startsWith(`${BLOBS}/`)).length;
  return { day: manifest.day, submissions };
}

async function placeFor(dataFolder: string): Promise<string> {
  const parent = await realpath(dirname(dataFolder)).catch(() => null);
  if (parent === null) throw new StartError('restore.nowhere');
  const place = join(parent, basename(dataFolder));
  const entry = await lstat(place).catch(() => null);
  if (entry && !(entry.isDirectory() && (await readdir(place)).length === 0)) {
    throw new StartError('restore.occupied');
  }
  return place;
}

async function readManifest(source: string): Promise<Manifest> {
  const text = await readFile(join(source, MANIFEST), 'utf8').catch(() => null);
  const manifest = text === null ? null : parseManifest(text);
  if (!manifest) throw new StartError('restore.no-backup');
  return manifest;
}

/** Every file of the backup is listed, every listed one there, and none is a link. */
async function holdAgainst(source: string, { files }: Manifest): Promise<void> {
  const listed = new Set<string>([MANIFEST, ...files.map(({ path }) => path)]);
  const found = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name).slice(join(source, '/').length);
    const isExpected = entry.isDirectory() ? path === BLOBS : entry.isFile() && listed.delete(path);
    if (!isExpected) throw new StartError('restore.unlisted');
  }
  if (listed.size > 0) throw new StartError('restore.damaged');
}

async function take(source: string, draft: string, { path, size, sha256 }: Entry): Promise<void> {
  const from = join(source, path);
  const { mtime, size: there } = await lstat(from);
  if (there !== size) throw new StartError('restore.damaged');
  const copied = await copyHashed(from, join(draft, path), midnight(dayOf(mtime)));
  if (copied.size !== size || copied.sha256 !== sha256) throw new StartError('restore.damaged');
}
