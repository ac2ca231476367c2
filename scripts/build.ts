/**
 * Builds what browsers get into `dist/`: the source's page, the reviewer's desk and the offline page's templates. Skipped where nothing that
 * goes into it has changed since, so that a second `npm start` is quick.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';

const STAMP = 'dist/.built-from';
const INPUTS = ['web/**/*', 'crypto/**/*', 'server/contract.ts', 'reviewer/contract.ts', 'package-lock.json'];

/** SHA-256 over the names and contents of all that the build reads. */
async function fingerprintOfInputs(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(INPUTS, { withFileTypes: true }))
    if (entry.isFile()) files.push(`${entry.parentPath}/${entry.name}`);
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** Builds both pages if needed. */
export async function buildWeb(): Promise<void> {
  const wanted = await fingerprintOfInputs();
  const built = await readFile(STAMP, 'utf8').catch(() => '');
  if (built === wanted) return;
  console.log('Building the pages …');
  // Only now: loading Vite takes longer than all the rest where nothing has changed.
  const { buildSource } = await import('../web/build.ts');
  const { buildDesk } = await import('../web/desk/build.ts');
  const { buildOffline } = await import('../web/offline/build.ts');
  await buildSource();
  await buildDesk();
  await buildOffline();
  await mkdir('dist', { recursive: true });
  await writeFile(STAMP, wanted);
}

if (import.meta.main) await buildWeb();
