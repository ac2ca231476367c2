/** A desk's key split among several people, through the command line, and opened again by them with Debian's age. */
import { execFileSync } from 'node:child_process';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sealBytes, unlock } from '../../../crypto/envelope.ts';
import { unlockEpochKeys } from '../../../reviewer/identity.ts';
import type { Keyring } from '../../../crypto/keyring.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { AGE } from '../../crypto/programs.ts';
import { called } from '../support/called.ts';
import { witnessbox } from '../support/program.ts';
import { makeOrganisation, temporaryFolder } from '../support/world.ts';

/** Each runs the program several times. */
const LONG = { timeout: 60_000 };

const CUSTODIAN = 'custodian of these tests';
const JOINED = 'seven herons over the weir';

async function organisation() {
  const folder = await temporaryFolder();
  const { publicFolder, secretsFolder } = await makeOrganisation(folder);
  const custodian = join(secretsFolder, 'custodian');
  const keyring = JSON.parse(await readFile(join(publicFolder, 'keyring.json'), 'utf8')) as Keyring;
  const recipient = keyring.desks[0]?.recipient ?? '';
  return { folder, custodian, recipient, shares: join(folder, 'shares'), joined: join(folder, 'joined.age') };
}

const splitting = (custodian: string, out: string, ...more: string[]) => [
  'keys',
  'split',
  ...['--custodian', custodian, '--desk', 'main', '--needed', '2', '--shares', '3', '--out', out, '--yes'],
  ...more,
];
const joining = (out: string, ...files: string[]) => ['keys', 'join-shares', '--out', out, ...files];
const words = (sheet: string) => sheet.trimEnd().split('\n\n').at(-1)?.replaceAll('\n', ' ') ?? '';

describe('a split key', LONG, () => {
  test('is gone from the custodian, and two of three sheets open what was sent', async () => {
    const { folder, custodian, recipient, shares, joined } = await organisation();
    const split = await witnessbox(splitting(custodian, shares, '--destroy'), `${CUSTODIAN}\n`);
    expect(split).toMatchObject({ code: 0, stderr: '' });
    expect(split.stdout).toContain('This cannot be undone');
    expect((await readdir(shares)).sort()).toEqual(
      ['share-1-of-3.txt', 'share-2-of-3.txt', 'share-3-of-3.txt'].sort(),
    );
    const epoch = await readFile(join(custodian, 'epoch-1.age'));
    expect((await unlockEpochKeys(CUSTODIAN, epoch)).desks).toEqual([]);

    const sheets = ['share-3-of-3.txt', 'share-1-of-3.txt'].map((name) => join(shares, name));
    const done = await witnessbox(joining(joined, ...sheets), `${JOINED}\n`);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const text = new TextDecoder().decode(await unlock(JOINED, await readFile(joined)));
    expect(text).toMatch(/^# Witnessbox, joined from shares, epoch 1\nAGE-SECRET-KEY-PQ-1[^\n]+\n$/u);

    if (AGE === null) return;
    await writeFile(join(folder, 'x.age'), await sealBytes(recipient, new TextEncoder().encode('opened')));
    // age asks for a passphrase on a terminal only; its plugin takes it from the environment.
    const environment = { AGE_PASSPHRASE: JOINED, PATH: `${dirname(AGE)}:${process.env['PATH'] ?? ''}` };
    const key = execFileSync(AGE, ['-d', '-j', 'batchpass', joined], { env: environment });
    await writeFile(join(folder, 'key.txt'), key);
    expect(
      execFileSync(AGE, ['-d', '-i', join(folder, 'key.txt'), join(folder, 'x.age')], { encoding: 'utf8' }),
    ).toBe('opened');
  });

  test('is joined from typed words too', async () => {
    const { custodian, shares, joined } = await organisation();
    await called(splitting(custodian, shares), `${CUSTODIAN}\n`);
    const [first, second] = await Promise.all(
      [1, 2].map((n) => readFile(join(shares, `share-${String(n)}-of-3.txt`), 'utf8')),
    );
    const typed = `${words(first ?? '')}\n${words(second ?? '').toUpperCase()}\n${JOINED}\n`;
    expect(await witnessbox(joining(joined), typed)).toMatchObject({ code: 0, stderr: '' });
    // Nothing was to be destroyed, and nothing was.
    expect(
      (await unlockEpochKeys(CUSTODIAN, await readFile(join(custodian, 'epoch-1.age')))).desks,
    ).toHaveLength(1);
  });

  test('stays as it is where the shares cannot be written', async () => {
    const { custodian, shares } = await organisation();
    await writeFile(shares, '');
    const refused = await called(splitting(custodian, shares, '--destroy'), `${CUSTODIAN}\n`);
    expect(refused).toMatchObject({ code: 7, stderr: `${sentenceFor('save.exists')}\n` });
    expect(
      (await unlockEpochKeys(CUSTODIAN, await readFile(join(custodian, 'epoch-1.age')))).desks,
    ).toHaveLength(1);
  });

  test('asks before it destroys, and refuses where nobody can be asked', async () => {
    const { custodian, shares } = await organisation();
    const args = splitting(custodian, shares, '--destroy').filter((arg) => arg !== '--yes');
    expect(await witnessbox(args, `${CUSTODIAN}\n`)).toMatchObject({
      stderr: `${sentenceFor('confirm.needed')}\n`,
    });
    await expect(readdir(shares)).rejects.toThrow('ENOENT');
  });
});

describe('shares that do not do', LONG, () => {
  test('too few, mixed, repeated, altered and missing ones are named for what they are', async () => {
    const { folder, custodian, shares, joined } = await organisation();
    const others = join(folder, 'others');
    await called(splitting(custodian, shares), `${CUSTODIAN}\n`);
    await called(splitting(custodian, others), `${CUSTODIAN}\n`);
    const sheet = (n: number, where = shares) => join(where, `share-${String(n)}-of-3.txt`);
    const bad = join(folder, 'bad.txt');
    const text = await readFile(sheet(2), 'utf8');
    await writeFile(bad, text.replace(/ 7 [a-z]+/u, ' 7 xylophone'));

    const said = async (...files: string[]) =>
      (await called(joining(joined, ...files), `${JOINED}\n`)).stderr;
    expect(await said(sheet(1))).toBe(`${sentenceFor('quorum.too-few', { count: 1, needed: 2 })}\n`);
    expect(await said(sheet(1), sheet(2, others))).toBe(`${sentenceFor('quorum.mixed', { position: 2 })}\n`);
    expect(await said(sheet(1), sheet(1))).toBe(`${sentenceFor('quorum.repeated', { position: 2 })}\n`);
    expect(await said(sheet(1), bad)).toBe(
      `File number 2 of those given:\n${sentenceFor('quorum.unknown-word', { position: 7 })}\n`,
    );
    await rm(bad);
    expect(await said(sheet(1), bad)).toBe(`${sentenceFor('quorum.unreadable-file', { file: 2 })}\n`);
    await expect(readFile(joined)).rejects.toThrow('ENOENT');
  });
});
