/**
 * How much one run of the cron may do. The platform ends an invocation that asks D1 or R2 too often, or lasts too long,
 * in the middle of whatever it does; so what has much to do asks here between two steps, and the next run goes on.
 *
 * @module
 */
import type { D1Database, R2Bucket } from '@cloudflare/workers-types';

/** Of 1,000 queries that D1 answers to one invocation. */
const MOST_QUERIES = 700;
/** Of 10,000 requests that one invocation may make; one step makes a dozen. */
const MOST_CALLS = 8_000;
/** Of fifteen minutes. */
const MOST_MS = 600_000;

type Bindings = { DB: D1Database; BLOBS: R2Bucket };

export type Budget = Bindings & {
  /** Whether what is left should wait for the next run. */
  isOver: () => boolean;
};

/** D1 and R2 that are counted. `ticks`: milliseconds. */
export function limited({ DB, BLOBS }: Bindings, ticks: () => number): Budget {
  const start = ticks();
  const made = { queries: 0, calls: 0 };
  const counted = <T extends object>(target: T, count: () => void): T =>
    new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          count();
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });
  return {
    // Each query is prepared once; what `batch` runs was too.
    DB: counted(DB, () => (made.queries += 1)),
    BLOBS: counted(BLOBS, () => (made.calls += 1)),
    isOver: () => made.queries >= MOST_QUERIES || made.calls >= MOST_CALLS || ticks() - start >= MOST_MS,
  };
}
