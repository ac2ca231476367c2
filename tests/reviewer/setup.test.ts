/** Making an organisation: files that other programs accept, all or nothing. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBytes } from '../../crypto/envelope.ts';
import { fingerprint, openKeyring } from '../../crypto/keyring.ts';
import { unlockEpochKeys, unlockReviewerKeys } from '../../reviewer/identity.ts';
import { checkPassphrase } from '../../reviewer/passphrase.ts';
import { MINISIGN, run } from '../crypto/programs.ts';
import { Source } from './support/source.ts';
import { PASSPHRASE, TODAY, makeOrganisation, makeWorld, temporaryFolder } from './support/world.ts';

const CUSTODIAN = 'custodian of these tests';

async function everything(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => join(entry.parentPath, entry.name));
}

test('the keyring opens with the root key and says what was asked for', async () => {
  const { publicFolder, organisationId, ...made } = await makeOrganisation(await temporaryFolder(), {
    validDays: 30,
    onion: `${'a'.repeat(56)}.onion`,
  });
  const rootKey = await readFile(join(publicFolder, 'root.pub'), 'utf8');
  const keyring = openKeyring({
    keyring: await readFile(join(publicFolder, 'keyring.json')),
    signature: await readFile(join(publicFolder, 'keyring.json.minisig'), 'utf8'),
    rootKey,
    today: TODAY,
    organisationId,
  });
  expect(keyring).toMatchObject({
    epoch: 1,
    validFrom: TODAY,
    validUntil: '2026-12-21',
    demonstration: true,
  });
  expect(keyring.organisation.names).toEqual({ en: 'Example Watch', 'zh-Hans': '示例观察' });
  expect(made.fingerprint).toBe(fingerprint(rootKey, organisationId));
});

test.runIf(MINISIGN)('the real minisign checks the keyring and signs with the root key', async () => {
  const folder = await temporaryFolder();
  const { publicFolder, secretsFolder } = await makeOrganisation(folder);
  const at = (name: string): string => join(publicFolder, name);
  run(MINISIGN, ['-Vm', at('keyring.json'), '-p', at('root.pub')]);
  const note = join(folder, 'note');
  await writeFile(note, 'signed by hand');
  run(MINISIGN, ['-Sm', note, '-s', join(secretsFolder, 'custodian', 'root.key')], `${CUSTODIAN}\n`);
  run(MINISIGN, ['-Vm', note, '-p', at('root.pub')]);
});

test('each file opens with the passphrase it belongs to and no other', async () => {
  const { secretsFolder, home } = await makeOrganisation(await temporaryFolder());
  const epoch = await readFile(join(secretsFolder, 'custodian', 'epoch-1.age'));
  const identity = await readFile(join(home, 'identity.age'));
  expect((await unlockEpochKeys(CUSTODIAN, epoch)).desks).toHaveLength(1);
  expect((await unlockReviewerKeys(PASSPHRASE, identity)).epochs).toHaveLength(1);
  await expect(unlockEpochKeys(PASSPHRASE, epoch)).rejects.toMatchObject({ code: 'vault.wrong-passphrase' });
  await expect(unlockReviewerKeys(CUSTODIAN, identity)).rejects.toMatchObject({
    code: 'vault.wrong-passphrase',
  });
  await expect(unlockReviewerKeys(CUSTODIAN, epoch)).rejects.toMatchObject({ code: 'vault.damaged' });
});

test('the custodian’s epoch file opens a submission without this program: it is an age identity file', async () => {
  const world = await makeWorld();
  const sealed = await (
    await Source.arrive(world)
  ).seal({ answers: { what: 'readable by anybody with the key' } });
  const file = await readFile(join(world.organisation.secretsFolder, 'custodian', 'epoch-1.age'));
  const { unlock } = await import('../../crypto/envelope.ts');
  const lines = new TextDecoder().decode(await unlock(CUSTODIAN, file)).split('\n');
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const tar = await openBytes(identities, sealed);
  const folder = await temporaryFolder();
  execFileSync('tar', ['x', '-C', folder], { input: tar });
  expect(await readFile(join(folder, 'testimony.json'), 'utf8')).toContain('readable by anybody');
});

test('secrets are their owner’s alone', async () => {
  const { secretsFolder } = await makeOrganisation(await temporaryFolder());
  for (const path of [secretsFolder, ...(await everything(secretsFolder))]) {
    const { mode } = await stat(path);
    expect((mode & 0o077).toString(8), path).toBe('0');
  }
});

test('no secret is in the public folder, no passphrase anywhere', async () => {
  const { publicFolder, secretsFolder } = await makeOrganisation(await temporaryFolder());
  expect((await readdir(publicFolder)).sort()).toEqual([
    'intake.json',
    'keyring.json',
    'keyring.json.minisig',
    'root.pub',
  ]);
  for (const path of [...(await everything(publicFolder)), ...(await everything(secretsFolder))]) {
    if (!(await stat(path)).isFile()) continue;
    const text = (await readFile(path)).toString('latin1');
    for (const secret of [PASSPHRASE, CUSTODIAN, 'AGE-SECRET-KEY'])
      expect(text.includes(secret), path).toBe(false);
  }
});

test('a folder that exists is refused, and nothing is left behind', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'public'));
  await expect(makeOrganisation(folder)).rejects.toMatchObject({ code: 'setup.exists' });
  expect(await readdir(folder)).toEqual(['public']);
  await expect(
    makeOrganisation(folder, { publicFolder: join(folder, 'new'), validDays: 0 }),
  ).rejects.toMatchObject({
    code: 'setup.bad-days',
  });
  await expect(
    makeOrganisation(folder, {
      publicFolder: join(folder, 'public', 'file', 'x'),
      portal: 'http://example.org',
    }),
  ).rejects.toMatchObject({ code: 'portal.bad-address' });
  expect(await everything(folder)).toEqual([join(folder, 'public')]);
});

test('a failure after the secrets are in place takes them away again, and the next attempt goes well', async () => {
  const folder = await temporaryFolder();
  const inside = join(folder, 'watch');
  const twice = join(inside, 'same');
  // Both to one place: the first move goes well, the second does not.
  await expect(makeOrganisation(folder, { publicFolder: twice, secretsFolder: twice })).rejects.toMatchObject(
    { code: 'setup.exists' },
  );
  expect(await everything(folder)).toEqual([]);
  const made = { publicFolder: join(inside, 'public'), secretsFolder: join(inside, 'secrets') };
  await makeOrganisation(folder, made);
  expect(await readdir(inside)).toEqual(['public', 'secrets']);
});

test('a folder that somebody else puts in the way meanwhile is left as it is', async () => {
  const folder = await temporaryFolder();
  const inTheWay = join(folder, 'public', 'theirs');
  const making = makeOrganisation(folder);
  const stop = new AbortController();
  const watching = (async (): Promise<void> => {
    while (!stop.signal.aborted && !(await readdir(folder)).some((name) => name.endsWith('.unfinished'))) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await mkdir(inTheWay, { recursive: true });
  })();
  await expect(making).rejects.toMatchObject({ code: 'setup.exists' });
  stop.abort();
  await watching;
  expect(await everything(folder)).toEqual([join(folder, 'public'), inTheWay]);
});

describe('passphrases', () => {
  test.each(['short', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', '             x'])(
    '%j is too weak',
    (weak) => {
      expect(() => {
        checkPassphrase(weak);
      }).toThrow(expect.objectContaining({ code: 'passphrase.weak' }));
    },
  );
  test.each(['lantern orchid gravel', '灯笼兰花砾石山峰'])('%j is good enough', (good) => {
    checkPassphrase(good);
  });
  test('are the same whichever way a keyboard composes them, and weak ones are refused for real', async () => {
    const composed = 'caf\u00e9 orchid gravel summit';
    const { home } = await makeOrganisation(await temporaryFolder(), { reviewerPassphrase: composed });
    const file = await readFile(join(home, 'identity.age'));
    await unlockReviewerKeys(composed.normalize('NFD'), file);
    const weak = { demonstration: false, reviewerPassphrase: 'weak' };
    await expect(makeOrganisation(await temporaryFolder(), weak)).rejects.toMatchObject({
      code: 'passphrase.weak',
    });
  });
});
