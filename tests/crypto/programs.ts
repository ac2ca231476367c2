/**
 * What only tests on Node can use: folders, native scrypt, and other people's programs, which judge our formats.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { scrypt as nodeScrypt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Scrypt } from '../../crypto/minisign.ts';

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
export const BSDTAR = programThatSays('bsdtar', ['--version'], /libarchive/);

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
