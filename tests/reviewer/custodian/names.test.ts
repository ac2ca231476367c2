/** Names of people are asked for, so that they need not stand on a command line. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../../reviewer/codes.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { CUSTODIAN, Reviewer, makeCustody } from './support.ts';

test('at a grant and at a revocation, where a person sits there', async () => {
  const { keys, folder, organisationId, delivery } = await makeCustody();
  const amina = new Reviewer(organisationId);
  const request = await amina.request(join(folder, 'a'), 1);
  const typed = (...lines: string[]) => ({ interactive: true, lines });
  const granted = await keys(['grant', request], typed(' Amina ', CUSTODIAN, 'yes'));
  expect(granted).toMatchObject({ code: 0 });
  expect(granted.err).toMatch(/^Name of the reviewer: /u);
  expect((await amina.open(delivery(1, 'Amina'), 1)).epoch).toBe(1);

  const revoked = await keys(['revoke'], typed('Amina', CUSTODIAN, 'yes'));
  expect(revoked).toMatchObject({ code: 0 });
  expect(revoked.out).toContain('Amina is taken off the list of reviewers.');
});

test('but a name that is none is refused before a passphrase is typed', async () => {
  const { keys } = await makeCustody();
  for (const args of [['grant', 'nowhere'], ['revoke']]) {
    const said = await keys(args, { interactive: true, lines: [''] });
    expect(said.code).toBe(EXIT.usage);
    expect(said.err).toContain(sentenceFor('roster.bad-name'));
  }
});

test('and where nobody sits there, a missing name is said', async () => {
  const { keys } = await makeCustody();
  for (const args of [
    ['grant', 'nowhere', '--yes'],
    ['revoke', '--yes'],
  ]) {
    expect(await keys(args)).toMatchObject({
      code: EXIT.usage,
      err: `${sentenceFor('keys.whose-name')}\n`,
    });
  }
});
