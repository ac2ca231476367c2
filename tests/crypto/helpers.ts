/**
 * What the tests of `crypto/` share: codes of errors, streams in awkward pieces. Nothing of Node, because most of
 * them also run in workerd and in Chromium; folders and other people's programs are in `programs.ts`.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as simplifiedChinese } from '@scure/bip39/wordlists/simplified-chinese.js';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/encoding.ts';

export const ENGLISH = { language: 'en', words: english };
export const CHINESE = { language: 'zh-Hans', words: simplifiedChinese };

export const random: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** The code of the error that `action` throws; anything but a WitnessboxError fails the test. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return codeIn(error);
  }
  return 'no error';
}

export async function codeOfAsync(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (error) {
    return codeIn(error);
  }
  return 'no error';
}

function codeIn(error: unknown): string {
  if (!(error instanceof WitnessboxError)) throw error;
  return String(error.code);
}

/** The facts of the error that `action` throws. */
export function factsOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof WitnessboxError) return error.facts;
    throw error;
  }
  return 'no error';
}

/** The bytes in pieces of the given lengths, over and over; what is left comes last. */
export function inPieces(bytes: Uint8Array, lengths: readonly number[]): ReadableStream<Uint8Array> {
  let offset = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) {
        controller.close();
        return;
      }
      const length = lengths[turn % lengths.length] ?? bytes.length;
      turn += 1;
      controller.enqueue(bytes.subarray(offset, offset + length));
      offset += length;
    },
  });
}

type Hash = { update(bytes: Uint8Array): void; hex(): string };

/** Of Node and of workerd, which calculates noble's three hundred times as long as its own; a browser has none. */
const platform =
  'process' in globalThis && 'getBuiltinModule' in process ? process.getBuiltinModule('node:crypto') : null;

/** SHA-256 of what is not the subject of a test, by whoever is fastest. */
export function hashOf(): Hash {
  if (platform) {
    const hash = platform.createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
  }
  const hash = sha256.create();
  return { update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
}

/**
 * The bytes in a form that is compared at once: vitest's own comparison of large arrays takes seconds. Still shows
 * the beginning where they differ.
 */
export function digest(bytes: Uint8Array): string {
  const beginning = bytesToHex(bytes.subarray(0, 16));
  const hash = hashOf();
  hash.update(bytes);
  return `${String(bytes.length)} bytes ${beginning}… ${hash.hex()}`;
}

/** Bytes that are easy to make and not all the same. A loop, because tests make many: `from` takes thirty times as long. */
export function patterned(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = (index * 31 + (index >> 8)) & 0xff;
  return bytes;
}

/** Bytes whose `slice` is no copy, as that of Node's Buffer is not. */
export class SlicedInPlace extends Uint8Array {
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, this.byteOffset, this.length).subarray(start, end);
  }
}
