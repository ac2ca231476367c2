/** Consent that changes: given later, withdrawn, and by whom it cannot be changed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Consent } from '../../crypto/consent.ts';
import { intakeHash, intakePage, parseIntake } from '../../crypto/intake.ts';
import { ladderLines } from '../../reviewer/commands/answer-lines.ts';
import { caseText } from '../../reviewer/commands/show.ts';
import { type Said, consentNow } from '../../reviewer/consent.ts';
import { consentShown } from '../../reviewer/ladder.ts';
import type { Session } from '../../reviewer/session.ts';
import { FORM } from '../crypto/forms.ts';
import { Source } from './support/source.ts';
import { type World, makeWorld, openHome, random } from './support/world.ts';

const YES = { contact: true };
const NO = { contact: false };

describe('what a source consents to now', () => {
  const said = (day: string, contact: boolean): Said => ({ day, consent: { contact } });

  test('is what the testimony says where nothing followed', () => {
    expect([consentNow(YES, []), consentNow(NO, [])]).toEqual([YES, NO]);
  });

  test('is what the follow-up of the last day says, either way', () => {
    const no = said('2026-11-22', false);
    const yes = said('2026-11-23', true);
    expect(consentNow(YES, [no])).toEqual(NO);
    expect(consentNow(NO, [yes])).toEqual(YES);
    expect(consentNow(NO, [no, yes])).toEqual(YES);
    expect(consentNow(YES, [yes, { ...no, day: '2026-11-24' }])).toEqual(NO);
  });

  test('is "no" where one day has both, in whatever order they were fetched', () => {
    const no = said('2026-11-22', false);
    const yes = said('2026-11-22', true);
    expect(consentNow(YES, [no, yes])).toEqual(NO);
    expect(consentNow(YES, [yes, no])).toEqual(NO);
  });

  test('stays "no" where a "yes" of an earlier day is fetched late', () => {
    expect(consentNow(YES, [said('2026-11-23', false), said('2026-11-22', true)])).toEqual(NO);
  });
});

describe('the uses to which a source consents now', () => {
  const NOTICE = { version: '1', language: 'en', sha256: 'ab'.repeat(32) };
  const LATER = { ...NOTICE, version: '2' };
  const all: Consent = { contact: true, uses: ['numbers', 'anonymous'], notice: NOTICE };
  /** `of`: the day of November. */
  const follow = (consent: Consent | null, of = 22): Said => ({ day: `2026-11-${String(of)}`, consent });

  test('are those of the testimony where no follow-up says anything of them', () => {
    expect(consentNow(all, [follow(null)])).toEqual(all);
    expect(consentNow(all, [follow({ contact: false }), follow(null, 23)])).toEqual({
      ...all,
      contact: false,
    });
  });

  test('are those of the last one that says something, with the notice that it had read', () => {
    const fewer: Consent = { contact: true, uses: ['numbers'], notice: LATER };
    const more: Consent = { contact: true, uses: ['numbers', 'courts'], notice: LATER };
    expect(consentNow(all, [follow(fewer), follow(null, 23)])).toEqual(fewer);
    expect(consentNow(all, [follow(fewer), follow(more, 23), follow({ contact: true }, 24)])).toEqual(more);
    expect(consentNow({ contact: true }, [follow(more)])).toEqual(more);
  });

  test('are none after a withdrawal, also one for which no notice was shown', () => {
    expect(consentNow(all, [follow({ contact: false, uses: [] })])).toEqual({
      contact: false,
      uses: [],
    });
  });

  test('are those in which all agree that came on one day, in whatever order', () => {
    const one = follow({ contact: true, uses: ['numbers', 'anonymous', 'courts'], notice: LATER });
    const two = follow({ contact: false, uses: ['courts', 'numbers'], notice: LATER });
    const none = follow(null);
    for (const said of [
      [one, none, two],
      [two, one, none],
    ]) {
      const now = consentNow(all, said);
      expect({ ...now, uses: now.uses?.sort() }).toEqual({
        contact: false,
        uses: ['courts', 'numbers'],
        notice: LATER,
      });
    }
    expect(consentNow(all, [two, { ...one, day: '2026-11-23' }]).uses).toEqual([
      'numbers',
      'anonymous',
      'courts',
    ]);
    expect(consentNow(all, [one, follow({ contact: true, uses: [] })]).uses).toEqual([]);
    expect(consentNow(all, [{ ...two, day: '2026-11-23' }, one]).uses).toEqual(['courts', 'numbers']);
  });
});

