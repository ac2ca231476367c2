/** `witnessbox peek` as a program of its own and called in this process, against the server behind a port. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../crypto/days.ts';
import type { CaseSummary } from '../../reviewer/contract.ts';
import { sentenceFor } from '../../reviewer/errors.ts';
import { called } from './support/called.ts';
import { startServer, witnessbox } from './support/program.ts';
import { Source } from './support/source.ts';
import { PASSPHRASE, makeOrganisation, random, temporaryFolder } from './support/world.ts';

const GIVEN = `${PASSPHRASE}\n`;
const TODAY = dayOf(new Date());
const HOSTILE = 'They came.\u001b]0;owned\u0007\u001b[2J \u202etxt.exe';
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u202e]/u;

describe('a submission of 30 MB', () => {
  test('is listed, shown, written in part, and after a pull verified', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const organisation = await makeOrganisation(folder, { today: TODAY });
    const address = await startServer(folder, organisation.publicFolder);
    const source = await Source.over(organisation, address);
    const video = random(21_000_000);
    await source.send({
      answers: { what: HOSTILE },
      files: [
        { name: 'first.bin', bytes: random(8_000_000) },
        { name: 'a\u202eb.avi', bytes: video },
      ],
    });
    const { home } = organisation;
    const peek = (...args: string[]) => called(['peek', ...args, '--home', home], GIVEN);
    const alone = (...args: string[]) => witnessbox(['peek', ...args, '--home', home], GIVEN);

    const listed = await alone('--portal', address);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    const line = /^([0-9a-f]{8}) {2}(\S+) {2}\d+(?:\.\d)? MiB {2}deleted after (\S+)\n$/u;
    const [, short = '', day, end = ''] = line.exec(listed.stdout) ?? [];
    expect(day).toBe(TODAY);
    // A year later, and up to a month drawn at random.
    expect(end >= addDays(TODAY, 365) && end <= addDays(TODAY, 395)).toBe(true);
    const json = JSON.parse((await peek('--json')).stdout) as { id: string }[];
    expect(json).toMatchObject([{ day: TODAY, size: expect.any(Number) as number }]);
    expect(json[0]?.id).toMatch(new RegExp(`^${short}`, 'u'));

    const shown = await alone(short);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout.match(/INCOMPLETE/gu)).toHaveLength(2);
    expect(shown.stdout).toContain('⟨U+001B⟩]0;owned⟨U+0007⟩');
    expect(shown.stdout).toMatch(/2 {2}evidence\/002-/u);
    expect(shown.stdout).toContain('sent as a⟨U+202E⟩b.avi');
    const view = await peek(short, '--json');
    expect(JSON.parse(view.stdout)).toMatchObject({
      incomplete: true,
      pulled: false,
      answers: [{ text: HOSTILE }],
    });

    const out = join(folder, 'video.avi');
    const written = await alone(short, '--file', '2', '--out', out);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    expect(written.stdout).toContain(`${out}.incomplete`);
    expect(written.stdout).toContain('INCOMPLETE');
    expect(written.stdout).toContain(createHash('sha256').update(video).digest('hex'));
    expect((await readFile(`${out}.incomplete`)).equals(video)).toBe(true);

    const again = await peek(short, '--file', '2', '--out', out);
    expect([again.code, again.stderr]).toEqual([7, `${sentenceFor('peek.exists')}\n`]);
    const none = await peek(short, '--file', '3', '--out', `${out}3`);
    expect([none.code, none.stderr]).toEqual([2, `${sentenceFor('peek.no-file')}\n`]);
    const cases = await called(['list', '--home', home, '--json'], GIVEN);
    expect(JSON.parse(cases.stdout) as CaseSummary[]).toEqual([]);

    expect(await called(['pull', '--home', home], GIVEN)).toMatchObject({ code: 0 });
    expect((await peek()).stdout).toBe('Nothing lies at the portal that is not here.\n');
    // The discard port, on which nothing listens: what is here needs no portal.
    const verified = await peek(short, '--file', '2', '--out', `${out}2`, '--portal', 'http://127.0.0.1:9');
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(verified.stdout).not.toContain('INCOMPLETE');
    expect((await readFile(`${out}2`)).equals(video)).toBe(true);
    expect((await peek(short)).stdout).toContain('"witnessbox show"');
    expect((await readdir(folder)).filter((name) => name.startsWith('video')).sort()).toEqual([
      'video.avi.incomplete',
      'video.avi2',
    ]);
    for (const { stdout } of [listed, shown, view, written, verified]) expect(stdout).not.toMatch(UNSAFE);
  });
});

describe('refuses with one sentence and its exit code', { timeout: 60_000 }, () => {
  test('half an order, a number that is none, an id that is none', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const lines = [
      ['peek', 'abcd', '--file', '1'],
      ['peek', 'abcd', '--out', 'x'],
      ['peek', '--file', '1', '--out', 'x'],
      ['peek', 'abcd', '--file', '0', '--out', 'x'],
      ['peek', 'abcd', '--file', 'one', '--out', 'x'],
    ];
    for (const line of lines) expect((await called([...line, '--home', home], GIVEN)).code).toBe(2);
    const wrong = await witnessbox(['peek', 'not-an-id', '--home', home], GIVEN);
    expect([wrong.code, wrong.stderr]).toEqual([6, `${sentenceFor('peek.not-found')}\n`]);
    const away = await called(['peek', 'abcd', '--home', home, '--portal', 'http://127.0.0.1:9'], GIVEN);
    expect([away.code, away.stderr]).toEqual([4, `${sentenceFor('portal.unreachable')}\n`]);
  });

  test('and its help tells what the portal sees', async () => {
    const { code, stdout } = await called(['peek', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:\n  witnessbox peek');
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
      'the portal sees that somebody of the team looked into this very submission',
    );
    expect(stdout).toContain('INCOMPLETE');
  });
});
