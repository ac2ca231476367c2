/**
 * The custodian at the command line, in this process: dates, answers and passphrases are what the test says. And
 * reviewers as far as the custodian meets them: by their papers.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, recipientOf } from '../../../crypto/envelope.ts';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { signGrantRequest, signingKeyOf } from '../../../crypto/grant-request.ts';
import { type Grant, openGrant } from '../../../crypto/grant.ts';
import { signRetirement } from '../../../crypto/retirement.ts';
import { main } from '../../../reviewer/cli.ts';
import type { CommandContext } from '../../../reviewer/context.ts';
import type { CreateOrganisation } from '../../../reviewer/setup.ts';
import { unlockReviewerKeys } from '../../../reviewer/identity.ts';
import {
  PASSPHRASE,
  TODAY,
  type TestOrganisation,
  makeOrganisation,
  random,
  temporaryFolder,
} from '../support/world.ts';

export const CUSTODIAN = 'custodian of these tests';

export type Said = { code: number; out: string; err: string };

export type Circumstances = {
  today?: string;
  /** What is typed, line by line; the passphrase alone if nothing is said. */
  lines?: readonly string[];
  /** Whether a person sits there. */
  interactive?: boolean;
  /** Folder of the offline page's templates; none was built if nothing is said. */
  offlineTemplates?: string;
};

export async function witnessbox(
  args: readonly string[],
  { today = TODAY, lines = [CUSTODIAN], interactive = false, offlineTemplates }: Circumstances = {},
): Promise<Said> {
  let [out, err] = ['', ''];
  let exitCode = 0;
  const typed = [...lines];
  const context: CommandContext = {
    input: {
      interactive,
      secret: () => {
        const line = typed.shift() ?? '';
        if (line === '') return Promise.reject(new WitnessboxError('passphrase.none'));
        return Promise.resolve(line);
      },
      line: (prompt) => {
        err += `${prompt}: `;
        return Promise.resolve(typed.shift() ?? '');
      },
      rest: () => Promise.resolve(new Uint8Array(0)),
      close: () => undefined,
    },
    print: (text) => (out += text),
    warn: (text) => (err += text),
    lively: false,
    environment: {},
    fetch: () => Promise.reject(new Error('a custodian needs no network')),
    now: () => new Date(`${today}T12:00:00Z`),
    random,
    ...(offlineTemplates !== undefined && { offlineTemplates }),
    endWith: (code) => {
      exitCode ||= code;
    },
    exitCode: () => exitCode,
    interrupted: () => new Promise(() => undefined),
  };
  const code = await main(args, context);
  return { code, out, err };
}

/** A reviewer's secrets, where the test must know them. */
export class Reviewer {
  readonly organisationId: string;
  readonly seed: Uint8Array;
  readonly identities = new Map<number, string>();

  constructor(organisationId: string, seed = random(32)) {
    this.organisationId = organisationId;
    this.seed = seed;
  }

  /** The one that `init` makes. */
  static async first({ home, organisationId }: TestOrganisation): Promise<Reviewer> {
    const keys = await unlockReviewerKeys(PASSPHRASE, await readFile(join(home, 'identity.age')));
    const reviewer = new Reviewer(organisationId, keys.signingSeed);
    for (const { epoch, identity } of keys.epochs) reviewer.identities.set(epoch, identity);
    return reviewer;
  }

  /** Writes a request with a fresh identity. @returns its folder */
  async request(folder: string, epoch: number, change: object = {}): Promise<string> {
    const identity = await generateIdentity();
    this.identities.set(epoch, identity);
    const { bytes, signature } = signGrantRequest(this.seed, {
      format: 'witnessbox-grant-request/1',
      organisationId: this.organisationId,
      epoch,
      recipient: await recipientOf(identity),
      signingKey: signingKeyOf(this.seed),
      day: TODAY,
      ...change,
    });
    return writePaper(folder, 'grant-request.json', bytes, signature);
  }

  async statement(folder: string, epoch: number): Promise<string> {
    const { organisationId } = this;
    const { bytes, signature } = signRetirement(this.seed, { organisationId, epoch, day: TODAY });
    return writePaper(folder, `retirement-${String(epoch)}.json`, bytes, signature);
  }

  /** What a delivery holds for this reviewer. */
  async open(delivery: string, epoch: number): Promise<Grant> {
    const file = await readFile(join(delivery, `epoch-${String(epoch)}.age`));
    return openGrant(this.identities.get(epoch) ?? '', file);
  }
}

async function writePaper(
  folder: string,
  name: string,
  bytes: Uint8Array,
  signature: string,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), bytes);
  await writeFile(join(folder, `${name}.minisig`), signature);
  return folder;
}

export type Custody = TestOrganisation & {
  folder: string;
  custodian: string;
  first: Reviewer;
  /** Runs a command of `keys` with this organisation's folders. */
  keys: (args: readonly string[], circumstances?: Circumstances) => Promise<Said>;
  /** `keys verify` on a folder. */
  verify: (folder: string, circumstances?: Circumstances) => Promise<Said>;
  delivery: (epoch: number, name: string) => string;
};

/** An organisation of one reviewer, as `init` makes it. @param into a folder that the caller removes */
export async function makeCustody(into?: string, more: Partial<CreateOrganisation> = {}): Promise<Custody> {
  const folder = into ?? (await temporaryFolder());
  const organisation = await makeOrganisation(folder, more);
  const custodian = join(organisation.secretsFolder, 'custodian');
  const withPublic = new Set(['rotate', 'revoke', 'offline']);
  return {
    ...organisation,
    folder,
    custodian,
    first: await Reviewer.first(organisation),
    keys: ([name = '', ...args], circumstances) =>
      witnessbox(
        [
          'keys',
          name,
          ...args,
          '--custodian',
          custodian,
          ...(withPublic.has(name) ? ['--public', organisation.publicFolder] : []),
        ],
        circumstances,
      ),
    verify: (folder, circumstances) => witnessbox(['keys', 'verify', folder], circumstances),
    delivery: (epoch, name) => join(custodian, 'deliveries', `epoch-${String(epoch)}`, name),
  };
}
