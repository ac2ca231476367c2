/**
 * Brings the database of a data folder up to date, with a copy beside it for as long as that takes. All migrations
 * are one transaction; the copy is for what a transaction does not help against, a program or disk that fails.
 *
 * It goes as soon as the database is sound, not after a day or two: what is deleted from the portal must not live on in it,
 * and going back to it later would lose what was confirmed to sources meanwhile.
 *
 * @module
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { copyDatabase } from '../../db/read.node.ts';
import { isSound, migrationState } from '../../db/migrations.node.ts';
import { openStore } from '../../db/open.node.ts';
import { StartError } from '../start-errors.ts';
import { seal } from './draft.node.ts';
import { DATABASE } from './names.ts';

const COPY = `${DATABASE}.before-`;

/**
 * Needs the folder's lock. Gives how many migrations have run. Throws StartError `server.database-newer` or
 * `server.not-migrated` with nothing changed, or `server.migration-broken` with the copy left in place. `run`: opens and migrates.
 */
export async function migrateFolder(
  dataFolder: string,
  run: (file: string) => Promise<void> = async (file) => openStore(file).close(),
): Promise<number> {
  const file = join(dataFolder, DATABASE);
  if (!(await stat(file).catch(() => null))) return 0;
  const copies = (await readdir(dataFolder)).filter((name) => name.startsWith(COPY));
  // A copy that is there is worth more than a database that is not sound.
  if (copies.length > 0 && !isSound(file)) throw new StartError('server.migration-broken');
  const { done, pending, isNewer } = migrationState(file);
  if (isNewer) throw new StartError('server.database-newer');
  await removeCopies(dataFolder, copies);
  if (pending === 0) return 0;
  if (!isSound(file)) throw new StartError('server.migration-broken');
  const copy = `${COPY}${String(done).padStart(4, '0')}`;
  const problem = await attempt(async () => {
    await copyDatabase(file, join(dataFolder, copy));
    const { mtime } = await stat(file);
    await seal(join(dataFolder, copy), mtime);
    await run(file);
  });
  if (!isSound(file)) throw new StartError('server.migration-broken');
  await removeCopies(dataFolder, [copy]);
  if (problem !== null) throw new StartError('server.not-migrated');
  return pending;
}

async function removeCopies(dataFolder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(dataFolder, name), { force: true });
}

async function attempt(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return null;
  } catch (error) {
    return error;
  }
}
