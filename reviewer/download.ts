/**
 * Brings one submission from the portal to the disk, in pieces of constant memory. What has arrived stays
 * where it is when the connection breaks, and the next attempt goes on behind it; nothing counts as here
 * before it has its full size and is durable. The portal may be hostile: a size that no submission can have is
 * refused beforehand, a wrong header while it arrives, and what finds no room leaves none taken.
 *
 * @module
 */
import { type FileHandle, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';
import { HYBRID_HEADER_LENGTH, checkHybridHeader } from '../crypto/header.ts';
import { plaintextSize } from '../crypto/padding.ts';
import { ownCode } from './errors.ts';
import { PRIVATE_FILE, diskError, exists, syncFolder, systemCode } from './files.ts';
import type { Portal } from './portal.ts';

const ATTEMPTS = 4;
/** Bytes. A server takes no longer upload. */
const MOST_CIPHERTEXT = 2 ** 31;
/** After these nothing of what arrived is of use: it had a surplus, no room, or no header of ours. */
const USELESS = /^(?:portal\.wrong-size|disk\.full|envelope\..*)$/u;

export type Download = {
  portal: Portal;
  id: string;
  /** Bytes announced by the portal. */
  size: number;
  incoming: string;
  destination: string;
};

export type Earlier = 'none' | 'part' | 'all';

/** Whether a submission can have so many bytes of ciphertext. */
export function isPossibleSize(size: number): boolean {
  return size <= MOST_CIPHERTEXT && plaintextSize(size) !== null;
}

/**
 * @returns how much of it came from an earlier attempt
 * @throws portal.unreachable, portal.wrong-size, disk.full, and what checkHybridHeader() throws
 */
export async function download(order: Download): Promise<{ earlier: Earlier }> {
  if (await exists(order.destination)) return { earlier: 'all' };
  let resumed = false;
  for (let attempt = 1; ; attempt += 1) {
    const before = await sizeOf(order.incoming);
    try {
      resumed = (await fetchRest(order, before)) > 0 || resumed;
      break;
    } catch (error) {
      const code = ownCode(error) ?? '';
      if (USELESS.test(code)) await rm(order.incoming, { force: true });
      // A header of which a part lay here already may have been damaged there.
      if (code.startsWith('envelope.') && before > 0) continue;
      const broken = code === 'portal.unreachable';
      if (!broken || attempt === ATTEMPTS || (await sizeOf(order.incoming)) === before) throw error;
    }
  }
  await rename(order.incoming, order.destination);
  await syncFolder(dirname(order.destination));
  return { earlier: resumed ? 'part' : 'none' };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw diskError(error);
  }
}

/** @returns the byte from which the portal sent */
async function fetchRest(order: Download, have: number): Promise<number> {
  let file: FileHandle | null = null;
  try {
    const wanted = have > order.size ? 0 : have;
    if (wanted !== have) await rm(order.incoming);
    file = await open(order.incoming, 'a+', PRIVATE_FILE);
    if (wanted === order.size) {
      await file.sync();
      return wanted;
    }
    await refuseWithoutRoom(order, wanted);
    const { from, body } = await order.portal.submission(order.id, wanted);
    if (from !== wanted && from !== 0) {
      // Anything else than from where we are or from the beginning would leave a hole.
      await body.cancel();
      throw new WitnessboxError('portal.malformed');
    }
    if (from !== wanted) await file.truncate(0);
    await append(file, body, order.size - from, await headerWatch(file, from));
    await file.sync();
    return from;
  } catch (error) {
    throw diskError(error);
  } finally {
    await file?.close();
  }
}

/** Asked before, so that what does not fit is not fetched anew at every sync only to be thrown away. */
async function refuseWithoutRoom(order: Download, have: number): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(dirname(order.incoming));
  // Some network disks say nothing: no blocks at all.
  if (blocks > 0 && order.size - have > bavail * bsize) throw new WitnessboxError('disk.full');
}

/** Takes the pieces behind byte `from`, and throws as soon as they cannot be a submission. */
async function headerWatch(file: FileHandle, from: number): Promise<(piece: Uint8Array) => void> {
  const header = new Uint8Array(HYBRID_HEADER_LENGTH);
  let length = Math.min(from, header.length);
  if (length > 0) await file.read(header, 0, length, 0);
  return (piece) => {
    if (length === header.length) return;
    const more = piece.subarray(0, header.length - length);
    header.set(more, length);
    length += more.length;
    checkHybridHeader(header.subarray(0, length));
  };
}

async function append(
  file: FileHandle,
  body: ReadableStream<Uint8Array>,
  expected: number,
  watch: (piece: Uint8Array) => void,
): Promise<void> {
  let length = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await nextPiece(reader);
      if (done) break;
      length += value.length;
      if (length > expected) throw new WitnessboxError('portal.wrong-size');
      watch(value);
      await file.writeFile(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  if (length < expected) throw new WitnessboxError('portal.unreachable');
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    throw new WitnessboxError('portal.unreachable', {}, { cause: error });
  }
}
