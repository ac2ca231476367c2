/** Who reads what: new reviewers, further epochs, new keys, several desks, and folders of the version before. */
import { cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unlock } from '../../../crypto/envelope.ts';
import { checkGrant } from '../../../crypto/grant.ts';
import { verifyKeyring } from '../../../crypto/keyring.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import type { Roster } from '../../../reviewer/custodian/roster.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, Reviewer, makeCustody, witnessbox } from './support.ts';

async function rosterOf(custodian: string): Promise<Roster> {
  const bytes = await unlock(CUSTODIAN, await readFile(join(custodian, 'roster.age')));
  return JSON.parse(new TextDecoder().decode(bytes)) as Roster;
}

test('a request noted for the next epoch is granted by its rotation, without being named again', async () => {
  const { keys, first, folder, delivery } = await makeCustody();
  const request = await first.request(join(folder, 'r'), 2);
  const known = await keys(['grant', request, '--name', 'reviewer', '--yes']);
  expect(known.out).toContain('The request was signed with the key that reviewer has on your list.');
  expect(known.out).not.toContain('twelve words');
  expect((await keys(['status'])).out).toContain('has handed in a request for the next epoch');
  expect((await keys(['rotate', '--yes'])).out).toContain('Grants are made for reviewer.');
  expect((await first.open(delivery(2, 'reviewer'), 2)).epoch).toBe(2);
});

test('who has not handed in a request is named, and gets the grant afterwards', async () => {
  const { keys, first, folder, delivery } = await makeCustody();
  const rotated = await keys(['rotate', '--yes']);
  expect(rotated.out).toContain('No grant is made yet');
  expect(rotated.out).toContain('Still without a grant: reviewer.');
  expect((await keys(['status'])).out).toContain('reviewer has no grant of epoch 2 and can fetch nothing');
  const late = await first.request(join(folder, 'r'), 2);
  const granted = await keys(['grant', late, '--name', 'reviewer', '--yes']);
  expect(granted.out).toContain(`  ${delivery(2, 'reviewer')}\n`);
  expect((await first.open(delivery(2, 'reviewer'), 2)).epoch).toBe(2);
  // Asked for twice, it is given twice: the request is the same, and so is what it opens.
  expect((await keys(['grant', late, '--name', 'reviewer', '--yes'])).code).toBe(0);
  expect(await readdir(join(delivery(2, 'reviewer'), '..'))).toEqual(['reviewer']);
});

test('with several desks it must be said which, and each reviewer gets those only', async () => {
  const { keys, first, folder, delivery, organisationId, publicFolder } = await makeCustody();
  const theirs = await first.request(join(folder, 'r'), 2);
  const desks = ['--add-desk', 'legal=Legal aid', '--add-desk', 'board=Board'];
  const rotated = await keys(['rotate', ...desks, '--request', theirs, '--yes']);
  expect(rotated.out).toContain('desk legal: read by nobody but the custodian');
  expect((await keys(['status'])).out).toContain('Nobody reads desk legal on their own');

  const amina = new Reviewer(organisationId);
  const hers = await amina.request(join(folder, 'a'), 2);
  const which = await keys(['grant', hers, '--name', 'Amina', '--yes']);
  expect(which).toMatchObject({ code: EXIT.usage, err: `${sentenceFor('keys.which-desk')}\n` });
  const said = await keys(['grant', hers, '--name', 'Amina', '--desk', 'legal', '--desk', 'board', '--yes']);
  expect(said.out).toContain('Amina reads the desks legal and board from epoch 2, the present one, on.');
  const grant = await amina.open(delivery(2, 'Amina'), 2);
  expect(grant.desks.map(({ id }) => id)).toEqual(['legal', 'board']);
  expect((await first.open(delivery(2, 'reviewer'), 2)).desks.map(({ id }) => id)).toEqual(['main']);
  const file = async (name: string): Promise<Buffer> => readFile(join(publicFolder, name));
  await checkGrant(
    grant,
    verifyKeyring({
      keyring: await file('keyring.json'),
      signature: (await file('keyring.json.minisig')).toString(),
      rootKey: (await file('root.pub')).toString(),
    }),
  );

  // One who only fetches what several open together.
  const chen = new Reviewer(organisationId);
  const carrier = [
    'grant',
    await chen.request(join(folder, 'c'), 2),
    '--name',
    'Chen',
    '--no-desks',
    '--yes',
  ];
  expect((await keys(carrier)).out).toContain('Chen fetches, but reads no desk alone');
  expect((await chen.open(delivery(2, 'Chen'), 2)).desks).toEqual([]);

  // A desk that goes is read by nobody from then on; what was read besides stays.
  const next = await amina.request(join(folder, 'a3'), 3);
  await keys(['rotate', '--remove-desk', 'legal', '--request', next, '--yes']);
  expect((await amina.open(delivery(3, 'Amina'), 3)).desks.map(({ id }) => id)).toEqual(['board']);
});

