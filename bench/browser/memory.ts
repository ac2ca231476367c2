/**
 * What a browser, all its processes together, takes of the machine's memory.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 500;

/** The most MiB while `action` runs: looked at twice a second. `pid`: the browser's first process. */
export async function mostMemory(pid: number, action: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const running = { is: true };
  const watching = (async () => {
    while (running.is) {
      most = Math.max(most, await memoryOf(pid));
      await delay(EVERY_MS);
    }
  })();
  try {
    await action();
  } finally {
    running.is = false;
    await watching;
  }
  return most;
}

/** MiB of the process and of whatever it has started. What several share is counted once (PSS). */
async function memoryOf(pid: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name, in parentheses, may hold spaces.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOurs = (each: number | undefined): boolean =>
    each !== undefined && (each === pid || (each > 1 && isOurs(parents.get(each))));
  let kibibytes = 0;
  for (const each of parents.keys()) {
    if (!isOurs(each)) continue;
    const shares = await readFile(`/proc/${String(each)}/smaps_rollup`, 'utf8').catch(() => '');
    kibibytes += Number(/^Pss:\s+(\d+) kB$/m.exec(shares)?.[1] ?? 0);
  }
  return kibibytes / 1024;
}
