/**
 * Reads the organisation's folder and keeps the data folder's marker: which organisation it belongs to, whether
 * that was a demonstration, the newest epoch it has served, and the keyring that it has served of that epoch.
 *
 * @module
 */
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { OFFLINE_FOLDER } from '../crypto/offline-page.ts';
import { syncFolder } from './files.disk.ts';
import { markerOf, type Marker } from './marker.ts';
import {
  OPTIONAL_FILE,
  PUBLIC_FILES,
  type Organisation,
  type PublicFile,
  type PublicFiles,
} from './organisation.ts';
import { isAloneSecret, isSecretAmongPublic, isSecretName } from './secrets.ts';
import { StartError } from './start-errors.ts';

/** Keys are short; what is longer is searched up to here. */
const SEARCHED = 65536;

/** Throws StartError: `organisation.missing`, `organisation.incomplete`, `organisation.holds-secrets`. */
export async function readPublicFiles(folder: string): Promise<PublicFiles> {
  await refuseSecrets(folder);
  const entries = await Promise.all(PUBLIC_FILES.map((name) => readPublicFile(folder, name)));
  const files = Object.fromEntries(entries) as Record<PublicFile, Uint8Array>;
  const optional = await readOptionalFile(folder);
  return optional ? { ...files, [OPTIONAL_FILE]: optional } : files;
}

/** Null where there is none. Whether there should be one, the keyring says. */
async function readOptionalFile(folder: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(join(folder, OPTIONAL_FILE)));
  } catch {
    return null;
  }
}

async function readPublicFile(folder: string, name: PublicFile): Promise<[PublicFile, Uint8Array]> {
  try {
    return [name, new Uint8Array(await readFile(join(folder, name)))];
  } catch {
    throw new StartError('organisation.incomplete', { file: name });
  }
}

async function refuseSecrets(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new StartError('organisation.missing');
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // It has a program in it that writes age files, and so the words by which others are found.
    const isOffline = relative(folder, path).split(sep)[0] === OFFLINE_FOLDER;
    if (
      isSecretName(entry.name) ||
      (await looksSecret(path, isOffline ? isAloneSecret : isSecretAmongPublic))
    ) {
      throw new StartError('organisation.holds-secrets');
    }
  }
}

async function looksSecret(path: string, isSecret: (text: string) => boolean): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SEARCHED), 0, SEARCHED, 0);
    return isSecret(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Null in a data folder that has served nobody yet. Throws StartError `server.data-unusable`. */
export async function readMarker(dataFolder: string): Promise<Marker | null> {
  let text: string;
  try {
    text = await readFile(join(dataFolder, 'organisation.json'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StartError('server.data-unusable');
  }
  return parseMarker(text);
}

/**
 * Refuses to let a demonstration into a data folder that may hold somebody's testimonies: one that a real
 * organisation used, or one with a database or blobs of which nothing says whose they are, a restored backup for
 * instance. Throws StartError `organisation.demonstration-refused`.
 */
export async function refuseDemonstration(dataFolder: string, marker: Marker | null): Promise<void> {
  const names = marker ? [] : await readdir(dataFolder).catch(() => []);
  const blobs = marker ? [] : await readdir(join(dataFolder, 'blobs')).catch(() => []);
  if (marker?.kind === 'real' || names.includes('witnessbox.sqlite') || blobs.length > 0) {
    throw new StartError('organisation.demonstration-refused');
  }
}

/** Only if there is something new to say: a full disk must not keep a server from starting. */
export async function writeMarker(
  dataFolder: string,
  before: Marker | null,
  organisation: Pick<Organisation, 'keyring' | 'files'>,
): Promise<void> {
  const marker = markerOf(organisation);
  // What a crash in the midst of replacing it has left.
  await rm(temporary(dataFolder), { force: true }).catch(() => undefined);
  if (before?.epoch !== marker.epoch) {
    await replaceMarker(dataFolder, marker);
  } else if (before.keyring === undefined) {
    // An older marker goes on being good as it is, so it can wait for room.
    await replaceMarker(dataFolder, marker).catch(() => undefined);
  }
}

async function replaceMarker(dataFolder: string, marker: Marker): Promise<void> {
  const path = join(dataFolder, 'organisation.json');
  const file = await open(temporary(dataFolder), 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(marker, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary(dataFolder), path);
  await syncFolder(dataFolder);
}

const temporary = (dataFolder: string): string => join(dataFolder, 'organisation.json.tmp');

function parseMarker(text: string): Marker {
  try {
    const value: unknown = JSON.parse(text);
    if (isMarker(value)) return value;
  } catch {
    // Falls through.
  }
  throw new StartError('server.data-unusable');
}

function isMarker(value: unknown): value is Marker {
  if (typeof value !== 'object' || value === null) return false;
  const marker: Partial<Record<keyof Marker, unknown>> = value;
  const isKind = marker.kind === 'demonstration' || marker.kind === 'real';
  const isHash = marker.keyring === undefined || typeof marker.keyring === 'string';
  return typeof marker.id === 'string' && isKind && isHash && Number.isSafeInteger(marker.epoch);
}
