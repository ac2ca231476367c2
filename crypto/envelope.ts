/**
 * Seals and opens age files (C2SP age.md): one hybrid ML-KEM-768 + X25519 recipient for people, a passphrase for
 * what an organisation keeps. The only importer of age-encryption, which makes and reads the header; the payload
 * is in `payload.ts`. Anything else than exactly one hybrid stanza is refused before a key is tried.
 *
 * @module
 */
import { bech32 } from '@scure/base';
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { ByteReader } from './bytes.ts';
import { collect, streamOf } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { HYBRID_HEADER_LENGTH, checkHybridHeader } from './header.ts';
import { IDENTITY, RECIPIENT } from './key-text.ts';
import { PAYLOAD_NONCE_SIZE } from './padding.ts';
import { decryptPayload, encryptPayload, type Aead, type ChunkCipher } from './payload.ts';

/** The header of a file for one passphrase (C2SP age.md, "scrypt recipient stanza"). */
const PASSPHRASE_HEADER =
  /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} [1-9][0-9]?\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/;
/** Longer than any header that the expression above can match. */
const PASSPHRASE_HEADER_MAX = 256;

/** A new age hybrid identity, `AGE-SECRET-KEY-PQ-1…`, 77 characters. */
export function generateIdentity(): Promise<string> {
  return generateHybridIdentity();
}

/** The age hybrid identity that is this 32-byte seed, in bech32 (BIP 173). */
export function identityFromSeed(seed: Uint8Array): string {
  if (seed.length !== 32) throw new WitnessboxError('envelope.malformed-key');
  return bech32.encodeFromBytes('AGE-SECRET-KEY-PQ-', seed).toUpperCase();
}

/** The 32-byte seed of an age hybrid identity. Throws `envelope.malformed-key`. */
export function seedOfIdentity(identity: string): Uint8Array {
  if (!IDENTITY.test(identity)) throw new WitnessboxError('envelope.malformed-key');
  try {
    return bech32.decodeToBytes(identity).bytes;
  } catch {
    throw new WitnessboxError('envelope.malformed-key');
  }
}

/** The recipient of a hybrid identity, `age1pq1…`, 1,959 characters. Throws `envelope.malformed-key`. */
export async function recipientOf(identity: string): Promise<string> {
  if (!IDENTITY.test(identity)) throw new WitnessboxError('envelope.malformed-key');
  try {
    return await identityToRecipient(identity);
  } catch {
    throw new WitnessboxError('envelope.malformed-key');
  }
}

/**
 * Encrypts a stream to one hybrid recipient. The result has `ciphertextSize(plaintext bytes)` bytes and is made
 * as it is read. Throws `envelope.malformed-key`; errors of the plaintext stream come out unchanged.
 *
 * `cipher` may name a faster ChaCha20-Poly1305 than the JavaScript one, or one that works on several chunks at once.
 */
export async function seal(
  recipient: string,
  plaintext: ReadableStream<Uint8Array>,
  cipher?: Aead | ChunkCipher,
): Promise<ReadableStream<Uint8Array>> {
  return (await prepareSeal(recipient))(plaintext, cipher);
}

/** The rest of `seal`, for one plaintext: a second is a RangeError, because one file key is for one file. */
export type PreparedSeal = (
  plaintext: ReadableStream<Uint8Array>,
  cipher?: Aead | ChunkCipher,
) => ReadableStream<Uint8Array>;

/**
 * The part of `seal` that does not depend on the plaintext: all of its public-key work, so that it can be done
 * while somebody is still reading. Throws `envelope.malformed-key`.
 */
export async function prepareSeal(recipient: string): Promise<PreparedSeal> {
  const { header, fileKey } = await makeHeader(recipient);
  let used = false;
  return (plaintext, cipher) => {
    if (used) throw new RangeError('one header is for one file');
    used = true;
    const nonce = crypto.getRandomValues(new Uint8Array(PAYLOAD_NONCE_SIZE));
    const file = encryptPayload(header, fileKey, nonce, plaintext, cipher);
    fileKey.fill(0);
    return file;
  };
}

/**
 * Decrypts a stream with whichever of the identities fits. Throws `envelope.not-age`, `envelope.wrong-stanza`,
 * `envelope.too-many-stanzas`, `envelope.wrong-identity`, `envelope.truncated` or `envelope.damaged`, the last two
 * also later, out of the returned stream: only a stream that ended without an error is whole.
 */
