/** A case in the clear, on a disk that a stranger would like to write to. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Source } from './support/source.ts';
import { type World, makeWorld, openHome, random } from './support/world.ts';

const NAMES = [
  '../../../etc/passwd',
  '/etc/cron.d/evil',
  'C:\\Windows\\evil.exe',
  '..',
  '-rf',
  '.bashrc',
  'CON.txt',
  'photo\u202egpj.exe',
  'line\nbreak\u001b[2J.txt',
  '同じ.txt',
  'same.txt',
  'SAME.txt',
  'x'.repeat(400),
  '',
];

async function withCase(
  names: readonly string[],
): Promise<{ world: World; id: string; files: Uint8Array[] }> {
  const world = await makeWorld();
  const files = names.map((_, index) => random(1000 + index));
  const source = await Source.arrive(world);
  const id = await source.send({
    files: names.map((name, index) => ({ name, bytes: files[index] ?? new Uint8Array() })),
  });
  return { world, id, files };
}

test('hostile names end up as harmless ones inside the folder, with sums that sha256sum confirms', async () => {
  const { world, id, files } = await withCase(NAMES);
  const session = await openHome(world);
  await session.sync();
  const saved = await session.save(id, join(world.folder, 'out'));
  expect(saved.files).toBe(NAMES.length + 2);
  expect((await readdir(world.folder)).sort()).toEqual(['data', 'out', 'public', 'secrets']);
  expect((await readdir(saved.folder)).sort()).toEqual(['SHA256SUMS', 'evidence', 'testimony.json']);
  const evidence = (await readdir(join(saved.folder, 'evidence'))).sort();
  expect(evidence).toHaveLength(NAMES.length);
  for (const [index, name] of evidence.entries()) {
    expect(name).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u);
    const path = join(saved.folder, 'evidence', name);
    expect(new Uint8Array(await readFile(path))).toEqual(files[index]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  }
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: saved.folder });
});

test('nothing of the channel is written', async () => {
  const { world, id } = await withCase(['a.txt']);
  const session = await openHome(world);
  await session.sync();
  const { folder } = await session.save(id, join(world.folder, 'out'));
  const text = await readFile(join(folder, 'testimony.json'), 'utf8');
  expect(text).not.toMatch(/dropSecret|age1pq1/u);
});

test('nothing is overwritten, no link followed, and a full folder stays as it is', async () => {
  const { world, id } = await withCase([]);
  const session = await openHome(world);
  await session.sync();
  const full = join(world.folder, 'full');
  await mkdir(full);
  await writeFile(join(full, 'mine'), 'mine');
  await expect(session.save(id, full)).rejects.toMatchObject({ code: 'save.exists' });
  await expect(session.save(id, join(full, 'mine'))).rejects.toMatchObject({ code: 'save.exists' });
  await expect(session.save(id, join(full, 'mine', 'x'))).rejects.toMatchObject({ code: 'save.no-parent' });
  await expect(session.save(id, join(full, 'no', 'x'))).rejects.toMatchObject({ code: 'save.no-parent' });
  expect(await readdir(full)).toEqual(['mine']);

  const empty = join(world.folder, 'empty');
  await mkdir(empty);
  const link = join(world.folder, 'link');
  await symlink(empty, link);
  await expect(session.save(id, link)).rejects.toMatchObject({ code: 'save.exists' });
  await session.save(id, empty);
  await expect(session.save(id, empty)).rejects.toMatchObject({ code: 'save.exists' });
});

test('follow-ups are saved in folders of their own', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send();
  await source.send({ followUp: random(16), files: [{ name: 'later.txt', bytes: random(10) }] });
  const session = await openHome(world);
  await session.sync();
  const { folder } = await session.save(id, join(world.folder, 'out'));
  expect(await readdir(join(folder, 'follow-up-01', 'evidence'))).toEqual(['001-later.txt']);
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: folder });
});

test('ciphertext that changed since it was filed is not saved, and leaves nothing half written', async () => {
  const { world, id } = await withCase(['a.bin']);
  const session = await openHome(world);
  await session.sync();
  const blobs = join(world.organisation.home, 'vault', 'blobs');
  const [name = ''] = await readdir(blobs);
  const bytes = await readFile(join(blobs, name));
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  await writeFile(join(blobs, name), bytes);
  await expect(session.save(id, join(world.folder, 'out'))).rejects.toMatchObject({
    code: 'envelope.damaged',
  });
  expect((await readdir(world.folder)).sort()).toEqual(['data', 'public', 'secrets']);
});

test.each([
  ['no file', []],
  ['a file', [{ name: 'a.txt', bytes: random(10) }]],
])('what somebody put in the place of a testimony, with %s, is not saved as it', async (_, files) => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const id = await source.send({ answers: { what: 'They came at night.' } });
  const session = await openHome(world);
  await session.sync();
  const blobs = join(world.organisation.home, 'vault', 'blobs');
  const [name = ''] = await readdir(blobs);
  // The desk's recipient is public: this opens.
  await writeFile(join(blobs, name), await source.seal({ answers: { what: 'Nobody ever came.' }, files }));
  await expect(session.save(id, join(world.folder, 'out'))).rejects.toMatchObject({ code: 'vault.damaged' });
  expect((await readdir(world.folder)).sort()).toEqual(['data', 'public', 'secrets']);
});
