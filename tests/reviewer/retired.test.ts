/**
 * That retirement works: a hostile server that has kept every byte since the first day, and every key that is left
 * afterwards, with every passphrase. Nothing of the retired epoch opens.
 */
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { identityFromSeed } from '../../crypto/envelope.ts';
import { type Session, openSession } from '../../reviewer/session.ts';
import { serve } from '../../server/main.node.ts';
import { CUSTODIAN, type Said, witnessbox } from './custodian/support.ts';
import { Seizure } from './support/every-key.ts';
import { Source, uploadOver } from './support/source.ts';
import { succeeded } from './support/team.ts';
import {
  PASSPHRASE,
  TODAY,
  type TestOrganisation,
  makeOrganisation,
  random,
  temporaryFolder,
} from './support/world.ts';

const NEWCOMER_PASSPHRASE = 'another passphrase of these tests';
const PASSPHRASES = [PASSPHRASE, NEWCOMER_PASSPHRASE, CUSTODIAN];
/** The first epoch ends on 2026-12-21. */
const DUE = '2027-02-04';

type Organisation = TestOrganisation & {
  folder: string;
  custodian: string;
  address: string;
  clock: { today: string };
};

/** Everything that ever went over the line, and what the disk held on each day. */
type Kept = { bytes: Uint8Array[]; keep(bytes: Uint8Array): void; watched: typeof globalThis.fetch };

function hostile(): Kept {
  const bytes: Uint8Array[] = [];
  const keep = (taken: Uint8Array): void => {
    if (taken.length > 0) bytes.push(taken);
  };
  return {
    bytes,
    keep,
    async watched(input, init) {
      const request = new Request(input, init);
      keep(new TextEncoder().encode(JSON.stringify([request.url, ...request.headers])));
      keep(new Uint8Array(await request.clone().arrayBuffer()));
      const response = await fetch(request);
      keep(new Uint8Array(await response.clone().arrayBuffer()));
      return response;
    },
  };
}

async function found(): Promise<{ organisation: Organisation; kept: Kept }> {
  const folder = await temporaryFolder();
  const made = await makeOrganisation(folder, { validDays: 30 });
  const clock = { today: TODAY };
  const webFolder = join(folder, 'web');
  await mkdir(join(webFolder, 'en'), { recursive: true });
  await writeFile(join(webFolder, 'en', 'index.html'), '<!doctype html><title>test</title>');
  const serving = await serve({
    dataFolder: join(folder, 'data'),
    organisationFolder: made.publicFolder,
    host: '127.0.0.1',
    port: 0,
    webFolder,
    now: () => new Date(`${clock.today}T12:00:00Z`),
    lookEveryMs: 50,
    report: () => undefined,
  });
  onTestFinished(() => serving.stop());
  const custodian = join(made.secretsFolder, 'custodian');
  return { organisation: { ...made, folder, custodian, address: serving.address, clock }, kept: hostile() };
}

type Reviewer = { home: string; passphrase: string };

