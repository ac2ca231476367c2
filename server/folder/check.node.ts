/**
 * Holds the rows of a data folder against its blobs, and the folder against the list of what may be in it. Reads only,
 * and may do so beside a running server: what differs at one look and not at the next has only been in motion.
 *
 * Whether ciphertext is what its sender sealed, nobody without the key can tell; a backup's manifest knows its hashes.
 *
 * @module
 */
import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readDatabase } from '../../db/read.node.ts';
import { listAllSubmissions } from '../../db/submissions.ts';
import { listUploads } from '../../db/uploads.ts';
import { readMarker } from '../organisation.node.ts';
import { StartError } from '../start-errors.ts';
import { checkBlobs } from './check-blobs.node.ts';
import { BESIDE, BLOBS, DATABASE, DEMONSTRATION, MARKER } from './names.ts';
import { problem, type Problem } from './problems.ts';

/** Milliseconds before the second and the third look. */
const PAUSES = [1_000, 4_000];

export type CheckOptions = {
  wait?: (milliseconds: number) => Promise<unknown>;
  /** Path of the socket on which the server listens, if it does: it may lie in the data folder. */
  socket?: string;
};

/** Throws StartError `server.no-data` if there is no such folder, `server.database-newer`, `server.data-unusable`. */
export async function checkData(
  folder: string,
  { wait = pause, socket }: CheckOptions = {},
): Promise<Problem[]> {
  if (!(await lstat(folder).catch(() => null))?.isDirectory()) throw new StartError('server.no-data');
  const own = {
    atTop: await nameIn(folder, socket),
    amongBlobs: await nameIn(join(folder, BLOBS), socket),
  };
  let found = await look(folder, own);
  for (const milliseconds of PAUSES) {
    if (found.length === 0) break;
    await wait(milliseconds);
    const again = new Set((await look(folder, own)).map(keyOf));
    found = found.filter((one) => again.has(keyOf(one)));
  }
  return found;
}

function keyOf({ code, subject, state }: Problem): string {
  return JSON.stringify([code, subject, state]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What a path is called in the folder itself, every link on its way resolved; null if it lies elsewhere. */
async function nameIn(folder: string, path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  const [top, parent] = await Promise.all(
    [folder, dirname(path)].map((each) => realpath(each).catch(() => null)),
  );
  return top === parent ? basename(path) : null;
}

type Own = { atTop: string | null; amongBlobs: string | null };

async function look(folder: string, { atTop, amongBlobs }: Own): Promise<Problem[]> {
  return [...(await checkPlace(folder, atTop)), ...(await checkDatabase(folder, amongBlobs))];
}

/** The top of the folder; blobs are looked at with their rows. */
async function checkPlace(folder: string, socket: string | null): Promise<Problem[]> {
  const problems: Problem[] = [];
  const marker = await readMarker(folder).catch(() => 'damaged' as const);
  if (marker === 'damaged') problems.push(problem('marker.damaged', MARKER));
  const allowed = new Set<string>([DATABASE, MARKER, BLOBS, ...BESIDE]);
  if (marker !== 'damaged' && marker?.kind === 'demonstration') allowed.add(DEMONSTRATION);
  for (const name of ['.', ...(await readdir(folder))]) {
    const entry = await lstat(join(folder, name)).catch(() => null);
    if (!entry) continue;
    // Its permissions are those that socketMode says.
    if (name === socket && entry.isSocket()) continue;
    const isFolder = name === '.' || name === BLOBS || name === DEMONSTRATION;
    const isRight = name === '.' || (allowed.has(name) && (isFolder ? entry.isDirectory() : entry.isFile()));
    if (!isRight) problems.push(problem('file.foreign', name));
    else if ((entry.mode & 0o077) !== 0) {
      problems.push(problem('file.open', name === '.' ? 'the data folder' : name));
    }
  }
  return problems;
}

async function checkDatabase(folder: string, socket: string | null): Promise<Problem[]> {
  const file = join(folder, DATABASE);
  // Before the rows are read: what is created meanwhile has its row first.
  const blobs = join(folder, BLOBS);
  const names = await readdir(blobs).catch(() => null);
  if (names === null) return [problem('blobs.missing', BLOBS)];
  if (!(await lstat(file).catch(() => null))) return [problem('database.missing', DATABASE)];
  let submissions;
  let uploads;
  try {
    const reading = await readDatabase(file);
    try {
      const [fault] = reading.faults();
      if (fault !== undefined) return [problem('database.damaged', DATABASE)];
      if (reading.isNewer()) throw new StartError('server.database-newer');
      submissions = await listAllSubmissions(reading.db);
      uploads = await listUploads(reading.db);
    } finally {
      reading.close();
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (isDenied(error)) throw new StartError('server.data-unusable');
    return [problem('database.damaged', DATABASE)];
  }
  return checkBlobs(blobs, { names, socket }, submissions, uploads);
}

function isDenied(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(EACCES|EPERM|SQLITE_CANTOPEN)/.test(String(error.code))
  );
}
