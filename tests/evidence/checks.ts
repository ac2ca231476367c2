/**
 * What holds for every file that can be had clean, whatever its format.
 *
 * @module
 */
import { expect } from 'vitest';
import { examine } from '../../web/evidence/examine.ts';
import type { Examined } from '../../web/evidence/examined.ts';
import type { Bytes } from '../../web/evidence/reader.ts';

export async function bytesOf(file: Blob): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}

/** The cleaned file; it has no findings and cleaning it again changes nothing. Throws where there is none. */
export async function cleanOf(file: Blob): Promise<Blob> {
  const cleaned = await tryCleanOf(await examine(file));
  if (cleaned === null) throw new Error('cannot be had clean');
  return cleaned;
}

/** As `cleanOf`, or null where the file cannot be had clean. */
export async function tryCleanOf(examined: Examined): Promise<Blob | null> {
  if (examined.clean === null) return null;
  const cleaned = await examined.clean();
  const again = await examine(cleaned);
  expect(again).toMatchObject({ format: examined.format, findings: [] });
  if (again.clean === null) throw new Error(`what was cleaned cannot be cleaned again: ${again.why}`);
  const twice = await again.clean();
  // Compared by hand: a picture of what differs would be as large as the files.
  expect(Buffer.from(await bytesOf(twice)).equals(await bytesOf(cleaned))).toBe(true);
  return cleaned;
}
