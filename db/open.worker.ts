/**
 * The store on Cloudflare's D1. Migrations are applied beforehand by `wrangler d1 migrations apply`. What D1
 * keeps by itself (point-in-time history) cannot be switched off from here.
 *
 * @module
 */
import type { D1Database } from '@cloudflare/workers-types';
import { drizzle } from 'drizzle-orm/d1';
import * as schema from './schema.ts';
import type { Store } from './store.ts';

export function openStore(d1: D1Database): Store {
  const db = drizzle(d1, { schema });
  return {
    db,
    keepsStatements: false,
    atomically: (statements) => all(db.batch(statements)),
    // D1 keeps its own history whatever is asked of it.
    settle: () => Promise.resolve(),
    tidy: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Drizzle types the result by the statements, which are not known here. */
async function all(results: Promise<readonly unknown[]>): Promise<unknown[]> {
  return [...(await results)];
}
