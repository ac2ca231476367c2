/** What somebody encrypted by hand and handed in by the form: fetched, kept whole, said to be so, read and saved. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/encoding.ts';
import { LONGEST_ANSWERS } from '../../crypto/answers.ts';
import { openHome as openHomeFolder } from '../../reviewer/open-home.ts';
import { type UnreadableRecord, recordName } from '../../reviewer/records.ts';
import { HOSTILE_ARCHIVES } from '../crypto/hostile-archives.ts';
import { rawArchive, rawEntry } from '../crypto/raw-tar.ts';
import { caseText } from '../../reviewer/commands/show.ts';
import { Source } from './support/source.ts';
import { succeeded, Team } from './support/team.ts';
import {
  makeWorld,
  openHome,
  PASSPHRASE,
  PORTAL,
  random,
  type TestPortal,
  type World,
} from './support/world.ts';

const TEXT = '他们把我们关了两夜。\nThey kept us for two nights. \u001b[31m\n';

/** As a browser without scripts does. */
async function handIn({ fetch }: TestPortal, ciphertext: Uint8Array): Promise<void> {
  const body = concatBytes(utf8('--b\r\na: b\r\n\r\n'), ciphertext, utf8('\r\n--b--\r\n'));
  const answer = await fetch(new URL('/en/', PORTAL), {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': String(body.length) },
    body: body as BodyInit,
  });
  expect(answer.status).toBe(200);
}

async function pulled(
  plaintext: Uint8Array,
): Promise<{ world: World; session: Awaited<ReturnType<typeof openHome>> }> {
  const world = await makeWorld();
  const source = await Source.arrive(world);
  await handIn(world.portal, await source.sealBytes(plaintext));
  const session = await openHome(world);
  const report = await session.sync();
  expect(report).toMatchObject({ fetched: 1, opened: 1, unreadable: 0, placed: 0 });
  expect(report.warnings).toContain('submission.foreign');
  return { world, session };
}

/** As a program of before left it that could not read it. */
async function throwAway(world: World, id: string): Promise<void> {
  const { vault, lock } = await openHomeFolder(world.organisation.home, PASSPHRASE, random);
  await vault.change(async (transaction) => {
    const name = recordName.submission(id);
    const { day = '', size = 0 } = (await transaction.get<UnreadableRecord>(name)) ?? {};
    transaction.put(name, {
      ...{ id, day, size },
      state: 'unreadable',
      problem: 'bundle.malformed',
      epochsTried: [1],
    } satisfies UnreadableRecord);
    for (const other of [recordName.body(id), recordName.channel(id), recordName.channels])
      transaction.remove(other);
  });
  await rm(vault.blobPath(id));
  lock.release();
}

const tarOf = (...names: string[]) =>
  rawArchive(
    names.map((name) => rawEntry({ name }, 'hello')),
    2048,
  );

