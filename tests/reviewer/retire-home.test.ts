/** The end of an epoch in one key folder: refused until it is time, and the cases outlive the keys. */
import { execFileSync } from 'node:child_process';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect } from '../../crypto/encoding.ts';
import { open, recipientOf, sealBytes } from '../../crypto/envelope.ts';
import { signingKeyOf } from '../../crypto/grant-request.ts';
import { openRetirement } from '../../crypto/retirement.ts';
import { readableFile } from '../../reviewer/file-streams.ts';
import { unlockReviewerKeys } from '../../reviewer/identity.ts';
import { openHome } from '../../reviewer/open-home.ts';
import { retireEpoch } from '../../reviewer/retire-home.ts';
import { Source } from './support/source.ts';
import { Team, begunOnce, succeeded } from './support/team.ts';
import { PASSPHRASE, random } from './support/world.ts';

/** 2026-12-21 and 14 + 30 days have passed. */
const DUE = '2027-02-04';
const FILES = [
  { name: 'photo.jpg', bytes: new Uint8Array(200_000).fill(5) },
  { name: 'note.txt', bytes: new TextEncoder().encode('who they were') },
];

const keysIn = async (home: string) =>
  unlockReviewerKeys(PASSPHRASE, await readFile(join(home, 'identity.age')));
const retire = (team: Team, ...more: string[]) => team.reviewer(['retire', '1', '--yes', ...more]);

/** In the second epoch, with a case of the first and one of the second. */
const inSecondEpoch = begunOnce(async () => {
  const team = await Team.make();
  const source = await Source.arrive(team.world);
  const first = await source.send({ files: FILES });
  await source.send({ followUp: random(16), answers: { message: 'And one thing more.' } });
  await team.sync();
  team.today = '2026-12-20';
  await team.nextEpoch(2, { reviewer: team.home });
  const second = await (await Source.arrive(team.world)).send();
  await team.sync();
  return { team, first, second };
});

async function saved(team: Team, id: string, name: string): Promise<string> {
  const folder = join(team.world.folder, name);
  await team.opened((session) => session.save(id, folder));
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: folder });
  return readFile(join(folder, 'SHA256SUMS'), 'utf8');
}

