/**
 * What a reviewer's program asks the custodian for: a grant for one epoch, to an identity made for that epoch,
 * signed with the reviewer's long-lived signing key (`grant-request.json`, `grant-request.json.minisig`).
 *
 * A request signs itself, so it proves only that whoever has the signing key made it. Whose key that is, people
 * settle by voice, once, with `signingKeyWords`; from then on the custodian's roster knows it.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { fromUtf8, sameBytes, utf8 } from './encoding.ts';
import { WitnessboxError } from './errors.ts';
import { encodePublicKey, keyIdOf, keyPairOfSeed, parsePublicKey, sign, verify } from './minisign.ts';
import { count, day, hex32, readJson, recipient, writeJson } from './shapes.ts';
import { wordsOf16, type WordList } from './words.ts';

export type GrantRequest = {
  format: 'witnessbox-grant-request/1';
  /** 64 hex digits. */
  organisationId: string;
  /** The epoch for which a grant is asked. */
  epoch: number;
  /** The age hybrid recipient of the identity that the reviewer made for this epoch. */
  recipient: string;
  /** Base64 line of the reviewer's minisign public key, with the key number of `keyIdOf`. */
  signingKey: string;
  /** UTC day on which it was made. */
  day: string;
};

const requestShape = v.object({
  format: v.literal('witnessbox-grant-request/1'),
  organisationId: hex32,
  epoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  recipient,
  signingKey: v.pipe(v.string(), v.check(isSigningKey)),
  day,
});

/** The base64 line of a reviewer's minisign public key, by the Ed25519 seed (32 bytes) of the signing key. */
export function signingKeyOf(seed: Uint8Array): string {
  return encodePublicKey(keyPairOfSeed(seed)).split('\n')[1] ?? '';
}

/** The bytes of `grant-request.json`. Throws `grant-request.malformed` if they could not be opened again. */
export function encodeGrantRequest(request: GrantRequest): Uint8Array {
  const bytes = writeJson(request);
  readJson(bytes, requestShape, 'grant-request.malformed');
  return bytes;
}

/**
 * Both files of a request. `seed`: the 32 bytes of the signing key that the request names, else
 * `grant-request.malformed`. `signature` is the text of the `.minisig`.
 */
export function signGrantRequest(
  seed: Uint8Array,
  request: GrantRequest,
): { bytes: Uint8Array; signature: string } {
  const bytes = encodeGrantRequest(request);
  if (signingKeyOf(seed) !== request.signingKey) throw new WitnessboxError('grant-request.malformed');
  const comment = `witnessbox grant request epoch ${String(request.epoch)}`;
  return { bytes, signature: sign(keyPairOfSeed(seed), bytes, comment) };
}

export type OpenGrantRequestInput = {
  bytes: Uint8Array;
  /** Text or bytes of the `.minisig`. */
  signature: string | Uint8Array;
  /** 64 hex digits. */
  organisationId: string;
};

/**
 * Checks a request in this order: shape (which holds the key), signature, organisation. Throws
 * `grant-request.malformed`, `grant-request.bad-signature` or `grant-request.wrong-organisation`.
 */
export function openGrantRequest({ bytes, signature, organisationId }: OpenGrantRequestInput): GrantRequest {
  const request = readJson(bytes, requestShape, 'grant-request.malformed');
  try {
    verify(request.signingKey, bytes, typeof signature === 'string' ? signature : fromUtf8(signature));
  } catch {
    throw new WitnessboxError('grant-request.bad-signature');
  }
  if (request.organisationId !== organisationId) {
    throw new WitnessboxError('grant-request.wrong-organisation');
  }
  return request;
}

/**
 * What custodian and reviewer compare by voice before a first grant: twelve words of the first 16 bytes of
 * SHA-256("witnessbox/1 signing key" || 0x00 || organisation id || public key (32)). `signingKey`: its base64 line.
 * Throws `grant-request.malformed`.
 */
export function signingKeyWords(signingKey: string, organisationId: string, list: WordList): string[] {
  if (!isSigningKey(signingKey) || !v.is(hex32, organisationId)) {
    throw new WitnessboxError('grant-request.malformed');
  }
  const { key } = parsePublicKey(signingKey);
  const hash = sha256(concatBytes(utf8('witnessbox/1 signing key\0'), hexToBytes(organisationId), key));
  return wordsOf16(hash.subarray(0, 16), list);
}

/** One key has one line, so that lines can be compared; a key number of its maker's choice would give it many. */
export function isSigningKey(line: string): boolean {
  try {
    const { keyId, key } = parsePublicKey(line);
    return !/\s/u.test(line) && sameBytes(keyId, keyIdOf(key));
  } catch {
    return false;
  }
}
