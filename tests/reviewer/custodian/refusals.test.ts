/** What the custodian's commands refuse, in one sentence, with their exit code, and with nothing changed. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recipientOf } from '../../../crypto/envelope.ts';
import { EXIT } from '../../../reviewer/codes.ts';
import { CUSTODIAN_ERROR_CODES } from '../../../reviewer/custodian/codes.ts';
import { sentenceFor } from '../../../reviewer/errors.ts';
import { takeLock } from '../../../reviewer/lock.ts';
import { makeOrganisation, temporaryFolder } from '../support/world.ts';
import {
  CUSTODIAN,
  type Circumstances,
  type Custody,
  Reviewer,
  type Said,
  makeCustody,
  witnessbox,
} from './support.ts';

let custody: Custody;
/** Papers of people whom the custodian knows, and of one whom nobody knows. */
let papers: string;
let stranger: Reviewer;
let untouched: string;

/** A digest of every file in a folder, save the lock and what tells only when. */
async function contents(folder: string): Promise<string> {
  const all: string[] = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile() || name.endsWith('lock')) continue;
    all.push(
      `${name} ${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`,
    );
  }
  return all.join('\n');
}

// Nothing may change it, so one will do for all of these tests.
beforeAll(async () => {
  custody = await makeCustody(await mkdtemp(join(tmpdir(), 'witnessbox-custodian-')));
  papers = await mkdtemp(join(tmpdir(), 'witnessbox-papers-'));
  stranger = new Reviewer(custody.organisationId);
  await custody.first.request(join(papers, 'first-2'), 2);
  await custody.first.request(join(papers, 'first-3'), 3);
  await stranger.request(join(papers, 'stranger-1'), 1);
  await stranger.request(join(papers, 'stranger-2'), 2);
  await new Reviewer('00'.repeat(32)).request(join(papers, 'foreign'), 1);
  await custody.first.request(join(papers, 'reused'), 2, {
    recipient: await recipientOf(custody.first.identities.get(1) ?? ''),
  });
  await stranger.statement(join(papers, 'stranger-r'), 1);
  untouched = await contents(custody.folder);
  return async () => {
    await rm(custody.folder, { recursive: true, force: true });
    await rm(papers, { recursive: true, force: true });
  };
});

afterEach(async () => {
  expect(await contents(custody.folder)).toBe(untouched);
});

async function expectRefused(
  args: readonly string[],
  code: string,
  exit: number,
  facts: Record<string, number | string> = {},
  circumstances?: Circumstances,
): Promise<Said> {
  const said = await custody.keys(args, circumstances);
  expect(said.err).toBe(`${sentenceFor(code, facts)}\n`);
  expect(said.code).toBe(exit);
  return said;
}

const at = (name: string): string => join(papers, name);

describe('without anybody to ask', () => {
  test.each([
    ['rotate', ['rotate']],
    ['revoke', ['revoke', 'reviewer']],
    ['grant', ['grant', 'x', '--name', 'Amina']],
    ['retire', ['retire', '1']],
  ])('%s wants --yes, before it asks for a passphrase', async (_, args) => {
    await expectRefused(args, 'confirm.needed', EXIT.usage, {}, { lines: [] });
  });
});

describe('a person who does not type yes', () => {
  test.each([
    ['rotate', ['rotate'], 'Make epoch 2?'],
    ['revoke', ['revoke', 'reviewer'], 'Make epoch 2?'],
  ])('at %s changes nothing', async (_, args, question) => {
    const said = await custody.keys(args, { interactive: true, lines: [CUSTODIAN, 'no'] });
    expect(said.err).toBe(`${question} Type yes to go on: ${sentenceFor('input.aborted')}\n`);
    expect(said.code).toBe(EXIT.failed);
  });

  test('at grant, because the words were others, changes nothing', async () => {
    const said = await custody.keys(['grant', at('stranger-1'), '--name', 'Amina'], {
      interactive: true,
      lines: [CUSTODIAN, 'they said otherwise'],
    });
    expect(said.err).toContain(sentenceFor('input.aborted'));
  });
});

