/**
 * The server without its surroundings: database, blobs, site, organisation, clock and randomness come from
 * outside, so that Node, workerd and tests run the same one. It stores ciphertext and can read none of it.
 *
 * @module
 */
import { Hono } from 'hono';
import type { Store } from '../db/store.ts';
import type { Random } from '../crypto/encoding.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { ROUTES } from './contract.ts';
import { codeOf, errorResponse } from './errors.ts';
import { addFreshness } from './freshness.ts';
import type { Guard } from './guard.ts';
import { RESPONSE_HEADERS } from './headers.ts';
import { createHealth } from './health.ts';
import { isOpen, type Organisation } from './organisation.ts';
import { addPages } from './pages.ts';
import { addRecipients } from './plain.ts';
import { addReview } from './review.ts';
import { json, methods } from './routes.ts';
import type { Site } from './site.ts';
import { addSnapshot } from './snapshot.ts';
import { addUploads } from './uploads.ts';
import type { Writers } from './writers.ts';

export type AppParts = {
  store: Store;
  blobs: BlobStore;
  site: Site;
  /** This and `site` are looked up with each request: who made the parts may put a newer epoch's in their place. */
  organisation: Organisation;
  config: Config;
  now: () => Date;
  random: Random;
  writers: Writers;
  guard: Guard;
  /** Buckets of the snapshot, of 1 MiB each, that may be kept in memory; none unless said. */
  bucketsKept?: number;
  /** Bytes that may still be written, where the system can say. */
  freeBytes?: () => Promise<number | null>;
  /** Whether the clock can be right, where somebody knows. */
  isBelievable?: () => boolean;
  /** False where other processes serve the same store, and no request may wait for another one. */
  isAlone?: boolean;
};

export function createApp(parts: AppParts): Hono {
  const { store } = parts;
  const keyring = (): Keyring => parts.organisation.keyring;
  const health = createHealth({
    ...parts,
    isOpen: (today) => isOpen(parts.organisation, today),
  });
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) c.res.headers.set(name, value);
  });
  app.onError((error) => errorResponse(codeOf(error)));
  app.all(
    ROUTES.health,
    methods({
      GET: async () => {
        const found = await health();
        return json(found, found.status === 'ok' ? 200 : 503);
      },
    }),
  );
  app.all(ROUTES.challenge, methods({ GET: async () => json(await parts.guard.challenge()) }));
  const taking = { ...parts, isOpen: (today: string) => isOpen(parts.organisation, today) };
  addUploads(app, taking);
  addSnapshot(app, parts);
  addFreshness(app, { store, keyring });
  addReview(app, { ...parts, keyring });
  const pages = { served: parts, taking };
  addRecipients(app, pages);
  addPages(app, pages);
  return app;
}
