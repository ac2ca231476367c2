/** Who can reach the folders: data is the server's alone, and the public files cannot be exchanged by others. @module */
import type { Settings } from '../settings.node.ts';
import type { Report } from './finding.ts';
import type { System } from './system.ts';
import { walk } from './walk.ts';

type Folders = Pick<Settings, 'dataFolder' | 'organisationFolder' | 'listen'>;

export async function checkFolders(system: System, folders: Folders, report: Report): Promise<void> {
  const { listen } = folders;
  await checkData(system, folders.dataFolder, 'socket' in listen ? listen.socket : null, report);
  await checkOrganisation(system, folders.organisationFolder, report);
}

async function checkData(
  system: System,
  folder: string,
  socket: string | null,
  report: Report,
): Promise<void> {
  const top = await system.look(folder);
  if (top?.kind !== 'folder') {
    report(
      'unchecked',
      'The data folder could not be checked, because it does not exist.',
      'Start the server once, or name the folder with --data or --config.',
    );
    return;
  }
  const found = [{ path: folder, entry: top }];
  const { whole } = await walk(system, folder, (path, entry) => void found.push({ path, entry }));
  const own = await placeOf(system, socket);
  const open: string[] = [];
  for (const { path, entry } of found) {
    if ((entry.mode & 0o077) === 0) continue;
    // Its permissions are those that socketMode says.
    if (entry.kind === 'other' && own !== null && (await placeOf(system, path)) === own) continue;
    open.push(path);
  }
  const others = found.filter(({ entry }) => entry.uid !== top.uid);
  if (top.uid === 0) {
    report(
      'mend',
      'The data folder belongs to root, as whom the server should not run.',
      `Run the server under an account of its own and give it the folder: chown -R ACCOUNT ${folder}`,
    );
  }
  if (open.length > 0) {
    report(
      'mend',
      `Other accounts can reach ${String(open.length)} of the entries in the data folder.`,
      `chmod -R go= ${folder}`,
    );
  }
  if (others.length > 0) {
    report(
      'mend',
      `${String(others.length)} entries in the data folder belong to another account than the folder.`,
      `chown -R ACCOUNT ${folder}`,
    );
  }
  if (!whole)
    report(
      'unchecked',
      'Only the first entries of the data folder could be checked, because there are so many.',
    );
  else if (top.uid !== 0 && open.length + others.length === 0)
    report('good', 'Only its owner can reach the data folder and what is in it.');
}

async function placeOf(system: System, path: string | null): Promise<string | null> {
  return path === null ? null : system.resolve(path);
}

async function checkOrganisation(system: System, folder: string | null, report: Report): Promise<void> {
  const top = folder === null ? null : await system.look(folder);
  if (folder === null || top?.kind !== 'folder') {
    report(
      'unchecked',
      'The organisation folder could not be checked, because none is named or it does not exist.',
      'Name it with --organisation or in witnessbox.toml.',
    );
    return;
  }
  const found = [top];
  await walk(system, folder, (_, entry) => void found.push(entry));
  if (found.some(({ mode }) => (mode & 0o022) !== 0)) {
    report(
      'mend',
      'Other accounts can write to the organisation folder, and so take the portal out of service.',
      `chmod -R go-w ${folder}`,
    );
  } else {
    report('good', 'Only its owner can write to the organisation folder.');
  }
}
