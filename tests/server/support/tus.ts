/** What the tables of tus's requirements have in common. @module */
import { ciphertextSize } from '../../../crypto/padding.ts';
import { UPLOAD_TYPE } from '../../../server/contract.ts';
import { ageFile, SMALLEST } from './files.ts';
import { createUpload, patch, TUS, type World } from './world.ts';

export type Requirement = [section: string, requirement: string, check: (world: World) => Promise<void>];

export const LARGEST = ciphertextSize(2 ** 24);
export const LENGTH = { 'Upload-Length': String(SMALLEST) };
export const CONTENT = { 'Content-Type': UPLOAD_TYPE };
export const METHODS = ['HEAD', 'PATCH', 'DELETE'] as const;

export async function begun(world: World, bytes: number): Promise<{ path: string; file: Uint8Array }> {
  const file = await ageFile();
  const path = await createUpload(world, file.length);
  if (bytes > 0) await patch(world, path, 0, file.subarray(0, bytes));
  return { path, file };
}

/** Every way to name an upload that is not there (any more). */
export async function goneOnes(world: World): Promise<string[]> {
  const { path: ended } = await begun(world, 100);
  await world.send('DELETE', ended, TUS);
  return [ended, `/uploads/${'0'.repeat(32)}`];
}
