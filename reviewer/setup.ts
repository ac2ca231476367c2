/**
 * Makes an organisation: root key, first epoch, public files, and the key folder of its first reviewer. All or
 * nothing: everything is written beside its place and moved there at the end.
 *
 *     PUBLIC   keyring.json  keyring.json.minisig  root.pub  intake.json      goes to the server
 *     SECRETS  custodian/root.key   minisign secret key, under the custodian's passphrase
 *              custodian/epoch-1.age  the epoch's identities, likewise
 *              reviewer/            key folder of the first reviewer
 *
 * @module
 */
import { randomBytes, scrypt as nodeScrypt } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { base64, hex } from '@scure/base';
import { addDays } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import { generateIdentity, recipientOf } from '../crypto/envelope.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { sealGrant, teamRequestKeyOf } from '../crypto/grant.ts';
import { intakeHash, parseIntake } from '../crypto/intake.ts';
import { type Keyring, encodeKeyring, fingerprint } from '../crypto/keyring.ts';
import { INTERACTIVE, SENSITIVE, type Scrypt, encryptSecretKey } from '../crypto/minisign-key.ts';
import { type MinisignKeyPair, encodePublicKey, generateKeyPair, sign } from '../crypto/minisign.ts';
import { exists, makePrivateFolder, systemCode, diskError, writeNew, syncFolder } from './files.ts';
import { type HomeFile, homePaths, portalOrigin, writeHomeFile } from './home.ts';
import { type EpochKeys, lockEpochKeys, lockReviewerKeys } from './identity.ts';
import { checkPassphrase } from './passphrase.ts';
import { type StateRecord, recordName } from './records.ts';
import { Vault } from './vault.ts';

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
  scryptCost?: 'interactive' | 'sensitive';
  /** The portal's address for the reviewer's key folder. */
  portal?: string;
  /** The portal's onion address, which is signed into the keyring. */
  onion?: string;
};

export type CreatedOrganisation = { organisationId: string; fingerprint: string; reviewerHome: string };

const EPOCH = 1;
const PUBLIC_FILE = 0o644;
/** log2 of scrypt's N for age files. */
const WORK_FACTOR = { interactive: 12, sensitive: 18 } as const;
/** minisign's own cost takes one GiB. */
const MOST_MEMORY = 2 ** 31;

const random: Random = (length) => new Uint8Array(randomBytes(length));

const scryptAsync = promisify<Uint8Array, Uint8Array, number, object, Buffer>(nodeScrypt);

/** For crypto/minisign-key.ts. */
export const scrypt: Scrypt = async (password, salt, { N, r, p, length }) =>
  new Uint8Array(await scryptAsync(password, salt, length, { N, r, p, maxmem: MOST_MEMORY }));

/** @throws setup.*, passphrase.weak, portal.bad-address, disk.* */
export async function createOrganisation(options: CreateOrganisation): Promise<CreatedOrganisation> {
  const publicFolder = resolve(options.publicFolder);
  const secretsFolder = resolve(options.secretsFolder);
  const validDays = options.validDays ?? 90;
  check(options, validDays);
  for (const folder of [publicFolder, secretsFolder]) {
    if (await exists(folder)) throw new WitnessboxError('setup.exists');
  }
  const keys = await makeKeys(options, validDays);
  const [publicDraft, secretsDraft] = [beside(publicFolder), beside(secretsFolder)];
  /** What goes away again should anything fail: nobody else's, only what was made here. */
  const own = [publicDraft, secretsDraft];
  const parents: string[] = [];
  try {
    for (const folder of [publicFolder, secretsFolder]) parents.push(...(await makeParents(folder)));
    await writePublic(publicDraft, keys);
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
  };
}

/** @throws setup.bad-days */
export function checkDays(days: number): void {
  if (!Number.isInteger(days) || days < 1 || days > 730) throw new WitnessboxError('setup.bad-days');
}

/** Empty for none. @throws setup.bad-onion */
export function checkOnion(onion: string): void {
  if (onion !== '' && !/^[a-z2-7]{56}\.onion$/u.test(onion)) throw new WitnessboxError('setup.bad-onion');
}

function check(options: CreateOrganisation, validDays: number): void {
  if ((options.names['en'] ?? '').trim() === '') throw new WitnessboxError('setup.no-name');
  checkDays(validDays);
  checkOnion(options.onion ?? '');
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
  keyring: Keyring;
  intake: Uint8Array;
};

