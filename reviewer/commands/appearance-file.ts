/**
 * An appearance from a file, its logo beside it, with what is to be said of it: shared by the commands that look at one and those
 * that sign it.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Appearance } from '../../crypto/appearance.ts';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { CommandContext } from '../context.ts';
import { type CheckedAppearance, checkAppearance } from '../custodian/appearance-check.ts';
import { APPEARANCE_SENTENCES } from '../sentences.appearance.ts';
import { findingsText } from './intake-file.ts';

/** Bytes; words in a hundred languages and the largest logo are less. */
const LARGEST = 1024 * 1024;

/** @throws appearance.unreadable-file */
export async function readAppearanceFile(path: string): Promise<CheckedAppearance> {
  const bytes = await bytesOf(path);
  if (!bytes) throw new WitnessboxError('appearance.unreadable-file');
  return checkAppearance(bytes, (name) => bytesOf(join(dirname(resolve(path)), name)));
}

async function bytesOf(path: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(path);
    return size > LARGEST ? null : new Uint8Array(await readFile(path));
  } catch {
    return null;
  }
}

/** Says what was found, and goes on only where it can be used. @throws appearance.unreadable-file, appearance.faulty */
export async function soundAppearance(
  context: CommandContext,
  path: string,
): Promise<{ appearance: Appearance; bytes: Uint8Array }> {
  const checked = await readAppearanceFile(path);
  context.warn(findingsText(checked.findings, APPEARANCE_SENTENCES, 'appearance'));
  if (!checked.appearance) throw new WitnessboxError('appearance.faulty');
  return checked;
}
