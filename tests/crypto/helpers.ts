/**
 * What the tests of `crypto/` share: codes of errors, streams in awkward pieces, other people's programs.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createHash, randomBytes, scrypt as nodeScrypt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as simplifiedChinese } from '@scure/bip39/wordlists/simplified-chinese.js';
import { WitnessboxError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/encoding.ts';
import type { Scrypt } from '../../crypto/minisign.ts';

export const ENGLISH = { language: 'en', words: english };
export const CHINESE = { language: 'zh-Hans', words: simplifiedChinese };

export const random: Random = (length) => new Uint8Array(randomBytes(length));

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

/**
 * The bytes in a form that is compared at once: vitest's own comparison of large arrays takes seconds. Still shows
 * the beginning where they differ.
 */
export function digest(bytes: Uint8Array): string {
  const beginning = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return `${String(bytes.length)} bytes ${beginning}… ${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Bytes that are easy to make and not all the same. */
export function patterned(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'witnessbox-crypto-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Native scrypt at any cost that minisign or age may ask for. */
export const scrypt: Scrypt = (password, salt, { N, r, p, length }) =>
  new Promise((done, failed) => {
    nodeScrypt(password, salt, length, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) failed(error);
      else done(new Uint8Array(key));
    });
  });

/** An age that knows hybrid recipients (1.3 or newer), or null. Debian 12's own does not. */
export const AGE = programThatSays(
  resolve(process.env['WITNESSBOX_AGE'] ?? '.cache/age/usr/bin/age'),
  ['--version'],
  /^v?1\.(?:[3-9]|\d\d)/,
);
export const MINISIGN = programThatSays('minisign', ['-v'], /minisign/);
export const GNU_TAR = programThatSays('tar', ['--version'], /GNU tar/);

function programThatSays(program: string, options: string[], expected: RegExp): string | null {
  if (program.includes('/') && !existsSync(program)) return null;
  try {
    return expected.test(execFileSync(program, options, { encoding: 'utf8' })) ? program : null;
  } catch {
    return null;
  }
}

/** Runs a program that must succeed; gives what it wrote. */
export function run(program: string | null, options: string[], input?: Uint8Array | string): Buffer {
  if (program === null) throw new Error('the program is not there');
  return execFileSync(program, options, {
    ...(input !== undefined && { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  });
}

/** Whether a program refuses. */
export function refuses(program: string | null, options: string[], input?: Uint8Array | string): boolean {
  try {
    run(program, options, input);
    return false;
  } catch {
    return true;
  }
}
