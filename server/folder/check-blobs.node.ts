/** Each row's blob and each blob's row: whether they are there, how long they are and how they begin. @module */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHybridHeader, HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { openToRead } from '../files.disk.ts';
import { isId } from '../shuffle.ts';
import { problem, type Problem } from './problems.ts';

type Row = { blob: string };

/** What lay in the folder before the rows were read, and what the server's own socket is called if it lies there. */
export type There = { names: readonly string[]; socket: string | null };

export async function checkBlobs(
  folder: string,
  { names, socket }: There,
  submissions: readonly (Row & { size: number })[],
  uploads: readonly (Row & { offset: number })[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { blob, size } of submissions) {
    problems.push(...(await checkBlob(folder, blob, (there) => there === size, size)));
  }
  for (const { blob, offset } of uploads) {
    // One of which nothing is recorded need not have a file yet.
    if (offset > 0) problems.push(...(await checkBlob(folder, blob, (there) => there >= offset, offset)));
  }
  const named = new Set([...submissions, ...uploads].map(({ blob }) => blob));
  for (const name of names) {
    const entry = await lstat(join(folder, name)).catch(() => null);
    if (!entry || (name === socket && entry.isSocket())) continue;
    if (!entry.isFile()) {
      if (!named.has(name)) problems.push(problem('blobs.foreign', name));
      continue;
    }
    // A copy that is being written at the close of a day grows from look to look.
    if (!named.has(name)) problems.push(problem('blob.without-row', name, entry.size));
    if ((entry.mode & 0o077) !== 0) problems.push(problem('file.open', name));
  }
  return problems;
}

async function checkBlob(
  folder: string,
  blob: string,
  isLong: (there: number) => boolean,
  length: number,
): Promise<Problem[]> {
  // It decides about a path.
  if (!isId(blob)) return [problem('row.damaged', blob)];
  const path = join(folder, blob);
  const entry = await lstat(path).catch(() => null);
  if (!entry) return [problem('row.without-blob', blob)];
  if (!entry.isFile()) return [problem('blob.foreign', blob)];
  const problems = isLong(entry.size) ? [] : [problem('blob.wrong-size', blob)];
  if (!(await beginsRight(path, Math.min(length, HYBRID_HEADER_LENGTH)))) {
    problems.push(problem('blob.foreign', blob));
  }
  return problems;
}

/** Whether its first bytes can be those of an age file to one hybrid recipient. */
async function beginsRight(path: string, length: number): Promise<boolean> {
  const file = await openToRead(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    checkHybridHeader(buffer.subarray(0, bytesRead));
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