describe('a passphrase', () => {
  test.each([
    ['rotate', ['rotate', '--yes']],
    ['status', ['status']],
    ['retire', ['retire', '1', '--yes']],
  ])('that is wrong opens nothing at %s', async (_, args) => {
    await expectRefused(args, 'vault.wrong-passphrase', EXIT.vault, {}, { lines: ['not this one at all'] });
  });

  test('is not needed for what is public', async () => {
    const said = await custody.keys(['status'], { lines: [] });
    expect(said.code).toBe(0);
    expect(said.out).toContain('The list of reviewers was not opened.');
    expect(said.out).toContain('present, 90 days left');
    expect(said.out).not.toContain('reviewer:');
    const json = await custody.keys(['status', '--no-roster', '--json'], { lines: [] });
    expect(JSON.parse(json.out)).toMatchObject({ reviewers: null, desks: [{ id: 'main', readers: null }] });
  });
});

describe('a request', () => {
  const rotating = (...requests: string[]): string[] => [
    'rotate',
    '--yes',
    ...requests.flatMap((name) => ['--request', at(name)]),
  ];
  const granting = (name: string, ...more: string[]): string[] => ['grant', at(name), '--yes', ...more];

  test('that is not there, or has no signature', async () => {
    await expectRefused(rotating('first-2', 'nowhere'), 'keys.unreadable-file', EXIT.usage, { position: 2 });
    await cp(at('first-2'), at('bare'), { recursive: true });
    await rm(join(at('bare'), 'grant-request.json.minisig'));
    await expectRefused(rotating('bare'), 'keys.no-signature', EXIT.usage, { position: 1 });
  });

  test('that was altered', async () => {
    await cp(at('first-2'), at('altered'), { recursive: true });
    const file = join(at('altered'), 'grant-request.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"epoch": 2', '"epoch": 1'));
    await expectRefused(rotating('altered'), 'grant-request.bad-signature', EXIT.trust);
  });

  test('of another organisation', async () => {
    await expectRefused(
      granting('foreign', '--name', 'Amina'),
      'grant-request.wrong-organisation',
      EXIT.trust,
    );
  });

  test('for a rotation by somebody whom nobody has added', async () => {
    await expectRefused(rotating('first-2', 'stranger-2'), 'roster.unknown-key', EXIT.trust, { position: 2 });
  });

  test('for another epoch than the one that is made, or than one that could be granted', async () => {
    const far = { wanted: 3, epoch: 2 };
    await expectRefused(rotating('first-3'), 'grant-request.far-epoch', EXIT.usage, far);
    await expectRefused(
      granting('first-3', '--name', 'reviewer'),
      'grant-request.far-epoch',
      EXIT.usage,
      far,
    );
    const old = { wanted: 1, epoch: 2 };
    await expectRefused(rotating('stranger-1'), 'grant-request.old-epoch', EXIT.usage, old);
  });

  test('to an identity of another epoch', async () => {
    await expectRefused(rotating('reused'), 'grant-request.reused-recipient', EXIT.trust);
  });

  test('under a name that is somebody else’s, or with a key that is', async () => {
    await expectRefused(granting('stranger-1', '--name', 'Reviewer'), 'roster.other-key', EXIT.trust);
    await expectRefused(granting('first-2', '--name', 'Amina'), 'roster.other-name', EXIT.trust);
  });

  test('for a desk that there is not, or under a name that is none', async () => {
    await expectRefused(
      granting('stranger-1', '--name', 'Amina', '--desk', 'legal'),
      'keys.unknown-desk',
      EXIT.usage,
    );
    for (const name of ['', '../Amina', 'a/b', 'CON', '.hidden', 'a'.repeat(61), 'two\nlines']) {
      await expectRefused(granting('stranger-1', '--name', name), 'roster.bad-name', EXIT.usage);
    }
  });
});

