/** What a tired custodian does: a wrong folder, a wrong clock, half a command. Nothing is lost and nothing is pretended. */
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recipientOf } from '../../../crypto/envelope.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { custodianPaths } from '../../../reviewer/custodian/folder.ts';
import { openCustodian, saveRoster } from '../../../reviewer/custodian/open.ts';
import { endedWith, withReviewer } from '../../../reviewer/custodian/roster.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { PASSPHRASE, temporaryFolder } from '../support/world.ts';
import { CUSTODIAN, Reviewer, makeCustody, witnessbox } from './support.ts';

async function withAmina() {
  const custody = await makeCustody();
  const papers = await temporaryFolder();
  const amina = new Reviewer(custody.organisationId);
  const request = await amina.request(join(papers, 'Amina'), 1);
  expect((await custody.keys(['grant', request, '--name', 'Amina', '--yes'])).code).toBe(0);
  return { ...custody, papers, amina, request };
}

test('a delivery takes the place of an earlier delivery only', async () => {
  const { papers, request, keys, custodian, first } = await withAmina();
  await writeFile(join(request, 'notes.txt'), 'of a case');
  const refusal = { code: EXIT.disk, err: `${sentenceFor('keys.not-a-delivery')}\n` };
  const before = await readFile(join(custodian, 'roster.age'));
  const grant = ['grant', request, '--name', 'Amina', '--yes', '--out'];
  expect(await keys([...grant, papers])).toMatchObject(refusal);
  const next = await first.request(join(papers, 'reviewer'), 2);
  expect(await keys(['rotate', '--request', next, '--yes', '--out', papers])).toMatchObject(refusal);
  expect((await readdir(request)).sort()).toEqual([
    'grant-request.json',
    'grant-request.json.minisig',
    'notes.txt',
  ]);
  expect(await readFile(join(custodian, 'roster.age'))).toEqual(before);
  const elsewhere = join(papers, 'out');
  expect((await keys([...grant, elsewhere])).code).toBe(0);
  expect((await keys([...grant, elsewhere])).code).toBe(0);
});

test('a wrong name of the public folder does not turn a revocation into nothing', async () => {
  const { custodian, publicFolder, keys, folder } = await withAmina();
  const wrong = join(folder, 'pubilc');
  const at = (where: string) => ['--yes', '--custodian', custodian, '--public', where];
  const refused = await witnessbox(['keys', 'revoke', 'Amina', ...at(wrong)]);
  expect(refused).toMatchObject({ code: EXIT.disk, err: `${sentenceFor('keys.no-public')}\n` });
  // Who finishes all the same is told that it did not do that.
  const finished = await witnessbox(['keys', 'rotate', '--finish', ...at(wrong)]);
  expect(finished.code).toBe(0);
  expect(finished.out).toContain('No new keys were made and nobody was taken off');
  expect(finished.out).not.toContain('Epoch 1 is made');
  expect((await keys(['revoke', 'Amina', '--yes'])).out).toContain('Epoch 2 is made');
  expect(await readFile(join(publicFolder, 'keyring.json'), 'utf8')).toContain('"epoch": 2');
});

test('a clock that went back makes no keys', async () => {
  const { keys } = await makeCustody();
  const said = await keys(['rotate', '--yes'], { today: '2020-01-01' });
  expect(said.code).toBe(EXIT.failed);
  expect(said.err).toMatch(/it is 2020-01-01, which is before .*Nothing was made/u);
});

test('a revocation that stopped half-way is not taken for done', async () => {
  const { custodian, keys } = await withAmina();
  const opened = await openCustodian(custodianPaths(custodian), CUSTODIAN);
  const amina = opened.roster.reviewers.find(({ name }) => name === 'Amina');
  if (!amina) throw new Error('no Amina');
  await saveRoster(opened, withReviewer(opened.roster, amina, endedWith(amina, 1)));
  expect((await keys(['status'])).out).toContain('Amina is off the list, but goes on reading');
  expect((await keys(['revoke', 'Amina', '--yes'])).code).toBe(0);
  expect((await keys(['status'])).out).not.toContain('Amina is off the list');
});

test('what was granted once in an epoch is said, by a later grant and when the key is split', async () => {
  const { request, keys, folder } = await withAmina();
  const less = await keys(['grant', request, '--name', 'Amina', '--no-desks', '--yes']);
  expect(less.out.replaceAll(/\s+/gu, ' ')).toContain('they can go on reading main');
  const split = ['split', '--desk', 'main', '--needed', '2', '--shares', '2', '--yes'];
  const said = await keys([...split, '--out', join(folder, 'shares')]);
  expect(said.out).toContain('reviewer and Amina had a grant of this desk');
});

test('what is finished hands over no desk that was only meant for the next epoch, and that no list would name', async () => {
  const { keys, first, papers, folder, custodian, delivery } = await withAmina();
  const request = await first.request(join(papers, 'r2'), 2);
  await keys(['rotate', '--request', request, '--add-desk', 'legal=Legal aid', '--yes']);
  const later = await first.request(join(papers, 'r3'), 3);
  const wider = ['grant', later, '--name', 'reviewer', '--desk', 'main', '--desk', 'legal', '--yes'];
  expect((await keys(wider)).out).toContain('from epoch 3, the next one, on');

  const lost = ['--custodian', custodian, '--public', join(folder, 'lost')];
  expect((await witnessbox(['keys', 'rotate', '--finish', '--yes', ...lost])).code).toBe(0);
  expect((await first.open(delivery(2, 'reviewer'), 2)).desks.map(({ id }) => id)).toEqual(['main']);
  const split = ['split', '--desk', 'legal', '--needed', '2', '--shares', '2', '--yes'];
  expect((await keys([...split, '--out', join(folder, 'shares')])).out).not.toContain('had a grant');
  expect((await keys(['rotate', '--yes'])).code).toBe(0);
  const both = (await first.open(delivery(3, 'reviewer'), 3)).desks.map(({ id }) => id);
  expect(both.sort()).toEqual(['legal', 'main']);
});

test('nobody is granted anything to the identity of another reviewer', async () => {
  const { organisationId, papers, keys, amina } = await withAmina();
  const recipient = await recipientOf(amina.identities.get(1) ?? '');
  const request = await new Reviewer(organisationId).request(join(papers, 'b'), 1, { recipient });
  const said = await keys(['grant', request, '--name', 'Bashir', '--yes']);
  expect(said).toMatchObject({
    code: EXIT.trust,
    err: `${sentenceFor('grant-request.reused-recipient')}\n`,
  });
});

test('what a stopped machine left of keys is gone from both folders with the next command', async () => {
  const { custodian, home, keys } = await withAmina();
  const left = ['epoch-1.age', 'roster.age'].map((name) => [join(custodian, name), custodian] as const);
  const right = ['identity.age', 'grants/epoch-1.age'].map((name) => [join(home, name), home] as const);
  for (const [path] of [...left, ...right]) await copyFile(path, `${path}.0123456789abcdef.tmp`);
  await keys(['grant', home, '--name', 'reviewer', '--yes']);
  await witnessbox(['keys', 'status', '--home', home], { lines: [PASSPHRASE] });
  for (const folder of [custodian, home]) {
    const names = await readdir(folder, { recursive: true });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }
});
