/**
 * Age files that lie elsewhere: in memory, or so large that their chunks are only sealed when somebody asks.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Encrypter } from 'age-encryption';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import { CHUNK_SIZE, PAYLOAD_NONCE_SIZE, TAG_SIZE, ciphertextSize } from '../../crypto/padding.ts';
import { chunkNonce, payloadKey } from '../../crypto/payload.ts';
import type { RangedPlaintext, RangedSource } from '../../crypto/ranged.ts';
import { streamOf } from '../../crypto/encoding.ts';
import { random } from './helpers.ts';

export const PAYLOAD = HYBRID_HEADER_LENGTH + PAYLOAD_NONCE_SIZE;
export const SEALED = CHUNK_SIZE + TAG_SIZE;

export type Counted = RangedSource & {
  /** Every range that was asked for, in order. */
  asked: [start: number, end: number][];
};

export function counted(size: number, read: (start: number, end: number) => Promise<Uint8Array>): Counted {
  const asked: Counted['asked'] = [];
  return {
    size,
    asked,
    read(start, end) {
      asked.push([start, end]);
      return read(start, end);
    },
  };
}

/** These bytes, as somebody honest keeps them. `size` may lie. */
export function storedBytes(bytes: Uint8Array, size = bytes.length): Counted {
  return counted(size, (start, end) => Promise.resolve(bytes.slice(start, end)));
}

export function bytesAsked({ asked }: Counted): number {
  return asked.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Plaintext as it would come out of an envelope. */
export function plainly(bytes: Uint8Array): RangedPlaintext {
  return {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
    stream: (start, end) => streamOf(bytes.slice(start, end)),
  };
}

/** The age file of a plaintext of any size that is made where it is needed. */
export async function sealedOnDemand(
  recipient: string,
  size: number,
  plaintext: (start: number, end: number) => Uint8Array,
): Promise<Counted> {
  let fileKey = new Uint8Array(0) as Uint8Array;
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = key;
      return [];
    },
  });
  const header = (await encrypter.encrypt(new Uint8Array(0))).slice(0, HYBRID_HEADER_LENGTH);
  const nonce = random(PAYLOAD_NONCE_SIZE);
  const key = payloadKey(fileKey, nonce);
  const chunks = Math.max(1, Math.ceil(size / CHUNK_SIZE));
  const sealChunk = (number: number): Uint8Array => {
    const end = Math.min(size, (number + 1) * CHUNK_SIZE);
    const last = number === chunks - 1;
    return chacha20poly1305(key, chunkNonce(number, last)).encrypt(plaintext(number * CHUNK_SIZE, end));
  };
  const beginning = new Uint8Array(PAYLOAD);
  beginning.set(header);
  beginning.set(nonce, HYBRID_HEADER_LENGTH);
  return counted(ciphertextSize(size), (start, end) => {
    const bytes = new Uint8Array(end - start);
    bytes.set(beginning.subarray(start, end));
    const first = Math.max(0, Math.floor((start - PAYLOAD) / SEALED));
    for (let number = first; PAYLOAD + number * SEALED < end; number += 1) {
      const at = PAYLOAD + number * SEALED;
      const chunk = sealChunk(number);
      const from = Math.max(0, start - at);
      bytes.set(chunk.subarray(from, end - at), at + from - start);
    }
    return Promise.resolve(bytes);
  });
}