describe('a rotation', () => {
  test.each([
    ['a desk twice', ['--add-desk', 'main=Again'], 'keys.desk-exists'],
    ['a desk without a name', ['--add-desk', 'legal='], 'keys.bad-desk'],
    ['a desk that cannot be named so', ['--add-desk', 'Legal aid=x'], 'keys.bad-desk'],
    ['a desk in no language', ['--add-desk', 'legal:!=x'], 'keys.bad-desk'],
    ['no desk any more', ['--remove-desk', 'main'], 'keys.last-desk'],
    ['a desk less that there is not', ['--remove-desk', 'legal'], 'keys.unknown-desk'],
    ['a reader of no desk', ['--reader', 'legal=reviewer'], 'keys.unknown-desk'],
    ['a reader whom nobody knows', ['--reader', 'main=Amina'], 'roster.unknown-name'],
    ['no days', ['--days', '0'], 'setup.bad-days'],
    ['years', ['--days', '731'], 'setup.bad-days'],
    ['no onion', ['--onion', 'example.onion'], 'setup.bad-onion'],
  ])('with %s', async (_, options, code) => {
    await expectRefused(['rotate', '--yes', ...options], code, EXIT.usage);
  });

  test('with a form that is none, or not there', async () => {
    const form = join(papers, 'form.json');
    await writeFile(form, '{}');
    const malformed = await custody.keys(['rotate', '--yes', '--intake', form]);
    expect(malformed.err).toMatch(/^WRONG {2}the file\n/u);
    expect(malformed.err).toContain(sentenceFor('intake.faulty'));
    const none = ['rotate', '--yes', '--intake', join(papers, 'none.json')];
    await expectRefused(none, 'intake.unreadable-file', EXIT.usage);
  });

  test('that has nothing to finish', async () => {
    await expectRefused(['rotate', '--yes', '--finish'], 'custodian.nothing-unfinished', EXIT.usage, {
      epoch: 1,
    });
  });

  test('into a public folder that shows nothing, or another organisation’s', async () => {
    const { publicFolder } = custody;
    const empty = { ...custody, publicFolder: join(papers, 'empty') };
    const other = await makeOrganisation(await temporaryFolder());
    const rotate = (folder: string): Promise<Said> =>
      witnessbox(['keys', 'rotate', '--yes', '--custodian', custody.custodian, '--public', folder]);
    expect((await rotate(empty.publicFolder)).err).toBe(`${sentenceFor('keys.no-public')}\n`);
    const foreign = await rotate(other.publicFolder);
    expect(foreign.err).toBe(`${sentenceFor('custodian.other-organisation')}\n`);
    expect(foreign.code).toBe(EXIT.trust);

    // From an old copy of the custodian's folder, a second epoch of the same number must never come.
    const [old, newer] = [join(papers, 'old-copy'), join(papers, 'newer')];
    await cp(custody.custodian, old, { recursive: true });
    await cp(publicFolder, newer, { recursive: true });
    const advanced = join(papers, 'advanced');
    await cp(custody.custodian, advanced, { recursive: true });
    const places = ['--custodian', advanced, '--public', newer];
    expect((await witnessbox(['keys', 'rotate', '--yes', ...places])).code).toBe(0);
    const stale = await witnessbox(['keys', 'rotate', '--yes', '--custodian', old, '--public', newer]);
    expect(stale.err).toBe(`${sentenceFor('custodian.old-copy', { epoch: 2 })}\n`);
    expect(stale.code).toBe(EXIT.vault);
  });

  test('in a folder that somebody else is changing', async () => {
    const lock = takeLock(join(custody.custodian, 'lock'));
    const said = await custody.keys(['rotate', '--yes']);
    lock.release();
    expect(said.err).toBe(`${sentenceFor('vault.locked')}\n`);
    expect(said.code).toBe(EXIT.vault);
  });
});

describe('a revocation', () => {
  test('of somebody whom nobody knows', async () => {
    await expectRefused(['revoke', 'Amina', '--yes'], 'roster.unknown-name', EXIT.usage);
  });
});