describe('a submission that our page did not make', () => {
  test('that is a text can be read, and says of itself that nothing proves whom it is from', async () => {
    const { session } = await pulled(utf8(TEXT));
    const [summary] = await session.list();
    expect(summary).toMatchObject({
      problem: 'submission.foreign',
      language: 'und',
      excerpt: '他们把我们关了两夜。 They kept us for two nights. \u001b[31m',
      evidence: 1,
      size: utf8(TEXT).length,
      canReply: false,
    });
    const view = await session.read(summary?.id ?? '');
    expect(view.answers).toEqual([{ id: 'text', label: 'What the file says', text: TEXT }]);
    expect(view).toMatchObject({ consent: null, intake: '', thread: [{ foreign: true }] });
    for (const unsaid of ['consent', 'language', 'formMissing']) {
      expect(view.thread[0]).not.toHaveProperty(unsaid);
    }
    expect((await session.read(summary?.id ?? '', 'zh-Hans')).answers[0]?.label).toBe('文件中的文字');
    const shown = caseText(view);
    expect(shown).toContain('Nothing is known of what this person agrees to; read what they sent.');
    expect(shown).toContain('language not known');
    expect(shown).toContain('named by this program, ');
    expect(shown).not.toMatch(/being asked back|form that was answered|sent as/u);
    await expect(session.reply(summary?.id ?? '', 'x')).rejects.toMatchObject({ code: 'reply.no-channel' });
    expect(await session.sync()).toMatchObject({ fetched: 0 });
  });

  test.each<[string, string, () => Promise<Uint8Array> | Uint8Array]>([
    ['a text', 'txt', () => utf8(TEXT)],
    ['a long text', 'txt', () => utf8(TEXT.repeat(20_000))],
    ['an archive', 'tar', () => tarOf('letter.txt')],
    ['an archive whose names would lead elsewhere', 'tar', () => tarOf('../../../etc/passwd')],
    ['an archive with a testimony further back', 'tar', () => tarOf('a', 'testimony.json')],
    ['noise', 'bin', () => random(200_000)],
    ['noise of a whole chunk', 'bin', () => random(65536)],
    ['one byte', 'bin', () => new Uint8Array([0])],
    ['nothing', 'bin', () => new Uint8Array()],
  ])('is kept and saved as the one file that it is: %s', async (_, kind, make) => {
    const plaintext = await make();
    const { world, session } = await pulled(plaintext);
    const [summary] = await session.list();
    const folder = join(world.folder, 'saved');
    expect(await session.save(summary?.id ?? '', folder)).toMatchObject({ files: 2 });
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'SHA256SUMS',
      'evidence',
      `evidence/001-opened.${kind}`,
    ]);
    const saved = await readFile(join(folder, 'evidence', `001-opened.${kind}`));
    expect(saved.equals(plaintext)).toBe(true);
    const sum = createHash('sha256').update(plaintext).digest('hex');
    expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).toBe(`${sum}  evidence/001-opened.${kind}\n`);
  });

  test('is shown as a file alone where it is too long to be read like an answer, or no text', async () => {
    for (const plaintext of [
      utf8('a'.repeat(LONGEST_ANSWERS + 1)),
      concatBytes(utf8('a'), new Uint8Array([0xff])),
      utf8('a\0b'),
    ]) {
      const { session } = await pulled(plaintext);
      const [summary] = await session.list();
      const view = await session.read(summary?.id ?? '');
      expect(view.answers).toEqual([]);
      expect(view.evidenceList).toMatchObject([{ size: plaintext.length, removed: [] }]);
    }
  });

  test('that begins as our page’s do and is broken is said to be broken, kept and saved as one file', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const plaintext = tarOf('testimony.json');
    await handIn(world.portal, await source.sealBytes(plaintext));
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({
      fetched: 1,
      opened: 1,
      unreadable: 0,
      placed: 0,
      warnings: ['submission.malformed'],
    });
    const [summary] = await session.list();
    expect(summary).toMatchObject({ problem: 'submission.malformed', canReply: false, evidence: 1 });
    expect(await session.read(summary?.id ?? '')).toMatchObject({ consent: null, answers: [] });
    const folder = join(world.folder, 'saved');
    await session.save(summary?.id ?? '', folder);
    expect((await readFile(join(folder, 'evidence', '001-opened.tar'))).equals(plaintext)).toBe(true);
    expect(await readdir(folder)).not.toContain('testimony.json');
    expect(await session.sync()).toMatchObject({ fetched: 0 });
  });

  test('that is refused behind a sound testimony leaves nothing of it but the one file', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    const attacks = HOSTILE_ARCHIVES.slice(0, 6);
    for (const { plaintext } of attacks) await handIn(world.portal, await source.sealBytes(plaintext));
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ opened: attacks.length, placed: 0 });
    for (const [index, { id, problem }] of (await session.list()).entries()) {
      expect(problem).toMatch(/^submission\.(?:malformed|foreign)$/u);
      const folder = join(world.folder, `saved-${String(index)}`);
      await session.save(id, folder);
      expect((await readdir(folder)).sort()).toEqual(['SHA256SUMS', 'evidence']);
      expect(await readdir(join(folder, 'evidence'))).toHaveLength(1);
    }
  });

  test('that a program of before threw away is fetched again, once, while the portal lists it', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    await handIn(world.portal, await source.seal({}));
    const session = await openHome(world);
    await session.sync();
    const [before] = await session.list();
    const id = before?.id ?? '';
    await session.close();
    await throwAway(world, id);
    const later = await openHome(world);
    expect((await later.list())[0]).toMatchObject({ id, problem: 'bundle.malformed' });
    expect(await later.sync()).toMatchObject({ fetched: 1, opened: 1 });
    expect((await later.list())[0]).toMatchObject({ id, problem: null, excerpt: 'They came at night.' });
    expect(await later.sync()).toMatchObject({ fetched: 0 });
  });

  test('that our page’s format describes is a testimony like others, of whatever size', async () => {
    const world = await makeWorld();
    const source = await Source.arrive(world);
    await handIn(world.portal, await source.seal({}));
    const session = await openHome(world);
    expect(await session.sync()).toMatchObject({ opened: 1 });
    expect((await session.list())[0]).toMatchObject({ problem: null, canReply: true });
  });

  test.each(['foreign', 'ours'])('is not saved in the place of another: %s', async (which) => {
    const { world, session } = await pulled(utf8(TEXT));
    const source = await Source.arrive(world);
    const blobs = join(world.organisation.home, 'vault', 'blobs');
    const files = async () =>
      (await readdir(blobs, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const [foreign] = await files();
    const id = which === 'ours' ? await source.send() : ((await session.list())[0]?.id ?? '');
    await session.sync();
    const path = which === 'ours' ? (await files()).find((file) => file !== foreign) : foreign;
    await writeFile(path ?? '', await source.sealBytes(utf8('something else')));
    await expect(session.save(id, join(world.folder, 'out'))).rejects.toMatchObject({
      code: which === 'ours' ? 'bundle.malformed' : 'vault.damaged',
    });
    expect(await readdir(world.folder)).not.toContain('out');
  });

  test('outlives the keys of its epoch', async () => {
    const team = await Team.make();
    const source = await Source.arrive(team.world);
    await handIn(team.world.portal, await source.sealBytes(utf8(TEXT)));
    await team.sync();
    team.today = '2026-12-20';
    await team.nextEpoch(2, { reviewer: team.home });
    await team.sync();
    team.today = '2027-02-04';
    await team.sync();
    await succeeded(team.reviewer(['retire', '1', '--yes']));
    await team.opened(async (session) => {
      const [summary] = await session.list();
      const folder = join(team.world.folder, 'saved');
      await session.save(summary?.id ?? '', folder);
      expect(await readFile(join(folder, 'evidence', '001-opened.txt'), 'utf8')).toBe(TEXT);
    });
  });
});
