/**
 * Preloaded into a program of a test's own (node --import): kills it, as SIGKILL does, just before its n-th step at
 * disk or database, n = WITNESSBOX_TEST_KILL_AT. A moment between two steps is hit that no timer would.
 *
 * @module
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import SQLite from 'better-sqlite3';

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Methods = Record<string, Method | undefined>;

const last = Number(process.env['WITNESSBOX_TEST_KILL_AT'] ?? Infinity);
let steps = 0;

function count(owner: object, names: readonly string[]): void {
  const methods = owner as Methods;
  for (const name of names) {
    const method = methods[name];
    if (method === undefined) throw new Error(`there is no ${name} to count`);
    methods[name] = function (this: unknown, ...given: unknown[]) {
      steps += 1;
      if (steps === last) process.kill(process.pid, 'SIGKILL');
      return method.apply(this, given);
    };
  }
}

const trial = new SQLite(':memory:');
count(Object.getPrototypeOf(trial.prepare('select 1')) as object, ['run', 'all', 'get']);
trial.close();
count(SQLite.prototype, ['exec', 'pragma', 'backup']);

const handle = await fs.open(import.meta.filename);
count(Object.getPrototypeOf(handle) as object, ['write', 'writeFile', 'sync', 'truncate', 'utimes']);
await handle.close();
count(fs, ['open', 'rm', 'rename', 'mkdir', 'utimes', 'writeFile']);
syncBuiltinESMExports();
