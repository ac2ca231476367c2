/**
 * Statements that come with every upload: put together once for each database, since drizzle takes longer to write one
 * than SQLite to run it. Where a database has no statements that last (D1), each is put together when it is needed.
 *
 * @module
 */
import { fillPlaceholders, sql, type Query, type SQL } from 'drizzle-orm';
import type { Database, Statement, Store } from './store.ts';

/** What a value of this name will be. */
type Value<V> = <K extends keyof V & string>(name: K) => SQL<V[K]>;
type Prepared = { getQuery(): Query; mapResult(response: unknown, isFromBatch: boolean): unknown };
type Preparable = Statement & { prepare(): unknown };
type Answering<R> = PromiseLike<R> & { prepare(): { execute(values: Record<string, unknown>): Promise<R> } };

/** Gives a function that makes a statement of these values; `build` names them. */
export function kept<V extends Record<string, unknown>>(
  build: (db: Database, value: Value<V>) => Preparable,
): (store: Store, values: V) => Statement {
  const prepared = once((db) => build(db, placeholder).prepare() as Prepared);
  return ({ db, keepsStatements }, values) => {
    if (!keepsStatements) return build(db, (name) => sql`${values[name]}`);
    const known = prepared(db);
    const query = known.getQuery();
    // All that `atomically` asks of a statement there.
    const bound: Prepared = {
      getQuery: () => ({ ...query, params: fillPlaceholders(query.params, values) }),
      mapResult: known.mapResult.bind(known),
    };
    return { _prepare: () => bound } as unknown as Statement;
  };
}

/** As `kept`, for what only asks. */
export function keptQuery<V extends Record<string, unknown>, R>(
  build: (db: Database, value: Value<V>) => Answering<R>,
): (store: Store, values: V) => PromiseLike<R> {
  const prepared = once((db) => build(db, placeholder).prepare());
  return ({ db, keepsStatements }, values) =>
    keepsStatements ? prepared(db).execute(values) : build(db, (name) => sql`${values[name]}`);
}

const placeholder = (name: string) => sql<never>`${sql.placeholder(name)}`;

/** Each database's own. */
function once<T>(make: (db: Database) => T): (db: Database) => T {
  const known = new WeakMap<Database, { made: T }>();
  return (db) => {
    const found = known.get(db) ?? { made: make(db) };
    known.set(db, found);
    return found.made;
  };
}
