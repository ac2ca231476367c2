/**
 * The freshness note (crypto/freshness.ts): taken from the team, checked, kept in the database and shown to
 * everybody. Never replaced by an older one, so that a reviewer's slow clock or an old request cannot make the
 * organisation look as if it had gone; never believed when it is of days to come, or one wrong clock would keep
 * all later notes out.
 *
 * @module
 */
import type { Hono } from 'hono';
import { findFreshness, recordFreshness } from '../db/freshness.ts';
import type { Store } from '../db/store.ts';
import { dayOf } from '../crypto/days.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { openFreshness, type Freshness } from '../crypto/freshness.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { ROUTES, type FreshnessBody } from './contract.ts';
import { ServerError } from './errors.ts';
import { bytesOf, methods } from './routes.ts';

export type FreshnessParts = {
  store: Store;
  /** Asked for with each request: a new epoch may begin while the server runs. */
  readonly keyring: () => Keyring;
  now: () => Date;
};

export function addFreshness(app: Hono, { store, keyring }: Omit<FreshnessParts, 'now'>): void {
  const held = async () => {
    const found = await findFreshness(store.db, keyring().epoch);
    if (!found) throw new ServerError('request.not-found');
    return found;
  };
  const shown = async (text: Promise<string>, type: string): Promise<Response> =>
    bytesOf(new TextEncoder().encode(await text), type);
  app.all(
    ROUTES.freshness,
    methods({
      GET: () =>
        shown(
          held().then(({ note }) => note),
          'application/json',
        ),
    }),
  );
  app.all(
    ROUTES.freshnessSignature,
    methods({
      GET: () =>
        shown(
          held().then(({ signature }) => signature),
          'text/plain; charset=utf-8',
        ),
    }),
  );
}

/** `body`: of a request whose signature has been checked. Throws `freshness.refused`, `freshness.older`. */
export async function takeFreshness(
  { store, keyring, now }: FreshnessParts,
  type: string | undefined,
  body: Uint8Array,
): Promise<Response> {
  const { note, signature } = readBody(type, body);
  const { epoch, day } = verified(note, signature, keyring(), dayOf(now()));
  if (!(await recordFreshness(store.db, { epoch, day, note, signature }))) {
    throw new ServerError('freshness.older');
  }
  return new Response(null, { status: 204 });
}

function verified(note: string, signature: string, keyring: Keyring, today: string): Freshness {
  try {
    return openFreshness({
      bytes: new TextEncoder().encode(note),
      signature,
      teamRequestKey: keyring.teamRequestKey,
      organisationId: keyring.organisation.id,
      epoch: keyring.epoch,
      today,
    });
  } catch (error) {
    if (error instanceof WitnessboxError) throw new ServerError('freshness.refused');
    throw error;
  }
}

function readBody(type: string | undefined, body: Uint8Array): FreshnessBody {
  if (type !== 'application/json') throw new ServerError('freshness.refused');
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isBody(value)) return value;
  } catch {
    // Falls through.
  }
  throw new ServerError('freshness.refused');
}

function isBody(value: unknown): value is FreshnessBody {
  if (typeof value !== 'object' || value === null) return false;
  const body: Partial<Record<keyof FreshnessBody, unknown>> = value;
  return typeof body.note === 'string' && typeof body.signature === 'string';
}
