/** What a custodian can do without this program: minisign and age 1.3 on the files of a rotated organisation. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sealBytes } from '../../../crypto/envelope.ts';
import type { Keyring } from '../../../crypto/keyring.ts';
import { AGE, MINISIGN, run } from '../../crypto/programs.ts';
import { temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, makeCustody } from './support.ts';

describe.skipIf(!MINISIGN)('minisign (skipped only where it is not installed)', () => {
  test('reads root.key, and checks every signature that this program makes', async () => {
    const { keys, first, folder, custodian, publicFolder, delivery } = await makeCustody();
    const request = await first.request(join(folder, 'r'), 2);
    const statement = await first.statement(join(folder, 's'), 1);
    await keys(['rotate', '--request', request, '--yes']);
    const root = join(custodian, 'root.pub');
    for (const file of [
      join(publicFolder, 'keyring.json'),
      join(delivery(2, 'reviewer'), 'keyring.json'),
      join(custodian, 'keyrings', 'epoch-1.json'),
      join(custodian, 'keyrings', 'epoch-2.json'),
    ]) {
      run(MINISIGN, ['-Vm', file, '-p', root]);
    }
    for (const paper of [join(request, 'grant-request.json'), join(statement, 'retirement-1.json')]) {
      const { signingKey } = JSON.parse(await readFile(paper, 'utf8')) as { signingKey: string };
      run(MINISIGN, ['-Vm', paper, '-P', signingKey]);
    }
    const note = join(folder, 'note');
    await writeFile(note, 'by hand');
    run(MINISIGN, ['-Sm', note, '-s', join(custodian, 'root.key')], `${CUSTODIAN}\n`);
    run(MINISIGN, ['-Vm', note, '-p', root]);
  });
});

describe.skipIf(!AGE)('age 1.3 (skipped only where WITNESSBOX_AGE and .cache/age have none)', () => {
  /** age asks for passphrases on a terminal only; its own plugin takes them from the environment. */
  const unlocked = (file: string): string =>
    execFileSync(AGE ?? '', ['-d', '-j', 'batchpass', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${dirname(AGE ?? '')}:${process.env['PATH'] ?? ''}`,
        AGE_PASSPHRASE: CUSTODIAN,
      },
    }).toString();

  test('opens roster.age to a text, and epoch-N.age to a key file that opens what is sent', async () => {
    const { keys, custodian, publicFolder } = await makeCustody();
    await keys(['rotate', '--yes']);
    const roster = JSON.parse(unlocked(join(custodian, 'roster.age'))) as { reviewers: { name: string }[] };
    expect(roster.reviewers.map(({ name }) => name)).toEqual(['reviewer']);

    const keyring = JSON.parse(await readFile(join(publicFolder, 'keyring.json'), 'utf8')) as Keyring;
    const sealed = await sealBytes(
      keyring.desks[0]?.recipient ?? '',
      new TextEncoder().encode('sent in epoch 2'),
    );
    const keyFile = join(await temporaryFolder(), 'key.txt');
    await writeFile(keyFile, unlocked(join(custodian, 'epoch-2.age')));
    expect(run(AGE, ['-d', '-i', keyFile], sealed).toString()).toBe('sent in epoch 2');
  });

  test('opens a grant with the identity of its reviewer', async () => {
    const { keys, first, folder, delivery } = await makeCustody();
    await keys(['rotate', '--request', await first.request(join(folder, 'r'), 2), '--yes']);
    const keyFile = join(await temporaryFolder(), 'key.txt');
    await writeFile(keyFile, `${first.identities.get(2) ?? ''}\n`);
    const grant = run(AGE, ['-d', '-i', keyFile, join(delivery(2, 'reviewer'), 'epoch-2.age')]);
    expect(JSON.parse(grant.toString())).toMatchObject({ format: 'witnessbox-grant/1', epoch: 2 });
  });
});
