/** Room, keys in the wrong place, and the runtime. @module */
import { BLOBS } from '../folder/names.ts';
import { isAloneSecret } from '../secrets.ts';
import type { Settings } from '../settings.node.ts';
import type { Report } from './finding.ts';
import type { System } from './system.ts';
import { walk } from './walk.ts';

const NODE_NEEDED = 24;
const GIB = 2 ** 30;
/** Below this much the largest upload may find no room. */
const LEAST_FREE = 4 * GIB;

export function checkNode(system: System, report: Report): Promise<void> {
  const isEnough = Number(system.node.split('.')[0]) >= NODE_NEEDED;
  if (isEnough) report('good', `This is Node ${system.node}.`);
  else {
    report(
      'mend',
      `This is Node ${system.node}, and Witnessbox needs ${String(NODE_NEEDED)}.`,
      'Start it with npm start, which brings its own Node.',
    );
  }
  return Promise.resolve();
}

export async function checkRoom(
  system: System,
  { dataFolder, config }: Pick<Settings, 'dataFolder' | 'config'>,
  report: Report,
): Promise<void> {
  if (!(await system.look(dataFolder))) {
    report('unchecked', 'Free space could not be checked, because the data folder does not exist.');
    return;
  }
  const { bytes, freeBytes, files, freeFiles } = await system.room(dataFolder);
  if (freeBytes < LEAST_FREE || freeBytes < bytes / 20) {
    report(
      'mend',
      `Only ${gib(freeBytes)} GiB are free where the data folder lies. When it is full, uploads are refused.`,
      'Make room: fetch and delete, or a larger disk.',
    );
  } else if (files > 0 && freeFiles < files / 50) {
    report(
      'mend',
      'The file system of the data folder has room for few more files.',
      'Make room, or use a file system with more inodes.',
    );
  } else report('good', `${gib(freeBytes)} GiB are free where the data folder lies.`);
  if (typeof config.maxStorage === 'number') {
    await checkLimit(system, `${dataFolder}/${BLOBS}`, config.maxStorage, report);
  }
}

/** What the portal takes at most, however much the disk has. */
async function checkLimit(system: System, folder: string, most: number, report: Report): Promise<void> {
  let used = 0;
  for (const name of (await system.list(folder)) ?? []) {
    used += (await system.look(`${folder}/${name}`))?.size ?? 0;
  }
  const left = Math.max(0, most - used);
  const sentence = `${gib(left)} GiB are left of the ${gib(most)} GiB that maxStorage allows.`;
  if (left >= most / 20 && left >= Math.min(LEAST_FREE, most / 4)) report('good', sentence);
  else {
    report(
      'mend',
      `Only ${sentence} When nothing is left, uploads are refused, however much room the disk has.`,
      'Fetch and delete, or raise maxStorage in witnessbox.toml.',
    );
  }
}

const gib = (bytes: number): string => (bytes / GIB).toFixed(1);

/** Where nothing of ours would lie, or too much to look through. */
const NOT_ENTERED: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.cache',
  '.npm',
  '.ssh',
  '.gnupg',
  'blobs',
]);
/** Ciphertexts that belong there, which begin like a sealed key. */
const DATABASE = /\/(witnessbox|lock)\.sqlite(-\w+)?$/;
const SEARCHED = 65_536;

export async function checkKeys(
  system: System,
  { dataFolder, organisationFolder }: Pick<Settings, 'dataFolder' | 'organisationFolder'>,
  report: Report,
): Promise<void> {
  const owner = (await system.look(dataFolder))?.uid ?? system.uid;
  const places = new Set([dataFolder, organisationFolder, ...(await homesOf(system, [system.uid, owner]))]);
  const found = new Set<string>();
  let whole = true;
  for (const place of places) {
    if (place === null) continue;
    const walked = await walk(
      system,
      place,
      async (path, { kind }) => {
        if (kind !== 'file' || DATABASE.test(path)) return;
        if (isAloneSecret((await system.read(path, SEARCHED)) ?? '')) found.add(path);
      },
      { except: NOT_ENTERED },
    );
    whole &&= walked.whole;
  }
  const isDemonstration =
    found.size > 0 && [...found].every((path) => path.startsWith(`${dataFolder}/demo/`));
  if (isDemonstration)
    report('good', 'The only secret keys are those of the demonstration in the data folder.');
  else if (found.size > 0) {
    report(
      'mend',
      `Secret keys lie on this machine: ${[...found].slice(0, 5).join(', ')}${found.size > 5 ? ' and more' : ''}.`,
      'Take them as seen by others: revoke what they open ("witnessbox keys revoke"), and delete them here.',
    );
  }
  if (!whole) report('unchecked', 'Not all was searched for secret keys, because there are so many files.');
  else if (found.size === 0) {
    report('good', 'No secret key of Witnessbox was found in data folder, organisation folder and home.');
  }
}

async function homesOf(system: System, accounts: readonly number[]): Promise<string[]> {
  const lines = ((await system.read('/etc/passwd')) ?? '').split('\n').map((line) => line.split(':'));
  const homes = lines.filter(([, , uid]) => accounts.includes(Number(uid))).map((fields) => fields[5] ?? '');
  // An account of the system often has / or a folder that is not there.
  return homes.filter((home) => home.length > 1 && home !== '/nonexistent');
}
