/**
 * Makes an organisation: root key, first epoch, public files, and the key folder of its first reviewer. All or
 * nothing: everything is written beside its place and moved there at the end.
 *
 *     PUBLIC   keyring.json  keyring.json.minisig  root.pub  intake.json  offline/      goes to the server
 *              appearance.json, if there is one
 *     SECRETS  custodian/   root key, first epoch, roster: see custodian/folder.ts
 *              reviewer/    key folder of the first reviewer
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hex } from '@scure/base';
import type { Random } from '../crypto/encoding.ts';
import { generateIdentity, recipientOf } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { signingKeyOf } from '../crypto/grant-request.ts';
import { parseIntake } from '../crypto/intake.ts';
import { fingerprint, keyringHash } from '../crypto/keyring.ts';
import { encryptSecretKey } from '../crypto/minisign-key.ts';
import { type MinisignKeyPair, encodePublicKey, generateKeyPair } from '../crypto/minisign.ts';
import { checkDays, checkOnion, grantOf, makeEpoch } from './custodian/epoch.ts';
import { type SignedKeyring, custodianPaths, epochFile, keepKeyring } from './custodian/folder.ts';
import { type OfflinePage, makePages, readTemplates } from './custodian/offline.ts';
import { writePublicFolder } from './custodian/publish.ts';
import { checkedName, lockRoster } from './custodian/roster.ts';
import { type Cost, MINISIGN_LIMITS, WORK_FACTOR, scrypt } from './custodian/scrypt.ts';
import { exists, makePrivateFolder, systemCode, diskError, writeNew, syncFolder } from './files.ts';
import { grantFile, homePaths, portalOrigin } from './home.ts';
import { type EpochKeys, lockEpochKeys } from './identity.ts';
import { writeHome } from './new-home.ts';
import { checkPassphrase } from './passphrase.ts';

export type CreateOrganisation = {
  /** BCP 47 language -> name; 'en' at least. */
  names: Record<string, string>;
  publicFolder: string;
  secretsFolder: string;
  custodianPassphrase: string;
  reviewerPassphrase: string;
  /** Default 90, at most 730. */
  validDays?: number;
  demonstration: boolean;
  /** UTC day, YYYY-MM-DD. */
  today: string;
  /** 'sensitive' (minisign's and age's own; the default) or 'interactive' (demonstrations and tests: cheap). */
  scryptCost?: Cost;
  /** What the custodian's roster calls the first reviewer. */
  reviewerName?: string;
  /** The portal's address for the reviewer's key folder. */
  portal?: string;
  /** The portal's onion address, which is signed into the keyring. */
  onion?: string;
  /** Bytes of appearance.json. */
  appearance?: Uint8Array;
  /** Folder of the offline page's built templates; without it no offline pages are made. */
  offlineTemplates?: string;
};

export type CreatedOrganisation = {
  organisationId: string;
  fingerprint: string;
  reviewerHome: string;
  /** None where there were no templates. */
  pages: OfflinePage[];
};

const EPOCH = 1;
const FIRST_DESK = 'main';
const FIRST_REVIEWER = 'reviewer';

const random: Random = (length) => new Uint8Array(randomBytes(length));

/** @throws setup.*, roster.bad-name, passphrase.weak, portal.bad-address, disk.* */
export async function createOrganisation(options: CreateOrganisation): Promise<CreatedOrganisation> {
  const publicFolder = resolve(options.publicFolder);
  const secretsFolder = resolve(options.secretsFolder);
  const validDays = options.validDays ?? 90;
  check(options, validDays);
  for (const folder of [publicFolder, secretsFolder]) {
    if (await exists(folder)) throw new WitnessboxError('setup.exists');
  }
  const templates = await readTemplates(options.offlineTemplates);
  const keys = await makeKeys(options, validDays);
  const rootPublic = encodePublicKey(keys.root);
  const pages = makePages(templates, keys.signed, { rootPublic, root: keys.root });
  const [publicDraft, secretsDraft] = [beside(publicFolder), beside(secretsFolder)];
  /** What goes away again should anything fail: nobody else's, only what was made here. */
  const own = [publicDraft, secretsDraft];
  const parents: string[] = [];
  try {
    for (const folder of [publicFolder, secretsFolder]) parents.push(...(await makeParents(folder)));
    await writePublicFolder(publicDraft, rootPublic, keys.signed, pages);
    await writeSecrets(secretsDraft, keys, options);
    // Secrets first: public files whose secrets are nowhere would invite testimonies that nobody can open.
    for (const [draft, folder] of [
      [secretsDraft, secretsFolder],
      [publicDraft, publicFolder],
    ] as const) {
      await rename(draft, folder);
      own.push(folder);
    }
    for (const folder of [publicFolder, secretsFolder]) await syncFolder(dirname(folder));
  } catch (error) {
    for (const folder of own) await rm(folder, { recursive: true, force: true });
    // Only where they are empty: somebody may have put something there meanwhile.
    for (const folder of parents.reverse()) await rmdir(folder).catch(() => undefined);
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw new WitnessboxError('setup.exists');
    throw diskError(error);
  }
  return {
    organisationId: keys.epoch.organisationId,
    fingerprint: fingerprint(keys.rootKey, keys.epoch.organisationId),
    reviewerHome: join(secretsFolder, 'reviewer'),
    pages,
  };
}

