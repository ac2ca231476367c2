/**
 * Everything on Node, where what has no state of its own shares a process; the crypto layer, and what the server and its
 * stores do, once more inside workerd, with D1 and R2; and the whole product from outside, in browsers, after all others.
 *
 * @module
 */
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** Real processes, signals, mounts and file systems: these files stay on Node. */
const NODE_ONLY = 'tests/**/*.node.test.ts';
/** What only several processes without a common memory, or the platform's own entry, can show. */
const WORKERD_ONLY = 'tests/**/*.worker.test.ts';
/**
 * Without settings of the machine and of the process: their modules are loaded once, not for each file. What puts
 * something else in the place of a module stays alone, since it would have been loaded already.
 */
const STATELESS = [
  'tests/{crypto,db,reviewer,web}/**/!(*.alone).test.ts',
  'tests/server/!(*.alone.node).test.ts',
  'tests/evidence/!(*.programs).test.ts',
];

export default defineConfig({
  test: {
    // By itself vitest leaves one processor free, which on a machine with two is half of it.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', WORKERD_ONLY, ...STATELESS],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'stateless',
          environment: 'node',
          include: STATELESS,
          exclude: [WORKERD_ONLY],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            // Not by way of wrangler.toml, which wants the website to have been built.
            miniflare: {
              // Made up here; otherwise it is asked for over the network.
              cf: {},
              compatibilityDate: '2026-08-01',
              d1Databases: ['DB'],
              r2Buckets: ['BLOBS'],
              bindings: { MIGRATIONS: await readD1Migrations('./db/migrations') },
            },
          })),
        ],
        test: {
          name: 'workerd',
          // Each file would else start a workerd of its own; `stores.worker.ts` empties D1 and R2 whenever a test opens them.
          isolate: false,
          include: ['tests/server/**/*.test.ts', 'tests/db/**/*.test.ts', 'tests/crypto/**/*.test.ts'],
          exclude: [NODE_ONLY],
          setupFiles: ['tests/server/support/fewer-runs.worker.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          // Browsers need the machine. But half of the time they wait: for pieces, rests, what is said once in a minute.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
