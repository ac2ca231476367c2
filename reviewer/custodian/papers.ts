/**
 * Signed papers that reviewers hand in: grant requests and retirement statements, each a file with its signature
 * beside it.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type GrantRequest, openGrantRequest } from '../../crypto/grant-request.ts';
import { type Retirement, openRetirement } from '../../crypto/retirement.ts';

/** The longest paper, a request, has less than three thousand bytes; a planted file must not fill the memory. */
const LONGEST = 65536;

export type Paper = { bytes: Uint8Array; signature: string };

/**
 * @param path the file, or the folder that holds it as `name`
 * @param position which of the files named on the command line, from 1
 * @throws keys.unreadable-file, keys.no-signature
 */
export async function readPaper(path: string, position: number, name: string): Promise<Paper> {
  const file = (await isFolder(path)) ? join(resolve(path), name) : resolve(path);
  const bytes = await readShort(file);
  if (!bytes) throw new WitnessboxError('keys.unreadable-file', { position });
  const signature = await readShort(`${file}.minisig`);
  if (!signature) throw new WitnessboxError('keys.no-signature', { position });
  return { bytes, signature: new TextDecoder().decode(signature) };
}

/** @throws keys.*, grant-request.* */
export async function readRequests(
  paths: readonly string[],
  organisationId: string,
): Promise<GrantRequest[]> {
  const requests: GrantRequest[] = [];
  for (const [index, path] of paths.entries()) {
    const paper = await readPaper(path, index + 1, 'grant-request.json');
    requests.push(openGrantRequest({ ...paper, organisationId }));
  }
  return requests;
}

/** @throws keys.*, retirement.*, retire.wrong-epoch */
export async function readStatements(
  paths: readonly string[],
  organisationId: string,
  epoch: number,
): Promise<Retirement[]> {
  const statements: Retirement[] = [];
  for (const [index, path] of paths.entries()) {
    const paper = await readPaper(path, index + 1, `retirement-${String(epoch)}.json`);
    const statement = openRetirement({ ...paper, organisationId });
    if (statement.epoch !== epoch) throw new WitnessboxError('retire.wrong-epoch', { position: index + 1 });
    statements.push(statement);
  }
  return statements;
}

/** The bytes of a file, or null where it cannot be read or is no paper by its size. */
export async function readShort(path: string): Promise<Uint8Array | null> {
  try {
    const about = await stat(path);
    // A device or a pipe says that it is empty, and never ends.
    return about.isFile() && about.size <= LONGEST ? await readFile(path) : null;
  } catch {
    return null;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