function check(options: CreateOrganisation, validDays: number): void {
  if ((options.names['en'] ?? '').trim() === '') throw new WitnessboxError('setup.no-name');
  checkDays(validDays);
  checkOnion(options.onion ?? '');
  checkedName(options.reviewerName ?? FIRST_REVIEWER);
  if (options.demonstration) return;
  checkPassphrase(options.custodianPassphrase);
  checkPassphrase(options.reviewerPassphrase);
}

/** @returns the folders above `folder` that were not there, outermost first */
async function makeParents(folder: string): Promise<string[]> {
  const outermost = await mkdir(dirname(folder), { recursive: true });
  const made: string[] = [];
  if (outermost === undefined) return made;
  for (let each = dirname(folder); each.length >= outermost.length; each = dirname(each)) made.unshift(each);
  return made;
}

function beside(folder: string): string {
  return `${folder}.${randomBytes(8).toString('hex')}.unfinished`;
}

type Keys = {
  root: MinisignKeyPair;
  /** Base64 line of root.pub. */
  rootKey: string;
  epoch: EpochKeys;
  signed: SignedKeyring;
  reviewer: { identity: string; recipient: string; signingSeed: Uint8Array };
};

async function makeKeys(options: CreateOrganisation, days: number): Promise<Keys> {
  const root = generateKeyPair(random);
  const { keys, signed } = await makeEpoch({
    organisation: { id: hex.encode(random(32)), names: options.names },
    epoch: EPOCH,
    desks: [{ id: FIRST_DESK, names: options.names }],
    intake: await readFile(new URL('../crypto/intake.default.json', import.meta.url)),
    appearance: options.appearance ?? null,
    onion: options.onion ?? null,
    demonstration: options.demonstration,
    today: options.today,
    days,
    root,
    random,
  });
  const identity = await generateIdentity();
  return {
    root,
    rootKey: encodePublicKey(root).split('\n')[1] ?? '',
    epoch: keys,
    signed,
    reviewer: { identity, recipient: await recipientOf(identity), signingSeed: random(32) },
  };
}

async function writeSecrets(folder: string, keys: Keys, options: CreateOrganisation): Promise<void> {
  const cost = options.scryptCost ?? 'sensitive';
  const paths = custodianPaths(join(folder, 'custodian'));
  await makePrivateFolder(paths.folder);
  await chmod(folder, 0o700);
  const rootKey = await encryptSecretKey(keys.root, options.custodianPassphrase.normalize('NFC'), {
    scrypt,
    random,
    ...MINISIGN_LIMITS[cost],
  });
  const text = new TextEncoder();
  await writeNew(paths.rootKey, text.encode(rootKey));
  await writeNew(paths.rootPublic, text.encode(encodePublicKey(keys.root)));
  const epoch = await lockEpochKeys(keys.epoch, options.custodianPassphrase, WORK_FACTOR[cost]);
  await writeNew(epochFile(paths, EPOCH), epoch);
  await writeNew(paths.roster, await firstRoster(keys, options, WORK_FACTOR[cost]));
  await keepKeyring(paths, keys.signed);
  await writeReviewerHome(join(folder, 'reviewer'), keys, options, WORK_FACTOR[cost]);
}

function firstRoster(
  { epoch, reviewer }: Keys,
  options: CreateOrganisation,
  workFactor: number,
): Promise<Uint8Array> {
  return lockRoster(
    {
      format: 'witnessbox-roster/1',
      organisationId: epoch.organisationId,
      listedFrom: EPOCH,
      reviewers: [
        {
          name: checkedName(options.reviewerName ?? FIRST_REVIEWER),
          signingKey: signingKeyOf(reviewer.signingSeed),
          desks: [FIRST_DESK],
          since: EPOCH,
          until: null,
          recipients: [{ epoch: EPOCH, recipient: reviewer.recipient, granted: [FIRST_DESK] }],
          retired: [],
        },
      ],
      retired: [],
    },
    options.custodianPassphrase,
    workFactor,
  );
}

async function writeReviewerHome(
  folder: string,
  { rootKey, epoch, signed, reviewer }: Keys,
  options: CreateOrganisation,
  workFactor: number,
): Promise<void> {
  const paths = homePaths(folder);
  const { keyring, bytes, intake } = signed;
  const own = {
    organisationId: epoch.organisationId,
    rootKey,
    vaultKey: random(32),
    signingSeed: reviewer.signingSeed,
    epochs: [{ epoch: EPOCH, identity: reviewer.identity }],
  };
  await writeHome(paths, own, {
    known: { keyring, hash: keyringHash(bytes), intake: parseIntake(intake) },
    passphrase: options.reviewerPassphrase,
    workFactor,
    portal: options.portal === undefined ? null : portalOrigin(options.portal),
    random,
  });
  await writeNew(grantFile(paths, EPOCH), await grantOf(epoch, [FIRST_DESK], reviewer.recipient));
}
