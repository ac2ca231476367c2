/**
 * An organisation that lives on: its custodian and reviewers at the command line, over months, against the real
 * server in the same process.
 *
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Keyring } from '../../../crypto/keyring.ts';
import type { Session } from '../../../reviewer/session.ts';
import { CUSTODIAN, type Said, witnessbox } from '../custodian/support.ts';
import {
  type Kept,
  PASSPHRASE,
  PORTAL,
  type World,
  keepWorld,
  makeWorld,
  openHome,
  worldFrom,
} from './world.ts';

export class Team {
  readonly world: World;
  readonly custodian: string;

  private constructor(world: World) {
    this.world = world;
    this.custodian = join(world.organisation.secretsFolder, 'custodian');
  }

  /** Its first epoch ends on 2026-12-21. */
  static async make(): Promise<Team> {
    return new Team(await makeWorld({ validDays: 30 }));
  }

  static async from(kept: Kept): Promise<Team> {
    return new Team(await worldFrom(kept));
  }

  /** The first reviewer's. */
  get home(): string {
    return this.world.organisation.home;
  }

  get publicFolder(): string {
    return this.world.organisation.publicFolder;
  }

  set today(day: string) {
    this.world.portal.today = day;
  }

  /** A key command of a reviewer. */
  reviewer(
    args: readonly string[],
    home = this.home,
    interactive = false,
    ...typed: string[]
  ): Promise<Said> {
    const { today } = this.world.portal;
    return witnessbox(['keys', ...args, '--home', home], {
      today,
      lines: [PASSPHRASE, ...typed],
      interactive,
    });
  }

  /** A key command of the custodian, with consent. */
  async keeper(args: readonly string[]): Promise<Said> {
    const { today } = this.world.portal;
    const said = await witnessbox(['keys', ...args, '--custodian', this.custodian, '--yes'], {
      today,
      lines: [CUSTODIAN],
    });
    return said;
  }

  /** The next epoch, with the requests that lie in these key folders; shown by the portal unless said otherwise. */
  async rotate(homes: readonly string[] = [], shown = true): Promise<void> {
    const requests = homes.flatMap((home) => ['--request', home]);
    await succeeded(this.keeper(['rotate', '--public', this.publicFolder, ...requests]));
    if (shown) await this.show();
  }

  show(): Promise<void> {
    return this.world.portal.renew(this.publicFolder);
  }

  delivery(epoch: number, name = 'reviewer'): string {
    return join(this.custodian, 'deliveries', `epoch-${String(epoch)}`, name);
  }

  /** A further reviewer, granted and ready. @returns their key folder */
  async newcomer(name: string): Promise<string> {
    const home = join(this.world.folder, name);
    await succeeded(this.join(home));
    await succeeded(this.keeper(['grant', home, '--name', name, '--desk', 'main']));
    const keyring = JSON.parse(await readFile(join(this.publicFolder, 'keyring.json'), 'utf8')) as Keyring;
    await succeeded(this.reviewer(['accept', this.delivery(keyring.epoch, name)], home));
    return home;
  }

  join(home: string, root = this.world.organisation.fingerprint): Promise<Said> {
    return this.reviewer(['join', '--public', this.publicFolder, '--root', root, '--portal', PORTAL], home);
  }

  /** Request, rotation and delivery for everybody. */
  async nextEpoch(epoch: number, reviewers: Readonly<Record<string, string>>): Promise<void> {
    for (const home of Object.values(reviewers)) await succeeded(this.reviewer(['request'], home));
    await this.rotate(Object.values(reviewers));
    for (const [name, home] of Object.entries(reviewers)) {
      await succeeded(this.reviewer(['accept', this.delivery(epoch, name)], home));
    }
  }

  /** Opens a key folder for as long as `work` takes. */
  async opened<T>(work: (session: Session) => Promise<T>, home = this.home): Promise<T> {
    const session = await openHome(this.world, home);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  sync(home = this.home) {
    return this.opened((session) => session.sync(), home);
  }
}

/**
 * Comes as far as `begin` once for all tests of a file, when the first of them asks; each goes on with a copy of the
 * folders.
 */
export function begunOnce<T extends { team: Team }>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<{ rest: T; kept: Kept }> | undefined;
  const make = async (): Promise<{ rest: T; kept: Kept }> => {
    const rest = await begin();
    const folder = await mkdtemp(join(tmpdir(), 'witnessbox-begun-'));
    return { rest, kept: await keepWorld(rest.team.world, folder) };
  };
  afterAll(async () => {
    if (begun) await rm((await begun).kept.folder, { recursive: true, force: true });
  });
  return async () => {
    const { rest, kept } = await (begun ??= make());
    return { ...rest, team: await Team.from(kept) };
  };
}

export async function succeeded(said: Promise<Said>): Promise<Said> {
  const { code, out, err } = await said;
  expect({ code, err }, out).toMatchObject({ code: 0 });
  return { code, out, err };
}
