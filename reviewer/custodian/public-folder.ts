/**
 * A public folder as somebody finds it who has no other key than the one in it.
 *
 * @module
 */
import { join, resolve } from 'node:path';
import { WitnessboxError } from '../../crypto/errors.ts';
import { type Keyring, verifyKeyring } from '../../crypto/keyring.ts';
import { readIfThere } from '../files.ts';
import { PUBLIC_NAMES } from './publish.ts';

/** @throws keys.no-public, keyring.bad-signature, keyring.malformed, disk.* */
export async function readPublic(folder: string): Promise<{ keyring: Keyring; rootPublic: string }> {
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await readIfThere(join(resolve(folder), name));
    if (!bytes) throw new WitnessboxError('keys.no-public');
    return bytes;
  };
  const rootPublic = new TextDecoder().decode(await read(PUBLIC_NAMES.rootPublic));
  const keyring = await read(PUBLIC_NAMES.keyring);
  const signature = new TextDecoder().decode(await read(PUBLIC_NAMES.signature));
  return { keyring: verifyKeyring({ keyring, signature, rootKey: rootPublic }), rootPublic };
}
