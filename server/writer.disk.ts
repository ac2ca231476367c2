/**
 * One file that grows. Its own time is the midnight of its day. What arrives is begun to be written out early, and counts
 * when it is flushed; what was not is taken away again.
 *
 * @module
 */
import { futimesSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { midnight } from '../crypto/days.ts';
import type { BlobWriter } from './blobs.ts';
import { leavesDoubt } from './errors.ts';

/** So many bytes are begun to be written out while more arrive, so that a flush finds little left to do. */
const EARLY = 1024 * 1024;

/**
 * Files that are open for writing: the day that each has as its time, once what was written is flushed; until then that
 * is the time of the last byte.
 */
export type Writing = Map<string, { day: string; isFlushed: boolean }>;

type Opened = {
  length: number;
  day: string;
  writing: Writing;
  /** Resolves when the file's name is on the disk. */
  named: Promise<void>;
};

export function diskWriter(
  ref: string,
  file: FileHandle,
  { length, day, writing, named }: Opened,
): BlobWriter {
  const own = { day, isFlushed: false };
  writing.set(ref, own);
  let safe = length;
  let end = length;
  let begun = length;
  let early: Promise<void> = Promise.resolve();
  /** A fault is told once for each file, so that the next flush must hear of it. */
  const beginEarly = (): void => {
    if (end - begun < EARLY) return;
    begun = end;
    early = early.then(() => file.datasync());
    early.catch(() => undefined);
  };
  /** Costs next to nothing, and far less than another thread would. */
  const level = (): void => {
    futimesSync(file.fd, midnight(day), midnight(day));
  };
  // Who flushes hears of it; who never does has nothing to lose.
  named.catch(() => undefined);
  return {
    day,
    async write(bytes) {
      own.isFlushed = false;
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, end);
        written += bytesWritten;
        end += bytesWritten;
      }
      beginEarly();
    },
    async flush() {
      const before = safe;
      try {
        level();
        await Promise.all([early.then(() => file.sync()), named]);
        begun = end;
        own.isFlushed = true;
      } catch (error) {
        await early.catch(() => undefined);
        early = Promise.resolve();
        begun = before;
        // A full disk may show only now: give back what does not count.
        await file.truncate(before).catch(() => undefined);
        end = before;
        throw error;
      }
      safe = end;
      const undo = async (): Promise<void> => {
        own.isFlushed = false;
        await file.truncate(before);
        safe = before;
        end = before;
        begun = before;
      };
      // Bytes that no row counts are cut off when writing goes on.
      const doubt = (error: unknown): Promise<void> => (leavesDoubt(error) ? Promise.resolve() : undo());
      return { ref, recorded: () => Promise.resolve(), undo, doubt };
    },
    async close() {
      try {
        if (end > safe) await file.truncate(safe);
        if (!own.isFlushed) level();
      } finally {
        if (writing.get(ref) === own) writing.delete(ref);
        await Promise.allSettled([named, early]);
        await file.close();
      }
    },
  };
}