/** Runs `work` in an opened key folder. */
async function at<T>(
  { clock, address }: Organisation,
  { home, passphrase }: Reviewer,
  kept: Kept,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const now = (): Date => new Date(`${clock.today}T12:00:00Z`);
  const session = await openSession({ home, passphrase, fetch: kept.watched, now, random, portal: address });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function keys({ clock }: Organisation, passphrase: string, ...args: string[]): Promise<Said> {
  return succeeded(witnessbox(['keys', ...args], { today: clock.today, lines: [passphrase] }));
}

/** Every file of the server as it lies there now. */
async function keepDisk({ folder }: Organisation, kept: Kept): Promise<void> {
  for (const part of ['data', 'public']) {
    for (const entry of await readdir(join(folder, part), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) kept.keep(new Uint8Array(await readFile(join(entry.parentPath, entry.name))));
    }
  }
}

test('with all that a server could have kept and every key that is left, nothing of a retired epoch opens', async () => {
  const { organisation, kept } = await found();
  const { folder, publicFolder, custodian, clock } = organisation;
  const first: Reviewer = { home: organisation.home, passphrase: PASSPHRASE };
  const second: Reviewer = { home: join(folder, 'bashir'), passphrase: NEWCOMER_PASSPHRASE };
  const both = [first, second];
  const bringToServer = async (delivery: string): Promise<void> => {
    // The server may carry grants: it can do nothing with them.
    for (const name of await readdir(delivery))
      kept.keep(new Uint8Array(await readFile(join(delivery, name))));
    await cp(delivery, join(folder, 'carried'), { recursive: true });
  };

  // A second reviewer joins.
  const root = organisation.fingerprint;
  await keys(
    organisation,
    second.passphrase,
    'join',
    '--public',
    publicFolder,
    '--home',
    second.home,
    '--root',
    root,
  );
  const custody = ['--custodian', custodian, '--yes'];
  await keys(organisation, CUSTODIAN, 'grant', second.home, '--name', 'Bashir', '--desk', 'main', ...custody);
  const delivered = join(custodian, 'deliveries', 'epoch-1', 'Bashir');
  await bringToServer(delivered);
  await keys(organisation, second.passphrase, 'accept', delivered, '--home', second.home);
  kept.keep(new Uint8Array(await readFile(join(first.home, 'grants', 'epoch-1.age'))));

  // Sources write, the team fetches and answers.
  const sealedInFirst: Uint8Array[] = [];
  const sources: Source[] = [];
  for (const language of ['en', 'zh-Hans']) {
    const source = await Source.over(organisation, organisation.address);
    const files = [{ name: 'photo.jpg', bytes: new Uint8Array(90_000).fill(3) }];
    for (const sending of [
      { language, files, answers: { what: 'They came at night.' } },
      { language, followUp: random(16), answers: { message: 'His name is known.' } },
    ]) {
      const sealed = await source.seal(sending);
      sealedInFirst.push(sealed);
      await uploadOver(organisation.address, sealed);
    }
    sources.push(source);
  }
  for (const reviewer of both) {
    const report = await at(organisation, reviewer, kept, (session) => session.sync());
    expect(report).toMatchObject({ opened: 4, unreadable: 0, followUps: 2 });
  }
  await at(organisation, first, kept, async (session) => {
    for (const { id } of await session.list()) await session.reply(id, 'Thank you. We have read it.');
    await session.sync();
  });
  await keepDisk(organisation, kept);
  for (const sealed of sealedInFirst)
    expect(kept.bytes.some((bytes) => Buffer.compare(bytes, sealed) === 0)).toBe(true);

  // The second epoch.
  clock.today = '2026-12-15';
  for (const { home, passphrase } of both) await keys(organisation, passphrase, 'request', '--home', home);
  const requests = both.flatMap(({ home }) => ['--request', home]);
  await keys(organisation, CUSTODIAN, 'rotate', '--public', publicFolder, ...requests, ...custody);
  for (const [name, { home, passphrase }] of [
    ['reviewer', first],
    ['Bashir', second],
  ] as const) {
    const delivery = join(custodian, 'deliveries', 'epoch-2', name);
    await bringToServer(delivery);
    await keys(organisation, passphrase, 'accept', delivery, '--home', home);
  }
  await shown(organisation, 2);
  const sealedInSecond = await (await Source.over(organisation, organisation.address)).seal();
  await uploadOver(organisation.address, sealedInSecond);
  for (const reviewer of both) {
    expect(await at(organisation, reviewer, kept, (session) => session.sync())).toMatchObject({ opened: 1 });
  }
  await keepDisk(organisation, kept);

  const stranger = await Source.over(organisation, organisation.address);
  const given = [
    stranger.keys.identity,
    ...[random(32), stranger.keys.dropSecret, stranger.keys.followUpSeed].map(identityFromSeed),
  ];
  const seizure = new Seizure(PASSPHRASES);
  const seized = (...folders: string[]): Promise<string[]> => seizure.identities(folders, kept.bytes, given);
  // Before: the custodian's folder alone, or any one reviewer's, opens everything.
  for (const folder of [custodian, ...both.map(({ home }) => home)]) {
    expect(await seizure.opened(await seized(folder), sealedInFirst), folder).toBe(sealedInFirst.length);
  }
  // And nothing escapes who looks: not even what is deep in a vault.
  const deep = identityFromSeed(sources[0]?.keys.dropSecret ?? new Uint8Array(32));
  expect(await seized(first.home)).toContain(deep);

  clock.today = DUE;
  for (const reviewer of both) {
    await at(organisation, reviewer, kept, (session) => session.sync());
    await keys(organisation, reviewer.passphrase, 'retire', '1', '--home', reviewer.home, '--yes');
    expect(await seizure.opened(await seized(reviewer.home), sealedInFirst)).toBe(0);
  }
  // As long as one of them has not, it opens.
  expect(await seizure.opened(await seized(custodian, first.home, second.home), sealedInFirst)).toBe(
    sealedInFirst.length,
  );
  const statements = both.flatMap(({ home }) => ['--statement', home]);
  await keys(organisation, CUSTODIAN, 'retire', '1', ...statements, ...custody);
  await keepDisk(organisation, kept);

  const left = await seized(custodian, first.home, second.home);
  expect(left).toContain(deep);
  for (const file of sealedInFirst) {
    for (const identity of left) expect(await seizure.open(identity, file)).toBeNull();
  }
  // They are keys all the same: what was sent since then opens, and so do the cases in the vaults.
  expect(await seizure.opened(left, [sealedInSecond])).toBe(1);
  for (const reviewer of both) {
    await at(organisation, reviewer, kept, async (session) => {
      const cases = await session.list();
      expect(cases).toHaveLength(3);
      for (const [index, { id }] of cases.entries()) {
        const out = join(folder, `saved-${String(both.indexOf(reviewer))}-${String(index)}`);
        expect((await session.save(id, out)).files).toBeGreaterThan(1);
      }
    });
  }
}, 180_000);

/** Until the server has noticed the new public folder by itself. */
async function shown({ address }: Organisation, epoch: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const keyring = (await (await fetch(`${address}/keyring.json`)).json()) as { epoch: number };
    if (keyring.epoch === epoch) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not take the new keyring up');
}
