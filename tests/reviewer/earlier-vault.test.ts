/** What was filed before there were sections, uses and pages: it opens, is shown, and compares equal with what is read now. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { readTestimony } from '../../crypto/testimony.ts';
import { isSameTestimony } from '../../reviewer/filed.ts';
import { openHome as openHomeFolder } from '../../reviewer/open-home.ts';
import { type BodyRecord, type OpenedRecord, type StateRecord, recordName } from '../../reviewer/records.ts';
import { Source } from './support/source.ts';
import { PASSPHRASE, makeWorld, openHome, random, temporaryFolder } from './support/world.ts';

const SHA256 = 'ab'.repeat(32);

/** testimony.json as an earlier page wrote it. */
const SENT = `{
  "format": "witnessbox-testimony/1",
  "kind": "testimony",
  "language": "zh-Hans",
  "written": "2026-11-20",
  "intake": {
    "id": "default",
    "sha256": "${SHA256}"
  },
  "answers": {
    "what": "They came.",
    "when": "last spring"
  },
  "consent": {
    "contact": true
  },
  "evidence": [
    {
      "path": "evidence/001-a.jpg",
      "name": "a.jpg",
      "type": "image/jpeg",
      "size": 3,
      "removed": []
    }
  ]
}
`;

test('a testimony that was filed before equals the one that is read from its bytes now', () => {
  const filed = JSON.parse(SENT) as BodyRecord['testimony'];
  expect(isSameTestimony(filed, readTestimony(utf8(SENT)))).toBe(true);
  expect(isSameTestimony({ ...filed, consent: { contact: false } }, readTestimony(utf8(SENT)))).toBe(false);
});

test('a vault of before is shown by the form of before, and what is sent in that way is saved', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const intake = { id: 'default', sha256: SHA256 };
  const id = await source.send({ intake, answers: { what: 'They came.', when: 'last spring' } });
  const session = await openHome(world);
  await session.sync();
  expect((await session.read(id)).thread[0]).toMatchObject({ formMissing: true });
  await session.close();

  const { vault, lock } = await openHomeFolder(world.organisation.home, PASSPHRASE, random);
  await vault.change(async (transaction) => {
    // The form as it was kept, and a keyring without pages.
    const question = (name: string) => ({
      id: name,
      kind: 'line',
      required: false,
      label: { en: `${name}?` },
    });
    transaction.put(recordName.intake(SHA256), {
      format: 'witnessbox-intake/1',
      id: 'default',
      questions: [question('when'), question('what')],
    });
    const state = await transaction.get<StateRecord>(recordName.state);
    if (!state) throw new Error('no state');
    const { id: form, sha256 } = state.keyring.intake;
    const keyring = { ...state.keyring, intake: { id: form, sha256 } };
    transaction.put(recordName.state, { ...state, keyring });
    const record = await transaction.get<OpenedRecord>(recordName.submission(id));
    expect(Object.keys(record ?? {})).not.toContain('asks');
  });
  await vault.settle();
  lock.release();

  const again = await openHome(world);
  const view = await again.read(id);
  expect(view.answers).toEqual([
    { id: 'when', label: 'when?', text: 'last spring' },
    { id: 'what', label: 'what?', text: 'They came.' },
  ]);
  expect([view.consent, view.deletionAsked]).toEqual([{ contact: true }, null]);
  expect(view.thread[0]).not.toHaveProperty('formMissing');
  expect((await again.save(id, join(await temporaryFolder(), 'saved'))).files).toBe(2);
  expect(await again.sync()).toMatchObject({ fetched: 0 });
});
