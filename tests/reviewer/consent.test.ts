/** Consent that changes: given later, withdrawn, and by whom it cannot be changed. */
import { describe, expect, test } from 'vitest';
import { caseText } from '../../reviewer/commands/show.ts';
import { type Said, consentNow } from '../../reviewer/consent.ts';
import type { Session } from '../../reviewer/session.ts';
import { Source } from './support/source.ts';
import { type World, makeWorld, openHome, random } from './support/world.ts';

const YES = { contact: true };
const NO = { contact: false };

describe('what a source consents to now', () => {
  const said = (day: string, pull: string, contact: boolean): Said => ({ day, pull, consent: { contact } });

  test('is what the testimony says where nothing followed', () => {
    expect([consentNow(YES, []), consentNow(NO, [])]).toEqual([YES, NO]);
  });

  test('is what the last follow-up says, either way', () => {
    const no = said('2026-11-22', 'a', false);
    const yes = said('2026-11-22', 'b', true);
    expect(consentNow(YES, [no])).toEqual(NO);
    expect(consentNow(NO, [yes])).toEqual(YES);
    expect(consentNow(NO, [no, yes])).toEqual(YES);
    expect(consentNow(YES, [yes, { ...no, pull: 'c' }])).toEqual(NO);
  });

  test('is "no" where one pull brought both for one day, in whatever order', () => {
    const no = said('2026-11-22', 'a', false);
    const yes = said('2026-11-22', 'a', true);
    expect(consentNow(YES, [no, yes])).toEqual(NO);
    expect(consentNow(YES, [yes, no])).toEqual(NO);
    expect(consentNow(YES, [no, { ...yes, day: '2026-11-23' }])).toEqual(YES);
  });
});

async function told(world: World): Promise<{ source: Source; session: Session; id: string }> {
  const source = await Source.arrive(world);
  const id = await source.send({ contact: true, language: 'zh-Hans' });
  const session = await openHome(world);
  await session.sync();
  return { source, session, id };
}

test('a withdrawal in a follow-up reaches the reviewer, in the case, in the thread and in its language', async () => {
  const { source, session, id } = await told(await makeWorld());
  expect((await session.read(id)).consent).toEqual(YES);
  await source.send({ followUp: random(16), contact: false, language: 'ug' });
  await session.sync();
  const view = await session.read(id);
  expect(view.consent).toEqual(NO);
  expect(view.language).toBe('zh-Hans');
  expect(view.thread.map(({ kind, consent, language }) => [kind, consent?.contact, language])).toEqual([
    ['testimony', true, 'zh-Hans'],
    ['acknowledgement', undefined, undefined],
    ['follow-up', false, 'ug'],
    ['acknowledgement', undefined, undefined],
  ]);
  const shown = caseText(view);
  expect(shown).toContain('The source does not want to be asked back.');
  expect(shown).toMatch(/Testimony, .*\n\n {2}Language zh-Hans\n {2}Here the source says yes/u);
  expect(shown).toMatch(/Follow-up, .*\n\n {2}Language ug\n {2}Here the source says no/u);

  await source.send({ followUp: random(16), contact: true });
  await session.sync();
  expect((await session.read(id)).consent).toEqual(YES);
});

test('of a "yes" and a "no" that one pull brings, the later day counts, and within one day the "no"', async () => {
  const world = await makeWorld();
  const { source, session, id } = await told(world);
  for (const contact of [true, false, true]) await source.send({ followUp: random(16), contact });
  await session.sync();
  expect((await session.read(id)).consent).toEqual(NO);

  world.portal.today = '2026-11-23';
  await source.send({ followUp: random(16), contact: false });
  world.portal.today = '2026-11-24';
  await source.send({ followUp: random(16), contact: true });
  await session.sync();
  expect((await session.read(id)).consent).toEqual(YES);
});

test('a follow-up that is not proven changes no consent, and nothing is claimed of its own', async () => {
  const { source, session, id } = await told(await makeWorld());
  const forged = { followUp: random(16), spoil: (bytes: Uint8Array) => bytes.map((b) => b ^ 1) };
  const alone = await source.send({ ...forged, contact: false, language: 'ug' });
  await session.sync();
  expect((await session.read(id)).consent).toEqual(YES);
  const view = await session.read(alone);
  expect(view.consent).toBeNull();
  expect(view.thread[0]).toMatchObject({ consent: NO, language: 'ug' });
  const shown = caseText(view);
  expect(shown).toContain('Whether the source agrees to be asked back is not known');
  expect(shown).not.toContain('does not want to be asked back');
});
