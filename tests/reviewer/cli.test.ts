/**
 * The command line. Each way in and each exit code is tried on the program in a process of its own; what only says something
 * else there is called in this one.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../crypto/days.ts';
import type { CaseSummary, CaseView, SyncReport } from '../../reviewer/contract.ts';
import { sentenceFor } from '../../reviewer/errors.ts';
import { takeLock } from '../../reviewer/lock.ts';
import { called } from './support/called.ts';
import { PROGRAM, startFake, startServer, witnessbox } from './support/program.ts';
import { Source } from './support/source.ts';
import { PASSPHRASE, makeOrganisation, temporaryFolder } from './support/world.ts';

const NOW = dayOf(new Date());
const GIVEN = `${PASSPHRASE}\n`;
const HOSTILE = 'They came.\u001b]0;owned\u0007\u001b[2J \u202etxt.exe';

/** No stack, no path of ours, one sentence. */
function expectSentence(stderr: string, code: string, facts = {}): void {
  expect(stderr).toBe(`${sentenceFor(code, facts)}\n`);
}

test(
  'init, pull, list, show, save and reply: the whole way of a testimony',
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const at = join(folder, 'watch');
    const lines = ['Example Watch', '示例观察', at, '', '', '', 'custodian of these tests', PASSPHRASE];
    const made = await witnessbox(['init', '--demonstration'], `${lines.join('\n')}\n`);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/(?:[0-9A-F]{4} ){7}[0-9A-F]{4}/u);
    expect(made.stdout).toContain(`npm start -- --organisation ${join(at, 'public')}`);
    expect(await readdir(at)).toEqual(['public', 'secrets']);

    const home = join(at, 'secrets', 'reviewer');
    const address = await startServer(folder, join(at, 'public'));
    const keyring = JSON.parse(await readFile(join(at, 'public', 'keyring.json'), 'utf8')) as {
      organisation: { id: string };
    };
    const organisation = { organisationId: keyring.organisation.id, publicFolder: join(at, 'public') };
    const source = await Source.over(organisation, address);
    await source.send({
      answers: { what: HOSTILE },
      files: [{ name: 'a\u202eb.jpg', bytes: new Uint8Array(5) }],
    });

    const pulled = await witnessbox(['pull', '--home', home, '--portal', address, '--json'], GIVEN);
    expect(pulled).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(pulled.stdout) as SyncReport).toMatchObject({
      fetched: 1,
      opened: 1,
      placed: 1,
      warnings: [],
    });
    expect((await called(['pull', '--home', home], GIVEN)).stdout).toBe('Nothing new.\n');

    const listed = await called(['list', '--home', home, '--json'], GIVEN);
    const [first] = JSON.parse(listed.stdout) as CaseSummary[];
    expect(first).toMatchObject({ day: NOW, evidence: 1, canReply: true });
    const id = first?.id.slice(0, 8) ?? '';
    const plain = await called(['list', '--home', home], GIVEN);
    expect(plain.stdout).toContain(id);

    const shown = await witnessbox(['show', id, '--home', home], GIVEN);
    expect(shown.stdout).toContain('What happened?');
    expect(shown.stdout).toContain('⟨U+001B⟩]0;owned⟨U+0007⟩');
    const json = await called(['show', id, '--home', home, '--json'], GIVEN);
    expect((JSON.parse(json.stdout) as CaseView).answers[0]?.text).toBe(HOSTILE);
    for (const { stdout } of [plain, shown, listed, json]) {
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
    }

    const out = join(folder, 'out');
    expect(await called(['save', id, out, '--home', home], GIVEN)).toMatchObject({ code: 0 });
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: out });
    const again = await called(['save', id, out, '--home', home], GIVEN);
    expect(again.code).toBe(7);
    expectSentence(again.stderr, 'save.exists');

    const answer = join(folder, 'answer.txt');
    await writeFile(answer, 'Who was with you?\n');
    const later = await called(['reply', id, '--file', answer, '--later', '--home', home], GIVEN);
    expect(later).toMatchObject({ code: 0, stdout: 'Queued.\n' });
    const piped = await witnessbox(['reply', id, '--home', home], `${GIVEN}第二条\n答复`);
    expect(piped.stdout).toBe('Queued.\n0 fetched, 2 sent to sources.\n');
    const view = await called(['show', id, '--home', home, '--json'], GIVEN);
    const thread = (JSON.parse(view.stdout) as CaseView).thread.map(({ kind, state, text }) => [
      kind,
      state,
      text,
    ]);
    expect(thread.slice(2)).toEqual([
      ['reply', 'placed', 'Who was with you?'],
      ['reply', 'placed', '第二条\n答复'],
    ]);
  },
);