describe('an epoch is not retired', () => {
  test('while it is the present one, or one that nobody knows', async () => {
    const { team } = await inSecondEpoch();
    team.today = '2028-01-01';
    expect((await team.reviewer(['retire', '2', '--yes'])).err).toContain('newest one');
    expect((await team.reviewer(['retire', '7', '--yes'])).err).toContain('no such epoch');
  });

  test('before its end, the grace and the retention have passed', async () => {
    const { team } = await inSecondEpoch();
    team.today = '2027-02-03';
    await team.sync();
    expect((await retire(team)).err).toContain(DUE);
    team.today = DUE;
    await team.sync();
    await succeeded(retire(team));
  });

  test('with other days where they are given', async () => {
    const { team } = await inSecondEpoch();
    team.today = '2026-12-24';
    await team.sync();
    expect((await retire(team, '--grace', '1', '--retention', '2')).err).toContain('2026-12-25');
    expect((await retire(team, '--grace', '0', '--retention', '2')).code).toBe(0);
  });

  test('while something may lie at the portal: no pull since then, or one that left something', async () => {
    const { team } = await inSecondEpoch();
    team.today = DUE;
    expect((await retire(team)).err).toContain('witnessbox pull');
    const late = await (await Source.arrive(team.world)).send();
    team.world.portal.intercept = (request) =>
      new URL(request.url).pathname.endsWith(late) ? new Response('no', { status: 500 }) : null;
    await team.sync();
    const refused = await retire(team);
    expect(refused.err).toContain('(1)');
    expect(refused.err).toContain('Nothing was destroyed');
    expect((await keysIn(team.home)).epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    team.world.portal.intercept = () => null;
    await team.sync();
    await succeeded(retire(team));
  });

  test('though a portal that never delivers what it lists cannot keep the keys alive for ever', async () => {
    const { team } = await inSecondEpoch();
    team.today = DUE;
    const late = await (await Source.arrive(team.world)).send();
    team.world.portal.intercept = (request) =>
      new URL(request.url).pathname.endsWith(late) ? new Response('no', { status: 500 }) : null;
    await team.sync();
    expect((await succeeded(retire(team, '--accept-loss'))).out).toContain('given up');
  });

  test('without being asked for: nobody there, or no yes', async () => {
    const { team } = await inSecondEpoch();
    team.today = DUE;
    await team.sync();
    expect((await team.reviewer(['retire', '1'])).err).toContain('--yes');
    const said = await team.reviewer(['retire', '1'], team.home, true, 'no');
    expect(said).toMatchObject({ code: 1 });
    expect(said.out).toContain('This cannot be undone');
    expect((await keysIn(team.home)).epochs).toHaveLength(2);
  });
});

describe('after it', () => {
  test('identity and grant are gone, cases are read and saved as before, and a statement says so', async () => {
    const { team, first, second } = await inSecondEpoch();
    const before = await saved(team, first, 'before');
    const identityBefore = await readFile(join(team.home, 'identity.age'));
    const old = (await keysIn(team.home)).epochs[0]?.identity ?? '';
    team.today = DUE;
    await team.sync();
    const said = await succeeded(retire(team));
    expect(said.out).toContain('2 submissions sealed anew');
    for (const words of ['backups', 'exported', 'SSD']) expect(said.out).toContain(words);

    const keys = await keysIn(team.home);
    expect(keys.epochs.map(({ epoch }) => epoch)).toEqual([2]);
    expect(keys.vaultIdentity).toMatch(/^AGE-SECRET-KEY-PQ-1/u);
    expect(await readdir(join(team.home, 'grants'))).toEqual(['epoch-2.age']);
    expect(await readFile(join(team.home, 'identity.age'))).not.toEqual(identityBefore);
    expect((await readdir(team.home)).filter((name) => /tmp|old|next/u.test(name))).toEqual([]);

    expect(await saved(team, first, 'after')).toBe(before);
    await saved(team, second, 'second');
    await team.opened(async (session) => {
      expect((await session.read(first)).thread.some(({ kind }) => kind === 'follow-up')).toBe(true);
      await session.reply(first, 'We are still here.');
      expect(await session.sync()).toMatchObject({ placed: 1, unreadable: 0, warnings: [] });
    });

    const blobs = join(team.home, 'vault', 'blobs');
    for (const name of await readdir(blobs)) {
      await expect(open([old], readableFile(join(blobs, name)))).rejects.toMatchObject({
        code: 'envelope.wrong-identity',
      });
    }
    const statement = join(team.home, 'retirement-1.json');
    expect(
      openRetirement({
        bytes: await readFile(statement),
        signature: await readFile(`${statement}.minisig`, 'utf8'),
        organisationId: keys.organisationId,
      }),
    ).toMatchObject({ epoch: 1, day: DUE, signingKey: signingKeyOf(keys.signingSeed) });
    const status = await team.reviewer(['status']);
    expect(status.out).toContain('1  until 2026-12-21  retired: keys destroyed here');
  });

  test('doing it again gives the same statement and harms nothing', async () => {
    const { team, first } = await inSecondEpoch();
    team.today = DUE;
    await team.sync();
    await succeeded(retire(team));
    const statement = await readFile(join(team.home, 'retirement-1.json'), 'utf8');
    await rm(join(team.home, 'retirement-1.json'));
    team.today = '2027-03-01';
    await succeeded(retire(team));
    expect(await readFile(join(team.home, 'retirement-1.json'), 'utf8')).toBe(statement);
    await saved(team, first, 'after');
  });

  test('the vault’s own identity stays the same for the next epoch', async () => {
    const { team, first, second } = await inSecondEpoch();
    team.today = DUE;
    await team.sync();
    await succeeded(retire(team));
    const { vaultIdentity } = await keysIn(team.home);
    await team.nextEpoch(3, { reviewer: team.home });
    team.today = '2027-06-01';
    await team.sync();
    await succeeded(team.reviewer(['retire', '2', '--yes']));
    const keys = await keysIn(team.home);
    expect(keys.vaultIdentity).toBe(vaultIdentity);
    expect(keys.epochs.map(({ epoch }) => epoch)).toEqual([3]);
    await saved(team, first, 'first');
    await saved(team, second, 'second');
  });
});

describe('an interruption', () => {
  test('at any submission leaves all of them readable, and the next attempt finishes', async () => {
    const { team, first } = await inSecondEpoch();
    const before = await saved(team, first, 'before');
    team.today = DUE;
    await team.sync();
    const opened = await openHome(team.home, PASSPHRASE, random);
    const progress = (done: number): void => {
      if (done === 1) throw new Error('the machine stops');
    };
    const wishes = { epoch: 1, grace: 14, retention: 30, acceptLoss: false };
    await expect(
      retireEpoch(opened, wishes, { passphrase: PASSPHRASE, today: DUE, progress }),
    ).rejects.toThrow('the machine stops');
    opened.lock.release();
    expect((await keysIn(team.home)).epochs).toHaveLength(2);
    expect(await saved(team, first, 'between')).toBe(before);
    // Half of a file that was being sealed anew when the power went.
    const incoming = join(team.home, 'vault', 'incoming');
    await writeFile(opened.vault.resealingPath(first), 'half');
    await succeeded(retire(team));
    expect(await readdir(incoming)).toEqual([]);
    expect(await saved(team, first, 'after')).toBe(before);
  });

  test('behind the destruction of the identity is finished by doing it again', async () => {
    const { team } = await inSecondEpoch();
    const grant = await readFile(join(team.home, 'grants', 'epoch-1.age'));
    team.today = DUE;
    await team.sync();
    await succeeded(retire(team));
    await writeFile(join(team.home, 'grants', 'epoch-1.age'), grant);
    await rm(join(team.home, 'retirement-1.json.minisig'));
    await succeeded(retire(team));
    expect(await readdir(join(team.home, 'grants'))).toEqual(['epoch-2.age']);
    expect(await readdir(team.home)).toContain('retirement-1.json.minisig');
  });
});

test('what is damaged in the vault keeps the keys from being destroyed, until it is given up', async () => {
  const { team, first, second } = await inSecondEpoch();
  team.today = DUE;
  await team.sync();
  const blobs = join(team.home, 'vault', 'blobs');
  const { epochs } = await keysIn(team.home);
  const opened = await openHome(team.home, PASSPHRASE, random);
  const path = opened.vault.blobPath(first);
  opened.lock.release();
  const bytes = await readFile(path);
  bytes[bytes.length - 1000] = (bytes[bytes.length - 1000] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const refused = await retire(team);
  expect(refused.err).toContain('(1)');
  expect((await keysIn(team.home)).epochs).toEqual(epochs);
  expect((await succeeded(retire(team, '--accept-loss'))).out).toContain('1 submission could not be kept');
  expect(await readdir(blobs)).toHaveLength(3);
  await saved(team, second, 'second');
});

test.each(['another testimony', 'no submission at all'])(
  'what somebody put in the place of a case, %s, is not taken for it',
  async (kind) => {
    const { team, first } = await inSecondEpoch();
    team.today = DUE;
    await team.sync();
    const { epochs } = await keysIn(team.home);
    const opened = await openHome(team.home, PASSPHRASE, random);
    const path = opened.vault.blobPath(first);
    const identity = opened.grants.find(({ epoch }) => epoch === 1)?.identities[0] ?? '';
    opened.lock.release();
    const plaintext = new Uint8Array(await collect(await open([identity], readableFile(path))));
    // Within the answers, and no longer than before: the tar stays one.
    if (kind === 'another testimony')
      plaintext.set(new TextEncoder().encode('Nobody'), whereTheyCame(plaintext));
    else plaintext.fill(0);
    await writeFile(path, await sealBytes(await recipientOf(identity), plaintext));
    const refused = await retire(team);
    expect(refused.err).toContain('(1)');
    expect((await keysIn(team.home)).epochs).toEqual(epochs);
    expect((await succeeded(retire(team, '--accept-loss'))).out).toContain('1 submission could not be kept');
  },
);

function whereTheyCame(plaintext: Uint8Array): number {
  const at = Buffer.from(plaintext).indexOf('They came');
  expect(at).toBeGreaterThan(0);
  return at;
}

test('without the grant that opens the cases, the identity is kept until they are given up', async () => {
  const { team, first } = await inSecondEpoch();
  const before = await saved(team, first, 'before');
  team.today = DUE;
  await team.sync();
  const grant = join(team.home, 'grants', 'epoch-1.age');
  const bytes = await readFile(grant);
  const { epochs } = await keysIn(team.home);
  await rm(grant);
  const refused = await retire(team);
  expect(refused.err).toContain('(2)');
  expect((await keysIn(team.home)).epochs).toEqual(epochs);
  await writeFile(grant, bytes);
  await succeeded(retire(team));
  expect(await saved(team, first, 'after')).toBe(before);
});

test('a ciphertext of another epoch is left as it is', async () => {
  const { team, second } = await inSecondEpoch();
  team.today = DUE;
  await team.sync();
  const opened = await openHome(team.home, PASSPHRASE, random);
  const path = opened.vault.blobPath(second);
  const identity = opened.grants.find(({ epoch }) => epoch === 2)?.identities[0] ?? '';
  opened.lock.release();
  const before = await readFile(path);
  await succeeded(retire(team));
  expect(await readFile(path)).toEqual(before);
  expect((await collect(await open([identity], readableFile(path)))).length).toBeGreaterThan(0);
  // So that the test can fail: the same bytes under another key are others.
  expect(await sealBytes(await recipientOf(identity), before)).not.toEqual(before);
});
