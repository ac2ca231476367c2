/** The store at rest: what goes in comes out, nothing else does, and a crash costs nothing. */
import { randomBytes } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeLock } from '../../reviewer/lock.ts';
import { Vault } from '../../reviewer/vault.ts';
import { random, temporaryFolder } from './support/world.ts';

const KEY = new Uint8Array(32).fill(9);

const put = (vault: Vault, name: string, value: unknown): Promise<void> =>
  vault.change((transaction) => {
    transaction.put(name, value);
    return Promise.resolve();
  });

async function records(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'records'))).map((name) => join(folder, 'records', name));
}

test('keeps any JSON under any name, over reopening', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.option(fc.jsonValue())), {
        maxLength: 8,
      }),
      async (changes) => {
        const folder = join(await temporaryFolder(), 'vault');
        const vault = await Vault.create(folder, KEY, random);
        const expected = new Map<string, unknown>();
        for (const [name, value] of changes) {
          if (value === null) expected.delete(name);
          else expected.set(name, value);
          await vault.change((transaction) => {
            if (value === null) transaction.remove(name);
            else transaction.put(name, value);
            return Promise.resolve();
          });
        }
        const again = await Vault.open(folder, KEY, random);
        expect(again.names('')).toEqual([...expected.keys()].sort());
        for (const [name, value] of expected) {
          expect(await again.get(name)).toEqual(JSON.parse(JSON.stringify(value)));
        }
        expect(await records(folder)).toHaveLength(expected.size);
      },
    ),
    { numRuns: 25 },
  );
});

test('shows nothing of names, values or lengths on the disk', async () => {
  const folder = join(await temporaryFolder(), 'vault');
  const vault = await Vault.create(folder, KEY, random);
  await put(vault, 'case-of-aygul', { text: 'they came at night' });
  await put(vault, 'short', 1);
  const sizes = new Set<number>();
  for (const path of [...(await records(folder)), join(folder, 'index')]) {
    const bytes = await readFile(path);
    sizes.add(bytes.length);
    for (const secret of ['aygul', 'night', 'short']) expect(bytes.includes(secret)).toBe(false);
    expect(path).not.toContain('aygul');
  }
  expect(sizes.size).toBe(1);
  expect(vault.blobPath('ab'.repeat(16))).not.toContain('abab');
});

test('one changed byte anywhere is noticed', async () => {
  const folder = join(await temporaryFolder(), 'vault');
  const vault = await Vault.create(folder, KEY, random);
  await put(vault, 'name', 'value');
  const [path = ''] = await records(folder);
  const whole = await readFile(path);
  for (let round = 0; round < 40; round += 1) {
    const bytes = Buffer.from(whole);
    const at = randomBytes(4).readUInt32BE() % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
    await writeFile(path, bytes);
    await expect(vault.get('name')).rejects.toMatchObject({ code: 'vault.damaged' });
  }
  await writeFile(path, whole.subarray(0, 20));
  await expect(vault.get('name')).rejects.toMatchObject({ code: 'vault.damaged' });
});

test('records cannot be swapped, put back, left out or opened with another key', async () => {
  const folder = join(await temporaryFolder(), 'vault');
  const vault = await Vault.create(folder, KEY, random);
  await put(vault, 'one', 1);
  const [oldPath = ''] = await records(folder);
  const old = await readFile(oldPath);
  await put(vault, 'one', 'new');
  const [newPath = ''] = await records(folder);
  const fresh = await readFile(newPath);
  await writeFile(newPath, old);
  await expect(vault.get('one')).rejects.toMatchObject({ code: 'vault.damaged' });
  await writeFile(newPath, fresh);

  await put(vault, 'two', 2);
  const [a = '', b = ''] = await records(folder);
  await rename(a, `${a}.aside`);
  await rename(b, a);
  await rename(`${a}.aside`, b);
  await expect(vault.get('two')).rejects.toMatchObject({ code: 'vault.damaged' });
  await rm(a);
  await rm(b);
  await expect(vault.get('one')).rejects.toMatchObject({ code: 'vault.damaged' });
  await expect(Vault.open(folder, new Uint8Array(32), random)).rejects.toMatchObject({
    code: 'vault.damaged',
  });
  await rm(join(folder, 'index'));
  await expect(Vault.open(folder, KEY, random)).rejects.toMatchObject({ code: 'vault.damaged' });
});

test('a crash at any point of a change leaves all of the old or all of the new', async () => {
  // Every write that a change makes goes through random() for its file name: failing there is a crash there.
  for (let crashAt = 1; crashAt <= 4; crashAt += 1) {
    const folder = join(await temporaryFolder(), 'vault');
    let calls = -Infinity;
    const failing = (length: number): Uint8Array => {
      calls += 1;
      if (calls === crashAt) throw new Error('crash');
      return random(length);
    };
    const vault = await Vault.create(folder, KEY, failing);
    await put(vault, 'a', 'old');
    await put(vault, 'b', 'old');
    calls = 0;
    const change = vault.change((transaction) => {
      for (const name of ['a', 'b', 'c']) transaction.put(name, 'new');
      return Promise.resolve();
    });
    const crashed = crashAt <= 3;
    await (crashed ? expect(change).rejects.toThrow('crash') : change);
    const again = await Vault.open(folder, KEY, random);
    const found = [await again.get('a'), await again.get('b'), await again.get('c')];
    expect(found).toEqual(crashed ? ['old', 'old', null] : ['new', 'new', 'new']);
    expect(await records(folder)).toHaveLength(crashed ? 2 : 3);
  }
});

test('a half-written index beside the whole one is swept away', async () => {
  const folder = join(await temporaryFolder(), 'vault');
  const vault = await Vault.create(folder, KEY, random);
  await put(vault, 'a', 1);
  await writeFile(join(folder, 'index.0123.tmp'), 'half');
  await writeFile(join(folder, 'records', 'orphan'), 'half');
  const again = await Vault.open(folder, KEY, random);
  expect(await again.get('a')).toBe(1);
  expect(await readdir(folder)).toEqual(['blobs', 'incoming', 'index', 'records']);
  expect(await records(folder)).toHaveLength(1);
});

test('changes at the same time follow each other', async () => {
  const vault = await Vault.create(join(await temporaryFolder(), 'vault'), KEY, random);
  const add = (): Promise<void> =>
    vault.change(async (transaction) => {
      const count = (await transaction.get<number>('count')) ?? 0;
      transaction.put('count', count + 1);
    });
  await Promise.all(Array.from({ length: 20 }, add));
  expect(await vault.get('count')).toBe(20);
});

test('a change that fails changes nothing and holds up no other', async () => {
  const vault = await Vault.create(join(await temporaryFolder(), 'vault'), KEY, random);
  const failing = vault.change((transaction) => {
    transaction.put('a', 1);
    return Promise.reject(new Error('no'));
  });
  await expect(failing).rejects.toThrow('no');
  expect(await vault.get('a')).toBeNull();
  await put(vault, 'a', 2);
  expect(await vault.get('a')).toBe(2);
});

test('the lock is one at a time and free again after release', async () => {
  const path = join(await temporaryFolder(), 'lock');
  const lock = takeLock(path);
  expect(() => takeLock(path)).toThrow(expect.objectContaining({ code: 'vault.locked' }));
  lock.release();
  takeLock(path).release();
});
