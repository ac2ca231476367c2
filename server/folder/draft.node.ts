/**
 * A folder that appears whole or not at all: it is filled under another name beside its place and renamed at the end.
 * What a crash leaves is named `….draft-…`, and nothing ever reads it.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copyFile, syncFolder } from '../files.disk.ts';

/** Makes a folder for this account alone, and those above it, flushed: else a power cut takes them with all in them. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = resolve(path); at.length >= resolve(first).length; at = dirname(at))
    await syncFolder(dirname(at));
}

/** `place`: nothing, or an empty folder. Throws what the file system throws, and leaves nothing then. */
export async function fillFolder(
  place: string,
  time: Date,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = await mkdtemp(`${place}.draft-`);
  try {
    await chmod(draft, 0o700);
    await fill(draft);
    await settleFolders(draft, time);
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dirname(place));
}

/** Copies a file as files.disk.ts does. Gives its size in bytes and its SHA-256, hex. */
export async function copyHashed(
  from: string,
  to: string,
  time: Date,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  await copyFile(from, to, time, (bytes) => {
    hash.update(bytes);
    size += bytes.length;
  });
  return { size, sha256: hash.digest('hex') };
}

/** What is already at its place: private, flushed, levelled, and hashed. */
export async function seal(path: string, time: Date): Promise<{ size: number; sha256: string }> {
  const file = await open(path, 'r+');
  try {
    await file.chmod(0o600);
    const hash = createHash('sha256');
    let size = 0;
    for await (const bytes of file.createReadStream({
      autoClose: false,
      start: 0,
    }) as AsyncIterable<Buffer>) {
      hash.update(bytes);
      size += bytes.length;
    }
    await file.utimes(time, time);
    await file.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

async function settleFolders(folder: string, time: Date): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await settleFolders(join(folder, entry.name), time);
  }
  await syncFolder(folder, time);
}
