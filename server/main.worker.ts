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
  ExecutionContext,
  ExportedHandler,
  Fetcher,
  R2Bucket,
  Request as WorkerRequest,
  Response as WorkerResponse,
  ScheduledController,
} from '@cloudflare/workers-types';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Hono } from 'hono';
import { isUnclosed, lastClosing } from '../db/closing.ts';
import { openStore } from '../db/open.worker.ts';
import { recordServed } from '../db/served.ts';
import type { Store } from '../db/store.ts';
import { createApp } from './app.ts';
import { r2Blobs } from './blobs.r2.ts';
import { limited } from './budget.worker.ts';
import { ENCODINGS, SUFFIXES, type Encoded } from './compression.ts';
import { workerConfig } from './config-worker.ts';
import { dayOf } from '../crypto/days.ts';
import { uint32be, type Random } from '../crypto/encoding.ts';
import { OFFLINE_FOLDER } from '../crypto/offline-page.ts';
import { openGate } from './gate.ts';
import { createGuard } from './guard.ts';
import { errorResponse } from './errors.ts';
import { isReadHeader, RESPONSE_HEADERS } from './headers.ts';
import { checkMarker, markerOf } from './marker.ts';
import { offlineNames, offlinePage, type OfflinePage } from './offline.ts';
import {
  openOrganisation,
  OPTIONAL_FILE,
  PUBLIC_FILES,
  type Organisation,
  type PublicFiles,
} from './organisation.ts';
import { plainMost } from './plain.ts';
import { closeDay } from './retention.ts';
import { isAloneSecret, isSecretName } from './secrets.ts';
import { isCompressedName, siteFile, type Site, type SiteFile } from './site.ts';
import { isSnapshotDue, takeSnapshot } from './snapshot.ts';
import { StartError } from './start-errors.ts';
import { createTally } from './tally.ts';
import { unguardedWriters } from './writers.ts';

export type Env = {
  DB: D1Database;
  BLOBS: R2Bucket;
  ASSETS: Fetcher;
  /** BCP 47 tags of the pages that were built, the fallback first, separated by spaces. */
  WITNESSBOX_LANGUAGES: string;
  /** At least 32 random characters, the same for all that serve; challenges are made with it. A secret. */
  WITNESSBOX_CHALLENGE_SECRET?: string;
  /** What would stand in witnessbox.toml (config-worker.ts). */
  WITNESSBOX?: Record<string, unknown>;
};

/** One request may not wait for what another has begun, so only what is finished is kept. */
const apps = new WeakMap<Env, Hono>();

const MINUTE_MS = 60_000;

const now = (): Date => new Date();
const ticks = (): number => performance.now();
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

async function appOf(env: Env): Promise<Hono> {
  const known = apps.get(env);
  if (known) return known;
  const { config } = workerConfig(env.WITNESSBOX);
  const organisation = openOrganisation(await publicFiles(env), dayOf(now()));
  if (organisation.keyring.demonstration) throw new StartError('organisation.demonstration-exposed');
  const stored = storage(env);
  const secret = challengeSecret(env);
  await refuseOlder(stored.store, organisation);
  const guard = createGuard({
    ...{ ...stored, config, secret, ticks, random, gate: openGate(), pbkdf2: crypto.subtle },
    isAlone: false,
    tally: createTally(stored.store, now),
    draw: drawByMinute(secret),
    freeBytes: () => Promise.resolve(null),
  });
  const site = assetSite(env, organisation, plainMost(config));
  const writers = unguardedWriters();
  const app = createApp({ ...stored, organisation, site, config, guard, writers, isAlone: false });
  apps.set(env, app);
  return app;
}

function challengeSecret({ WITNESSBOX_CHALLENGE_SECRET: secret = '' }: Env): Uint8Array {
  if (secret.length < 32) throw new StartError('server.challenge-secret-missing');
  return new TextEncoder().encode(secret);
}

/** The same in all isolates: whoever asks many of them would else read from their differences what one draw hides. */
function drawByMinute(secret: Uint8Array): Random {
  const name = new TextEncoder().encode('witnessbox effort');
  return (length) => {
    const minute = uint32be(Math.floor(now().getTime() / MINUTE_MS));
    return hmac(sha256, secret, new Uint8Array([...name, ...minute])).slice(0, length);
  };
}

