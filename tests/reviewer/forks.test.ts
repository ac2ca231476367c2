/** Two sets of keys for one epoch, both signed by the root key, made from two copies of the custodian's folder. */
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../reviewer/codes.ts';
import { sentenceFor } from '../../reviewer/errors.ts';
import { CUSTODIAN, type Said, witnessbox } from './custodian/support.ts';
import { Team, succeeded } from './support/team.ts';

type Copy = {
  publicFolder: string;
  /** A command of `keys` that takes both folders. */
  keys: (args: readonly string[], publicFolder?: string) => Promise<Said>;
  delivery: (epoch: number) => string;
};

/** The custodian's folder and the public one as they are now, put aside. */
async function copyOf({ custodian, publicFolder, world }: Team): Promise<Copy> {
  const [keysThere, shownThere] = [join(world.folder, 'old-custodian'), join(world.folder, 'old-public')];
  await cp(custodian, keysThere, { recursive: true });
  await cp(publicFolder, shownThere, { recursive: true });
  return {
    publicFolder: shownThere,
    keys: (args, shown = shownThere) =>
      witnessbox(['keys', ...args, '--yes', '--custodian', keysThere, '--public', shown], {
        today: world.portal.today,
        lines: [CUSTODIAN],
      }),
    delivery: (epoch) => join(keysThere, 'deliveries', `epoch-${String(epoch)}`, 'reviewer'),
  };
}

/** A team whose first reviewer has asked for epoch 2, which was then made twice. The portal shows epoch 1. */
async function forked(): Promise<{ team: Team; copy: Copy }> {
  const team = await Team.make();
  await succeeded(team.reviewer(['request']));
  const copy = await copyOf(team);
  await team.rotate([team.home], false);
  // Nothing that lies with this copy tells that it is the old one.
  await succeeded(copy.keys(['rotate', '--request', team.home]));
  return { team, copy };
}

const FORKED = { code: EXIT.trust, err: `${sentenceFor('keyring.forked', { epoch: 2 })}\n` };

const grantOf = (team: Team): Promise<Buffer> => readFile(join(team.home, 'grants', 'epoch-2.age'));

test('the second of two deliveries is refused, and the first stays', async () => {
  const { team, copy } = await forked();
  await succeeded(team.reviewer(['accept', team.delivery(2)]));
  const before = await grantOf(team);
  expect(await team.reviewer(['accept', copy.delivery(2)])).toMatchObject(FORKED);
  expect(await grantOf(team)).toEqual(before);
  await succeeded(team.reviewer(['accept', team.delivery(2)]));
  await team.show();
  expect(await team.sync()).toMatchObject({ warnings: [] });
});

test('a delivery is refused that is not of the keyring which the portal has shown', async () => {
  const { team, copy } = await forked();
  await team.show();
  await expect(team.sync()).rejects.toMatchObject({ code: 'grant.awaited' });
  expect(await team.reviewer(['accept', copy.delivery(2)])).toMatchObject(FORKED);
  expect(await readdir(join(team.home, 'grants'))).toEqual(['epoch-1.age']);
});

test('a portal is refused that shows another keyring than the one delivered', async () => {
  const { team, copy } = await forked();
  await succeeded(team.reviewer(['accept', team.delivery(2)]));
  const { portal } = team.world;
  await portal.renew(copy.publicFolder);
  portal.requests.length = 0;
  await expect(team.sync()).rejects.toMatchObject({ code: 'keyring.forked', facts: { epoch: 2 } });
  expect(portal.requests.filter((line) => line.includes('/review/'))).toEqual([]);
  // The epoch that everybody knows goes on, and so does the right one afterwards.
  await team.show();
  expect(await team.sync()).toMatchObject({ warnings: [] });
});

test('who joins knows the keyring of the public folder, and refuses a portal that shows another', async () => {
  const { team, copy } = await forked();
  const home = join(team.world.folder, 'Amina');
  await succeeded(team.join(home));
  await team.world.portal.renew(copy.publicFolder);
  await expect(team.sync(home)).rejects.toMatchObject({ code: 'keyring.forked', facts: { epoch: 2 } });
});

test.each([
  ['rotation', ['rotate']],
  ['rotation to be finished', ['rotate', '--finish']],
  ['revocation', ['revoke', 'reviewer']],
])('no %s is made where the public folder shows the other one', async (_, args) => {
  const { team, copy } = await forked();
  const refusal = { code: EXIT.trust, err: `${sentenceFor('custodian.forked', { epoch: 2 })}\n` };
  const shown = await readFile(join(team.publicFolder, 'keyring.json'));
  expect(await copy.keys(args, team.publicFolder)).toMatchObject(refusal);
  expect(await team.keeper([...args, '--public', copy.publicFolder])).toMatchObject(refusal);
  expect(await readFile(join(team.publicFolder, 'keyring.json'))).toEqual(shown);
});

test('nor where a later epoch hides that an earlier one was made twice', async () => {
  const { team, copy } = await forked();
  await succeeded(team.keeper(['rotate', '--public', team.publicFolder]));
  const finish = ['rotate', '--finish', '--public', copy.publicFolder];
  expect((await team.keeper(finish)).err).toBe(`${sentenceFor('custodian.forked', { epoch: 2 })}\n`);
});

test('an old copy makes no keys beside what is fetched from the server', async () => {
  const team = await Team.make();
  const copy = await copyOf(team);
  await team.rotate();
  const refused = await copy.keys(['rotate'], team.publicFolder);
  expect(refused).toMatchObject({
    code: EXIT.vault,
    err: `${sentenceFor('custodian.old-copy', { epoch: 2 })}\n`,
  });
});

test('where the newest copy is lost, rotating past what is served leads out', async () => {
  const { team, copy } = await forked();
  await team.show();
  await succeeded(copy.keys(['rotate']));
  await team.world.portal.renew(copy.publicFolder);
  await expect(team.sync()).rejects.toMatchObject({ code: 'grant.missing', facts: { epoch: 3 } });
});
