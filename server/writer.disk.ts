/**
 * One file that grows. Its own time is the midnight of its day. What arrives is written in the background, and counts
 * when it is flushed; what was not is taken away again.
 *
 * @module
 */
import { futimesSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { midnight } from '../crypto/days.ts';
import type { BlobWriter } from './blobs.ts';
import { leavesDoubt } from './errors.ts';
import { gather, type Slabs } from './gather.disk.ts';

/**
 * Files that are open for writing: the day that each has as its time, once what was written is flushed; until then that
 * is the time of the last byte.
 */
export type Writing = Map<string, { day: string; isFlushed: boolean }>;

type Opened = {
  length: number;
  day: string;
  writing: Writing;
  slabs: Slabs;
  /** Resolves when the file's name is on the disk. */
  named: Promise<void>;
};

export function diskWriter(
  ref: string,
  file: FileHandle,
  { length, day, writing, slabs, named }: Opened,
): BlobWriter {
  const own = { day, isFlushed: false };
  writing.set(ref, own);
  /** How far it is flushed, how far it is written, and what has been given to it. */
  let safe = length;
  let end = length;
  let given = length;
  const gathering = gather(slabs, async (bytes) => {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, end);
      written += bytesWritten;
      end += bytesWritten;
    }
  });
  /** Costs next to nothing, and far less than another thread would. */
  const level = (): void => {
    futimesSync(file.fd, midnight(day), midnight(day));
  };
  /** What was given since then may be anywhere on its way: none of it counts, and no more can follow it. */
  const cutBack = async (to: number): Promise<void> => {
    await gathering.end();
    safe = to;
    end = to;
    await file.truncate(to);
  };
  // Who flushes hears of it; who never does has nothing to lose.
  named.catch(() => undefined);
  return {
    day,
    writesOn: true,
    write(bytes) {
      own.isFlushed = false;
      given += bytes.length;
      return gathering.add(bytes);
    },
    async flush() {
      const before = safe;
      const upTo = given;
      try {
        await gathering.drain();
        level();
        await Promise.all([file.sync(), named]);
      } catch (error) {
        // A full disk may show only now: give back what does not count.
        await cutBack(before).catch(() => undefined);
        throw error;
      }
      safe = upTo;
      own.isFlushed = given === upTo;
      const undo = async (): Promise<void> => {
        own.isFlushed = false;
        await cutBack(before);
      };
      // Bytes that no row counts are cut off when writing goes on.
      const doubt = (error: unknown): Promise<void> => (leavesDoubt(error) ? Promise.resolve() : undo());
      return { ref, recorded: () => Promise.resolve(), undo, doubt };
    },
    async close() {
      try {
        await gathering.end();
        if (end > safe) await file.truncate(safe);
        if (!own.isFlushed) level();
      } finally {
        if (writing.get(ref) === own) writing.delete(ref);
        await named.catch(() => undefined);
        await file.close();
      }
    },
  };
}
