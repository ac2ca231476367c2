/** What comes from the custodian, and what a reviewer refuses of it. */
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unlockReviewerKeys } from '../../reviewer/identity.ts';
import { Source } from './support/source.ts';
import { Team, succeeded } from './support/team.ts';
import { PASSPHRASE, makeOrganisation, temporaryFolder } from './support/world.ts';

const keysIn = async (home: string) =>
  unlockReviewerKeys(PASSPHRASE, await readFile(join(home, 'identity.age')));

describe('a delivery is refused', () => {
  async function delivered(): Promise<{ team: Team; folder: string }> {
    const team = await Team.make();
    await succeeded(team.reviewer(['request']));
    await team.rotate([team.home]);
    const folder = join(team.world.folder, 'delivered');
    await cp(team.delivery(2), folder, { recursive: true });
    return { team, folder };
  }

  const grants = (home: string): Promise<string[]> => readdir(join(home, 'grants'));

  test.each<[string, string, (folder: string, team: Team) => Promise<void>]>([
    [
      'whose keyring was altered',
      'altered',
      async (folder) => {
        const path = join(folder, 'keyring.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('Example', 'Simple'));
      },
    ],
    [
      'that another organisation signed',
      'altered',
      async (folder) => {
        const other = await makeOrganisation(await temporaryFolder());
        for (const name of ['keyring.json', 'keyring.json.minisig'])
          await cp(join(other.publicFolder, name), join(folder, name));
      },
    ],
    [
      'whose form is not the signed one',
      'intake form',
      async (folder) => writeFile(join(folder, 'intake.json'), '{}'),
    ],
    ['without its grant', 'epoch-2.age is missing', async (folder) => rm(join(folder, 'epoch-2.age'))],
    [
      'whose grant is not an age file',
      'not in the agreed form',
      async (folder) => writeFile(join(folder, 'epoch-2.age'), 'no age file'),
    ],
    [
      'made for somebody else',
      'another reviewer',
      async (folder, team) => {
        const home = join(team.world.folder, 'Amina');
        await succeeded(team.join(home));
        await succeeded(team.keeper(['grant', home, '--name', 'Amina', '--desk', 'main']));
        await cp(join(team.delivery(2, 'Amina'), 'epoch-2.age'), join(folder, 'epoch-2.age'));
      },
    ],
    [
      'whose grant belongs to another keyring',
      'does not belong to the keyring',
      async (folder, team) => {
        // Sealed to the right reviewer, by somebody who has made keys of their own for this epoch.
        const { sealGrant } = await import('../../crypto/grant.ts');
        const { generateIdentity, recipientOf } = await import('../../crypto/envelope.ts');
        const { organisationId, epochs } = await keysIn(team.home);
        const own = epochs.find(({ epoch }) => epoch === 2)?.identity ?? '';
        const forged = await sealGrant(await recipientOf(own), {
          format: 'witnessbox-grant/1',
          organisationId,
          epoch: 2,
          desks: [{ id: 'main', identity: await generateIdentity() }],
          teamRequestSeed: Buffer.alloc(32, 7).toString('base64'),
        });
        await writeFile(join(folder, 'epoch-2.age'), forged);
      },
    ],
  ])('%s', async (_, words, spoil) => {
    const { team, folder } = await delivered();
    await spoil(folder, team);
    const refused = await team.reviewer(['accept', folder]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain(words);
    expect(await grants(team.home)).toEqual(['epoch-1.age']);
    await succeeded(team.reviewer(['accept', team.delivery(2)]));
    expect(await grants(team.home)).toEqual(['epoch-1.age', 'epoch-2.age']);
  });

  test('for an epoch that was not asked for, or that is over', async () => {
    const { team, folder } = await delivered();
    const home = await team.newcomer('Bashir');
    await succeeded(team.reviewer(['accept', folder]));
    await team.sync();
    await succeeded(team.reviewer(['request']));
    await team.rotate([team.home]);
    expect((await team.reviewer(['accept', team.delivery(3)], home)).err).toContain('made no request');
    await succeeded(team.reviewer(['accept', team.delivery(3)]));
    await team.sync();
    expect((await team.reviewer(['accept', folder])).err).toContain('older keys');
  });

  test('and a first grant whose desks were split is taken: such a reviewer fetches and opens nothing', async () => {
    const team = await Team.make();
    const home = join(team.world.folder, 'Carrier');
    await succeeded(team.join(home));
    await succeeded(team.keeper(['grant', home, '--name', 'Carrier', '--no-desks']));
    expect((await succeeded(team.reviewer(['accept', team.delivery(1, 'Carrier')], home))).out).toContain(
      'opens no desk',
    );
    await (await Source.arrive(team.world)).send();
    expect(await team.sync(home)).toMatchObject({ fetched: 1, opened: 0, unreadable: 1 });
  });
});
