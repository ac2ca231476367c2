/**
 * The page in which the platform-neutral tests of `crypto/` run in a real browser: vitest's own runner and
 * expectations, without its server. `chromium.test.ts` drives it.
 *
 * @module
 */
import './state.ts';
import { processError, startTests } from 'vitest/internal/browser';

/** One test as the page saw it. `error` is empty where it passed. */
export type Seen = { file: string; name: string; passed: boolean; skipped: boolean; error: string };

type Task = {
  type: string;
  name: string;
  mode: string;
  tasks?: Task[];
  result?: { state: string; errors?: { stack?: string; message?: string }[] };
};

const FILES = import.meta.glob(['../crypto/**/*.test.ts', '!../crypto/**/*.node.test.ts']);

/** Their names, from `crypto/` on. */
function files(): string[] {
  return Object.keys(FILES).map((path) => path.replace('../crypto/', ''));
}

async function run(file: string): Promise<Seen[]> {
  const load = FILES[`../crypto/${file}`];
  if (!load) throw new Error(`no such file: ${file}`);
  const config = {
    root: '/',
    setupFiles: [],
    name: 'chromium',
    passWithNoTests: false,
    testNamePattern: undefined,
    allowOnly: false,
    sequence: { shuffle: false, concurrent: false, seed: 1, hooks: 'stack', setupFiles: 'list' },
    chaiConfig: { truncateThreshold: 400 },
    maxConcurrency: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    includeTaskLocation: false,
    diffOptions: undefined,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  };
  const runner = {
    config,
    pool: 'browser',
    importFile: () => load(),
    onTaskUpdate: () => Promise.resolve(),
  };
  const collected = (await startTests(
    [file],
    runner as unknown as Parameters<typeof startTests>[1],
  )) as Task[];
  return collected.flatMap((task) => seen(file, task, []));
}

function seen(file: string, task: Task, path: string[]): Seen[] {
  const own = task.result?.errors?.map((error) => error.stack ?? error.message ?? '').join('\n') ?? '';
  const inside = (task.tasks ?? []).flatMap((child) => seen(file, child, [...path, child.name]));
  if (task.type !== 'test' && own === '') return inside;
  const passed = task.result?.state === 'pass';
  const skipped = task.mode === 'skip' || task.mode === 'todo' || task.result?.state === 'skip';
  // A file or a group with an error of its own: something failed outside of any test.
  const name = path.join(' > ') || 'loads';
  return [{ file, name, passed, skipped, error: own }, ...inside];
}

Object.assign(globalThis, {
  witnessboxTests: {
    files,
    run: (file: string) =>
      run(file).catch((error: unknown) => [
        { file, name: 'runs', passed: false, skipped: false, error: processError(error).stack ?? '' },
      ]),
  },
});
