/**
 * Statements that come with every upload: put together once for each database, since drizzle takes longer to write one
 * than SQLite to run it. Where a database has no statements that last (D1), each is put together when it is needed.
 *
 * @module
 */
import { sql, type SQL } from 'drizzle-orm';
import type { Database, Statement, Store } from './store.ts';

/** What a value of this name will be. */
type Value<V> = <K extends keyof V & string>(name: K) => SQL<V[K]>;
type Prepared = { execute(values: Record<string, unknown>): unknown };
type Preparable = Statement & { prepare(): unknown };

/** Gives a function that makes a statement of these values; `build` names them. */
export function kept<V extends Record<string, unknown>>(
  build: (db: Database, value: Value<V>) => Preparable,
): (store: Store, values: V) => Statement {
  const known = new WeakMap<Database, Prepared>();
  return ({ db, keepsStatements }, values) => {
    if (!keepsStatements) return build(db, (name) => sql`${values[name]}`);
    let prepared = known.get(db);
    if (!prepared) {
      prepared = build(db, (name) => sql`${sql.placeholder(name)}`).prepare() as Prepared;
      known.set(db, prepared);
    }
    // All that `atomically` asks of a statement there.
    const bound = { execute: prepared.execute.bind(prepared, values) };
    return { _prepare: () => bound } as unknown as Statement;
  };
}
