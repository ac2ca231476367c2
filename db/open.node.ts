/**
 * The embedded store: SQLite in one file. What changes something goes through a recorder, in groups; what only reads is
 * answered at once over another connection.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { drizzle as migrating } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { connect, statementsOf, type Query } from './connection.node.ts';
import { createGroups } from './groups.node.ts';
import { MIGRATIONS } from './migrations.node.ts';
import { recorderInThread } from './recorder-threaded.node.ts';
import { recorderOn } from './recorder.node.ts';
import * as schema from './schema.ts';
import type { Store } from './store.ts';
import { levelled } from './upkeep.node.ts';

export type StoreOptions = {
  /** Writes in a thread of its own: for a server, in which requests would else wait for each other's flushes. */
  inThread?: boolean;
};

/** Opens and, if need be, brings up to date the database in `file`. Throws what SQLite throws. */
export function openStore(file: string, { inThread = false }: StoreOptions = {}): Store {
  const sqlite = connect(file);
  try {
    migrate(migrating(sqlite), { migrationsFolder: MIGRATIONS });
    const recorder = inThread ? recorderInThread(file) : recorderOn(connect(file), file);
    const record = createGroups(recorder);
    const statement = statementsOf(sqlite);
    const run = async ({ sql, params }: Query): Promise<unknown[][]> => {
      const prepared = statement(sql);
      if (prepared.readonly) return prepared.all(...params);
      const [rows = []] = await record([{ sql, params }]);
      return rows;
    };
    const db = drizzle(
      async (sql, params: unknown[], method) => {
        const rows = await run({ sql, params });
        return { rows: method === 'get' ? (rows[0] as unknown[]) : rows };
      },
      async (queries) =>
        (await record(queries.map(({ sql, params }) => ({ sql, params })))).map((rows) => ({ rows })),
      { schema },
    );
    return {
      db,
      keepsStatements: true,
      atomically: async (statements) => Array.from<unknown>(await db.batch(statements)),
      settle: recorder.settle,
      tidy: recorder.tidy,
      async close() {
        const { mtime } = statSync(file);
        try {
          await recorder.close();
        } finally {
          sqlite.close();
        }
        for (const path of [file, dirname(file)]) levelled(path, mtime.toISOString().slice(0, 10));
      },
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
