/**
 * Looks into chosen files, one at a time. A worker, because a large document at Tor Browser's "Safer" would keep the page
 * from taking what is typed, and because where a module could not be loaded, Firefox never tries again in the same page.
 *
 * @module
 */
import { troubleOf } from '../shared/sentence.ts';
import type { FromExaminer } from './examiner.svelte.ts';
import { see } from './seen.ts';

function tell(message: FromExaminer): void {
  self.postMessage(message);
}

self.addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  see(data).then(
    (seen) => tell({ seen }),
    (error: unknown) => tell({ code: troubleOf(error).code }),
  );
});

tell({ ready: true });