test('another signing key under a known name needs to be said, and is then another entry', async () => {
  const { keys, custodian, folder, delivery, organisationId } = await makeCustody();
  const anew = new Reviewer(organisationId);
  const request = await anew.request(join(folder, 'r'), 1);
  const said = await keys(['grant', request, '--name', 'reviewer', '--replace-key'], {
    interactive: true,
    lines: [CUSTODIAN, 'yes'],
  });
  expect(said.code).toBe(0);
  expect(said.out).toContain('reviewer has had another signing key until now');
  expect(said.err).toContain('Did they read these very words to you?');
  expect((await anew.open(delivery(1, 'reviewer'), 1)).desks.map(({ id }) => id)).toEqual(['main']);
  const { reviewers } = await rosterOf(custodian);
  expect(reviewers.map(({ name, until, desks }) => ({ name, until, desks }))).toEqual([
    { name: 'reviewer', until: 1, desks: ['main'] },
    { name: 'reviewer', until: null, desks: ['main'] },
  ]);
  // Both held a grant of epoch 1, so both have to state that it is gone, or be excepted by name.
  await keys(['rotate', '--yes']);
  const statement = await anew.statement(join(folder, 's'), 1);
  const missing = await keys(['retire', '1', '--statement', statement, '--yes'], { today: '2027-06-01' });
  expect(missing.err).toBe(`${sentenceFor('retire.statements-missing', { epoch: 1, count: 1 })}\n`);
  const retired = await keys(['retire', '1', '--except', 'reviewer', '--yes'], { today: '2027-06-01' });
  expect(retired.code).toBe(0);
  // Who left and has nothing left is forgotten.
  const after = await rosterOf(custodian);
  expect(after.reviewers.map(({ until, recipients }) => ({ until, recipients }))).toEqual([
    { until: null, recipients: [] },
  ]);
  expect(after.retired).toEqual([{ epoch: 1, day: '2027-06-01', excepted: ['reviewer'] }]);
});

test('a name in any script is kept, and names the folder of its delivery', async () => {
  const { keys, folder, delivery, organisationId } = await makeCustody();
  for (const name of ['陈 审阅员', 'Zoë O’Neill', 'مراجع']) {
    const reviewer = new Reviewer(organisationId);
    const request = await reviewer.request(join(folder, name), 1);
    expect((await keys(['grant', request, '--name', name, '--yes'])).code).toBe(0);
    expect((await reviewer.open(delivery(1, name), 1)).epoch).toBe(1);
  }
});

test('a folder of the version before is taken up: its keys as they are, its list of reviewers empty', async () => {
  const { keys, first, custodian, publicFolder, folder, delivery } = await makeCustody();
  const old = join(await temporaryFolder(), 'custodian');
  await cp(custodian, old, { recursive: true });
  for (const name of ['roster.age', 'root.pub', 'keyrings']) await rm(join(old, name), { recursive: true });
  expect((await readdir(old)).sort()).toEqual(['epoch-1.age', 'root.key']);

  const earlier = `${sentenceFor('custodian.earlier-version')}\n`;
  const run = (args: readonly string[], lines = [CUSTODIAN]): ReturnType<typeof witnessbox> =>
    witnessbox(['keys', ...args, '--custodian', old], { lines });
  expect(await run(['status'])).toMatchObject({ code: EXIT.vault, err: earlier });
  const request = await first.request(join(folder, 'r'), 2);
  const grant = ['grant', request, '--name', 'Amina', '--yes'];
  expect(await run(grant)).toMatchObject({ code: EXIT.vault, err: earlier });

  // The public folder of another organisation does not do.
  const other = await makeCustody();
  expect(await run([...grant, '--public', other.publicFolder])).toMatchObject({
    code: EXIT.trust,
    err: `${sentenceFor('custodian.other-organisation')}\n`,
  });

  const taken = await run([...grant, '--public', publicFolder]);
  expect(taken.code).toBe(0);
  expect(taken.out).toContain('was made by an earlier version, which kept no list of reviewers');
  expect(taken.out).toContain('Noted. Amina gets the grant of epoch 2');
  expect((await run(['rotate', '--public', publicFolder, '--yes'])).code).toBe(0);
  const into = join(old, 'deliveries', 'epoch-2', 'Amina');
  expect((await first.open(into, 2)).epoch).toBe(2);
  expect(delivery(2, 'Amina')).not.toBe(into);

  // Who had grants before is not known, which must be said aloud before they are forgotten.
  const retire = ['retire', '1', '--yes', '--custodian', old];
  const unlisted = await witnessbox(['keys', ...retire], { today: '2027-06-01' });
  expect(unlisted.err).toBe(`${sentenceFor('retire.unlisted', { epoch: 1 })}\n`);
  expect((await witnessbox(['keys', ...retire, '--unlisted'], { today: '2027-06-01' })).code).toBe(0);
  // The other copy, which was made by this version, is now the old one.
  expect((await keys(['rotate', '--yes'])).err).toBe(`${sentenceFor('custodian.old-copy', { epoch: 2 })}\n`);
});
