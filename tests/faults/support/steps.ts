/** Hears of each step that this process takes at disk or database, just before it is taken. @module */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import SQLite from 'better-sqlite3';

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Methods = Record<string, Method | undefined>;

/** `hear`: is told the name of the function, for instance `sync`. Gives a function that puts everything back. */
export async function onStep(hear: (name: string) => void): Promise<() => void> {
  const undo: (() => void)[] = [];
  const watch = (owner: object, names: readonly string[]): void => {
    const methods = owner as Methods;
    for (const name of names) {
      const method = methods[name];
      if (method === undefined) throw new Error(`there is no ${name} to hear of`);
      methods[name] = function (this: unknown, ...given: unknown[]) {
        hear(name);
        return method.apply(this, given);
      };
      undo.push(() => (methods[name] = method));
    }
  };
  const trial = new SQLite(':memory:');
  watch(Object.getPrototypeOf(trial.prepare('select 1')) as object, ['run', 'all', 'get']);
  trial.close();
  watch(SQLite.prototype, ['exec', 'pragma', 'backup', 'close']);
  const handle = await fs.open(import.meta.filename);
  watch(Object.getPrototypeOf(handle) as object, ['write', 'writeFile', 'sync', 'truncate', 'utimes']);
  await handle.close();
  watch(fs, ['open', 'rm', 'rename', 'mkdir', 'utimes', 'writeFile']);
  syncBuiltinESMExports();
  return () => {
    for (const back of undo) back();
    syncBuiltinESMExports();
  };
}