function storage({ DB, BLOBS }: Pick<Env, 'DB' | 'BLOBS'>) {
  return { store: openStore(DB), blobs: r2Blobs({ bucket: BLOBS, now, random }), now, random };
}

/** What the marker in the data folder does elsewhere. */
async function refuseOlder(store: Store, organisation: Organisation): Promise<void> {
  const { id, kind, epoch, keyring } = markerOf(organisation);
  const last = await recordServed(store.db, { organisation: id, epoch, keyring });
  checkMarker({ id: last.organisation, kind, epoch: last.epoch, keyring: last.keyring }, organisation);
}

async function publicFiles(env: Env): Promise<PublicFiles> {
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await asset(env, name);
    if (!bytes) throw new StartError('organisation.incomplete', { file: name });
    return bytes;
  };
  const entries = await Promise.all(PUBLIC_FILES.map(async (name) => [name, await read(name)] as const));
  const files = Object.fromEntries(entries) as PublicFiles;
  const optional = await asset(env, OPTIONAL_FILE);
  return optional ? { ...files, [OPTIONAL_FILE]: optional } : files;
}

function assetSite(env: Env, organisation: Organisation, plainUpload: number | null): Site {
  const files = new Map<string, SiteFile>();
  const offline = new Map<string, OfflinePage | null>();
  const offlineIn = async (language: string): Promise<OfflinePage | null> => {
    const known = offline.get(language);
    if (known !== undefined) return known;
    const read = new Map<string, Uint8Array>();
    for (const name of offlineNames(language)) {
      const bytes = await asset(env, `${OFFLINE_FOLDER}/${name}`);
      if (bytes) read.set(name, bytes);
    }
    const page = offlinePage(language, read, organisation);
    offline.set(language, page);
    return page;
  };
  const languages = env.WITNESSBOX_LANGUAGES.split(/\s+/).filter((language) => language !== '');
  return {
    languages,
    offline: (language) => (languages.includes(language) ? offlineIn(language) : null),
    async file(path) {
      const known = files.get(path);
      if (known) return known;
      if (isCompressedName(path)) return null;
      const bytes = await asset(env, path);
      if (!bytes || looksSecret(path, bytes)) return null;
      const page = path.endsWith('.html') ? await offlineIn(path.split('/')[0] ?? '') : null;
      const file = siteFile(path, bytes, organisation, plainUpload, await compressed(env, path), page);
      files.set(path, file);
      return file;
    },
  };
}

async function compressed(env: Env, path: string): Promise<Encoded> {
  const found: Encoded = {};
  for (const encoding of ENCODINGS) {
    const bytes = await asset(env, `${path}${SUFFIXES[encoding]}`);
    if (bytes) found[encoding] = bytes;
  }
  return found;
}

/** Somebody may have copied more than the public files beside the pages. */
function looksSecret(path: string, bytes: Uint8Array): boolean {
  return (
    isSecretName(path.slice(path.lastIndexOf('/') + 1)) ||
    isAloneSecret(new TextDecoder('latin1').decode(bytes))
  );
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

/**
 * Hourly. Replies first: whatever happens to the rest, they reach their sources. What one run leaves undone, the next
 * ones do.
 */
async function work(env: Env, hour: number): Promise<void> {
  const { config, snapshotHours } = workerConfig(env.WITNESSBOX);
  const { isOver, ...bindings } = limited(env, ticks);
  const parts = { ...storage(bindings), config, isOver };
  try {
    if (snapshotHours.includes(hour) || (await isSnapshotDue(parts, snapshotHours)))
      await takeSnapshot(parts);
  } finally {
    const today = dayOf(now());
    const isWhole = (await lastClosing(parts.store.db, 'whole')) === today;
    if (!isWhole || (await isUnclosed(parts.store.db, today))) await closeDay(parts);
  }
}

export default {
  async fetch(request: WorkerRequest, env: Env, context: ExecutionContext) {
    const answering = answer(request as unknown as Request, env);
    // Else the platform stops here when a connection breaks, and what it has brought is not recorded.
    context.waitUntil(answering);
    return (await answering) as unknown as WorkerResponse;
  },
  scheduled: ({ scheduledTime }: Pick<ScheduledController, 'scheduledTime'>, env: Env) =>
    work(env, new Date(scheduledTime).getUTCHours()),
} satisfies ExportedHandler<Env>;
