/**
 * Follow-ups that are not what they claim: forged, replayed, unsigned, or a testimony under somebody else's keys. Each
 * stands alone, says what is wrong with it, and changes nothing of the case that it is aimed at.
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../reviewer/session.ts';
import { Source, type Sending, upload } from './support/source.ts';
import { type World, makeWorld, openHome, random } from './support/world.ts';

const NUMBER = random(16);
const TEXT = { answers: { what: 'Delete everything.' }, contact: false, language: 'ug' };

type Case = { world: World; source: Source; other: Source; session: Session; id: string };

/** A case with one accepted follow-up, and a second source who would like to have a say in it. */
async function makeCase(): Promise<Case> {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  const other = await Source.arrive(world);
  const id = await source.send({ contact: true });
  await source.send({ followUp: NUMBER, contact: true, answers: { what: 'One thing more.' } });
  const session = await openHome(world);
  await session.sync();
  return { world, source, other, session, id };
}

/** Everything that a reviewer sees of the case, and what its source finds under the words. */
async function stateOf({ session, source, id }: Case) {
  const listed = (await session.list()).find((one) => one.id === id);
  return { listed, view: await session.read(id), replies: (await source.look()).replies };
}

type Attack = (made: Case) => Sending;

const forgeries: Record<string, Attack> = {
  'with another signature': () => ({ followUp: random(16), spoil: (bytes) => bytes.map((b) => b ^ 1) }),
  'signed with another source’s key': ({ other }) => ({
    followUp: random(16),
    signed: { seed: other.keys.followUpSeed },
  }),
  'signed for another organisation': () => ({ followUp: random(16), signed: { organisationId: random(32) } }),
  'signed for another epoch': () => ({ followUp: random(16), signed: { epoch: 2 } }),
  'signed as a testimony': () => ({ followUp: random(16), signed: { kind: 'testimony' } }),
  'signed over another number': () => ({ followUp: random(16), signed: { id: NUMBER } }),
  'signed over another text': () => ({ followUp: random(16), signed: { testimony: random(100) } }),
  'whose number was used before, and whose signature is another’s': ({ other }) => ({
    followUp: NUMBER,
    signed: { seed: other.keys.followUpSeed },
  }),
  'with the drops of this source and keys of another': ({ source, other }) => ({
    followUp: random(16),
    channel: { ...other.channel(), dropSecret: source.channel().dropSecret },
    signed: { seed: other.keys.followUpSeed },
  }),
};

const others: Record<string, [problem: string, attack: Attack]> = {
  'without a signature': ['followup.unsigned', () => ({ kind: 'follow-up' })],
  'without a channel': ['followup.unsigned', () => ({ kind: 'follow-up', channel: false })],
  'with a signature of nobody here': [
    'followup.unknown-source',
    ({ other }) => ({
      followUp: random(16),
      channel: other.channel(),
      signed: { seed: other.keys.followUpSeed },
    }),
  ],
  'with a number that was used before, and a new text': ['followup.replayed', () => ({ followUp: NUMBER })],
  'as a testimony under the same words': ['case.repeated', () => ({ kind: 'testimony' })],
  'as a testimony that names the drops of this source': [
    'case.repeated',
    ({ source, other }) => ({
      kind: 'testimony',
      channel: { ...other.channel(), dropSecret: source.channel().dropSecret },
    }),
  ],
  'as a testimony that names the key of this source': [
    'case.repeated',
    ({ source, other }) => ({
      kind: 'testimony',
      channel: { ...other.channel(), followUpKey: source.channel().followUpKey },
    }),
  ],
};

/** Grouped by what is said of them: a world of its own for each attack would take minutes. */
const attacks = Object.entries(
  Object.groupBy(
    [
      ...Object.entries(forgeries).map(([name, attack]) => ({ name, problem: 'followup.forged', attack })),
      ...Object.entries(others).map(([name, [problem, attack]]) => ({ name, problem, attack })),
    ],
    ({ problem }) => problem,
  ),
);

describe('what comes in', () => {
  test.each(attacks)(
    'and is %s changes nothing',
    async (problem, tried = []) => {
      const made = await makeCase();
      const { source, other, session, id } = made;
      const before = await stateOf(made);
      expect(before.view.consent).toEqual({ contact: true });
      expect(before.view.followUps).toBe(1);

      for (const { name, attack } of tried) {
        const bad = await source.send({ ...TEXT, ...attack(made) });
        const report = await session.sync();
        expect(report, name).toMatchObject({ fetched: 1, opened: 1, followUps: 0, placed: 0 });
        expect(report.warnings, name).toContain(problem);
        expect(await stateOf(made), name).toEqual(before);
        expect(await session.read(bad), name).toMatchObject({ id: bad, problem, canReply: false });
      }
      // Nor later: none is thought better of.
      await session.sync();
      expect(await stateOf(made)).toEqual(before);

      // The reply still goes to the source of the case, and to nobody else.
      await session.reply(id, 'For the source alone.');
      await session.sync();
      expect((await source.look()).replies.at(-1)?.text).toBe('For the source alone.');
      expect(await other.look()).toMatchObject({ replies: [], damaged: [], forged: [] });
    },
    60_000,
  );

  test('again, the very same bytes under another id, takes no withdrawal back', async () => {
    const made = await makeCase();
    const { world, source, session, id } = made;
    const yes = await source.seal({ followUp: random(16), contact: true });
    await upload(world.portal, yes);
    await session.sync();
    world.portal.today = '2026-11-23';
    await source.send({ followUp: random(16), contact: false });
    await session.sync();
    expect((await session.read(id)).consent).toEqual({ contact: false });

    const before = await stateOf(made);
    world.portal.today = '2026-11-24';
    const copy = await upload(world.portal, yes);
    expect(await session.sync()).toMatchObject({ followUps: 0, placed: 0, warnings: ['followup.replayed'] });
    expect(await stateOf(made)).toEqual(before);
    expect(await session.read(copy)).toMatchObject({ problem: 'followup.replayed', consent: null });
  });

  test('twice in one pull is taken once, whichever of the two is opened first', async () => {
    const made = await makeCase();
    const { world, source, session, id } = made;
    const bytes = await source.seal({ followUp: random(16), contact: true });
    await upload(world.portal, bytes);
    await upload(world.portal, bytes);
    expect(await session.sync()).toMatchObject({ followUps: 1, warnings: ['followup.replayed'] });
    expect((await session.read(id)).followUps).toBe(2);
  });

  test('forged does not use up the number of the genuine one', async () => {
    const made = await makeCase();
    const { source, other, session, id } = made;
    const followUp = random(16);
    await source.send({ followUp, signed: { seed: other.keys.followUpSeed } });
    expect((await session.sync()).warnings).toEqual(['followup.forged']);
    await source.send({ followUp, contact: false });
    expect(await session.sync()).toMatchObject({ followUps: 1, warnings: [] });
    expect(await session.read(id)).toMatchObject({ followUps: 2, consent: { contact: false } });
  });
});
