/**
 * The portal as the reviewer's program sees it: public files, and requests signed by the team request key
 * (crypto/requests.ts). Believes nothing: sizes are capped, redirects refused, shapes checked. Every request
 * looks the same whoever of the team makes it.
 *
 * @module
 */
import * as v from 'valibot';
import type { Random } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { signRequest } from '../crypto/requests.ts';
import {
  DROPS_TYPE,
  DROP_SIZE,
  type FreshnessBody,
  type PlacedDrops,
  ROUTES,
  SLOT_SIZE,
  type SubmissionList,
} from '../server/contract.ts';
import { interruptible, readJson, readSmall, refuse, startOf, watched } from './answer.ts';

export type PublicOptions = {
  /** As portalOrigin() gives it. */
  origin: string;
  fetch: typeof globalThis.fetch;
  /** Milliseconds; PATIENCE where undefined. */
  patience?: number;
};

export type PortalOptions = PublicOptions & {
  /** Seed of the team request key, 32 bytes. */
  seed: Uint8Array;
  now: () => Date;
  random: Random;
};

const MOST_PUBLIC = 4 * 1024 * 1024;
const MOST_LIST = 64 * 1024 * 1024;
/** Milliseconds within which an answer must be whole, a submission's only begun. Tor is slow. */
const PATIENCE = 90_000;
/** Bytes of a submission that must come within each such time: far less than the slowest circuit brings. */
const LEAST = 64 * 1024;

const ListSchema = v.object({
  days: v.array(
    v.object({
      day: v.pipe(v.string(), v.isoDate()),
      submissions: v.array(
        v.object({
          id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u)),
          size: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
          // A portal of before there was an end to anything does not say.
          expires: v.optional(v.nullable(v.pipe(v.string(), v.isoDate())), null),
        }),
      ),
    }),
  ),
});
const PlacedSchema = v.object({ placed: v.array(v.picklist(['placed', 'taken'])) });

type Begun = {
  /** First byte of what comes. */
  start: number;
  /** Of a partial answer, else null. */
  contentRange: string | null;
  body: ReadableStream<Uint8Array>;
  giveUp(): void;
};

export type Drop = { slot: Uint8Array; drop: Uint8Array };

export type Portal = {
  list(): Promise<SubmissionList>;
  /** A submission's ciphertext from byte `from` on. The portal may start over: look at `from` of the answer. */
  submission(id: string, from: number): Promise<{ from: number; body: ReadableStream<Uint8Array> }>;
  /**
   * The bytes of a submission's ciphertext from `start` up to, not including, `end`, of `size` in all. They must all
   * fit into memory. @throws portal.malformed where it is any other range, or more or fewer bytes
   */
  range(id: string, start: number, end: number, size: number): Promise<Uint8Array>;
  /** The drop that lies in a slot, or null. */
  drop(slot: Uint8Array): Promise<Uint8Array | null>;
  place(drops: readonly Drop[]): Promise<PlacedDrops['placed']>;
  /** @throws freshness.older where the portal holds a later note */
  putFreshness(note: FreshnessBody): Promise<void>;
};

/** A public file, whole: what the portal shows to everybody, and no proof of anything. */
export async function fetchPublic(options: PublicOptions, path: string): Promise<Uint8Array> {
  const response = await send(options, path, {
    signal: AbortSignal.timeout(options.patience ?? PATIENCE),
  });
  await refuse(response);
  return readSmall(response, MOST_PUBLIC);
}

/** The signal ends the reading of the answer's body too. */
async function send(
  { origin, fetch }: PublicOptions,
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  try {
    const response = await fetch(new URL(path, origin), { ...init, redirect: 'error', cache: 'no-store' });
    return interruptible(response, init.signal);
  } catch (error) {
    if (error instanceof WitnessboxError) throw error;
    throw new WitnessboxError('portal.unreachable', {}, { cause: error });
  }
}

