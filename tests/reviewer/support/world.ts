/**
 * A whole small world for tests of the reviewer's program: an organisation with cheap locks, the real server in
 * the same process, and folders that go away.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Random } from '../../../crypto/encoding.ts';
import { openStore } from '../../../db/open.node.ts';
import type { Store } from '../../../db/store.ts';
import { type Session, openSession } from '../../../reviewer/session.ts';
import { type CreateOrganisation, createOrganisation } from '../../../reviewer/setup.ts';
import { type AppParts, createApp } from '../../../server/app.ts';
import { diskBlobs } from '../../../server/blobs.disk.ts';
import { DEFAULT_CONFIG } from '../../../server/config.ts';
import { type Organisation, openOrganisation } from '../../../server/organisation.ts';
import { createWriters } from '../../../server/writers.ts';
import { testGuard } from '../../server/support/proof.ts';

export const TODAY = '2026-11-22';
export const PASSPHRASE = 'lantern orchid gravel summit';
export const PORTAL = 'http://127.0.0.1:8800';

export const random: Random = (length) => new Uint8Array(randomBytes(length));

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'witnessbox-reviewer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export type TestOrganisation = {
  organisationId: string;
  fingerprint: string;
  publicFolder: string;
  secretsFolder: string;
  home: string;
};

export async function makeOrganisation(
  folder: string,
  more: Partial<CreateOrganisation> = {},
): Promise<TestOrganisation> {
  const publicFolder = join(folder, 'public');
  const secretsFolder = join(folder, 'secrets');
  const made = await createOrganisation({
    names: { en: 'Example Watch', 'zh-Hans': '示例观察' },
    publicFolder,
    secretsFolder,
    custodianPassphrase: 'custodian of these tests',
    reviewerPassphrase: PASSPHRASE,
    demonstration: true,
    today: TODAY,
    scryptCost: 'interactive',
    portal: PORTAL,
    ...more,
  });
  return { ...made, publicFolder, secretsFolder, home: made.reviewerHome };
}

/** A request that a test may answer itself, delay or break; null lets it through to the server. */
/** What the form answers. */
const RECEIVED = { path: 'en/plain-received.html', body: new Uint8Array(), type: 'text/html' };

export type Intercept = (request: Request) => Promise<Response | null> | Response | null;

export class TestPortal {
  readonly store: Store;
  readonly requests: string[] = [];
  intercept: Intercept = () => null;
  today = TODAY;
  readonly #parts: AppParts;
  readonly #app: ReturnType<typeof createApp>;

  private constructor(store: Store, organisation: Organisation, blobFolder: string) {
    this.store = store;
    const now = (): Date => this.now();
    const blobs = diskBlobs({ folder: blobFolder, now, random });
    this.#parts = {
      store,
      blobs,
      site: { languages: ['en'], file: (path) => (path === RECEIVED.path ? RECEIVED : null) },
      organisation,
      config: DEFAULT_CONFIG,
      now,
      random,
      writers: createWriters(() => now().getTime(), DEFAULT_CONFIG.stallSeconds),
      guard: testGuard({ store, blobs, config: { ...DEFAULT_CONFIG, baseEffort: 1 }, now }),
    };
    this.#app = createApp(this.#parts);
  }

  static async open(folder: string, publicFolder: string, today = TODAY): Promise<TestPortal> {
    const blobFolder = join(folder, 'blobs');
    await mkdir(blobFolder, { recursive: true });
    const store = openStore(join(folder, 'witnessbox.sqlite'));
    onTestFinished(() => store.close());
    const portal = new TestPortal(store, await readOrganisation(publicFolder, today), blobFolder);
    portal.today = today;
    return portal;
  }

  /** What the operator does with a new public folder. */
  async renew(publicFolder: string): Promise<void> {
    this.#parts.organisation = await readOrganisation(publicFolder, this.today);
  }

  now(): Date {
    return new Date(`${this.today}T12:00:00Z`);
  }

  /** In place of the network. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    this.requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return (await this.intercept(request)) ?? (await this.#app.fetch(request));
  };
}

async function readOrganisation(publicFolder: string, today: string): Promise<Organisation> {
  const file = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(publicFolder, name)));
  return openOrganisation(
    {
      'keyring.json': await file('keyring.json'),
      'keyring.json.minisig': await file('keyring.json.minisig'),
      'root.pub': await file('root.pub'),
      'intake.json': await file('intake.json'),
    },
    today,
  );
}

/** Where a portal has its database and its ciphertexts, in the folder of its world. */
const DATA = 'data';

export type World = { folder: string; organisation: TestOrganisation; portal: TestPortal };

export async function makeWorld(more?: Partial<CreateOrganisation>): Promise<World> {
  const folder = await temporaryFolder();
  const organisation = await makeOrganisation(folder, more);
  const portal = await TestPortal.open(join(folder, DATA), organisation.publicFolder);
  return { folder, organisation, portal };
}

/** The folders of a world, on the day on which it was left, for others to go on from. */
export type Kept = { folder: string; organisation: TestOrganisation; today: string };

/** Ends a world. @param into an empty folder, which the caller removes */
export async function keepWorld(world: World, into: string): Promise<Kept> {
  // What it wrote last is in the database itself only then.
  await world.portal.store.close();
  return { folder: into, organisation: await copyFolders(world, into), today: world.portal.today };
}

/** What happens in this world happens in no other that began from the same folders. */
export async function worldFrom(kept: Kept): Promise<World> {
  const folder = await temporaryFolder();
  const organisation = await copyFolders(kept, folder);
  const portal = await TestPortal.open(join(folder, DATA), organisation.publicFolder, kept.today);
  return { folder, organisation, portal };
}

async function copyFolders(
  { folder, organisation }: Omit<Kept, 'today'>,
  into: string,
): Promise<TestOrganisation> {
  await cp(folder, into, { recursive: true });
  const moved = (path: string): string => join(into, relative(folder, path));
  const { publicFolder, secretsFolder, home } = organisation;
  return {
    ...organisation,
    publicFolder: moved(publicFolder),
    secretsFolder: moved(secretsFolder),
    home: moved(home),
  };
}

export async function openHome({ organisation, portal }: World, home = organisation.home): Promise<Session> {
  const session = await openSession({
    home,
    passphrase: PASSPHRASE,
    fetch: portal.fetch,
    now: () => portal.now(),
    random,
  });
  onTestFinished(() => session.close());
  return session;
}
