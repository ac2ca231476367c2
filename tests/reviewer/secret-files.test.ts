/** Replacing and sweeping files that hold secrets: what a stopped machine leaves, and what must not be swept away. */
import { link, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { destroyFile, replaceSecret, sweepFolder } from '../../reviewer/files.ts';
import { temporaryFolder } from './support/world.ts';

const LEFT = '0123456789abcdef.tmp';

test('a replaced secret is overwritten wherever else it has a name, and leaves none behind', async () => {
  const folder = await temporaryFolder();
  const [path, witness] = [join(folder, 'key.age'), join(folder, 'witness')];
  await writeFile(path, 'the old secret');
  // A name of our own for the old file, by which its bytes can still be looked at.
  await link(path, witness);
  await replaceSecret(path, new TextEncoder().encode('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readFile(witness)).toEqual(Buffer.alloc('the old secret'.length));
  expect((await readdir(folder)).sort()).toEqual(['key.age', 'witness']);
});

test('a secret that cannot be replaced stays as it was', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'key.age'));
  await expect(replaceSecret(join(folder, 'key.age'), new Uint8Array(1))).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['key.age']);
});

test('sweeping overwrites a leftover, but never a file that is still in its place', async () => {
  const folder = await temporaryFolder();
  const [live, left] = [join(folder, 'live.age'), join(folder, `gone.age.${LEFT}`)];
  await writeFile(live, 'still needed');
  await link(live, join(folder, `live.age.${LEFT}`));
  await writeFile(left, 'of an earlier epoch');
  await sweepFolder(folder);
  expect(await readFile(live, 'utf8')).toBe('still needed');
  expect(await readdir(folder)).toEqual(['live.age']);
});

test('what is destroyed is overwritten before it goes, and what is not there is no error', async () => {
  const folder = await temporaryFolder();
  const [path, witness] = [join(folder, 'key'), join(folder, 'witness')];
  await writeFile(path, 'x'.repeat(70_000));
  await link(path, witness);
  await destroyFile(path);
  await destroyFile(path);
  expect(await readFile(witness)).toEqual(Buffer.alloc(70_000));
  expect(await readdir(folder)).toEqual(['witness']);
});