export async function open(
  identities: readonly string[],
  ciphertext: ReadableStream<Uint8Array>,
  cipher?: Aead | ChunkCipher,
): Promise<ReadableStream<Uint8Array>> {
  const reader = new ByteReader(ciphertext);
  try {
    const fileKey = await openHeader(identities, await reader.take(HYBRID_HEADER_LENGTH));
    try {
      return await decryptPayload(fileKey, reader, cipher);
    } finally {
      fileKey.fill(0);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
}

/**
 * The file key (16 bytes) in a header of `HYBRID_HEADER_LENGTH` bytes, whose MAC is verified with it. Throws what
 * `open` throws about a header.
 */
export async function openHeader(identities: readonly string[], header: Uint8Array): Promise<Uint8Array> {
  if (checkHybridHeader(header) === 'incomplete') throw new WitnessboxError('envelope.truncated');
  const decrypter = new Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity);
  return fileKeyOf(decrypter, header, 'envelope.wrong-identity');
}

/** `seal` for what is small. */
export async function sealBytes(recipient: string, bytes: Uint8Array): Promise<Uint8Array> {
  return collect(await seal(recipient, streamOf(bytes)));
}

/** `open` for what is small; throws what it throws, nothing later. */
export async function openBytes(identities: readonly string[], bytes: Uint8Array): Promise<Uint8Array> {
  return collect(await open(identities, streamOf(bytes)));
}

/**
 * Encrypts under a passphrase as `age -p` does: scrypt with N = 2^workFactor, r = 8, p = 1. Takes about a second
 * and 256 MiB at the default of 18, which is age's own.
 */
export async function lock(passphrase: string, bytes: Uint8Array, workFactor = 18): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(bytes);
}

/**
 * Opens what `lock` or `age -p` made, up to a work factor of 20. Throws `envelope.not-age`,
 * `envelope.wrong-stanza` (not for a passphrase), `envelope.wrong-passphrase`, `envelope.truncated` or
 * `envelope.damaged`.
 */
export async function unlock(passphrase: string, file: Uint8Array): Promise<Uint8Array> {
  const beginning = Array.from(file.subarray(0, PASSPHRASE_HEADER_MAX), (byte) =>
    String.fromCharCode(byte),
  ).join('');
  if (!beginning.startsWith('age-encryption.org/v1\n')) throw new WitnessboxError('envelope.not-age');
  const [header] = PASSPHRASE_HEADER.exec(beginning) ?? [];
  if (header === undefined) throw new WitnessboxError('envelope.wrong-stanza');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const fileKey = await fileKeyOf(decrypter, file.subarray(0, header.length), 'envelope.wrong-passphrase');
  const payload = new ByteReader(streamOf(file.subarray(header.length)));
  const plaintext = await decryptPayload(fileKey, payload).finally(() => fileKey.fill(0));
  return collect(plaintext);
}

/** A hybrid header with a fresh file key. age-encryption hands the key out to whoever is asked to wrap it. */
async function makeHeader(recipient: string): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  if (!RECIPIENT.test(recipient)) throw new WitnessboxError('envelope.malformed-key');
  let fileKey = new Uint8Array(0) as Uint8Array;
  let file: Uint8Array;
  try {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    encrypter.addRecipient({
      wrapFileKey(key) {
        fileKey = key;
        return [];
      },
    });
    file = await encrypter.encrypt(new Uint8Array(0));
  } catch {
    throw new WitnessboxError('envelope.malformed-key');
  }
  const header = file.slice(0, HYBRID_HEADER_LENGTH);
  // Fails closed should a later age-encryption write its header differently.
  if (checkHybridHeader(header) !== 'complete' || fileKey.length !== 16) {
    throw new WitnessboxError('envelope.damaged');
  }
  return { header, fileKey };
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  if (!IDENTITY.test(identity)) throw new WitnessboxError('envelope.malformed-key');
  try {
    decrypter.addIdentity(identity);
  } catch {
    // The library's message would quote the secret.
    throw new WitnessboxError('envelope.malformed-key');
  }
}

async function fileKeyOf(
  decrypter: Decrypter,
  header: Uint8Array,
  noMatch: 'envelope.wrong-identity' | 'envelope.wrong-passphrase',
): Promise<Uint8Array> {
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    const matchless = error instanceof Error && error.message.startsWith('no identity matched');
    throw new WitnessboxError(matchless ? noMatch : 'envelope.damaged');
  }
}
