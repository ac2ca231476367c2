/**
 * The same server on Cloudflare Workers, with D1 and R2. For organisations whose sources need not fear the
 * host: what the platform keeps by itself (D1's history, R2's upload times) cannot be switched off from here.
 *
 * The assets are the built website with the organisation's four public files beside it; see wrangler.toml.
 *
 * @module
 */
import type {
  D1Database,
  ExportedHandler,
  Fetcher,
  R2Bucket,
  Request as WorkerRequest,
  Response as WorkerResponse,
} from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import { openStore } from '../db/open.worker.ts';
import { createApp, type AppParts } from './app.ts';
import { r2Blobs } from './blobs.r2.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { dayOf } from '../crypto/days.ts';
import { openGate } from './gate.ts';
import { createGuard } from './guard.ts';
import { errorResponse } from './errors.ts';
import { isReadHeader, RESPONSE_HEADERS } from './headers.ts';
import { openOrganisation, PUBLIC_FILES, type Organisation, type PublicFiles } from './organisation.ts';
import { closeDay } from './retention.ts';
import { siteFile, type Site, type SiteFile } from './site.ts';
import { isSnapshotDue, takeSnapshot } from './snapshot.ts';
import { StartError } from './start-errors.ts';
import { unguardedWriters } from './writers.ts';

export type Env = {
  DB: D1Database;
  BLOBS: R2Bucket;
  ASSETS: Fetcher;
  /** BCP 47 tags of the pages that were built, the fallback first, separated by spaces. */
  WITNESSBOX_LANGUAGES: string;
  /** At least 32 random characters, the same for all that serve; challenges are made with it. A secret. */
  WITNESSBOX_CHALLENGE_SECRET?: string;
  /** Bytes of ciphertext that are kept at most, in digits; without it only the bill is the limit. */
  WITNESSBOX_MAX_STORAGE?: string;
};

/** One request may not wait for what another has begun, so only what is finished is kept. */
const apps = new WeakMap<Env, Hono>();

const now = (): Date => new Date();
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

async function appOf(env: Env): Promise<Hono> {
  const known = apps.get(env);
  if (known) return known;
  const organisation = openOrganisation(await publicFiles(env), dayOf(now()));
  if (organisation.keyring.demonstration) throw new StartError('organisation.demonstration-exposed');
  const stored = storage(env);
  const guard = createGuard({
    ...{ ...stored, config: configOf(env), gate: openGate(), subtle: crypto.subtle, isAlone: false },
    secret: challengeSecret(env),
    ticks: () => performance.now(),
    random,
    freeBytes: () => Promise.resolve(null),
  });
  const app = createApp({ ...stored, ...surroundings(env, organisation), guard });
  apps.set(env, app);
  return app;
}

function surroundings(
  env: Env,
  organisation: Organisation,
): Omit<AppParts, keyof ReturnType<typeof storage> | 'guard'> {
  return {
    organisation,
    site: assetSite(env, organisation),
    config: configOf(env),
    writers: unguardedWriters(),
  };
}

function configOf({ WITNESSBOX_MAX_STORAGE: most = '' }: Env): Config {
  return { ...DEFAULT_CONFIG, ...(/^\d{1,15}$/.test(most) && { maxStorage: Number(most) }) };
}

function challengeSecret({ WITNESSBOX_CHALLENGE_SECRET: secret = '' }: Env): Uint8Array {
  if (secret.length < 32) throw new StartError('server.challenge-secret-missing');
  return new TextEncoder().encode(secret);
}

function storage(env: Env) {
  return { store: openStore(env.DB), blobs: r2Blobs({ bucket: env.BLOBS, now, random }), now, random };
}

async function publicFiles(env: Env): Promise<PublicFiles> {
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await asset(env, name);
    if (!bytes) throw new StartError('organisation.incomplete', { file: name });
    return bytes;
  };
  const entries = await Promise.all(PUBLIC_FILES.map(async (name) => [name, await read(name)] as const));
  return Object.fromEntries(entries) as PublicFiles;
}

function assetSite(env: Env, organisation: Organisation): Site {
  const files = new Map<string, SiteFile>();
  return {
    languages: env.WITNESSBOX_LANGUAGES.split(' '),
    async file(path) {
      const known = files.get(path);
      if (known) return known;
      const bytes = await asset(env, path);
      if (!bytes) return null;
      const file = siteFile(path, bytes, organisation);
      files.set(path, file);
      return file;
    },
  };
}

async function asset(env: Env, path: string): Promise<Uint8Array | null> {
  const response = await env.ASSETS.fetch(`https://assets.invalid/${path}`);
  return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null;
}

async function answer(request: Request, env: Env): Promise<Response> {
  try {
    const app = await appOf(env);
    const headers = new Headers([...request.headers].filter(([name]) => isReadHeader(name)));
    return await app.fetch(new Request(request, { headers }));
  } catch (error) {
    // eslint-disable-next-line no-console -- why it does not start, for the operator; nothing of a source in it
    if (error instanceof StartError) console.error(error.message);
    const response = errorResponse('server.fault');
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) response.headers.set(name, value);
    return response;
  }
}

export default {
  fetch: async (request: WorkerRequest, env: Env) =>
    (await answer(request as unknown as Request, env)) as unknown as WorkerResponse,
  async scheduled(_: unknown, env: Env) {
    const parts = storage(env);
    try {
      await closeDay({ ...parts, config: DEFAULT_CONFIG });
    } finally {
      // Whatever happened to a blob, replies reach their sources.
      if (await isSnapshotDue(parts)) await takeSnapshot(parts);
    }
  },
} satisfies ExportedHandler<Env>;
