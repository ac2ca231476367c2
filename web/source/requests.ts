/**
 * How every request of the source page is made: to our own origin, without credentials, cache, referrer or
 * redirects, so that a request says nothing but what it asks for.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

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
 * The bytes of a public file. `page.unreachable` where no answer came, `page.bad-answer` where it was not this
 * file or longer than `most` bytes.
 */
export async function fetchBytes(
  fetch: Fetch,
  path: string,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await ask(fetch, path, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new WitnessboxError('page.unreachable', {}, { cause: error });
  }
  if (!response.ok) throw new WitnessboxError('page.bad-answer', { status: response.status });
  try {
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length <= most) return bytes;
  } catch (error) {
    throw new WitnessboxError('page.unreachable', {}, { cause: error });
  }
  throw new WitnessboxError('page.bad-answer');
}
