/**
 * Archives by a stranger on a real disk, by the way on which a case is saved: whatever is refused, the surroundings
 * of the folder are byte for byte what they were, and memory stays bounded.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, recipientOf, seal } from '../../crypto/envelope.ts';
import type { OpenedRecord } from '../../reviewer/records.ts';
import { readBundle, type Testimony } from '../../crypto/bundle.ts';
import { recordName } from '../../reviewer/records.ts';
import { saveCase } from '../../reviewer/save.ts';
import { Vault } from '../../reviewer/vault.ts';
import { HONEST_ARCHIVE, HOSTILE_ARCHIVES, LISTED } from '../crypto/hostile-archives.ts';
import { Source, upload } from './support/source.ts';
import { makeWorld, openHome, random, temporaryFolder } from './support/world.ts';

const ID = 'c'.repeat(32);
const TEXT_SHA256 = createHash('sha256').update('text').digest('hex');

/** Every path below a folder with what an attack could change of it. */
async function picture(folder: string, inside = ''): Promise<string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(join(folder, inside))).sort()) {
    const path = join(inside, name);
    const { mode, size, mtimeMs, nlink } = await lstat(join(folder, path));
    const kind = (mode & 0o170000).toString(8);
    const line = `${path} ${kind} ${(mode & 0o7777).toString(8)}`;
    if (kind === '40000') lines.push(line, ...(await picture(folder, path)));
    else if (kind === '120000') lines.push(`${line} ${await readlink(join(folder, path))}`);
    else {
      const hash = createHash('sha256')
        .update(await readFile(join(folder, path)))
        .digest('hex');
      lines.push(`${line} ${String(size)} ${String(mtimeMs)} ${String(nlink)} ${hash}`);
    }
  }
  return lines;
}

/**
 * What stands where the paths of the archives lead: files to overwrite, a link to follow. The vault lies elsewhere.
 */
async function arena(): Promise<{ root: string; target: string }> {
  const root = join(await temporaryFolder(), 'arena');
  const target = join(root, 'a', 'b');
  await mkdir(target, { recursive: true });
  for (const folder of [root, join(root, 'a'), target]) {
    await writeFile(join(folder, 'outside.txt'), 'mine');
    await mkdir(join(folder, 'evidence'));
    await writeFile(join(folder, LISTED), 'mine');
    await chmod(join(folder, LISTED), 0o444);
    await symlink('/dev/full', join(folder, 'evidence', '002-link'));
  }
  return { root, target };
}

/** What the archive says of itself, as far as it can be read. */
async function testimonyIn(plaintext: Uint8Array): Promise<Testimony | null> {
  try {
    for await (const part of readBundle(streamOf(plaintext)))
      if (part.part === 'testimony') return part.testimony;
  } catch {
    // Falls through.
  }
  return null;
}

/** A vault in which the submission was filed with the testimony that it holds and the files that this lists. */
async function vaultWith(plaintext: Uint8Array): Promise<{ vault: Vault; identity: string }> {
  const identity = await generateIdentity();
  const vault = await Vault.create(join(await temporaryFolder(), 'vault'), random(32), random);
  const sealed = await collect(await seal(await recipientOf(identity), streamOf(plaintext)));
  await writeFile(vault.blobPath(ID), sealed);
  const testimony = await testimonyIn(plaintext);
  await vault.change((transaction) => {
    const evidence = testimony?.evidence.map((entry) => ({ ...entry, sha256: TEXT_SHA256 })) ?? [];
    transaction.put(recordName.body(ID), { testimony, evidence });
    return Promise.resolve();
  });
  return { vault, identity };
}

