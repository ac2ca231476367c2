/**
 * Preloaded into a program of a test's own (node --import): kills it, as SIGKILL does, just before its n-th step at
 * disk or database, n = WITNESSBOX_TEST_KILL_AT, counted from the first that is called WITNESSBOX_TEST_KILL_FROM if that
 * is given. A moment between two steps is hit that no timer would.
 *
 * @module
 */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { onStep } from './steps.ts';

const NAME = 'witnessbox-test-steps';

const last = Number(process.env['WITNESSBOX_TEST_KILL_AT']);
const from = process.env['WITNESSBOX_TEST_KILL_FROM'];
/** Of all threads together, in the order in which they take them. */
const shared = (getEnvironmentData(NAME) as SharedArrayBuffer | undefined) ?? new SharedArrayBuffer(4);
setEnvironmentData(NAME, shared);
const steps = new Int32Array(shared);

await onStep((name) => {
  if (Atomics.load(steps, 0) === 0 && from !== undefined && name !== from) return;
  if (Atomics.add(steps, 0, 1) + 1 === last) process.kill(process.pid, 'SIGKILL');
});
