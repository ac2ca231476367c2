/**
 * Brings one submission from the portal to the disk, in pieces of constant memory. What has arrived stays
 * where it is when the connection breaks, and the next attempt goes on behind it; nothing counts as here
 * before it has its full size and is durable.
 *
 * @module
 */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WitnessboxError } from '../crypto/errors.ts';
import { ownCode } from './errors.ts';
import { PRIVATE_FILE, diskError, exists, syncFolder, systemCode } from './files.ts';
import type { Portal } from './portal.ts';

const ATTEMPTS = 4;

export type Download = {
  portal: Portal;
  id: string;
  /** Bytes announced by the portal. */
  size: number;
  incoming: string;
  destination: string;
};

/**
 * @returns whether part of it came from an earlier attempt
 * @throws portal.unreachable, portal.shortened, disk.full
 */
export async function download(order: Download): Promise<{ resumed: boolean }> {
  if (await exists(order.destination)) return { resumed: false };
  let resumed = false;
  for (let attempt = 1; ; attempt += 1) {
    const before = await sizeOf(order.incoming);
    try {
      resumed = (await fetchRest(order, before)) > 0 || resumed;
      break;
    } catch (error) {
      const code = ownCode(error);
      // What came with a surplus could look complete to the next attempt.
      if (code === 'portal.shortened') await rm(order.incoming, { force: true });
      const broken = code === 'portal.unreachable';
      if (!broken || attempt === ATTEMPTS || (await sizeOf(order.incoming)) === before) throw error;
    }
  }
  await rename(order.incoming, order.destination);
  await syncFolder(dirname(order.destination));
  return { resumed };
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
    file = await open(order.incoming, 'a', PRIVATE_FILE);
    if (wanted === order.size) {
      await file.sync();
      return wanted;
    }
    const { from, body } = await order.portal.submission(order.id, wanted);
    if (from !== wanted) {
      // It starts over. Anything else than from the beginning would leave a hole.
      if (from !== 0) throw new WitnessboxError('portal.malformed');
      await file.truncate(0);
    }
    await append(file, body, order.size - from);
    await file.sync();
    return from;
  } catch (error) {
    throw diskError(error);
  } finally {
    await file?.close();
  }
}

async function append(file: FileHandle, body: ReadableStream<Uint8Array>, expected: number): Promise<void> {
  let length = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await nextPiece(reader);
      if (done) break;
      length += value.length;
      if (length > expected) throw new WitnessboxError('portal.shortened');
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
