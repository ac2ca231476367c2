/**
 * Other people's programs that we measure ourselves against, found where the tests find them.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MissingProgram } from './row.ts';

/** age 1.3 or newer, which `scripts/test-programs.sh` brings; an older one cannot read hybrid files. */
export const AGE = resolve(process.env['WITNESSBOX_AGE'] ?? '.cache/age/usr/bin/age');
const AGE_VERSION = /^v?(1\.(?:[3-9]|\d\d)[\w.+-]*)/;
/** It has no `--version`; the help begins with it, in a drawing. */
const ONIONSHARE_VERSION = /v(\d+(?:\.\d+)+)/;

/** @throws MissingProgram */
export function findAge(): string {
  if (versionOf(AGE, AGE_VERSION) === null) throw new MissingProgram('age 1.3 or newer');
  return AGE;
}

/** @throws MissingProgram */
export function findGnuTar(): string {
  if (versionOf('tar', /GNU tar\) (\S+)/) === null) throw new MissingProgram('GNU tar');
  return 'tar';
}

/** @throws MissingProgram */
export function findOnionShare(): string {
  if (versionOf('onionshare-cli', ONIONSHARE_VERSION, '--help') === null) {
    throw new MissingProgram("Debian's onionshare-cli");
  }
  return 'onionshare-cli';
}

/** Name and version of each program that is here; null where it is not. */
export const VERSIONS: readonly { name: string; version: () => string | null }[] = [
  { name: 'age', version: () => versionOf(AGE, AGE_VERSION) },
  { name: 'GNU tar', version: () => versionOf('tar', /GNU tar\) (\S+)/) },
  { name: 'OnionShare', version: () => versionOf('onionshare-cli', ONIONSHARE_VERSION, '--help') },
  { name: 'Chromium', version: () => versionOf('chromium', /Chromium (\S+)/) },
  { name: 'Firefox', version: () => versionOf('firefox-esr', /Firefox (\S+)/) },
];

/** What the expression's first group finds in the answer to `--version`, or null. */
function versionOf(program: string, expected: RegExp, question = '--version'): string | null {
  if (program.includes('/') && !existsSync(program)) return null;
  try {
    const answer = execFileSync(program, [question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return expected.exec(answer)?.[1] ?? null;
  } catch {
    return null;
  }
}
