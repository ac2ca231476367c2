/** Small disks of a test's own: in memory, or a file with ext4 in it. Both need root. @module */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise } from '../../server/support/files.ts';

export const execute = (program: string, ...args: string[]) =>
  execFileSync(program, args, { stdio: 'pipe', encoding: 'utf8' });

/** Why none can be had here, or null. */
function whyNone(trial: (folder: string) => void): string | null {
  const root = mkdtempSync(join(tmpdir(), 'witnessbox-'));
  const folder = join(root, 'disk');
  mkdirSync(folder);
  try {
    trial(folder);
    execute('umount', folder);
    return null;
  } catch {
    return 'this machine does not let the tests mount a small disk (root is needed)';
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export const noMemoryDisk = whyNone((folder) => mountMemory(folder, 'size=1m'));

/** ext4 on a file, as on a machine of its own: what was not flushed can be lost. */
export const noRealDisk = whyNone((folder) => {
  const image = `${folder}.img`;
  execute('truncate', '-s', '16m', image);
  execute('mkfs.ext4', '-q', image);
  execute('mount', '-o', 'loop', image, folder);
});

/** What a test that is skipped says of it. */
export const unless = (reason: string | null): string => (reason === null ? '' : ` (skipped: ${reason})`);

export function mountMemory(folder: string, options: string): void {
  execute('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder);
}

/** Where there is a disk of this size, in bytes; `image`: a file that does not exist yet. */
export async function makeRealDisk(image: string, folder: string, size: number): Promise<void> {
  await writeFile(image, '');
  await truncate(image, size);
  execute('mkfs.ext4', '-q', image);
  mountReal(image, folder);
}

export function mountReal(image: string, folder: string): void {
  // By itself nothing is written for minutes: what is on the disk is there because somebody insisted.
  execute('mount', '-o', 'loop,commit=300,noauto_da_alloc', image, folder);
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Leaves not one block; `filler`: a file on that disk. */
export async function fillUp(folder: string, filler: string): Promise<void> {
  for (let size = await freeBytes(folder); size >= 512; size = Math.floor(size / 2)) {
    await writeFile(filler, noise(size), { flag: 'a' }).catch(() => undefined);
  }
}
