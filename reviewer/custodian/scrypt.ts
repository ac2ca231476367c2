/**
 * scrypt by Node, at the costs that minisign and age have for what is locked for years.
 *
 * @module
 */
import { scrypt as nodeScrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { SENSITIVE, type Scrypt, type ScryptLimits } from '../../crypto/minisign-key.ts';

/**
 * `sensitive`: minisign's and age's own. `interactive`: for demonstrations and tests, whose passphrases keep nothing from
 * anybody, and which open and lock so often that any more would be most of what they do.
 */
export type Cost = 'interactive' | 'sensitive';

/** log2 of scrypt's N for age files. */
export const WORK_FACTOR: Record<Cost, number> = { interactive: 6, sensitive: 18 };

export const MINISIGN_LIMITS: Record<Cost, ScryptLimits> = {
  // The least that libsodium has: N = 2^10, r = 8, p = 1.
  interactive: { opslimit: 32768, memlimit: 1048576 },
  sensitive: SENSITIVE,
};

/** minisign's own cost takes one GiB. */
const MOST_MEMORY = 2 ** 31;

const scryptAsync = promisify<Uint8Array, Uint8Array, number, object, Buffer>(nodeScrypt);

/** For crypto/minisign-key.ts. */
export const scrypt: Scrypt = async (password, salt, { N, r, p, length }) =>
  new Uint8Array(await scryptAsync(password, salt, length, { N, r, p, maxmem: MOST_MEMORY }));
