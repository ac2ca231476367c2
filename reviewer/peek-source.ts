/**
 * Where the pieces of a submission that is read in part come from: the portal, or the vault's own ciphertext. Neither
 * is believed here; crypto/ranged.ts judges what comes.
 *
 * @module
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { RangedSource } from '../crypto/ranged.ts';
import { ownCode } from './errors.ts';
import { diskError } from './files.ts';
import type { Portal } from './portal.ts';

/** How often one piece is asked for when the connection breaks. */
const ATTEMPTS = 4;

/** `size`: bytes of ciphertext, as listed. @throws portal.* */
export function portalSource(portal: Portal, { id, size }: { id: string; size: number }): RangedSource {
  return {
    size,
    async read(start, end) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await portal.range(id, start, end, size);
        } catch (error) {
          if (ownCode(error) !== 'portal.unreachable' || attempt === ATTEMPTS) throw error;
        }
      }
    },
  };
}

/** Opened anew for each read, so that nothing is left to be closed. @throws disk.* */
export async function fileSource(path: string): Promise<RangedSource> {
  const reading = async <T>(use: (file: FileHandle) => Promise<T>): Promise<T> => {
    try {
      const file = await open(path);
      return await use(file).finally(() => file.close());
    } catch (error) {
      throw diskError(error);
    }
  };
  return {
    size: await reading(async (file) => (await file.stat()).size),
    read: (start, end) =>
      reading(async (file) => {
        const { bytesRead, buffer } = await file.read(new Uint8Array(end - start), 0, end - start, start);
        return buffer.subarray(0, bytesRead);
      }),
  };
}
