/**
 * What a reviewer is handed for an epoch: a folder with their grant, the keyring and the intake form. It appears whole
 * or not at all; nothing in it is of use to anybody else.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { EpochKeys } from '../identity.ts';
import { diskError, exists, makePrivateFolder, syncFolder, systemCode, writeNew } from '../files.ts';
import { grantOf } from './epoch.ts';
import type { CustodianPaths, SignedKeyring } from './folder.ts';
import { PUBLIC_NAMES } from './publish.ts';
import { type Reviewer, recipientIn } from './roster.ts';

export type Delivery = { name: string; folder: string };

/** Where deliveries of an epoch go if nothing else is said. */
export function deliveriesOf(paths: CustodianPaths, epoch: number): string {
  return join(paths.deliveries, `epoch-${String(epoch)}`);
}

/**
 * Writes the delivery of each of these reviewers who has named a recipient for the epoch, in place of an earlier one.
 *
 * @returns what was written, and who is still to hand in a request
 * @throws keys.not-a-delivery, disk.*, envelope.malformed-key
 */
export async function deliver(
  into: string,
  keys: EpochKeys,
  signed: SignedKeyring,
  reviewers: readonly Reviewer[],
): Promise<{ written: Delivery[]; missing: string[] }> {
  await checkPlaces(into, reviewers);
  const written: Delivery[] = [];
  const missing: string[] = [];
  for (const reviewer of reviewers) {
    const recipient = recipientIn(reviewer, keys.epoch);
    if (recipient === undefined) {
      missing.push(reviewer.name);
      continue;
    }
    const folder = join(resolve(into), reviewer.name);
    await writeDelivery(folder, keys.epoch, await grantOf(keys, reviewer.desks, recipient), signed);
    written.push({ name: reviewer.name, folder });
  }
  return { written, missing };
}

/**
 * Looks before anything is made whether no delivery would take the place of something else: with `--out`, a folder of
 * that name may be anything, the papers that the reviewer handed in or their key folder.
 *
 * @throws keys.not-a-delivery, disk.*
 */
export async function checkPlaces(into: string, reviewers: readonly Reviewer[]): Promise<void> {
  for (const { name } of reviewers) {
    const names = await readdir(join(resolve(into), name)).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return [];
      throw systemCode(error) === 'ENOTDIR' ? new WitnessboxError('keys.not-a-delivery') : diskError(error);
    });
    if (!names.every((each) => OF_A_DELIVERY.test(each))) throw new WitnessboxError('keys.not-a-delivery');
  }
}

/** What lies in an earlier delivery, and what systems leave in every folder that is looked at. */
const OF_A_DELIVERY =
  /^(?:epoch-[1-9]\d{0,9}\.age|keyring\.json(?:\.minisig)?|intake\.json|\.DS_Store|Thumbs\.db|desktop\.ini)$/u;

/** Only where deliveries lie of themselves; what went elsewhere is in other people's hands. @throws disk.* */
export async function removeDeliveries(paths: CustodianPaths, epoch: number): Promise<void> {
  if (!(await exists(paths.deliveries))) return;
  try {
    await rm(deliveriesOf(paths, epoch), { recursive: true, force: true });
  } catch (error) {
    throw diskError(error);
  }
  await syncFolder(paths.deliveries);
}

async function writeDelivery(
  folder: string,
  epoch: number,
  grant: Uint8Array,
  { bytes, signature, intake }: SignedKeyring,
): Promise<void> {
  const draft = `${folder}.${randomBytes(8).toString('hex')}.unfinished`;
  try {
    await makePrivateFolder(draft);
    await writeNew(join(draft, `epoch-${String(epoch)}.age`), grant);
    await writeNew(join(draft, PUBLIC_NAMES.keyring), bytes);
    await writeNew(join(draft, PUBLIC_NAMES.signature), new TextEncoder().encode(signature));
    await writeNew(join(draft, PUBLIC_NAMES.intake), intake);
    await syncFolder(draft);
    // An earlier delivery of the same epoch, which a new one replaces.
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw diskError(error);
  }
}
