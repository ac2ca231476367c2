/**
 * Writes one file of a submission that was not read as a whole. While it is written, and for good unless its hash is
 * one that a pull has verified, its name ends in `.incomplete`. Nothing is overwritten, and what fails leaves nothing.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';
import { PRIVATE_FILE, diskError, exists, syncFolder, systemCode } from './files.ts';

export type PeekedFile = {
  /** Where it lies. */
  path: string;
  bytes: number;
  /** Hexadecimal, of what was written. */
  sha256: string;
  /** Whether that is what a pull has verified. */
  verified: boolean;
};

export type PeekedWriting = {
  path: string;
  /** Hexadecimal SHA-256 from a pull, or null where there was none. */
  verified: string | null;
  /** Asked for only once there is a place for it. */
  body: () => Promise<ReadableStream<Uint8Array>>;
  progress: (written: number) => void;
};

/** @throws peek.exists, save.no-parent, vault.damaged (another hash than verified), disk.*, and the body's errors */
export async function writePeeked(writing: PeekedWriting): Promise<PeekedFile> {
  const path = resolve(writing.path);
  const unfinished = `${path}.incomplete`;
  if (await exists(path).catch(placeError)) throw new WitnessboxError('peek.exists');
  const file = await open(unfinished, 'wx', PRIVATE_FILE).catch(placeError);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const piece of await writing.body()) {
        await file.writeFile(piece);
        hash.update(piece);
        bytes += piece.length;
        writing.progress(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    const verified = writing.verified === sha256;
    if (writing.verified !== null && !verified) throw new WitnessboxError('vault.damaged');
    if (verified) await giveName(unfinished, path);
    await syncFolder(dirname(path));
    return { path: verified ? path : unfinished, bytes, sha256, verified };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw diskError(error);
  }
}

/** Never over a file that is there, save where a file system has no links: there only a look beforehand helps. */
async function giveName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (await exists(to)) throw new WitnessboxError('peek.exists', {}, { cause: error });
    await rename(from, to);
    return;
  }
  await rm(from);
}

function placeError(error: unknown): never {
  switch (systemCode(error) ?? '') {
    case 'EEXIST':
      throw new WitnessboxError('peek.exists', {}, { cause: error });
    case 'ENOENT':
    case 'ENOTDIR':
      throw new WitnessboxError('save.no-parent', {}, { cause: error });
    default:
      throw diskError(error);
  }
}