describe('refuses with one sentence and its exit code', { timeout: 60_000 }, () => {
  test('a wrong passphrase, no passphrase, a missing key folder', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const wrong = await witnessbox(['list', '--home', home], 'not this one\n');
    expect(wrong.code).toBe(3);
    expectSentence(wrong.stderr, 'vault.wrong-passphrase');
    const none = await witnessbox(['list', '--home', home]);
    expect(none.code).toBe(2);
    expectSentence(none.stderr, 'passphrase.none');
    const missing = await called(['list', '--home', join(home, 'no')], GIVEN);
    expect(missing.code).toBe(3);
    expectSentence(missing.stderr, 'vault.missing');
  });

  test('a second process in the same key folder, and lets one in again after a crash', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const lock = takeLock(join(home, 'lock'));
    const second = await witnessbox(['list', '--home', home], GIVEN);
    lock.release();
    expect(second.code).toBe(3);
    expectSentence(second.stderr, 'vault.locked');

    // Another process that holds the lock is killed without a chance to let go of it.
    const hold = `import { takeLock } from ${JSON.stringify(new URL('../../reviewer/lock.ts', import.meta.url).href)};
      globalThis.lock = takeLock(${JSON.stringify(join(home, 'lock'))}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect((await witnessbox(['list', '--home', home], GIVEN)).code).toBe(3);
    const gone = new Promise((resolve) => holder.once('close', resolve));
    holder.kill('SIGKILL');
    await gone;
    expect((await witnessbox(['list', '--home', home], GIVEN)).code).toBe(0);
  });

  test('a damaged key folder, and one whose pinned organisation was changed', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const about = join(home, 'reviewer.json');
    const text = await readFile(about, 'utf8');
    await writeFile(about, text.replace(/"organisationId": "../u, '"organisationId": "00'));
    const changed = await called(['list', '--home', home], GIVEN);
    expect(changed.code).toBe(3);
    expectSentence(changed.stderr, 'vault.damaged');
    await writeFile(about, '{');
    expectSentence((await called(['list', '--home', home], GIVEN)).stderr, 'vault.damaged');
  });

  test('an impossible portal, and one that is not there', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const bad = await called(['pull', '--home', home, '--portal', 'http://example.org'], GIVEN);
    expect(bad.code).toBe(2);
    expectSentence(bad.stderr, 'portal.bad-address');
    // The discard port, on which nothing listens.
    const gone = await witnessbox(['pull', '--home', home, '--portal', 'http://127.0.0.1:9'], GIVEN);
    expect(gone.code).toBe(4);
    expectSentence(gone.stderr, 'portal.unreachable');
  });

  test('a tampered keyring, that of another organisation, an older one', async () => {
    const folder = await temporaryFolder();
    const { home, publicFolder } = await makeOrganisation(folder, { today: NOW });
    const other = await makeOrganisation(await temporaryFolder(), { today: NOW });
    const file = (from: string, name: string): Promise<Buffer> => readFile(join(from, name));
    const keyring = await file(publicFolder, 'keyring.json');
    const signature = await file(publicFolder, 'keyring.json.minisig');

    const altered = Buffer.from(keyring.toString().replace('Example', 'Exempla'));
    const tampered = await startFake({ '/keyring.json': altered, '/keyring.json.minisig': signature });
    const first = await witnessbox(['pull', '--home', home, '--portal', tampered], GIVEN);
    expect(first.code).toBe(5);
    expectSentence(first.stderr, 'keyring.bad-signature');

    const foreign = await startFake({
      '/keyring.json': await file(other.publicFolder, 'keyring.json'),
      '/keyring.json.minisig': await file(other.publicFolder, 'keyring.json.minisig'),
    });
    const second = await called(['pull', '--home', home, '--portal', foreign], GIVEN);
    expect(second.code).toBe(5);
    expectSentence(second.stderr, 'portal.mismatch');

    const about = join(home, 'reviewer.json');
    expect(await readFile(about, 'utf8')).not.toContain(foreign);
    await writeFile(about, (await readFile(about, 'utf8')).replace('"newestEpoch": 1', '"newestEpoch": 7'));
    const address = await startServer(folder, publicFolder);
    const third = await called(['pull', '--home', home, '--portal', address], GIVEN);
    expect(third.code).toBe(5);
    expectSentence(third.stderr, 'keyring.rollback');
  });

  test('keys that have ended, after fetching what there is', async () => {
    const folder = await temporaryFolder();
    const { home, publicFolder } = await makeOrganisation(folder, { today: '2024-01-01', validDays: 30 });
    const address = await startServer(folder, publicFolder);
    const { code, stdout, stderr } = await witnessbox(['pull', '--home', home, '--portal', address], GIVEN);
    expect(code).toBe(5);
    expect(stdout).toBe('Nothing new.\n');
    const [ended = '', todo = ''] = stderr.split(/(?<=\n)/u);
    expectSentence(ended, 'keyring.expired');
    expect(todo).toContain('good until 2024-01-30');
    expect(todo).toContain('witnessbox keys request');
  });

  test('an unknown case, an unknown option, a missing argument, an impossible port', async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const unknown = await witnessbox(['show', 'abcd', '--home', home], GIVEN);
    expect(unknown.code).toBe(6);
    expectSentence(unknown.stderr, 'case.not-found');
    expect((await called(['show', '--home', home], GIVEN)).code).toBe(2);
    expect((await witnessbox(['pull', '--passphrase', 'x'])).code).toBe(2);
    expect((await called([])).code).toBe(2);
    expect((await called(['desk', '--port', '99999', '--home', home])).code).toBe(2);
  });

  test('init into a folder that exists, without a name, with a weak passphrase', async () => {
    const folder = await temporaryFolder();
    const options = ['--name-zh', '', '--onion', '', '--portal', '', '--days', '90'];
    const exists = await witnessbox(['init', '--name', 'X', '--folder', folder, ...options]);
    expect(exists.code).toBe(7);
    expectSentence(exists.stderr, 'setup.exists');
    const nameless = await called(['init', '--name', ' ', '--folder', join(folder, 'a'), ...options]);
    expectSentence(nameless.stderr, 'setup.no-name');
    const weak = await called(
      ['init', '--name', 'X', '--folder', join(folder, 'a'), ...options],
      'weak\nweak\n',
    );
    expect(weak.code).toBe(2);
    expectSentence(weak.stderr, 'passphrase.weak', { least: 14 });
    expect(await readdir(folder)).toEqual([]);
  });
});

test('each command explains itself with examples', { timeout: 60_000 }, async () => {
  for (const name of ['init', 'pull', 'list', 'show', 'save', 'reply', 'desk']) {
    const { code, stdout } = await (name === 'init' ? witnessbox : called)([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  witnessbox ${name}`);
  }
  expect((await witnessbox(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
});

const PROMPT = 'Passphrase of your key folder: ';
/** util-linux's script gives a program a terminal and passes on what it is given. */
const SCRIPT = ['/usr/bin/script'].find((path) => existsSync(path));

test.runIf(SCRIPT)(
  'a passphrase typed at a terminal is not shown, and can be corrected',
  { timeout: 60_000 },
  async () => {
    const { home } = await makeOrganisation(await temporaryFolder());
    const line = [process.execPath, PROGRAM, 'list', '--home', home].map((part) => `'${part}'`).join(' ');
    const terminal = spawn(SCRIPT ?? '', ['-qec', line, '/dev/null'], { stdio: 'pipe' });
    let seen = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      const asked = !seen.includes(PROMPT) && (seen + text).includes(PROMPT);
      seen += text;
      // A slip, taken back key by key.
      if (asked) terminal.stdin.write(`${PASSPHRASE}XY\u007f\u007f\r`);
    });
    const code = await new Promise((resolve) => terminal.once('close', resolve));
    expect(seen).toContain(PROMPT);
    expect(seen).toContain('No case yet.');
    expect(seen).not.toContain('lantern');
    expect(code).toBe(0);
  },
);
