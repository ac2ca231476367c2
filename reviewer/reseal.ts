/**
 * Seals the vault's copies of one epoch anew, to the vault's own identity, so that the epoch's identities can be
 * destroyed and the cases stay. One submission after the other, each in constant memory: opened and sealed in one
 * stream into a file beside it, read back and compared, also with what was filed, and only then put in its place in one step. A crash at any
 * point leaves each of them under the one key or the other; doing it again goes on where it stopped.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open as openFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { open, recipientOf, seal } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { chacha } from './chacha.ts';
import { ownCode } from './errors.ts';
import { readableFile, writeTo } from './file-streams.ts';
import { isFiled } from './filed.ts';
import { PRIVATE_FILE, diskError, exists, syncFolder } from './files.ts';
import { type SubmissionRecord, recordName } from './records.ts';
import { readForeign } from './foreign.ts';
import { readUnsealed } from './unseal.ts';
import type { Vault } from './vault.ts';
import { bodyOf } from './views.ts';

export type Resealing = {
  vault: Vault;
  epoch: number;
  /** The identities of that epoch; none where its grant is gone. */
  identities: readonly string[];
  vaultIdentity: string;
  progress: (done: number, total: number) => void;
};

export type Resealed = {
  /** Submissions of the epoch that are under the vault's identity now. */
  kept: number;
  /** Of the epoch, but gone from the disk, not what was filed, or closed to these identities. */
  damaged: number;
};

/** What a file that was damaged, cut off, exchanged or taken away gives. Everything else, a full disk for instance, ends it. */
const DAMAGED = /^(?:(?:envelope|bundle)\..*|vault\.damaged)$/u;

/** @throws disk.* */
export async function resealEpoch(order: Resealing): Promise<Resealed> {
  const { vault, progress } = order;
  const submissions = await submissionsOf(vault, order.epoch);
  const recipient = await recipientOf(order.vaultIdentity);
  const resealed: Resealed = { kept: 0, damaged: 0 };
  for (const [index, id] of submissions.entries()) {
    try {
      await reseal(order, id, recipient);
      resealed.kept += 1;
    } catch (error) {
      if (!DAMAGED.test(ownCode(error) ?? '')) throw diskError(error);
      resealed.damaged += 1;
    }
    progress(index + 1, submissions.length);
  }
  return resealed;
}

/** What was opened with the identities of this epoch. */
async function submissionsOf(vault: Vault, epoch: number): Promise<string[]> {
  const ids: string[] = [];
  for (const name of vault.names(recordName.submission(''))) {
    const record = await vault.get<SubmissionRecord>(name);
    if (record?.state === 'opened' && record.epoch === epoch) ids.push(record.id);
  }
  return ids;
}

async function reseal(order: Resealing, id: string, recipient: string): Promise<void> {
  const path = order.vault.blobPath(id);
  const beside = order.vault.resealingPath(id);
  if (!(await exists(path))) throw new WitnessboxError('vault.damaged');
  // What an interrupted attempt left.
  await rm(beside, { force: true });
  if (await opensWith(order.vaultIdentity, path)) return;
  const before = createHash('sha256');
  try {
    const plaintext = await open(order.identities, readableFile(path), chacha);
    await writeSynced(beside, await seal(recipient, hashed(plaintext, before), chacha));
    const after = createHash('sha256');
    const back = await open([order.vaultIdentity], readableFile(beside), chacha);
    const body = await bodyOf(order.vault, id);
    const read = hashed(back, after);
    const unsealed = await (body.isForeign === true ? readForeign(read) : readUnsealed(read));
    const isWhole = before.digest('hex') === after.digest('hex');
    if (!isWhole || !isFiled(body, unsealed)) throw new WitnessboxError('vault.damaged');
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(dirname(path));
}

/** By the header alone. */
async function opensWith(identity: string, path: string): Promise<boolean> {
  try {
    const plaintext = await open([identity], readableFile(path), chacha);
    await plaintext.cancel();
    return true;
  } catch (error) {
    if (ownCode(error) === 'envelope.wrong-identity') return false;
    throw error;
  }
}

function hashed(stream: ReadableStream<Uint8Array>, hash: { update(piece: Uint8Array): unknown }) {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        hash.update(piece);
        controller.enqueue(piece);
      },
    }),
  );
}

async function writeSynced(path: string, stream: ReadableStream<Uint8Array>): Promise<void> {
  let file: FileHandle | null = null;
  try {
    file = await openFile(path, 'wx', PRIVATE_FILE);
    await writeTo(file, stream);
    await file.sync();
  } finally {
    await file?.close();
  }
}
