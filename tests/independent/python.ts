/**
 * Runs the independent reader: its tests, or one of its commands.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AGE } from '../crypto/programs.ts';

/** Debian's own has the package python3-cryptography; another one that comes first on the PATH may not. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const FOLDER = 'tests/independent';
/** Exit code of tests that could not be run. */
const SKIPPED = 77;

/** `code` is null where there is no such program. */
type Ran = { code: number | null; output: string; errors: string };

/** `age` is the one by which our own formats are judged as well. */
export function python(program: string, ...options: string[]): Ran {
  const ran = spawnSync(PYTHON, [`${FOLDER}/${program}`, ...options], {
    encoding: 'utf8',
    env: { ...process.env, ...(AGE !== null && { WITNESSBOX_AGE: AGE }) },
    maxBuffer: 2 ** 26,
  });
  if (ran.error) return { code: null, output: '', errors: ran.error.message };
  return { code: ran.status, output: ran.stdout, errors: ran.stderr };
}

/** What the reader lacks on this machine, in its own words; null where it lacks nothing. */
function lacking(): string | null {
  const { code, output } = python('test_vectors.py', '--needs');
  if (code === null) return 'skipped, missing: python3';
  // Any other failure is none of the machine's, and shows in the tests.
  return code === SKIPPED ? output.trim() : null;
}

/** What a command prints where it must succeed; else its words are the error. */
export function read(...options: string[]): unknown {
  const { code, output, errors } = python('witnessbox.py', ...options);
  if (code !== 0) throw new Error(`exit code ${String(code)}: ${errors}${output}`);
  return JSON.parse(output) as unknown;
}

export const LACKING = lacking();
/** Behind the name of each test that is skipped for it. */
export const REASON = LACKING === null ? '' : ` (${LACKING})`;
