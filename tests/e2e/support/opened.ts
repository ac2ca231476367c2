/**
 * What the server holds of a demonstration portal, opened with the key of its first epoch: what was really sent.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBundle } from '../../../crypto/bundle.ts';
import { open, unlock } from '../../../crypto/envelope.ts';
import type { Testimony } from '../../../crypto/testimony.ts';
import { passphraseOf, type Portal } from './portal.ts';

/** Names of all that has been sent so far, to tell later what has come since. */
export const sentTo = (data: string): Promise<string[]> => readdir(join(data, 'blobs'));

/** The one testimony that has come since. */
export async function sentSince(before: string[], portal: Portal, data: string): Promise<Testimony> {
  const [blob, ...more] = (await sentTo(data)).filter((name) => !before.includes(name));
  if (blob === undefined || more.length > 0) throw new Error(`${String(more.length)} more than one`);
  const epoch = await readFile(join(data, 'demo/secrets/custodian/epoch-1.age'));
  const keys = new TextDecoder().decode(await unlock(passphraseOf(portal), epoch));
  const identity = /AGE-SECRET-KEY-PQ-1[0-9A-Z]+/.exec(keys)?.[0] ?? '';
  const bytes = new Blob([new Uint8Array(await readFile(join(data, 'blobs', blob)))]);
  for await (const part of readBundle(await open([identity], bytes.stream()))) {
    if (part.part === 'testimony') return part.testimony;
  }
  throw new Error('no testimony');
}
