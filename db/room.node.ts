/** Whether a disk has room for a second copy of something. @module */
import { statfsSync, statSync } from 'node:fs';

/** Bytes that are left free for what comes meanwhile; half of what is free where that is less. */
const LEFT = 2 ** 26;

/**
 * For a copy of the file in its own file system. To be asked before its first byte: one that fills the disk, and is given
 * up and tried again, would have texts refused each time. Throws what the file system throws.
 */
export function hasRoomForCopy(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  return free - statSync(path).size >= Math.min(LEFT, free / 2);
}
