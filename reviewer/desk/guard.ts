/**
 * Who may knock at the desk's door. It stands on the reviewer's own machine, where every page in the browser
 * and every other account can reach the port; four checks keep them out:
 *
 * - Host, against DNS rebinding: a stranger's name that resolves to 127.0.0.1 is not our name;
 * - Sec-Fetch-Site and Origin, against requests that another page has the browser send;
 * - the token, known only to who saw the address that the program printed.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { refuse } from './errors.ts';

const SITES = new Set(['same-origin', 'none']);

/** @param host `127.0.0.1:PORT`, known once the port is open. */
export function guardOrigin(host: () => string): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.header('host') !== host()) refuse('desk.wrong-host');
    const site = context.req.header('sec-fetch-site');
    if (site !== undefined && !SITES.has(site)) refuse('desk.foreign-page');
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${host()}`) refuse('desk.foreign-page');
    await next();
  };
}

/** Compares digests, so that neither the content nor the length of the right token shows in the time taken. */
export function guardToken(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (context, next) => {
    if (!timingSafeEqual(digest(context.req.header('authorization') ?? ''), expected))
      refuse('desk.wrong-token');
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
