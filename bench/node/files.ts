/**
 * What the suites in Node measure with: a large file that cannot be compressed, a pair of keys, digests.
 *
 * @module
 */
import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { generateIdentity, recipientOf } from '../../crypto/envelope.ts';

/** MiB of the large file: the size that the target names. */
export const MEBIBYTES = 1024;

export async function writeLargeFile(path: string): Promise<void> {
  const piece = Buffer.alloc(16 * 2 ** 20);
  const file = await open(path, 'wx', 0o600);
  try {
    for (let written = 0; written < MEBIBYTES * 2 ** 20; written += piece.length) {
      randomFillSync(piece);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
}

export type KeyFiles = { identity: string; recipient: string };

/** One file with an age hybrid identity, one with its recipient. */
export async function writeKeys(folder: string): Promise<KeyFiles> {
  const files = { identity: join(folder, 'identity.txt'), recipient: join(folder, 'recipient.txt') };
  const identity = await generateIdentity();
  await writeFile(files.identity, `${identity}\n`, { mode: 0o600 });
  await writeFile(files.recipient, `${await recipientOf(identity)}\n`);
  return files;
}

/** Hexadecimal SHA-256. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
