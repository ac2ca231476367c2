/**
 * The programs of others that judge our formats.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** age 1.3 or newer, which `scripts/test-programs.sh` brings. */
export const age = resolve(process.env['WITNESSBOX_AGE'] ?? '.cache/age/usr/bin/age');

export const isProgram = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