describe('the ladder that a reviewer sees', () => {
  const notice = (language: string) => ({
    version: '3',
    language,
    sha256: intakeHash(intakePage(FORM, language)),
  });

  test('has a yes or no for each use of the notice, in the organisation’s words', () => {
    const consent: Consent = { contact: true, uses: ['anonymous'], notice: notice('zh-Hans') };
    expect(consentShown(consent, [FORM], 'en')).toEqual({
      contact: true,
      uses: [
        { id: 'numbers', label: 'Count it', agreed: false },
        { id: 'anonymous', label: 'Publish it', agreed: true },
      ],
      notice: { version: '3', language: 'zh-Hans', known: true },
    });
    expect(consentShown(consent, [FORM], 'zh-Hans').uses?.map(({ label }) => label)).toEqual([
      '计数',
      '发表',
    ]);
    expect(consentShown({ contact: false }, [FORM], 'en')).toEqual({ contact: false });
  });

  test('takes a use that the notice does not ask for as no consent', () => {
    const { uses } = consentShown({ contact: true, uses: ['named'], notice: notice('en') }, [FORM], 'en');
    expect(uses?.map(({ id, agreed, unasked }) => [id, agreed, unasked])).toEqual([
      ['numbers', false, undefined],
      ['anonymous', false, undefined],
      ['named', false, true],
    ]);
    expect(ladderLines({ contact: true, uses: uses ?? [] }).join('\n')).toMatch(
      /\bno +Published with the name .*no consent/u,
    );
  });

  test('has no yes where no notice was read, and says what was sent', () => {
    const shown = consentShown({ contact: true, uses: ['courts', 'named'] }, [FORM], 'en');
    expect(shown.uses?.map(({ id, agreed, unasked }) => [id, agreed, unasked])).toEqual([
      ['numbers', false, undefined],
      ['anonymous', false, undefined],
      ['partners', false, undefined],
      ['courts', false, true],
      ['named', false, true],
    ]);
    const lines = ladderLines(shown);
    expect(lines.filter((line) => /\byes {2}/u.test(line))).toEqual([]);
    expect(lines.filter((line) => line.includes('this is no consent'))).toHaveLength(2);
    expect(lines.at(-1)).toContain('Said without a notice.');
  });

  test.each([
    ['another version', { ...notice('en'), version: '4' }, [FORM]],
    ['another text', { ...notice('en'), sha256: notice('zh-Hans').sha256 }, [FORM]],
    ['a language in which the form has no page', notice('fr'), [FORM]],
    ['a form that is not here', notice('en'), []],
  ])('does not believe a notice of %s', (_, read, here) => {
    const shown = consentShown({ contact: true, uses: ['numbers'], notice: read }, here, 'en');
    expect(shown.notice?.known).toBe(false);
    expect(shown.uses).toHaveLength(5);
    expect(ladderLines(shown).join('\n')).toContain('do not rely on a yes');
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
  const world = await makeWorld();
  const { source, session, id } = await told(world);
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
  expect((await session.read(id)).consent).toEqual(NO);
  world.portal.today = '2026-11-23';
  await source.send({ followUp: random(16), contact: true });
  await session.sync();
  expect((await session.read(id)).consent).toEqual(YES);
});

test('of a "yes" and a "no", the later day counts, and within one day the "no"', async () => {
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

test('uses, a withdrawal and the wish that all be deleted reach the reviewer, who alone acts on them', async () => {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const form = await readFile(join(world.organisation.publicFolder, 'intake.json'));
  const page = intakePage(parseIntake(form), 'zh-Hans');
  const notice = { version: '1', language: 'zh-Hans', sha256: intakeHash(page) };
  const id = await source.send({ consent: { contact: true, uses: ['numbers', 'courts'], notice } });
  const session = await openHome(world);
  await session.sync();
  const agreed = async () => {
    const { consent } = await session.read(id);
    return consent?.uses?.filter((use) => use.agreed).map((use) => use.id);
  };
  expect(await agreed()).toEqual(['numbers', 'courts']);
  expect((await session.read(id)).consent?.notice).toEqual({
    version: '1',
    language: 'zh-Hans',
    known: true,
  });
  expect(caseText(await session.read(id))).toMatch(
    /yes {2}Give it to courts[^]*no {3}Publish it with your name/u,
  );

  await source.send({ followUp: random(16), consent: null, answers: { message: 'One thing more.' } });
  await session.sync();
  expect(await agreed()).toEqual(['numbers', 'courts']);
  const left = (await session.read(id)).thread.find(({ kind }) => kind === 'follow-up');
  expect(left).not.toHaveProperty('consent');
  expect(left?.answers).toEqual([{ id: 'message', label: 'Message', text: 'One thing more.' }]);

  const [before] = await session.list();
  expect(before?.deletionAsked).toBeNull();
  const withdrawal = {
    consent: { contact: false, uses: [], notice },
    asks: ['deletion' as const],
    answers: {},
  };
  await source.send({ followUp: random(16), ...withdrawal });
  await session.sync();
  expect(await agreed()).toEqual([]);
  const view = await session.read(id);
  expect(view.deletionAsked).toBe('2026-11-22');
  expect(view.thread.filter(({ asks }) => asks?.includes('deletion'))).toHaveLength(1);
  expect(view.thread[0]?.answers[0]?.text).toBe('They came at night.');
  expect(caseText(view)).toContain('THE SOURCE ASKS FOR ALL OF IT TO BE DELETED (follow-up of 2026-11-22');
});

test.each([
  ['is not signed', { kind: 'follow-up' as const }],
  ['is signed by another', { followUp: random(16), spoil: (bytes: Uint8Array) => bytes.map((b) => b ^ 1) }],
])('a follow-up that %s neither gives nor takes uses, and asks for no deletion', async (_, forged) => {
  const world = await makeWorld();
  const { source, session } = await told(world);
  const before = await session.list();
  const wish = { consent: { contact: true, uses: ['named' as const] }, asks: ['deletion' as const] };
  const alone = await source.send({ ...forged, ...wish });
  await session.sync();
  const [own, ...others] = (await session.list()).sort(
    (a, b) => Number(b.id === alone) - Number(a.id === alone),
  );
  expect(others).toEqual(before);
  expect(own).toMatchObject({ id: alone, deletionAsked: null });
  const view = await session.read(alone);
  expect([view.consent, view.deletionAsked]).toEqual([null, null]);
  expect(caseText(view)).not.toContain('THE SOURCE ASKS');
});
