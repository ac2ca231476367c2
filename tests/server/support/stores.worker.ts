/** D1 and R2 of the test's own workerd, migrated and emptied. @module */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { getTableName, is, Table } from 'drizzle-orm';
import { openStore } from '../../../db/open.worker.ts';
import * as schema from '../../../db/schema.ts';
import { r2Blobs } from '../../../server/blobs.r2.ts';
import type { Env } from '../../../server/main.worker.ts';
import { random, type Stores } from './runtime.ts';

export type TestEnv = Env & { MIGRATIONS: D1Migration[] };

export const testEnv = env as TestEnv;

export async function open(now: () => Date): Promise<Stores> {
  await applyD1Migrations(testEnv.DB, testEnv.MIGRATIONS);
  for (const table of Object.values(schema)) {
    if (is(table, Table)) await testEnv.DB.prepare(`delete from ${getTableName(table)}`).run();
  }
  const objectNames = async () => (await testEnv.BLOBS.list()).objects.map(({ key }) => key);
  const loseObjects = async () => {
    for (const name of await objectNames()) await testEnv.BLOBS.delete(name);
  };
  await loseObjects();
  return {
    store: openStore(testEnv.DB),
    blobs: r2Blobs({ bucket: testEnv.BLOBS, now, random }),
    objectNames,
    countObjects: async () => (await objectNames()).length,
    loseObjects,
    close: () => Promise.resolve(),
  };
}
