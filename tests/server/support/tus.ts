/** What the tables of tus's requirements have in common. @module */
import { afterEach, beforeEach, describe, it } from 'vitest';
import { ciphertextSize } from '../../../crypto/padding.ts';
import { UPLOAD_TYPE } from '../../../server/contract.ts';
import { ageFile, SMALLEST } from './files.ts';
import { createUpload, makeWorld, patch, TUS, type World } from './world.ts';

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

/** Declares one test for each, with a server of its own. */
export function holds(subject: string, requirements: Requirement[]): void {
  describe(subject, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld({ config: { maxUpload: LARGEST } });
    });
    afterEach(() => world.close());

    it.each(requirements)('%s: %s', async (_, __, check) => {
      await check(world);
    });
  });
}
