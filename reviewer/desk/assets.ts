/**
 * The desk's built page, read whole into memory when the desk starts. What is not in the list cannot be asked
 * for, so no address can be bent into a path on the reviewer's disk.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export type Asset = { type: string; body: Uint8Array<ArrayBuffer> };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** @returns address path (`/assets/x.js`; `/` for index.html) to asset. */
export async function readAssets(webFolder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const entry of await readdir(webFolder, { recursive: true })) {
    const type = TYPES[extname(entry)];
    if (type === undefined) continue;
    const path = entry === 'index.html' ? '/' : `/${entry.split(sep).join('/')}`;
    assets.set(path, { type, body: new Uint8Array(await readFile(join(webFolder, entry))) });
  }
  return assets;
}