describe('a retirement', () => {
  test('of the newest epoch, or of one that there is not', async () => {
    await expectRefused(['retire', '1', '--yes'], 'retire.newest', EXIT.usage, { epoch: 1 });
    await expectRefused(['retire', '2', '--yes'], 'retire.unknown-epoch', EXIT.usage);
    await expectRefused(['retire', 'one', '--yes'], 'retire.unknown-epoch', EXIT.usage);
  });

  test('with a statement of a stranger, or about another epoch', async () => {
    // On a copy with two epochs.
    const copy = join(papers, 'two-epochs');
    await cp(custody.custodian, copy, { recursive: true });
    const newer = join(papers, 'two-public');
    await cp(custody.publicFolder, newer, { recursive: true });
    const places = ['--custodian', copy, '--public', newer];
    expect((await witnessbox(['keys', 'rotate', '--yes', ...places])).code).toBe(0);
    const retire = (statement: string, today = '2027-06-01'): Promise<Said> =>
      witnessbox(['keys', 'retire', '1', '--yes', '--custodian', copy, '--statement', statement], { today });
    expect((await retire(at('stranger-r'))).err).toBe(
      `${sentenceFor('roster.unknown-key', { position: 1 })}\n`,
    );
    const other = await custody.first.statement(at('first-r2'), 2);
    expect((await retire(join(other, 'retirement-2.json'))).err).toBe(
      `${sentenceFor('retire.wrong-epoch', { position: 1 })}\n`,
    );
    const nobody = await witnessbox(
      ['keys', 'retire', '1', '--yes', '--custodian', copy, '--except', 'Nobody'],
      { today: '2027-06-01' },
    );
    expect(nobody.err).toBe(`${sentenceFor('roster.unknown-name')}\n`);
    // Longer times than usual count from the same end.
    const longer = await witnessbox(
      ['keys', 'retire', '1', '--yes', '--custodian', copy, '--retention', '365'],
      { today: '2027-06-01' },
    );
    expect(longer.err).toBe(`${sentenceFor('retire.too-early', { epoch: 1, day: '2028-03-05' })}\n`);
  });
});

describe('a folder', () => {
  test('that is no custodian’s', async () => {
    const said = await witnessbox(['keys', 'status', '--custodian', papers]);
    expect(said).toEqual({ code: EXIT.vault, out: '', err: `${sentenceFor('custodian.missing')}\n` });
  });

  test('named together with a reviewer’s', async () => {
    for (const args of [['status'], ['retire', '1']]) {
      await expectRefused([...args, '--home', custody.home], 'keys.one-folder', EXIT.usage);
    }
  });

  test.each([
    [
      'a keyring that was changed',
      'keyrings/epoch-1.json',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(' ')]),
    ],
    [
      'questions that were not signed',
      'keyrings/epoch-1.intake.json',
      (bytes: Buffer) => Buffer.from(bytes.toString().replace('What happened?', 'Who are you?')),
    ],
    ['another root key', 'root.pub', (bytes: Buffer) => Buffer.from(bytes.toString().replace(/RW./u, 'RWZ'))],
  ])('with %s is damaged', async (_, name, change) => {
    const copy = join(papers, `damaged-${name.replaceAll('/', '-')}`);
    await cp(custody.custodian, copy, { recursive: true });
    await writeFile(join(copy, name), change(await readFile(join(copy, name))));
    const said = await witnessbox(['keys', 'status', '--custodian', copy]);
    expect(said.err).toBe(`${sentenceFor('custodian.damaged')}\n`);
    expect(said.code).toBe(EXIT.vault);
  });
});

test('every code of the custodian has a sentence that ends, and none that names a path', () => {
  for (const code of CUSTODIAN_ERROR_CODES) {
    expect(sentenceFor(code), code).toMatch(/^[A-Z].*[.)]$/u);
    expect(sentenceFor(code), code).not.toContain('program did not foresee');
  }
});

test('each command of the custodian explains itself with examples', async () => {
  for (const name of ['status', 'rotate', 'grant', 'revoke', 'retire', 'fingerprint', 'verify']) {
    const { code, out } = await witnessbox(['keys', name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Examples:\n  witnessbox keys ${name}`);
  }
});
