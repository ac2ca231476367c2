/**
 * Writes a case in the clear: the testimony and its evidence as they were sent, follow-ups each in a folder of
 * their own, and SHA256SUMS for `sha256sum -c`. Channel data is not written.
 *
 * A path of evidence has been found harmless by the time it gets here (crypto/unbundle.ts refuses all others),
 * whatever the source called the file; nothing is overwritten, no
 * link is followed, no file is executable. All appears at once, or nothing: what is half written lies in a
 * folder beside it that goes away.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';
import { readTestimony } from '../crypto/testimony.ts';
import type { Saved } from './contract.ts';
import { writeTo } from './file-streams.ts';
import { isFiled, isSameTestimony } from './filed.ts';
import {
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  diskError,
  exists,
  syncFolder,
  systemCode,
  writeNew,
} from './files.ts';
import type { OpenedRecord } from './records.ts';
import { type EpochIdentities, type Unpacking, unseal } from './unseal.ts';
import type { Vault } from './vault.ts';
import { bodyOf } from './views.ts';

export type SaveOrder = {
  vault: Vault;
  epochs: readonly EpochIdentities[];
  /** The testimony first, then its follow-ups. */
  submissions: readonly OpenedRecord[];
  folder: string;
};

type Sum = { path: string; sha256: string };

/** @throws save.exists, save.no-parent, vault.damaged, disk.full, disk.refused */
export async function saveCase(order: SaveOrder): Promise<Saved> {
  const folder = resolve(order.folder);
  await refuseUnlessFree(folder);
  const unfinished = join(
    dirname(folder),
    `.${basename(folder)}.${randomBytes(8).toString('hex')}.unfinished`,
  );
  try {
    await mkdir(unfinished, { mode: PRIVATE_FOLDER });
    const sums: Sum[] = [];
    for (const [index, record] of order.submissions.entries()) {
      const inside = index === 0 ? '' : `follow-up-${String(index).padStart(2, '0')}/`;
      sums.push(...(await writeSubmission(order, record, unfinished, inside)));
    }
    const lines = sums.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
    await writeNew(join(unfinished, 'SHA256SUMS'), new TextEncoder().encode(lines));
    await syncFolder(unfinished);
    if (await exists(folder)) await rmdir(folder);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
    return { folder, files: sums.length + 1 };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
      throw new WitnessboxError('save.exists', {}, { cause: error });
    }
    throw diskError(error);
  }
}

async function refuseUnlessFree(folder: string): Promise<void> {
  try {
    if (!(await stat(dirname(folder))).isDirectory()) throw new WitnessboxError('save.no-parent');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw new WitnessboxError('save.no-parent');
    throw diskError(error);
  }
  if (!(await exists(folder))) return;
  try {
    if ((await readdir(folder)).length > 0) throw new WitnessboxError('save.exists');
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') throw new WitnessboxError('save.exists', {}, { cause: error });
    throw diskError(error);
  }
}

async function writeSubmission(
  order: SaveOrder,
  record: OpenedRecord,
  root: string,
  inside: string,
): Promise<Sum[]> {
  const sums: Sum[] = [];
  if (inside !== '') await mkdir(join(root, inside), { mode: PRIVATE_FOLDER });
  const body = await bodyOf(order.vault, record.id);
  if (body.evidence.length > 0) await mkdir(join(root, inside, 'evidence'), { mode: PRIVATE_FOLDER });
  const unpacking: Unpacking = {
    async testimony(bytes) {
      if (!isSameTestimony(body.testimony, readTestimony(bytes))) throw new WitnessboxError('vault.damaged');
      const path = `${inside}testimony.json`;
      await writeNew(join(root, path), bytes);
      sums.push({ path, sha256: createHash('sha256').update(bytes).digest('hex') });
    },
    async evidence(entry, body) {
      await writeStream(join(root, inside, entry.path), body);
    },
  };
  const path = order.vault.blobPath(record.id);
  const unsealed = await unseal(path, order.epochs, body.isForeign ? 'foreign' : 'ours', unpacking);
  // What is saved must be what was filed and shown: a blob that is another since then is not this case any more.
  if (!isFiled(body, unsealed)) throw new WitnessboxError('vault.damaged');
  sums.push(...unsealed.evidence.map(({ path, sha256 }) => ({ path: inside + path, sha256 })));
  return sums;
}

async function writeStream(path: string, body: ReadableStream<Uint8Array>): Promise<void> {
  let file: FileHandle | null = null;
  try {
    // 'wx': never over a file that is there, never through a link.
    file = await open(path, 'wx', PRIVATE_FILE);
    await writeTo(file, body);
    await file.sync();
  } finally {
    await file?.close();
  }
}
