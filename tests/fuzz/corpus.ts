/**
 * The grown corpora: one file for each input, under `corpus/TARGET/`, named by its SHA-256.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './target.ts';

const folderOf = (target: Target): string => join(import.meta.dirname, 'corpus', target.name);

/** In the order of their names, so that a seed means the same everywhere. */
export function readCorpus(target: Target): Uint8Array[] {
  const folder = folderOf(target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

/** Replaces the whole corpus of a target. */
export function writeCorpus(target: Target, inputs: readonly Uint8Array[]): void {
  const folder = folderOf(target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const input of inputs) {
    const name = createHash('sha256').update(input).digest('hex').slice(0, 16);
    writeFileSync(join(folder, `${name}.bin`), input);
  }
}
