/**
 * Puts an epoch into the public folder, which goes to the server. Each file is replaced whole, and the keyring last:
 * a server that reads meanwhile sees a signature that does not fit yet, keeps what it had, and looks again.
 *
 * @module
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { appearanceHash } from '../../crypto/appearance.ts';
import { sameBytes } from '../../crypto/encoding.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type Keyring, verifyKeyring } from '../../crypto/keyring.ts';
import { diskError, exists, readIfThere, replaceFile } from '../files.ts';
import type { CustodianFolder, SignedKeyring } from './folder.ts';
import { type OfflinePage, writePages } from './offline.ts';

const PUBLIC_FILE = 0o644;
const PUBLIC_FOLDER = 0o755;

export const PUBLIC_NAMES = {
  keyring: 'keyring.json',
  signature: 'keyring.json.minisig',
  rootPublic: 'root.pub',
  intake: 'intake.json',
  appearance: 'appearance.json',
} as const;

/** @param rootPublic text of root.pub @throws disk.* */
export async function writePublicFolder(
  folder: string,
  rootPublic: string,
  { bytes, signature, intake, appearance }: SignedKeyring,
  pages: readonly OfflinePage[],
): Promise<void> {
  const at = resolve(folder);
  const text = new TextEncoder();
  try {
    if (!(await exists(at))) {
      await mkdir(at, { recursive: true });
      // Whatever the umask: the server is usually somebody else on its machine.
      await chmod(at, PUBLIC_FOLDER);
    }
  } catch (error) {
    throw diskError(error);
  }
  const put = (name: string, content: Uint8Array): Promise<void> =>
    replaceFile(join(at, name), content, PUBLIC_FILE);
  await put(PUBLIC_NAMES.rootPublic, text.encode(rootPublic));
  await put(PUBLIC_NAMES.intake, intake);
  if (appearance) await put(PUBLIC_NAMES.appearance, appearance);
  await writePages(at, pages);
  await put(PUBLIC_NAMES.signature, text.encode(signature));
  await put(PUBLIC_NAMES.keyring, bytes);
  // What the keyring no longer names would only puzzle whoever looks into the folder.
  if (!appearance) await removeFile(join(at, PUBLIC_NAMES.appearance));
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw diskError(error);
  }
}

/**
 * What a public folder shows, or null where there is no keyring in it (none yet, or no such folder).
 *
 * @param rootKey text of root.pub or its base64 line
 * @throws custodian.other-organisation where another root key signed it, or it was altered; disk.*
 */
export async function readPublicFolder(folder: string, rootKey: string): Promise<SignedKeyring | null> {
  const files = await readFiles(folder);
  if (!files) return null;
  const { bytes, signature } = files;
  try {
    const keyring = verifyKeyring({ keyring: bytes, signature, rootKey });
    return { ...files, keyring, appearance: namedBy(keyring, files.appearance) };
  } catch (error) {
    throw new WitnessboxError('custodian.other-organisation', {}, { cause: error });
  }
}

/**
 * What a public folder shows; null where it shows nothing, or where an epoch was being put there when the machine
 * stopped, so that the keyring is still the one before and the signature no longer.
 *
 * @throws custodian.other-organisation, disk.*
 */
export async function shownKeyring(
  folder: string,
  { epochs, rootPublic }: Pick<CustodianFolder, 'epochs' | 'rootPublic'>,
): Promise<SignedKeyring | null> {
  const files = await readFiles(folder);
  const isKnown = files !== null && epochs.some(({ bytes }) => sameBytes(bytes, files.bytes));
  const isNext = epochs.some(({ signature }) => signature === files?.signature);
  const isWhole = epochs.some(
    ({ bytes, signature }) =>
      files !== null && signature === files.signature && sameBytes(bytes, files.bytes),
  );
  if (isKnown && isNext && !isWhole) return null;
  return readPublicFolder(folder, rootPublic);
}

/** Whether there is a keyring in it at all, of whatever epoch and however whole. @throws disk.* */
export function hasKeyring(folder: string): Promise<boolean> {
  return exists(join(resolve(folder), PUBLIC_NAMES.keyring));
}

/** Else another one, put there by anybody, would be signed with the next epoch. */
function namedBy({ appearance }: Keyring, bytes: Uint8Array | null): Uint8Array | null {
  return bytes && appearance?.sha256 === appearanceHash(bytes) ? bytes : null;
}

async function readFiles(folder: string): Promise<Omit<SignedKeyring, 'keyring'> | null> {
  const read = (name: string): Promise<Uint8Array | null> => readIfThere(join(resolve(folder), name));
  const bytes = await read(PUBLIC_NAMES.keyring);
  const signature = await read(PUBLIC_NAMES.signature);
  const intake = await read(PUBLIC_NAMES.intake);
  if (!bytes || !signature || !intake) return null;
  const appearance = await read(PUBLIC_NAMES.appearance);
  return { bytes, signature: new TextDecoder().decode(signature), intake, appearance };
}
