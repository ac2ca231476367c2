/**
 * Looks into chosen files, one at a time. A worker, because a large document at Tor Browser's "Safer" would keep the page
 * from taking what is typed, and because where a module could not be loaded, Firefox never tries again in the same page.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import type { FromExaminer } from './examiner.svelte.ts';
import { see } from './seen.ts';

function tell(message: FromExaminer): void {
  self.postMessage(message);
}

/** Of an error only this much is told: others would be faults of ours. */
function codeOf(error: unknown): 'bundle.file-changed' | 'page.fault' {
  const isGone = error instanceof WitnessboxError && error.code === 'bundle.file-changed';
  return isGone ? 'bundle.file-changed' : 'page.fault';
}

self.addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  see(data).then(
    (seen) => tell({ seen }),
    (error: unknown) => tell({ code: codeOf(error) }),
  );
});

tell({ ready: true });
