/**
 * Blobs as files in one folder, named by their keys. Flushed means fsynced, file and folder.
 *
 * File and folder times are set to the midnight that begins the day; a file that grows keeps that of the day on which
 * it was made. What cannot be set (change time, inode number, place in the folder) is levelled at the close of the day,
 * when retention.ts has every blob of it rewritten in shuffled order. The copy has a name of its own: many file systems
 * keep an entry where it was first written, and renaming the copy over the original would leave the names in the order
 * of their arrival.
 *
 * @module
 */
import { constants } from 'node:fs';
import { open, readdir, rm, stat, utimes, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { hasRoomForCopy } from '../db/room.node.ts';
import type { Random } from '../crypto/encoding.ts';
import type { BlobStore, ByteRange } from './blobs.ts';
import { dayOf, midnight } from '../crypto/days.ts';
import { leavesDoubt, ServerError } from './errors.ts';
import { copyFile, openToRead, syncFolder, writeFlushed } from './files.disk.ts';
import { createSlabs } from './gather.disk.ts';
import { isId, newId } from './shuffle.ts';
import { diskWriter, type Writing } from './writer.disk.ts';

const READ_SIZE = 256 * 1024;
const PROBE = 'probe';

export type DiskOptions = {
  folder: string;
  now: () => Date;
  random: Random;
  /** Whether the server is being stopped, for which no copy must be waited. */
  isStopping?: () => boolean;
};

export function diskBlobs({ folder, now, random, isStopping = () => false }: DiskOptions): BlobStore {
  const pathOf = (ref: string): string => {
    // Names come from our own rows; checked all the same, since this one decides about files.
    if (!isId(ref)) throw new ServerError('storage.failed');
    return join(folder, ref);
  };
  const today = (): Date => midnight(dayOf(now()));
  /** Files that no row names yet, which are no remains of a crash. */
  const making = new Set<string>();
  /** Those of them of which it is open whether a row would name them after a crash. */
  const doubtful = new Set<string>();
  const writing: Writing = new Map();
  const isShut = new Set<string>();
  const slabs = createSlabs();
  const settleFolder = shared(() => syncFolder(folder, today()));
  const remove = async (ref: string): Promise<void> => {
    await rm(pathOf(ref), { force: true });
    await settleFolder();
  };

  /** A file that no row names yet: how it is taken back. */
  const unnamed = (name: string) => {
    making.add(name);
    const undo = async (): Promise<void> => {
      making.delete(name);
      await remove(name);
    };
    const doubt = async (error: unknown): Promise<void> => {
      if (leavesDoubt(error)) doubtful.add(name);
      else await undo();
    };
    return { undo, doubt };
  };

  return {
    create: (key) => key,

    async writer(ref, length) {
      if (length === 0) {
        const made = await open(pathOf(ref), constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
        if (isShut.has(ref)) {
          await made.close();
          return null;
        }
        // Nothing counts before the first flush, which waits for this.
        return diskWriter(ref, made, { length, day: dayOf(now()), writing, slabs, named: settleFolder() });
      }
      const file = await openExisting(pathOf(ref));
      if (!file) return null;
      let day: string;
      try {
        const { size, mtime } = await file.stat();
        if (size < length) {
          await file.close();
          return null;
        }
        day = dayOf(mtime);
        await file.truncate(length);
      } catch (error) {
        await file.close();
        throw error;
      }
      // In one step with counting as writing.
      if (isShut.has(ref)) {
        await file.close();
        return null;
      }
      return diskWriter(ref, file, { length, day, writing, slabs, named: Promise.resolve() });
    },

    async put(ref, bytes, day) {
      const { undo, doubt } = unnamed(ref);
      try {
        await Promise.all([writeFlushed(pathOf(ref), bytes, midnight(day)), settleFolder()]);
      } catch (error) {
        await undo();
        throw error;
      }
      const recorded = (): Promise<void> => {
        making.delete(ref);
        return Promise.resolve();
      };
      return { ref, recorded, undo, doubt };
    },

    read: (ref, range) => readFile(pathOf(ref), range),

    async seal(ref, day) {
      // As the last flush left it, on the same day: it is still open, and nothing was written since.
      const opened = writing.get(ref);
      if (opened?.isFlushed && opened.day === day) return;
      const file = await open(pathOf(ref), 'r+');
      try {
        await file.utimes(midnight(day), midnight(day));
        await file.sync();
      } finally {
        await file.close();
      }
      await settleFolder();
    },

    async rewrite(ref, day, isOver = () => false) {
      const copy = newId(random);
      const { undo, doubt } = unnamed(copy);
      const recorded = (): Promise<void> => {
        // What was open is decided: this has been written over it in the log. The next sweep takes those away.
        for (const other of doubtful) making.delete(other);
        doubtful.clear();
        making.delete(copy);
        return remove(ref);
      };
      try {
        if (!hasRoomForCopy(pathOf(ref))) throw new ServerError('storage.full');
        await copyFile(pathOf(ref), pathOf(copy), midnight(day), () => {
          if (isOver() || isStopping()) throw new ServerError('server.stopping');
        });
        await settleFolder();
      } catch (error) {
        await undo();
        throw error;
      }
      return { ref: copy, isWhole: true, recorded, undo, doubt };
    },

    async isOld(ref, day) {
      const status = await stat(pathOf(ref)).catch(() => null);
      return status !== null && (writing.get(ref)?.day ?? dayOf(status.mtime)) < day;
    },

    shut(ref) {
      if (writing.has(ref) || isShut.has(ref)) return null;
      isShut.add(ref);
      return () => isShut.delete(ref);
    },

    remove,

    async probe() {
      // No row can name it: should a crash leave it behind, the next close sweeps it away.
      const trial = join(folder, PROBE);
      try {
        await writeFile(trial, PROBE, { flag: 'w', mode: 0o600, flush: true });
      } finally {
        await rm(trial, { force: true });
        await utimes(folder, today(), today());
      }
    },

    async sweep(kept) {
      // What is no file no crash has left: the server's own socket, perhaps. `server check` says what is foreign.
      const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
      const named = new Set([...making, ...(await kept())]);
      const orphans = files.map(({ name }) => name).filter((name) => !named.has(name));
      const failures: unknown[] = [];
      for (const name of orphans) {
        await rm(join(folder, name), { force: true }).catch((error: unknown) => failures.push(error));
      }
      if (orphans.length > 0) await settleFolder();
      if (failures.length > 0) throw failures[0];
      return orphans.length;
    },
  };
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDWR);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function readFile(path: string, range: ByteRange): ReadableStream<Uint8Array> {
  let file: FileHandle | undefined;
  let position = range.start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          file ??= await openToRead(path);
          const bytes = new Uint8Array(Math.min(READ_SIZE, range.end - position));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
          if (bytes.length > 0 && bytesRead === 0) throw new ServerError('storage.failed');
          position += bytesRead;
          if (bytesRead > 0) controller.enqueue(bytes.subarray(0, bytesRead));
          if (position === range.end) {
            await file.close();
            controller.close();
          }
        } catch {
          await file?.close().catch(() => undefined);
          controller.error(new ServerError('storage.failed'));
        }
      },
      async cancel() {
        await file?.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One run for all who ask while another is under way, since that one may have begun too early for them. */
function shared(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () =>
    (next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        running = action();
        return running;
      }));
}