export function connectPortal(options: PortalOptions): Portal {
  const { origin, seed, now, random, patience = PATIENCE } = options;

  async function signed(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    more: { body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const signature = signRequest({
      method,
      url: new URL(path, origin).href,
      seed,
      created: Math.floor(now().getTime() / 1000),
      nonce: Buffer.from(random(16)).toString('hex'),
      ...(more.body && { body: more.body }),
    });
    return send(options, path, {
      method,
      headers: { ...more.headers, ...signature },
      signal: more.signal ?? AbortSignal.timeout(patience),
      ...(more.body && { body: more.body }),
    });
  }

  /** A submission or a part of it, as soon as it has begun to come; it ends by itself where it stops coming. */
  async function submitted(id: string, range: string | null): Promise<Begun> {
    const watch = new AbortController();
    const giveUp = (): void => {
      watch.abort();
    };
    const headers: Record<string, string> = range === null ? {} : { range };
    const path = `${ROUTES.reviewSubmissions}/${id}`;
    // Runs until it is known that this is a submission: a refusal has a body too.
    const timer = setTimeout(giveUp, patience);
    try {
      const response = await signed('GET', path, { headers, signal: watch.signal });
      await refuse(response);
      if (!response.body) throw new WitnessboxError('portal.malformed');
      return {
        start: startOf(response),
        contentRange: response.status === 206 ? response.headers.get('content-range') : null,
        body: watched(response.body, { least: LEAST, milliseconds: patience, stalled: giveUp }),
        giveUp,
      };
    } catch (error) {
      giveUp();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async list() {
      const response = await signed('GET', ROUTES.reviewSubmissions);
      await refuse(response);
      return readJson(response, MOST_LIST, ListSchema);
    },

    async submission(id, from) {
      const response = await submitted(id, from > 0 ? `bytes=${String(from)}-` : null);
      return { from: response.start, body: response.body };
    },

    async range(id, start, end, size) {
      const last = String(end - 1);
      const response = await submitted(id, `bytes=${String(start)}-${last}`);
      const told = response.contentRange === `bytes ${String(start)}-${last}/${String(size)}`;
      try {
        // A portal that ignores the range would send all of it, or something else under the same name.
        if (!told) throw new WitnessboxError('portal.malformed');
        const bytes = await readSmall(response, end - start);
        if (bytes.length !== end - start) throw new WitnessboxError('portal.malformed');
        return bytes;
      } catch (error) {
        response.giveUp();
        throw error;
      }
    },

    async drop(slot) {
      const response = await signed('GET', `${ROUTES.reviewDrops}/${Buffer.from(slot).toString('hex')}`);
      if (response.status === 404) {
        // Not waited for: what a portal does with its body is its own affair.
        response.body?.cancel().catch(() => undefined);
        return null;
      }
      await refuse(response);
      const drop = await readSmall(response, DROP_SIZE);
      if (drop.length !== DROP_SIZE) throw new WitnessboxError('portal.malformed');
      return drop;
    },

    async place(drops) {
      const body = new Uint8Array(drops.length * (SLOT_SIZE + DROP_SIZE));
      drops.forEach(({ slot, drop }, index) => {
        body.set(slot, index * (SLOT_SIZE + DROP_SIZE));
        body.set(drop, index * (SLOT_SIZE + DROP_SIZE) + SLOT_SIZE);
      });
      const response = await signed('POST', ROUTES.reviewDrops, {
        body,
        headers: { 'content-type': DROPS_TYPE },
      });
      await refuse(response);
      const { placed } = await readJson(response, MOST_PUBLIC, PlacedSchema);
      if (placed.length !== drops.length) throw new WitnessboxError('portal.malformed');
      return placed;
    },

    async putFreshness(note) {
      const response = await signed('PUT', ROUTES.reviewFreshness, {
        body: new TextEncoder().encode(JSON.stringify(note)),
        headers: { 'content-type': 'application/json' },
      });
      await refuse(response);
      response.body?.cancel().catch(() => undefined);
    },
  };
}
