/**
 * C2SP's own test vectors for age (CCTV, package cctv-age), read for the suites that run them. Each is a text head
 * (what to expect, the file key, the SHA-256 of the plaintext), an empty line, and the file, perhaps deflated.
 *
 * @module
 */
import * as packed from 'cctv-age';
import { concatBytes } from '@noble/hashes/utils.js';
import { collect, fromUtf8, streamOf } from '../../crypto/encoding.ts';
import { open } from '../../crypto/envelope.ts';
import type { WitnessboxError } from '../../crypto/errors.ts';
import { HYBRID_HEADER_LENGTH } from '../../crypto/header.ts';
import type { Aead, ChunkCipher } from '../../crypto/payload.ts';
import { codeOfAsync, hashOf, inPieces } from './helpers.ts';

export type Vector = {
  name: string;
  /** What age does: `success`, `no match`, `header failure`, `HMAC failure`, `armor failure` or `payload failure`. */
  expect: string;
  /** Hex SHA-256 of what age gives out, also before a failure; undefined where it gives nothing. */
  payload: string | undefined;
  identity: string;
  passphrase: string | undefined;
  file: Uint8Array;
};

async function read(name: string, bytes: Uint8Array): Promise<Vector> {
  const end = bytes.findIndex((byte, index) => byte === 10 && bytes[index + 1] === 10);
  const lines = fromUtf8(bytes.subarray(0, end)).split('\n');
  const head = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const file = bytes.slice(end + 2);
  return {
    name,
    expect: head.get('expect') ?? '',
    payload: head.get('payload'),
    identity: head.get('identity') ?? '',
    passphrase: head.get('passphrase'),
    file: head.get('compressed') === 'zlib' ? await inflated(file) : file,
  };
}

/** zlib (RFC 1950), by the platform. */
function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const body = new Response(bytes).body;
  if (!body) throw new Error('unreachable');
  return collect(body.pipeThrough(new DecompressionStream('deflate')));
}

export const VECTORS: readonly Vector[] = await Promise.all(
  Object.entries(packed)
    .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
    .map(([name, bytes]) => read(name, bytes)),
);

/** The plain file with one hybrid stanza, which age and we open. */
export const HYBRID: Vector = vector('hybrid');

function vector(name: string): Vector {
  const found = VECTORS.find((one) => one.name === name);
  if (!found) throw new Error(`there is no vector ${name}`);
  return found;
}

/**
 * A vector about the payload, under the hybrid header of the vector `hybrid`: all of them have one file key, so that
 * such a file is as much C2SP's as the two that it is made of, and goes the whole way that a submission goes.
 */
export function underHybridHeader(about: Vector): { identity: string; file: Uint8Array } {
  const { identity, file } = HYBRID;
  const text = fromLatin1(about.file.subarray(0, 1024));
  const macLine = /\n--- [A-Za-z0-9+/]{43}\n/.exec(text);
  if (!macLine) throw new Error(`the vector ${about.name} has no header`);
  const payload = about.file.subarray(macLine.index + macLine[0].length);
  return { identity, file: concatBytes(file.subarray(0, HYBRID_HEADER_LENGTH), payload) };
}

function fromLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Opens a stream as a reviewer's program does; gives the code, and the hash of what came out before it. */
export async function opening(
  identity: string,
  ciphertext: ReadableStream<Uint8Array>,
  cipher?: Aead | ChunkCipher,
): Promise<{ code: WitnessboxError['code']; payload: string; length: number }> {
  const hash = hashOf();
  let length = 0;
  const code = await codeOfAsync(async () => {
    const reader = (await open([identity], ciphertext, cipher)).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      hash.update(piece.value);
      length += piece.value.length;
    }
  });
  return { code, payload: hash.hex(), length };
}

export type Mode = {
  mode: string;
  pieces: (file: Uint8Array) => ReadableStream<Uint8Array>;
  cipher?: Aead | ChunkCipher;
  /** Bytes of the longest file that is tried. All where undefined. */
  longest?: number;
};

export const buffered = streamOf;
export const streamed = (file: Uint8Array): ReadableStream<Uint8Array> => inPieces(file, [1000, 1, 70_000]);

/** Bytes on either side of a border that come one by one where the file is too long for all to. */
const NEAR = 64;
const CHUNK = 65536 + 16;

/**
 * One byte at a time. Files past 8 KiB: the header and what follows it, the surroundings of every chunk's border,
 * and the end; what lies between in pieces of a length that divides nothing.
 */
export function byteByByte(file: Uint8Array): ReadableStream<Uint8Array> {
  const beforeChunks = HYBRID_HEADER_LENGTH + 16;
  let offset = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (offset >= file.length) {
          controller.close();
          return;
        }
        const into = (offset - beforeChunks) % CHUNK;
        const single =
          file.length <= 8192 ||
          offset < beforeChunks + NEAR ||
          offset >= file.length - NEAR ||
          into < NEAR ||
          into >= CHUNK - NEAR;
        const most = Math.min(4093, CHUNK - NEAR - into, file.length - NEAR - offset);
        const length = single ? 1 : Math.max(1, most);
        controller.enqueue(file.subarray(offset, offset + length));
        offset += length;
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * A cipher that works on up to eight chunks at once and finishes the later ones first, and that spoils the memory
 * which it was given, as a transfer to another thread does.
 */
export function inParallel(aead: Aead): ChunkCipher {
  let waiting: (() => void)[] = [];
  const outOfOrder = async <T>(work: () => T): Promise<T> => {
    await new Promise<void>((done) => {
      waiting.push(done);
      if (waiting.length === 1) {
        setTimeout(() => {
          const all = waiting.reverse();
          waiting = [];
          for (const go of all) go();
        }, 0);
      }
    });
    return work();
  };
  return {
    atOnce: 8,
    seal(key, nonce, plaintext) {
      const [ownKey, own] = [key.slice(), plaintext.slice()];
      plaintext.fill(0xff);
      return outOfOrder(() => aead(ownKey, nonce).encrypt(own));
    },
    open(key, nonce, ciphertext) {
      const [ownKey, own] = [key.slice(), ciphertext.slice()];
      ciphertext.fill(0xff);
      return outOfOrder(() => {
        try {
          return aead(ownKey, nonce).decrypt(own);
        } catch {
          return null;
        }
      });
    },
  };
}
