/**
 * What the platform can do to a Worker: serve from several isolates at once, lose an answer of D1 or R2, and kill an
 * isolate while it waits for one.
 *
 * @module
 */
import type { D1Database, D1PreparedStatement, R2Bucket } from '@cloudflare/workers-types';
import { openStore } from '../../../db/open.worker.ts';
import { createApp } from '../../../server/app.ts';
import { r2Blobs } from '../../../server/blobs.r2.ts';
import { openGate } from '../../../server/gate.ts';
import { openOrganisation } from '../../../server/organisation.ts';
import { siteOf } from '../../../server/site.ts';
import { unguardedWriters } from '../../../server/writers.ts';
import { testGuard } from './proof.ts';
import { random } from './runtime.ts';
import { testEnv } from './stores.worker.ts';
import type { World } from './world.ts';

export type Bindings = { DB: D1Database; BLOBS: R2Bucket };

/** A server with a memory of its own, over the D1 and the R2 of `world`. */
export function isolate(world: World, bindings: Bindings = testEnv): World {
  const now = () => world.clock.now;
  const opened = openOrganisation(world.organisation.files, '2026-11-22');
  const stores = { store: openStore(bindings.DB), blobs: r2Blobs({ bucket: bindings.BLOBS, now, random }) };
  const { config } = world;
  const app = createApp({
    ...stores,
    organisation: opened,
    site: siteOf(new Map(), opened, null),
    config,
    now,
    random,
    writers: unguardedWriters(),
    guard: testGuard({ ...stores, config, now, gate: openGate(), isAlone: false }),
  });
  return {
    ...world,
    ...stores,
    send: async (method, path, headers = {}, body) =>
      app.fetch(
        new Request(`http://portal.test${path}`, {
          method,
          headers,
          ...(body && { body: body as BodyInit }),
        }),
      ),
  };
}

/**
 * `before`: the call is not done, and fails. `after`: it is done, and its answer is lost. `killed`: it is done, and
 * whoever waits for it waits for ever.
 */
export const HARMS = ['before', 'after', 'killed'] as const;
export type Harm = (typeof HARMS)[number];

export type Faults = {
  bindings: Bindings;
  /** Calls of D1 and R2 so far. */
  calls(): number;
  /** Resolves when the isolate has been killed. */
  killed: Promise<void>;
};

/** Bindings of which call number `at`, from 1, comes to harm. */
export function faulty({ DB, BLOBS }: Bindings, at: number, harm: Harm): Faults {
  let count = 0;
  const killed = Promise.withResolvers<undefined>();
  const call = async <T>(action: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count !== at) return action();
    if (harm === 'before') throw new Error('D1_ERROR: network connection lost');
    const done = await action();
    if (harm === 'after') throw new Error('D1_ERROR: network connection lost');
    killed.resolve(undefined);
    await new Promise(() => undefined);
    return done;
  };
  return {
    bindings: { DB: harmedD1(DB, call), BLOBS: harmedR2(BLOBS, call) },
    calls: () => count,
    killed: killed.promise,
  };
}

type Call = <T>(action: () => Promise<T>) => Promise<T>;

function harmedD1(d1: D1Database, call: Call): D1Database {
  const inner = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => call(() => statement.all()),
      run: () => call(() => statement.run()),
      raw: () => call(() => statement.raw()),
    };
    inner.set(wrapped, statement);
    return wrapped as unknown as D1PreparedStatement;
  };
  return {
    prepare: (query: string) => wrap(d1.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      call(() => d1.batch(statements.map((each) => inner.get(each) ?? each))),
  } as unknown as D1Database;
}

function harmedR2(bucket: R2Bucket, call: Call): R2Bucket {
  return {
    put: (key: string, bytes: Uint8Array) => call(() => bucket.put(key, bytes)),
    get: (key: string, options: { range: { offset: number; length: number } }) =>
      call(() => bucket.get(key, options)),
    head: (key: string) => call(() => bucket.head(key)),
    list: (options: { prefix: string }) => call(() => bucket.list(options)),
    delete: (keys: string[]) => call(() => bucket.delete(keys)),
  } as unknown as R2Bucket;
}
