/** Writing so that a failure leaves what was there. */
import { existsSync } from 'node:fs';
import { readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diskError, exists, replaceFile, writeNew } from '../../reviewer/files.ts';
import { temporaryFolder } from './support/world.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: at /home/somebody`), { code });

test.each([
  ['ENOSPC', 'disk.full'],
  ['EDQUOT', 'disk.full'],
  ['EROFS', 'disk.refused'],
  ['EACCES', 'disk.refused'],
  ['EIO', 'disk.failed'],
])('%s becomes %s', (system, code) => {
  expect(diskError(systemError(system))).toMatchObject({ code });
});

/** A disk of Linux that is always full. */
const FULL = '/dev/full';

test.runIf(existsSync(FULL))('a full disk is said as such by the real system', async () => {
  const writing = writeFile(FULL, 'x').catch((error: unknown) => {
    throw diskError(error);
  });
  await expect(writing).rejects.toMatchObject({ code: 'disk.full' });
});

test('replacing a file is private, whole and leaves nothing beside it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'file');
  await replaceFile(path, Buffer.from('old'));
  await replaceFile(path, Buffer.from('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await expect(replaceFile(join(path, 'under'), Buffer.from('x'))).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['file']);
});

test('a name is taken also by a link that leads nowhere, and what cannot be looked at is no "no"', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'link');
  expect(await exists(path)).toBe(false);
  await symlink(join(folder, 'nowhere'), path);
  expect(await exists(path)).toBe(true);
  await writeNew(join(folder, 'file'), Buffer.from('x'));
  await expect(exists(join(folder, 'file', 'under'))).rejects.toThrow('ENOTDIR');
});

test('a new file never goes over one that is there', async () => {
  const path = join(await temporaryFolder(), 'file');
  await writeNew(path, Buffer.from('mine'));
  await expect(writeNew(path, Buffer.from('other'))).rejects.toThrow('EEXIST');
  expect(await readFile(path, 'utf8')).toBe('mine');
});
