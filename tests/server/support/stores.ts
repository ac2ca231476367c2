/** The stores of the runtime that the test runs in: SQLite and a folder, or D1 and R2. @module */
import { inWorkerd, type Stores } from './runtime.ts';

/** Empty ones. */
export async function openStores(now: () => Date): Promise<Stores> {
  const { open } = inWorkerd ? await import('./stores.worker.ts') : await import('./stores.node.ts');
  return open(now);
}
