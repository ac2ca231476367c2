/** What a reviewer experiences: pulling, reading, replying, against the real server. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '@noble/hashes/utils.js';
import { collect, streamOf, utf8 } from '../../crypto/encoding.ts';
import { seal } from '../../crypto/envelope.ts';
import { ACKNOWLEDGED_EN, ACKNOWLEDGED_ZH } from './support/words.ts';
import { Source, upload } from './support/source.ts';
import { makeWorld, openHome, random } from './support/world.ts';

describe('a testimony', () => {
  test('arrives, is listed and read with the labels of the form, and its files are hashed', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const bytes = new Uint8Array(300_000).fill(7);
    const id = await source.send({
      answers: { where: 'Kashgar', what: 'They came   at\nnight.', other: 'more' },
      files: [{ name: '照片.jpg', bytes }],
    });
    const session = await openHome(world);
    const report = await session.sync();
    expect(report).toMatchObject({
      fetched: 1,
      opened: 1,
      unreadable: 0,
      followUps: 0,
      placed: 1,
      warnings: [],
    });

    const [summary] = await session.list();
    expect(summary).toMatchObject({ id, evidence: 1, size: 300_000, canReply: true, problem: null });
    expect(summary?.excerpt).toBe('They came at night.');
    const view = await session.read(id.slice(0, 6));
    expect(view.answers.map(({ label, section, misfit }) => [section, label, misfit])).toEqual([
      [undefined, 'What happened?', undefined],
      ['Where was it?', 'The place in your own words', undefined],
      [undefined, 'other', true],
    ]);
    expect(view.evidenceList[0]).toMatchObject({ name: '照片.jpg', path: 'evidence/001-照片.jpg', from: id });
    expect(view.evidenceList[0]?.sha256).toHaveLength(64);
    expect(JSON.stringify(view)).not.toContain(source.channel().dropSecret);
  });

  test('is acknowledged in its language, once, whatever is synced after', async () => {
    const world = await makeWorld();
    const chinese = await Source.arrive(world);
    const english = await Source.arrive(world);
    await chinese.send({ language: 'zh-Hans' });
    await english.send({ language: 'ug' });
    const session = await openHome(world);
    await session.sync();
    await session.sync();
    const { replies } = await chinese.look();
    expect(replies.map(({ kind }) => kind)).toEqual(['acknowledgement']);
    expect(replies[0]?.text).toContain(ACKNOWLEDGED_ZH);
    expect((await english.look()).replies[0]?.text).toContain(ACKNOWLEDGED_EN);
  });

  test('without a reply channel is kept and cannot be answered', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send({ channel: false });
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ opened: 1, placed: 0 });
    expect((await session.list())[0]).toMatchObject({ id, canReply: false, problem: null });
    await expect(session.reply(id, 'x')).rejects.toMatchObject({ code: 'reply.no-channel' });
  });

  test('that cannot be opened is listed with its problem, kept, and keeps no other from arriving', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const stranger = await collect(await seal(source.keys.recipient, streamOf(new Uint8Array(65536))));
    const foreign = await upload(world.portal, stranger);
    const broken = concatBytes(utf8('testimony.json\0'), random(65521));
    const noTar = await upload(world.portal, await source.sealBytes(broken));
    const good = await source.send();
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ fetched: 3, opened: 2, unreadable: 1 });
    const problems = Object.fromEntries((await session.list()).map(({ id, problem }) => [id, problem]));
    expect(problems).toEqual({
      [foreign]: 'envelope.wrong-identity',
      [noTar]: 'submission.malformed',
      [good]: null,
    });
    expect(await session.sync()).toMatchObject({ fetched: 0 });
    await expect(session.save(foreign, join(world.folder, 'out'))).rejects.toMatchObject({
      code: 'envelope.wrong-identity',
    });
  });

  test('that comes twice makes a second case that is not answered', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    await source.send();
    await source.send();
    const session = await openHome(world);
    const report = await session.sync();
    expect(report).toMatchObject({ opened: 2, placed: 1 });
    const problems = (await session.list()).map(({ problem, canReply }) => [problem, canReply]);
    expect(problems).toContainEqual(['case.repeated', false]);
    expect(problems).toContainEqual([null, true]);
  });
});

describe('a reply', () => {
  test('reaches the source with the next sync, long ones whole', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send();
    const session = await openHome(world);
    await session.sync();
    const text = '您好。'.repeat(3000);
    const { parts } = await session.reply(id, text);
    expect(parts).toBeGreaterThan(3);
    expect((await session.read(id)).thread.at(-1)).toMatchObject({ kind: 'reply', state: 'queued', text });
    const { placed } = await session.sync();
    expect(placed).toBe(parts);
    expect((await session.read(id)).thread.at(-1)).toMatchObject({ kind: 'reply', state: 'placed' });
    const thread = await source.look();
    expect(thread).toMatchObject({ missing: [], damaged: [], forged: [], swapped: [], replayed: [] });
    expect(thread.replies.at(-1)).toMatchObject({ kind: 'reply', text, complete: true });
  });

  test('is refused for a case that has no channel, and when there is nothing in it', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send();
    const session = await openHome(world);
    await session.sync();
    await expect(session.reply(id, ' \n ')).rejects.toMatchObject({ code: 'reply.empty' });
    await expect(session.reply('ffff', 'x')).rejects.toMatchObject({ code: 'case.not-found' });
  });
});

describe('a follow-up', () => {
  test('that is signed joins its case, also where it is opened first, and is acknowledged', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const session = await openHome(world);
    const number = random(16);
    const later = await source.send({ followUp: number, answers: { what: 'One thing more.' } });
    expect((await session.sync()).warnings).toEqual(['followup.unknown-source']);
    expect((await session.list())[0]).toMatchObject({ id: later, problem: 'followup.unknown-source' });

    const id = await source.send();
    expect(await session.sync()).toMatchObject({ followUps: 1, placed: 2 });
    const cases = await session.list();
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ id, followUps: 1, problem: null });
    const view = await session.read(later.slice(0, 8));
    expect(view.id).toBe(id);
    expect(view.thread.filter(({ kind }) => kind === 'follow-up')).toHaveLength(1);
    const { replies } = await source.look();
    expect(replies.map(({ answers }) => answers)).toEqual([undefined, Buffer.from(number).toString('hex')]);
  });

  const hostile = {
    'is not signed': ['followup.unsigned', { kind: 'follow-up' }],
    'is signed wrongly': [
      'followup.forged',
      { followUp: random(16), spoil: (bytes: Uint8Array) => bytes.map((b) => b ^ 1) },
    ],
  } as const;
  test.each(Object.entries(hostile))(
    'that %s stands alone and changes nothing',
    async (_, [problem, sending]) => {
      const world = await makeWorld();
      const source = await Source.arrive(world);
      const id = await source.send();
      const session = await openHome(world);
      await session.sync();
      const before = await session.read(id);
      const bad = await source.send({ ...sending, answers: { what: 'Delete everything.' } });
      const report = await session.sync();
      expect(report).toMatchObject({ followUps: 0, placed: 0, warnings: [problem] });
      expect(await session.read(id)).toEqual(before);
      expect(await session.read(bad)).toMatchObject({ id: bad, problem, canReply: false });
      expect((await source.look()).replies).toHaveLength(1);
    },
  );

  test('that is sent again by the portal under another id is noticed', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const id = await source.send();
    const number = random(16);
    await source.send({ followUp: number });
    const session = await openHome(world);
    await session.sync();
    await source.send({ followUp: number });
    expect(await session.sync()).toMatchObject({ followUps: 0, placed: 0, warnings: ['followup.replayed'] });
    expect(await session.read(id)).toMatchObject({ followUps: 1 });
  });

  test('cannot put another recipient in place of the known one', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const other = await Source.arrive(world);
    const id = await source.send();
    const session = await openHome(world);
    await session.sync();
    await source.send({
      followUp: random(16),
      channel: { ...source.channel(), recipient: other.keys.recipient },
    });
    await session.sync();
    await session.reply(id, 'For the source alone.');
    await session.sync();
    expect((await source.look()).replies.at(-1)?.text).toBe('For the source alone.');
  });
});
