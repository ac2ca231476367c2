/** Files and folders as whoever keeps ciphertext on a disk handles them: flushed, and with days as their only times. @module */
import { closeSync, constants, fsync, futimesSync, openSync, utimesSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';

const READ_SIZE = 256 * 1024;
/** Bytes of a copy that wait for the disk at most: its end does not last long, nor hold up long who flushes meanwhile. */
const FLUSH_EVERY = 32 * 1024 * 1024;

/** Without a trace in the file's time of access, which would tell when the team fetched it. */
export async function openToRead(path: string): Promise<FileHandle> {
  try {
    // Where the system has no such flag, it counts as none.
    return await open(path, constants.O_RDONLY | constants.O_NOATIME);
  } catch (error) {
    // Only the owner of a file may ask for that.
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return open(path, 'r');
    throw error;
  }
}

/**
 * Copies a file to a place where nothing is, for this account alone, flushed; `time` becomes its only one. `onPiece` sees
 * all bytes in order, valid until it returns; what it throws ends the copy. What is there of it after an error, the
 * caller takes away.
 */
export async function copyFile(
  from: string,
  to: string,
  time: Date,
  onPiece?: (bytes: Uint8Array) => void,
): Promise<void> {
  const source = await openToRead(from);
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const buffer = new Uint8Array(READ_SIZE);
      let unflushed = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) break;
        const bytes = buffer.subarray(0, bytesRead);
        onPiece?.(bytes);
        await target.writeFile(bytes);
        unflushed += bytesRead;
        if (unflushed < FLUSH_EVERY) continue;
        await target.datasync();
        unflushed = 0;
      }
      await target.utimes(time, time);
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A name is safe only when its folder is: fsync(2). `time` becomes the folder's own. */
export async function syncFolder(folder: string, time?: Date): Promise<void> {
  if (time) utimesSync(folder, time, time);
  await flushed(openSync(folder, 'r'));
}

/**
 * Makes a file of something small, for this account alone; `time` becomes its only one. It is there with all its bytes as
 * soon as this returns, and safe when it resolves, once the folder is flushed too. Into the system's memory one writes
 * sooner than another thread could be asked to; only the flush is worth waiting for in one.
 */
export async function writeFlushed(path: string, bytes: Uint8Array, time: Date): Promise<void> {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    futimesSync(file, time, time);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  await flushed(file);
}

const flush = promisify(fsync);

/** And closed. */
async function flushed(file: number): Promise<void> {
  try {
    await flush(file);
  } finally {
    closeSync(file);
  }
}
