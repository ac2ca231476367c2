/** The custodian's key life, told from `init` to the end of an epoch. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { base64 } from '@scure/base';
import { expect, test } from 'vitest';
import { checkGrant } from '../../../crypto/grant.ts';
import { signingKeyOf, signingKeyWords } from '../../../crypto/grant-request.ts';
import { type Keyring, openKeyring } from '../../../crypto/keyring.ts';
import { unlockEpochKeys } from '../../../reviewer/identity.ts';
import type { CustodianStatus } from '../../../reviewer/custodian/status.ts';
import { ENGLISH } from '../../crypto/helpers.ts';
import { temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, Reviewer, makeCustody, type Custody } from './support.ts';

async function shownKeyring({ publicFolder }: Custody, today: string): Promise<Keyring> {
  return openKeyring({
    keyring: await readFile(join(publicFolder, 'keyring.json')),
    signature: await readFile(join(publicFolder, 'keyring.json.minisig'), 'utf8'),
    rootKey: await readFile(join(publicFolder, 'root.pub'), 'utf8'),
    today,
  });
}

async function statusOf({ keys }: Custody, today?: string): Promise<CustodianStatus> {
  const { out } = await keys(['status', '--json'], today === undefined ? {} : { today });
  return JSON.parse(out) as CustodianStatus;
}

test('from the first epoch to its end', { timeout: 60_000 }, async () => {
  const custody = await makeCustody();
  const { keys, first, folder, organisationId, custodian } = custody;
  const before = await shownKeyring(custody, '2026-11-22');

  // What init made is known: one reviewer, one desk, ninety days.
  expect(await statusOf(custody)).toMatchObject({
    epochs: [{ epoch: 1, state: 'current', daysLeft: 90, validUntil: '2027-02-19' }],
    desks: [{ id: 'main', readers: ['reviewer'] }],
    reviewers: [{ name: 'reviewer', desks: ['main'], since: 1, granted: true, requested: false }],
    next: [],
  });

  // A second reviewer joins in the present epoch; the words are those that her own program shows.
  const amina = new Reviewer(organisationId);
  const hers = await amina.request(join(folder, 'amina'), 1);
  const granted = await keys(['grant', hers, '--name', 'Amina'], {
    interactive: true,
    lines: [CUSTODIAN, 'yes'],
  });
  expect(granted.code).toBe(0);
  for (const word of signingKeyWords(signingKeyOf(amina.seed), organisationId, ENGLISH)) {
    expect(granted.out).toContain(word);
  }
  expect(granted.err).toContain('Did they read these very words to you?');
  const grant = await amina.open(custody.delivery(1, 'Amina'), 1);
  await checkGrant(grant, before);
  expect((await readdir(custody.delivery(1, 'Amina'))).sort()).toEqual([
    'epoch-1.age',
    'intake.json',
    'keyring.json',
    'keyring.json.minisig',
  ]);

  // Thirty days before the end it is time, and it is said who has not handed in a request.
  const late = await keys(['status'], { today: '2027-01-21' });
  expect(late.out).toContain('present, 30 days left');
  expect(late.out).toContain('Intake closes after 2027-02-19');
  expect(late.out).toContain('Ask for requests for epoch 2 ("witnessbox keys request"): reviewer, Amina.');

  // Amina hands hers in beforehand, the other one along with the rotation.
  const noted = await keys(
    ['grant', await amina.request(join(folder, 'amina-2'), 2), '--name', 'Amina', '--yes'],
    {
      today: '2027-01-21',
    },
  );
  expect(noted).toMatchObject({ code: 0, err: '' });
  expect(noted.out).toContain('Noted. Amina gets the grant of epoch 2 when you make that epoch');
  expect((await statusOf(custody)).reviewers?.map(({ requested }) => requested)).toEqual([false, true]);

  const theirs = await first.request(join(folder, 'first-2'), 2);
  const rotated = await keys(['rotate', '--request', theirs, '--yes'], { today: '2027-02-01' });
  expect(rotated).toMatchObject({ code: 0, err: '' });
  expect(rotated.out).toContain('Epoch 2 is made, good from 2027-02-01 to 2027-05-01.');
  expect(rotated.out).toContain('Grants are made for reviewer and Amina.');
  const after = await shownKeyring(custody, '2027-02-01');
  expect(after).toMatchObject({ epoch: 2, validFrom: '2027-02-01', validUntil: '2027-05-01' });
  expect(after.organisation).toEqual(before.organisation);
  expect(after.intake).toEqual(before.intake);
  expect(after.teamRequestKey).not.toBe(before.teamRequestKey);
  expect(after.desks[0]?.recipient).not.toBe(before.desks[0]?.recipient);
  for (const [name, reviewer] of [
    ['Amina', amina],
    ['reviewer', first],
  ] as const) {
    const delivered = await reviewer.open(custody.delivery(2, name), 2);
    expect(delivered.desks.map(({ id }) => id)).toEqual(['main']);
    await checkGrant(delivered, after);
  }

  // Amina goes. Nothing that is made from then on opens for her.
  const revoked = await keys(
    ['revoke', 'amina', '--request', await first.request(join(folder, 'first-3'), 3), '--yes'],
    { today: '2027-03-01' },
  );
  expect(revoked.code).toBe(0);
  expect(revoked.out).toContain('Amina is taken off the list of reviewers.');
  expect(revoked.out).toContain('Amina can still read what was sent before');
  const third = await shownKeyring(custody, '2027-03-01');
  expect(third.epoch).toBe(3);
  expect(third.teamRequestKey).not.toBe(after.teamRequestKey);
  expect(await readdir(join(custodian, 'deliveries', 'epoch-3'))).toEqual(['reviewer']);
  expect((await statusOf(custody, '2027-03-01')).reviewers?.map(({ name }) => name)).toEqual(['reviewer']);

  // Epoch 1 ended on 2027-02-19; with grace and retention it may go 45 days later, and not before all have said so.
  const early = await keys(['retire', '1', '--yes'], { today: '2027-04-04' });
  expect(early.code).toBe(1);
  expect(early.err).toContain('can be retired from 2027-04-05 on');
  const statement = await first.statement(join(folder, 'first-r'), 1);
  const waiting = await keys(['retire', '1', '--statement', statement, '--yes'], { today: '2027-04-05' });
  expect(waiting.code).toBe(1);
  expect(waiting.out).toContain('No statement for epoch 1 from Amina.');
  expect(waiting.err).toContain(
    'Reviewers who have not yet said that their part of epoch 1 is destroyed: 1.',
  );
  expect((await statusOf(custody, '2027-04-05')).next).toEqual([
    'Retire epoch 1, with "witnessbox keys retire 1". Statements are missing from: Amina.',
  ]);
  expect((await stat(join(custodian, 'epoch-1.age'))).size).toBeGreaterThan(0);

  const retired = await keys(['retire', '1', '--except', 'Amina', '--yes'], { today: '2027-04-06' });
  expect(retired).toMatchObject({ code: 0, err: '' });
  expect(retired.out).toContain(
    'Not waited for: Amina. Whatever they still hold of this epoch goes on opening it.',
  );
  expect(retired.out).toContain('This does not reach what reviewers keep in their vaults');
  expect((await readdir(custodian)).sort()).toEqual([
    'deliveries',
    'epoch-2.age',
    'epoch-3.age',
    'keyrings',
    'lock',
    'root.key',
    'root.pub',
    'roster.age',
  ]);
  expect((await readdir(join(custodian, 'deliveries'))).sort()).toEqual(['epoch-2', 'epoch-3']);
  expect(await readdir(join(custodian, 'keyrings'))).toContain('epoch-1.json');
  const end = await keys(['status'], { today: '2027-04-06' });
  expect(end.out).toContain('   1  2026-11-22 to 2027-02-19  retired on 2027-04-06');
  expect(end.out).toContain('still held by reviewer and Amina');
  const again = await keys(['retire', '1', '--yes'], { today: '2027-04-07' });
  expect(again).toMatchObject({ code: 0, out: 'Epoch 1 was retired on 2027-04-06.\n' });
});

test('every key that the folder holds is locked with the custodian’s passphrase, and is the keyring’s', async () => {
  const custody = await makeCustody();
  expect((await custody.keys(['rotate', '--yes'])).code).toBe(0);
  const keyring = await shownKeyring(custody, '2026-11-22');
  const epoch = await unlockEpochKeys(CUSTODIAN, await readFile(join(custody.custodian, 'epoch-2.age')));
  const asGrant = {
    format: 'witnessbox-grant/1' as const,
    organisationId: epoch.organisationId,
    epoch: epoch.epoch,
    desks: epoch.desks,
    teamRequestSeed: base64.encode(epoch.teamRequestSeed),
  };
  await checkGrant(asGrant, keyring);
  for (const entry of await readdir(custody.custodian, { recursive: true })) {
    const { mode } = await stat(join(custody.custodian, entry));
    expect((mode & 0o077).toString(8), entry).toBe('0');
  }
  for (const name of await readdir(custody.publicFolder)) {
    expect(((await stat(join(custody.publicFolder, name))).mode & 0o777).toString(8), name).toBe('644');
  }
});

test('a rotation changes what it is told to: days, form, onion, desks and who reads them', async () => {
  const custody = await makeCustody();
  const { keys, first, folder, publicFolder } = custody;
  const theirs = await first.request(join(folder, 'r'), 2);
  const form = join(await temporaryFolder(), 'form.json');
  const { writeFile } = await import('node:fs/promises');
  await writeFile(
    form,
    JSON.stringify({
      format: 'witnessbox-intake/1',
      id: 'short',
      questions: [{ id: 'what', kind: 'long', required: true, label: { en: 'What?' } }],
    }),
  );
  const onion = `${'b'.repeat(56)}.onion`;
  const changes = ['--days', '30', '--intake', form, '--onion', onion, '--request', theirs];
  const desks = [
    '--add-desk',
    'legal=Legal aid',
    '--add-desk',
    'legal:zh-Hans=法律援助',
    '--remove-desk',
    'main',
  ];
  const said = await keys(['rotate', ...changes, ...desks, '--reader', 'legal=reviewer', '--yes']);
  expect(said.code).toBe(0);
  expect(said.err).toContain('This form is of the first version');
  expect(said.out).toContain('desk legal: read by reviewer');
  expect(said.out).toContain(`onion address: ${onion}`);
  const keyring = await shownKeyring(custody, '2026-11-22');
  expect(keyring).toMatchObject({ validUntil: '2026-12-21', onion, intake: { id: 'short' } });
  expect(keyring.desks.map(({ id, names }) => ({ id, names }))).toEqual([
    { id: 'legal', names: { en: 'Legal aid', 'zh-Hans': '法律援助' } },
  ]);
  expect(await readFile(join(publicFolder, 'intake.json'))).toEqual(await readFile(form));
  expect((await first.open(custody.delivery(2, 'reviewer'), 2)).desks.map(({ id }) => id)).toEqual(['legal']);

  // What is not told stays, and an empty onion address means none.
  expect((await keys(['rotate', '--onion', '', '--yes'])).out).toContain('onion address: none');
  expect(await shownKeyring(custody, '2026-11-22')).toMatchObject({
    epoch: 3,
    onion: null,
    intake: { id: 'short' },
    desks: [{ id: 'legal' }],
  });
});
