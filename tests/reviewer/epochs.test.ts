/** From one epoch to the next, as a reviewer lives through it. */
import { cp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGrantRequest } from '../../crypto/grant-request.ts';
import { unlockReviewerKeys } from '../../reviewer/identity.ts';
import { witnessbox } from './custodian/support.ts';
import { Source } from './support/source.ts';
import { Team, succeeded } from './support/team.ts';
import { PASSPHRASE, TODAY, makeOrganisation, temporaryFolder } from './support/world.ts';

const keysIn = async (home: string) =>
  unlockReviewerKeys(PASSPHRASE, await readFile(join(home, 'identity.age')));

describe('a new reviewer', () => {
  test('makes a key folder of their own, is granted, and reads', async () => {
    const team = await Team.make();
    const home = await team.newcomer('Bashir');
    await (await Source.arrive(team.world)).send({ answers: { what: 'They came at night.' } });
    expect(await team.sync(home)).toMatchObject({
      opened: 1,
      warnings: ['keyring.ends-soon', 'epoch.request-due'],
    });
    const keys = await keysIn(home);
    expect(keys.signingSeed).not.toEqual((await keysIn(team.home)).signingSeed);
    for (const file of await readdir(home, { recursive: true, withFileTypes: true })) {
      // SQLite's, and always empty.
      if (file.name === 'lock') continue;
      expect((await stat(join(file.parentPath, file.name))).mode & 0o077).toBe(0);
    }
  });

  test('is shown the fingerprint and asked; nothing is made without a yes', async () => {
    const team = await Team.make();
    const home = join(team.world.folder, 'new');
    const join_ = (lines: string[]) =>
      witnessbox(['keys', 'join', '--public', team.publicFolder, '--home', home], {
        lines,
        interactive: true,
      });
    const refused = await join_(['no']);
    expect(refused.out).toContain(team.world.organisation.fingerprint);
    expect(refused.err).toContain('compare');
    expect(refused.code).toBe(5);
    await expect(stat(home)).rejects.toMatchObject({ code: 'ENOENT' });
    const made = await succeeded(join_(['yes', PASSPHRASE, PASSPHRASE]));
    expect(made.out).toContain('grant-request.json');
    expect(made.out).toMatch(/ 1 \w+ +2 \w+ +3 \w+/u);
  });

  test('is refused where nobody can be asked, the fingerprint is another one, or the folder is there', async () => {
    const team = await Team.make();
    const home = join(team.world.folder, 'new');
    const asked = await witnessbox(['keys', 'join', '--public', team.publicFolder, '--home', home]);
    expect(asked).toMatchObject({ code: 5 });
    expect((await team.join(home, 'AAAA '.repeat(8))).err).toContain('another fingerprint');
    expect(await readdir(team.world.folder)).not.toContain('new');
    expect((await team.join(team.home)).err).toContain('exists already');
  });

  test.each(['keyring.json', 'keyring.json.minisig', 'root.pub', 'intake.json'])(
    'believes no public folder whose %s is missing or from elsewhere',
    async (name) => {
      const team = await Team.make();
      const home = join(team.world.folder, 'new');
      const other = await makeOrganisation(await temporaryFolder(), { names: { en: 'Elsewhere' } });
      if (name === 'intake.json') await writeFile(join(team.publicFolder, name), '{}');
      else await cp(join(other.publicFolder, name), join(team.publicFolder, name));
      expect((await team.join(home)).code).toBe(5);
      await rm(join(team.publicFolder, name));
      expect((await team.join(home)).err).toContain(`file ${name} is missing`);
      await expect(stat(home)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});

describe('a request', () => {
  test('is for the next epoch, with an identity of its own, and the same when asked for again', async () => {
    const team = await Team.make();
    const before = await keysIn(team.home);
    const said = await succeeded(team.reviewer(['request']));
    expect(said.out).toContain('epoch 2');
    const path = join(team.home, 'grant-request.json');
    const files = [await readFile(path), await readFile(`${path}.minisig`)] as const;
    const { organisationId } = before;
    expect(openGrantRequest({ bytes: files[0], signature: files[1], organisationId })).toMatchObject({
      epoch: 2,
      day: TODAY,
    });
    const after = await keysIn(team.home);
    expect(after.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(after.epochs[0]).toEqual(before.epochs[0]);
    expect(after.epochs[1]?.identity).not.toBe(before.epochs[0]?.identity);

    team.today = '2026-12-01';
    await succeeded(team.reviewer(['request']));
    expect([await readFile(path), await readFile(`${path}.minisig`)]).toEqual(files);
    expect(await keysIn(team.home)).toEqual(after);
    // What is half there is made whole, with the same identity.
    await rm(`${path}.minisig`);
    await succeeded(team.reviewer(['request']));
    const again = { bytes: await readFile(path), signature: await readFile(`${path}.minisig`) };
    expect(openGrantRequest({ ...again, organisationId }).recipient).toBe(
      openGrantRequest({ bytes: files[0], signature: files[1], organisationId }).recipient,
    );
  });

  test('is for the present epoch where its grant is missing, and refused where there is nothing to ask for', async () => {
    const team = await Team.make();
    await team.rotate();
    await expect(team.sync()).rejects.toMatchObject({ code: 'grant.missing', facts: { epoch: 2 } });
    expect((await succeeded(team.reviewer(['request']))).out).toContain('epoch 2');
    await expect(team.sync()).rejects.toMatchObject({ code: 'grant.awaited', facts: { epoch: 2 } });
    await succeeded(team.keeper(['grant', team.home, '--name', 'reviewer']));
    await succeeded(team.reviewer(['accept', team.delivery(2)]));
    expect(await team.sync()).toMatchObject({ fetched: 0 });

    await succeeded(team.reviewer(['request']));
    await team.rotate([team.home], false);
    await succeeded(team.reviewer(['accept', team.delivery(3)]));
    expect((await team.reviewer(['request'])).err).toContain('nothing to ask for');
  });
});

describe('across a rotation', () => {
  test('old submissions stay readable, late ones are still opened, and the new key signs the requests', async () => {
    const team = await Team.make();
    const early = await Source.arrive(team.world);
    const first = await early.send({ answers: { what: 'In the first epoch.' } });
    await team.sync();
    team.today = '2026-12-18';
    await team.nextEpoch(2, { reviewer: team.home });
    const late = await early.send({
      followUp: new Uint8Array(16).fill(1),
      answers: { message: 'Sent late.' },
    });
    const second = await (await Source.arrive(team.world)).send({ answers: { what: 'In the second.' } });
    const { portal } = team.world;
    portal.requests.length = 0;
    const report = await team.sync();
    expect(report).toMatchObject({ opened: 2, unreadable: 0, followUps: 1, warnings: [] });
    expect(portal.requests.filter((line) => line.startsWith('PUT'))).toEqual(['PUT /review/freshness']);
    await team.opened(async (session) => {
      expect(session.about()).toMatchObject({ epoch: 2, grant: 'held', nextGrant: 'missing' });
      expect((await session.read(first)).thread.map(({ id }) => id)).toContain(late);
      expect((await session.read(second)).answers[0]?.text).toBe('In the second.');
    });
  });

  test('one who was not granted the new epoch is told what to do, and still reads what is there', async () => {
    const team = await Team.make();
    const id = await (await Source.arrive(team.world)).send();
    await team.sync();
    await team.rotate();
    const status = await team.reviewer(['status']);
    expect(status.out).toContain('1  until 2026-12-21  present, grant for main');
    await expect(team.sync()).rejects.toMatchObject({ code: 'grant.missing' });
    await team.opened(async (session) => {
      expect(session.about()).toMatchObject({ epoch: 2, grant: 'missing' });
      expect((await session.read(id)).problem).toBeNull();
    });
    expect((await team.reviewer(['status'])).out).toContain('Ask for a grant of epoch 2');
  });

  test('a portal that goes on showing the old keys is noticed the day after', async () => {
    const team = await Team.make();
    await succeeded(team.reviewer(['request']));
    await team.rotate([team.home], false);
    await succeeded(team.reviewer(['accept', team.delivery(2)]));
    expect((await team.sync()).warnings).not.toContain('keyring.held-back');
    team.today = '2026-11-23';
    expect((await team.sync()).warnings).toContain('keyring.held-back');
    await team.show();
    expect((await team.sync()).warnings).toEqual([]);
  });

  test('the end of the keys and what to do about it are said thirty days before', async () => {
    const team = await Team.make();
    team.today = '2026-11-22';
    expect((await team.sync()).warnings).toEqual(['keyring.ends-soon', 'epoch.request-due']);
    await succeeded(team.reviewer(['request']));
    expect((await team.sync()).warnings).toEqual(['keyring.ends-soon', 'epoch.request-made']);
    await team.rotate([team.home], false);
    await succeeded(team.reviewer(['accept', team.delivery(2)]));
    expect((await team.sync()).warnings).toEqual(['keyring.ends-soon']);
  });
});

test('status tells of epochs, grants and what to do, without a network', async () => {
  const team = await Team.make();
  const said = await succeeded(team.reviewer(['status']));
  expect(said.out).toContain('1  until 2026-12-21  present, grant for main');
  expect(said.out).toContain('Ask for a grant of epoch 2 with "witnessbox keys request".');
  expect(said.out).toContain('Nothing has been pulled yet.');
  const json = JSON.parse((await team.reviewer(['status', '--json'])).out) as { epochs: unknown[] };
  expect(json.epochs).toHaveLength(1);
  team.today = '2026-12-22';
  expect((await team.reviewer(['status'])).code).toBe(5);
  const none = await witnessbox(['keys', 'status', '--home', join(team.world.folder, 'nothing')]);
  expect(none).toMatchObject({ code: 3 });
});
