/**
 * minisign's secret-key file: Ed25519 key and key number under a passphrase, XORed with scrypt's output as the
 * minisign program does it (minisign.h, `SeckeyStruct`), with libsodium's translation of limits into scrypt
 * parameters (`crypto_pwhash_scryptsalsa208sha256`, `pickparams`). Keys without a passphrase are refused.
 *
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { sameBytes, utf8, type Random } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { UNTRUSTED, decodeLine, linesOf, type MinisignKeyPair } from './minisign-text.ts';

/**
 * scrypt (RFC 7914), passed in: the caller has a native one, which at minisign's cost matters. Password and result are
 * overwritten once they are used.
 */
export type Scrypt = (
  password: Uint8Array,
  salt: Uint8Array,
  parameters: { N: number; r: number; p: number; length: number },
) => Promise<Uint8Array>;

/** libsodium's limits, as minisign stores them in the file. */
export type ScryptLimits = { opslimit: number; memlimit: number };

/** What the minisign program uses: N = 2^20, r = 8, p = 1, 1 GiB of memory. */
export const SENSITIVE: ScryptLimits = { opslimit: 33554432, memlimit: 1073741824 };
/** N = 2^14, r = 8, p = 1, 16 MiB: for tests and demonstrations. */
export const INTERACTIVE: ScryptLimits = { opslimit: 524288, memlimit: 16777216 };

const HEADER = utf8('EdScB2');
const KEY_ALGORITHM = utf8('Ed');
/** Algorithms (6), salt (32), two limits (16), then under the passphrase: key number (8), key (64), hash (32). */
const FILE_LENGTH = 158;
const SALT_LENGTH = 32;
const SECRET_LENGTH = 104;

export type EncryptSecretKeyOptions = { scrypt: Scrypt; random: Random } & Partial<ScryptLimits>;

/** Text of a minisign `.key` file under the passphrase (its UTF-8 bytes, as the program takes them). */
export async function encryptSecretKey(
  keyPair: MinisignKeyPair,
  passphrase: string,
  options: EncryptSecretKeyOptions,
): Promise<string> {
  const { opslimit = SENSITIVE.opslimit, memlimit = SENSITIVE.memlimit } = options;
  const salt = options.random(SALT_LENGTH);
  const mask = await stretch(passphrase, salt, { opslimit, memlimit }, options.scrypt);
  const secretKey = concatBytes(keyPair.seed, keyPair.publicKey);
  const secret = concatBytes(keyPair.keyId, secretKey, checksum(keyPair.keyId, secretKey));
  const file = concatBytes(HEADER, salt, uint64le(opslimit), uint64le(memlimit), xor(secret, mask));
  for (const bytes of [mask, secretKey, secret]) bytes.fill(0);
  return `${UNTRUSTED}minisign encrypted secret key\n${base64.encode(file)}\n`;
}

/**
 * Opens a minisign `.key` file. Throws `minisign.malformed` (also for keys without passphrase and for costs above
 * minisign's own, with which a planted file could exhaust memory) or `minisign.wrong-passphrase`.
 */
export async function decryptSecretKey(
  text: string,
  passphrase: string,
  options: { scrypt: Scrypt },
): Promise<MinisignKeyPair> {
  const lines = linesOf(text);
  if (lines.length !== 2 || !lines[0]?.startsWith(UNTRUSTED)) {
    throw new WitnessboxError('minisign.malformed');
  }
  const file = decodeLine(lines[1], FILE_LENGTH);
  if (!sameBytes(file.subarray(0, 6), HEADER)) throw new WitnessboxError('minisign.malformed');

  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const limits = {
    opslimit: Number(view.getBigUint64(38, true)),
    memlimit: Number(view.getBigUint64(46, true)),
  };
  const mask = await stretch(passphrase, file.subarray(6, 38), limits, options.scrypt);
  const secret = xor(file.subarray(54), mask);
  mask.fill(0);
  try {
    return keyPairIn(secret);
  } finally {
    secret.fill(0);
  }
}

/** What lies under the passphrase, copied out of it. */
function keyPairIn(secret: Uint8Array): MinisignKeyPair {
  const keyId = secret.slice(0, 8);
  const secretKey = secret.subarray(8, 72);
  if (!sameBytes(secret.subarray(72), checksum(keyId, secretKey))) {
    throw new WitnessboxError('minisign.wrong-passphrase');
  }
  const seed = secretKey.slice(0, 32);
  const publicKey = ed25519.getPublicKey(seed);
  // A public half that does not belong to the seed would make signatures that leak the seed.
  if (!sameBytes(secretKey.subarray(32), publicKey)) throw new WitnessboxError('minisign.malformed');
  return { keyId, publicKey, seed };
}

async function stretch(
  passphrase: string,
  salt: Uint8Array,
  limits: ScryptLimits,
  scrypt: Scrypt,
): Promise<Uint8Array> {
  if (limits.opslimit > SENSITIVE.opslimit || limits.memlimit > SENSITIVE.memlimit) {
    throw new WitnessboxError('minisign.malformed');
  }
  const password = utf8(passphrase);
  try {
    return await scrypt(password, salt, { ...pickParameters(limits), length: SECRET_LENGTH });
  } finally {
    password.fill(0);
  }
}

/** libsodium's `pickparams`. */
function pickParameters(limits: ScryptLimits): { N: number; r: number; p: number } {
  const opslimit = Math.max(limits.opslimit, 32768);
  const r = 8;
  const boundByOperations = opslimit < limits.memlimit / 32;
  const maxN = Math.floor(boundByOperations ? opslimit / (r * 4) : limits.memlimit / (r * 128));
  let N = 2;
  while (N <= maxN / 2) N *= 2;
  if (boundByOperations) return { N, r, p: 1 };
  return { N, r, p: Math.floor(Math.min(Math.floor(opslimit / 4 / N), 0x3fffffff) / r) };
}

function checksum(keyId: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return blake2b(concatBytes(KEY_ALGORITHM, keyId, secretKey), { dkLen: 32 });
}

function xor(bytes: Uint8Array, mask: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => byte ^ (mask[index] ?? 0));
}

function uint64le(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}