async function makeKeys(options: CreateOrganisation, validDays: number): Promise<Keys> {
  const root = generateKeyPair(random);
  const rootKey = encodePublicKey(root).split('\n')[1] ?? '';
  const identity = await generateIdentity();
  const epoch: EpochKeys = {
    organisationId: hex.encode(random(32)),
    epoch: EPOCH,
    teamRequestSeed: random(32),
    desks: [{ id: 'main', identity }],
  };
  const intake = await readFile(new URL('../crypto/intake.default.json', import.meta.url));
  const keyring: Keyring = {
    format: 'witnessbox-keyring/1',
    organisation: { id: epoch.organisationId, names: options.names },
    epoch: EPOCH,
    issued: options.today,
    validFrom: options.today,
    validUntil: addDays(options.today, validDays - 1),
    desks: [{ id: 'main', names: options.names, recipient: await recipientOf(identity) }],
    intake: { id: parseIntake(intake).id, sha256: intakeHash(intake) },
    onion: options.onion ?? null,
    teamRequestKey: base64.encode(teamRequestKeyOf(epoch.teamRequestSeed)),
    demonstration: options.demonstration,
  };
  return { root, rootKey, epoch, keyring, intake };
}

async function writePublic(folder: string, { root, keyring, intake }: Keys): Promise<void> {
  await mkdir(folder);
  const bytes = encodeKeyring(keyring);
  const text = new TextEncoder();
  const comment = `witnessbox keyring epoch ${String(keyring.epoch)}`;
  await writeNew(join(folder, 'keyring.json'), bytes, PUBLIC_FILE);
  await writeNew(join(folder, 'keyring.json.minisig'), text.encode(sign(root, bytes, comment)), PUBLIC_FILE);
  await writeNew(join(folder, 'root.pub'), text.encode(encodePublicKey(root)), PUBLIC_FILE);
  await writeNew(join(folder, 'intake.json'), intake, PUBLIC_FILE);
  await chmod(folder, 0o755);
}

async function writeSecrets(folder: string, keys: Keys, options: CreateOrganisation): Promise<void> {
  const cost = options.scryptCost ?? 'sensitive';
  await makePrivateFolder(join(folder, 'custodian'));
  await chmod(folder, 0o700);
  const limits = cost === 'sensitive' ? SENSITIVE : INTERACTIVE;
  const rootKey = await encryptSecretKey(keys.root, options.custodianPassphrase.normalize('NFC'), {
    scrypt,
    random,
    ...limits,
  });
  await writeNew(join(folder, 'custodian', 'root.key'), new TextEncoder().encode(rootKey));
  const epoch = await lockEpochKeys(keys.epoch, options.custodianPassphrase, WORK_FACTOR[cost]);
  await writeNew(join(folder, 'custodian', `epoch-${String(EPOCH)}.age`), epoch);
  await writeReviewerHome(join(folder, 'reviewer'), keys, options, WORK_FACTOR[cost]);
}

async function writeReviewerHome(
  folder: string,
  { rootKey, epoch, keyring, intake }: Keys,
  options: CreateOrganisation,
  workFactor: number,
): Promise<void> {
  const paths = homePaths(folder);
  const { organisationId } = epoch;
  await makePrivateFolder(paths.grants);
  const identity = await generateIdentity();
  const vaultKey = random(32);
  const own = {
    organisationId,
    rootKey,
    vaultKey,
    signingSeed: random(32),
    epochs: [{ epoch: EPOCH, identity }],
  };
  await writeNew(paths.identity, await lockReviewerKeys(own, options.reviewerPassphrase, workFactor));
  const grant = await sealGrant(await recipientOf(identity), {
    format: 'witnessbox-grant/1',
    organisationId,
    epoch: EPOCH,
    desks: epoch.desks,
    teamRequestSeed: base64.encode(epoch.teamRequestSeed),
  });
  await writeNew(join(paths.grants, `epoch-${String(EPOCH)}.age`), grant);
  const vault = await Vault.create(paths.vault, vaultKey, random);
  await vault.change((transaction) => {
    transaction.put(recordName.state, { keyring, newestEpoch: EPOCH } satisfies StateRecord);
    transaction.put(recordName.intake(keyring.intake.sha256), parseIntake(intake));
    return Promise.resolve();
  });
  const about: HomeFile = {
    format: 'witnessbox-reviewer-home/1',
    portal: options.portal === undefined ? null : portalOrigin(options.portal),
    organisationId,
    rootKey,
    newestEpoch: EPOCH,
  };
  await writeHomeFile(paths, about);
}