async function save(plaintext: Uint8Array, target: string): Promise<string> {
  const { vault, identity } = await vaultWith(plaintext);
  try {
    await saveCase({
      vault,
      epochs: [{ epoch: 1, identities: [identity] }],
      submissions: [{ id: ID } as OpenedRecord],
      folder: join(target, 'out'),
    });
    return 'saved';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('saving', () => {
  test('writes what is in order, and nothing else', async () => {
    const { root, target } = await arena();
    const before = await picture(root);
    expect(await save(HONEST_ARCHIVE, target)).toBe('saved');
    const after = (await picture(root)).filter((line) => !/^a\/b\/out[ /]/.test(line));
    expect(after).toEqual(before);
    expect((await readdir(join(target, 'out'), { recursive: true })).sort()).toEqual([
      'SHA256SUMS',
      'evidence',
      LISTED,
      'testimony.json',
    ]);
  });

  test.each(HOSTILE_ARCHIVES)('$name changes nothing on the disk', async ({ code, plaintext }) => {
    const { root, target } = await arena();
    const before = await picture(root);
    expect(await save(plaintext, target)).toMatch(code);
    expect(await picture(root)).toEqual(before);
  });
});

test('a hostile archive that is sent is kept as one file, harms no other, and is neither unpacked nor looked into', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const chosen = HOSTILE_ARCHIVES.filter((_, index) => index % 25 === 0);
  const ids: string[] = [];
  for (const { plaintext } of chosen) ids.push(await upload(world.portal, await source.sealBytes(plaintext)));
  const honest = await source.send({ files: [{ name: 'a.txt', bytes: random(10) }] });
  const session = await openHome(world);
  await session.sync();
  const before = (await readdir(world.folder)).sort();
  for (const [index, id] of ids.entries()) {
    await expect(session.peek(id)).rejects.toMatchObject({ code: 'peek.refused' });
    const folder = join(world.folder, `kept-${String(index)}`);
    expect((await session.save(id, folder)).files).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(['SHA256SUMS', 'evidence']);
    const [file, ...more] = await readdir(join(folder, 'evidence'));
    expect([file, more]).toEqual([expect.stringMatching(/^001-opened\.(?:tar|bin|txt)$/u), []]);
    const kept = await readFile(join(folder, 'evidence', file ?? ''));
    expect(kept.equals(chosen[index]?.plaintext ?? new Uint8Array())).toBe(true);
  }
  const after = (await readdir(world.folder)).filter((name) => !name.startsWith('kept-'));
  expect(after.sort()).toEqual(before);
  expect((await session.save(honest, join(world.folder, 'out'))).files).toBe(3);
});

/** Bytes of the whole process; Node itself takes about 110 MiB, the worst of these 330. */
const MOST_MEMORY = 512 * 2 ** 20;
const SMALL = 2 ** 20;

/** Reads an archive of support/hungry.ts in a process of its own. */
async function hungry(name: string): Promise<{ verdict: string; files: number; made: number; peak: number }> {
  const script = join(import.meta.dirname, 'support', 'hungry.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, name]);
  return JSON.parse(stdout) as { verdict: string; files: number; made: number; peak: number };
}

describe('memory', { timeout: 120_000 }, () => {
  test.each([
    ['a million entries that are not listed', 0],
    ['a million entries under one listed name', 1],
    ['a million pax headers', 0],
    ['a million entries in the list', 0],
  ])('is not spent on %s: the first that is one too many ends it', async (name, files) => {
    const seen = await hungry(name);
    expect(seen).toMatchObject({ verdict: 'bundle.hostile-entry', files });
    expect(seen.made).toBeLessThan(SMALL);
    expect(seen.peak).toBeLessThan(MOST_MEMORY);
  });

  test.each([
    ['a million entries behind ten thousand that are listed', 'bundle.hostile-entry', 10_000],
    ['ten thousand files, each with the longest pax header', 'whole', 10_000],
    ['ten thousand files of 10 KB', 'whole', 10_000],
    ['the longest list that is read, with all that a record may hold', 'whole', 3000],
    ['four megabytes of brackets', 'bundle.malformed', 0],
    ['four megabytes of empty lists', 'bundle.malformed', 0],
    ['four megabytes of members', 'bundle.malformed', 0],
  ])('stays bounded for %s', async (name, verdict, files) => {
    const seen = await hungry(name);
    expect(seen).toMatchObject({ verdict, files });
    expect(seen.peak).toBeLessThan(MOST_MEMORY);
  });
});
