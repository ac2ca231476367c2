/**
 * The age header that every upload is judged by, and the payload of a file whose key the sender knows: a source can
 * seal whatever chunks it likes.
 *
 * @module
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { ByteReader } from '../../../crypto/bytes.ts';
import { fromUtf8, sameBytes } from '../../../crypto/encoding.ts';
import { WitnessboxError } from '../../../crypto/errors.ts';
import { HYBRID_HEADER_LENGTH, checkHybridHeader } from '../../../crypto/header.ts';
import {
  chunkNonce,
  decryptPayload,
  payloadKey,
  type Aead,
  type ChunkCipher,
} from '../../../crypto/payload.ts';
import { inParallel } from '../../crypto/age-vectors.ts';
import { VECTORS } from '../../crypto/age-vectors.ts';
import { inPieces } from '../../crypto/helpers.ts';
import { hold, type Target } from '../target.ts';

function verdictOn(prefix: Uint8Array): string {
  try {
    return checkHybridHeader(prefix);
  } catch (error) {
    if (error instanceof WitnessboxError) return String(error.code);
    throw error;
  }
}

export const header: Target = {
  name: 'header',
  covers: ['/crypto/header.ts'],
  seeds: () =>
    VECTORS.filter(({ name, file }) => name.startsWith('hybrid') || file.length < 210).map(({ file }) =>
      file.subarray(0, 1700),
    ),
  tokens: [
    'age-encryption.org/v1\n',
    '-> mlkem768x25519 ',
    '-> X25519 ',
    '-> scrypt ',
    '--- ',
    '\n',
    '\r\n',
    '=',
  ],
  longest: 3400,
  check(input) {
    const whole = verdictOn(input);
    // A stream is judged by its beginning, so what is refused once must be refused with more of it, and the same way.
    for (const length of [0, 22, 39, 1533, 1580, input.length >> 1, input.length - 1]) {
      const part = verdictOn(input.subarray(0, Math.max(0, length)));
      hold(part === 'incomplete' || part === whole, 'a beginning is refused otherwise than the whole');
    }
    hold(
      whole === 'complete' || whole === 'incomplete' || whole.startsWith('envelope.'),
      'an unknown verdict',
    );
    if (whole === 'complete') {
      const stanza =
        /^age-encryption\.org\/v1\n-> mlkem768x25519 [A-Za-z0-9+/]{1494}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/;
      hold(stanza.test(fromUtf8(input.subarray(0, HYBRID_HEADER_LENGTH))), 'complete without being a header');
    }
    checkHybridHeader(input);
  },
};

const FILE_KEY = new Uint8Array(16).fill(0x59);
const NONCE = new Uint8Array(16).fill(0x4e);
/** Small, so that inputs stay small; the code knows no other length than this one of full chunks. */
const FULL = 65536;

type Sealed = { file: Uint8Array; honest: Uint8Array | null };

/**
 * Chunks as the input says. Each takes two bytes: how long (of a few lengths around the borders), and whether its
 * nonce says that it is the last, skips a number or repeats one, and whether a byte of it is spoilt or left out.
 */
function sealedAs(input: Uint8Array): Sealed {
  const key = payloadKey(FILE_KEY, NONCE);
  const lengths = [0, 1, 17, FULL - 1, FULL, FULL, FULL + 1];
  const chunks: Uint8Array[] = [];
  const plain: Uint8Array[] = [];
  let honest = true;
  let number = 0;
  const count = Math.min(input.length >> 1, 6);
  for (let index = 0; index < count; index += 1) {
    const how = input[index * 2 + 1] ?? 0;
    const plaintext = new Uint8Array(lengths[(input[index * 2] ?? 0) % lengths.length] ?? 0).fill(index);
    const isLast = index === count - 1;
    const saysLast = isLast !== ((how & 1) === 1);
    if ((how & 2) === 2) number += how >> 4;
    const chunk = chacha20poly1305(key, chunkNonce(number, saysLast)).encrypt(plaintext);
    if ((how & 4) === 4 && chunk.length > 0) chunk[(how * 257) % chunk.length] = how;
    chunks.push((how & 8) === 8 ? chunk.subarray(0, Math.max(0, chunk.length - (how >> 4) - 1)) : chunk);
    plain.push(plaintext);
    honest &&= saysLast === isLast && number === index && (how & 12) === 0;
    honest &&= isLast ? plaintext.length <= FULL : plaintext.length === FULL;
    honest &&= plaintext.length > 0 || count === 1;
    number += 1;
  }
  const beginning = input.length === 0 ? NONCE.subarray(0, 5) : NONCE;
  return {
    file: concatBytes(beginning, ...chunks),
    honest: honest && count > 0 ? concatBytes(...plain) : null,
  };
}

async function opened(file: Uint8Array, pieces: number[], cipher: Aead | ChunkCipher): Promise<Uint8Array> {
  const stream = await decryptPayload(FILE_KEY, new ByteReader(inPieces(file, pieces)), cipher);
  const out: Uint8Array[] = [];
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) out.push(piece.value);
  return concatBytes(...out);
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'read';
  } catch (error) {
    if (error instanceof WitnessboxError) return String(error.code);
    throw error;
  }
}

export const payload: Target = {
  name: 'payload',
  covers: ['/crypto/payload.ts', '/crypto/chunk-cipher.ts', '/crypto/bytes.ts'],
  seeds: () => [
    Uint8Array.of(),
    Uint8Array.of(0, 0),
    Uint8Array.of(2, 0),
    Uint8Array.of(4, 0, 2, 0),
    Uint8Array.of(4, 0, 4, 0),
    Uint8Array.of(4, 0, 0, 0),
    Uint8Array.of(4, 1, 2, 0),
    Uint8Array.of(4, 0, 4, 1),
    Uint8Array.of(4, 2, 2, 4),
    Uint8Array.of(4, 0, 4, 8),
  ],
  tokens: ['\u0004\u0000', '\u0004\u0001', '\u0000\u0001'],
  longest: 12,
  runs: 15,
  async check(input) {
    const { file, honest } = sealedAs(input);
    const code = await codeOf(opened(file, [65552], chacha20poly1305));
    hold((code === 'read') === (honest !== null), 'chunks that are in order are read, and no others');
    const ciphers = [chacha20poly1305, inParallel(chacha20poly1305)];
    for (const cipher of ciphers) {
      hold(
        (await codeOf(opened(file, [1000, 64_553, 1], cipher))) === code,
        'pieces or threads change the verdict',
      );
    }
    const plaintext = await opened(file, [65552], inParallel(chacha20poly1305));
    hold(honest !== null && sameBytes(plaintext, honest), 'what came out is not what went in');
  },
};
