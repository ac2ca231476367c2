/**
 * `npm start`: becomes the process that serves (portal.ts), with settings of Node that have to be there from its
 * first moment. The process stays the same one, for whoever sends it signals.
 *
 * @module
 */
import { join } from 'node:path';
import process from 'node:process';

const PORTAL = join(import.meta.dirname, 'portal.ts');
/**
 * Mebibytes of young objects, of which V8 would else take 32 and three times over while it loads the program, and never
 * give back. With 2 its threads take twice the processor time for each text that comes.
 */
const YOUNG = '--max-semi-space-size=8';
/**
 * Percent, or 8 MiB where that is more, by which V8's other objects grow before it looks for those that nobody needs any more. By
 * its own reckoning it lets them double, and 200 slow uploads take twenty MiB more.
 */
const GROWTH = '--heap-growing-percent=20';
/** Node waits for the disk in these threads. With its four, proofs of work wait behind flushes. */
const THREADS = '16';
/** Each thread would else have a heap of its own, from which little comes back. */
const HEAPS = '2';

if (process.execve && process.platform !== 'win32') {
  const { execPath, execArgv, argv, env } = process;
  process.execve(execPath, [execPath, ...execArgv, YOUNG, GROWTH, PORTAL, ...argv.slice(2)], {
    UV_THREADPOOL_SIZE: THREADS,
    MALLOC_ARENA_MAX: HEAPS,
    ...env,
  });
}
const { run } = await import('./portal.ts');
await run();
