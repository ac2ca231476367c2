/** `keys verify` on folders that are not what they should be: without their root key, with another, or made to do harm. */
import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../reviewer/codes.ts';
import { temporaryFolder } from '../support/world.ts';
import { type Custody, type Said, makeCustody, witnessbox } from './support.ts';

const verify = (folder: string, ...options: string[]): Promise<Said> =>
  witnessbox(['keys', 'verify', folder, ...options], { lines: [] });

/** A root.pub, kept elsewhere than in the folder that is checked. */
async function keptRoot({ publicFolder }: Custody): Promise<string[]> {
  const kept = join(await temporaryFolder(), 'root.pub');
  await cp(join(publicFolder, 'root.pub'), kept);
  return ['--root', kept];
}

describe('root.pub', () => {
  test('that is missing in a public folder is said, and in a delivery is as it should be', async () => {
    const custody = await makeCustody();
    const { keys, first, folder, publicFolder, delivery } = custody;
    const root = await keptRoot(custody);
    await keys(['rotate', '--request', await first.request(join(folder, 'r'), 2), '--yes']);
    await rm(join(publicFolder, 'root.pub'));
    const said = await verify(publicFolder, ...root);
    expect(said.code).toBe(EXIT.trust);
    expect(said.out).toContain('right  The keyring of epoch 2 is what the root key signed.');
    expect(said.out).toContain('WRONG  root.pub is missing, which a server needs.');
    const delivered = await verify(delivery(2, 'reviewer'), ...root);
    expect(delivered).toMatchObject({ code: 0, err: '' });
    expect(delivered.out).toContain('right  There is no root.pub here');
  });

  test.each([
    ['another organisation’s', async (other: Custody) => readFile(join(other.publicFolder, 'root.pub'))],
    ['none at all', () => Promise.resolve(Buffer.from('no key'))],
  ])('that is %s is said, and the keyring is checked with the one that was named', async (_, content) => {
    const custody = await makeCustody();
    const { publicFolder } = custody;
    const root = await keptRoot(custody);
    await writeFile(join(publicFolder, 'root.pub'), await content(await makeCustody()));
    const said = await verify(publicFolder, ...root);
    expect(said.code).toBe(EXIT.trust);
    expect(said.out).toContain('WRONG  root.pub here is another root key than the one you named.');
    expect(said.out).toContain('right  The keyring of epoch 1 is what the root key signed.');

    await writeFile(join(publicFolder, 'keyring.json'), '{}');
    const altered = await verify(publicFolder, ...root);
    expect(altered.out).toContain('WRONG  The keyring is not what the root key signed.');
    expect(altered.out).toContain('WRONG  root.pub here is another root key');
  });

  test('that is the one named is not blamed for an altered keyring', async () => {
    const custody = await makeCustody();
    await writeFile(join(custody.publicFolder, 'keyring.json'), '{}');
    const said = await verify(custody.publicFolder, ...(await keptRoot(custody)));
    expect(said.code).toBe(EXIT.trust);
    expect(said.out).not.toContain('another root key');
  });
});

const NAMES = ['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json', 'epoch-1.age'];

describe('what cannot be a file of the organisation', () => {
  test.each(NAMES)('is said of a folder with the name %s', async (name) => {
    const { publicFolder } = await makeCustody();
    await rm(join(publicFolder, name), { force: true });
    await mkdir(join(publicFolder, name));
    const said = await verify(publicFolder);
    expect(said).toMatchObject({ code: EXIT.trust, err: '' });
    expect(said.out.split(`WRONG  ${name} lies here, but it is no file.\n`)).toHaveLength(2);
  });

  test.each(NAMES)('is said of a %s larger than a mebibyte, which is not read', async (name) => {
    const { publicFolder } = await makeCustody();
    const path = join(publicFolder, name);
    await writeFile(path, '', { flag: 'a' });
    // Sparse, and more than Node reads at once: whoever tries fails.
    await truncate(path, 2 ** 32);
    const said = await verify(publicFolder);
    expect(said).toMatchObject({ code: EXIT.trust, err: '' });
    expect(said.out).toContain(`WRONG  ${name} is larger than 1 MiB, which it never is, and was not read.\n`);
  });

  test('is said where there is nothing else', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'grant-request.json'));
    const said = await verify(folder);
    expect(said).toMatchObject({ code: EXIT.trust, err: '' });
    expect(said.out).toContain('WRONG  grant-request.json lies here, but it is no file.');
  });
});
