/**
 * Preloaded into a program of a test's own (node --import): kills it, as SIGKILL does, just before its n-th step at
 * disk or database, n = WITNESSBOX_TEST_KILL_AT, counted from the first that is called WITNESSBOX_TEST_KILL_FROM if that
 * is given. A moment between two steps is hit that no timer would.
 *
 * @module
 */
import { onStep } from './steps.ts';

const last = Number(process.env['WITNESSBOX_TEST_KILL_AT']);
const from = process.env['WITNESSBOX_TEST_KILL_FROM'];
let steps = 0;

await onStep((name) => {
  if (steps === 0 && from !== undefined && name !== from) return;
  steps += 1;
  if (steps === last) process.kill(process.pid, 'SIGKILL');
});
