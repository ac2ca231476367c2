/**
 * How every request of the source page is made: to our own origin, without credentials, cache, referrer or
 * redirects, so that a request says nothing but what it asks for.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import { readBody } from './body.ts';
import { Deadline, type Sleep } from './deadline.ts';
import { PATIENCE } from './pace.ts';

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export type RequestTools = { fetch: Fetch; sleep: Sleep };

const QUIET = {
  credentials: 'omit',
  cache: 'no-store',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
  mode: 'same-origin',
} as const satisfies RequestInit;

export function ask(fetch: Fetch, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(path, { ...init, ...QUIET });
}

/**
 * The bytes of a public file. `page.unreachable` where no answer came, or it fell silent; `page.bad-answer` where
 * it was not this file or longer than `most` bytes, of which no more are fetched.
 */
export async function fetchBytes(
  { fetch, sleep }: RequestTools,
  path: string,
  most: number,
): Promise<Uint8Array> {
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const silence = new Deadline(sleep, PATIENCE, () => {
    interrupt.abort();
  });
  silence.begin();
  try {
    const response = await ask(fetch, path, { signal });
    if (!response.ok) throw new WitnessboxError('page.bad-answer', { status: response.status });
    const bytes = await readBody(response, most, signal, () => {
      silence.begin();
    });
    if (bytes === null) throw new WitnessboxError('page.bad-answer');
    return bytes;
  } catch (error) {
    if (error instanceof WitnessboxError) throw error;
    throw new WitnessboxError('page.unreachable', {}, { cause: error });
  } finally {
    silence.end();
    // What is not read of an answer is not fetched either.
    interrupt.abort();
  }
}
