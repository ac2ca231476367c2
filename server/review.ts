/**
 * `/review`: what only the team may do, each request signed with the team request key (RFC 9421). The server
 * cannot tell one reviewer from another. Lists carry id, size and last day only, by day.
 *
 * @module
 */
import type { Context, Hono } from 'hono';
import { concatBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { findSubmission, listSubmissions } from '../db/submissions.ts';
import type { Store } from '../db/store.ts';
import { dayOf } from '../crypto/days.ts';
import type { Random } from '../crypto/encoding.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { verifyRequest } from '../crypto/requests.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { DROP_BATCH_MAX, DROP_SIZE, FRESHNESS_MAX, ROUTES, SLOT_SIZE } from './contract.ts';
import { dropBytes, placeBatch } from './drops.ts';
import { errorResponse, ServerError } from './errors.ts';
import { takeFreshness } from './freshness.ts';
import { readRange } from './range.ts';
import { createReplays, type Replays } from './replays.ts';
import { bytesOf, json, methods } from './routes.ts';
import { isId } from './shuffle.ts';

export type ReviewParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  /** Names the team's public key. Asked for with each request: a new epoch may begin while the server runs. */
  readonly keyring: () => Keyring;
  now: () => Date;
  random: Random;
};

const LARGEST_BATCH = DROP_BATCH_MAX * (SLOT_SIZE + DROP_SIZE);

export function addReview(app: Hono, parts: ReviewParts): void {
  const { store, config, now } = parts;
  const replays = createReplays(store, now, config.requestAge);
  const authorise = (request: Request, body?: Uint8Array) => verify(parts, replays, request, body);
  app.all(
    ROUTES.reviewSubmissions,
    methods({
      GET: async (c) => {
        await authorise(c.req.raw);
        return listResponse(await listSubmissions(store.db, dayOf(now())));
      },
    }),
  );
  app.all(
    `${ROUTES.reviewSubmissions}/:id`,
    methods({
      GET: async (c) => {
        await authorise(c.req.raw);
        return await sendSubmission(parts, c.req.param('id') ?? '', c.req.raw);
      },
    }),
  );
  app.all(
    ROUTES.reviewDrops,
    methods({
      POST: async (c) => {
        requireSignature(c.req.raw.headers);
        const body = await readBody(c, LARGEST_BATCH);
        await authorise(c.req.raw, body);
        return json(await placeBatch(parts, c.req.header('content-type'), body));
      },
    }),
  );
  app.all(
    `${ROUTES.reviewDrops}/:slot`,
    methods({
      GET: async (c) => {
        await authorise(c.req.raw);
        return bytesOf(await dropBytes(store, c.req.param('slot') ?? ''), 'application/octet-stream');
      },
    }),
  );
  app.all(
    ROUTES.reviewFreshness,
    methods({
      PUT: async (c) => {
        requireSignature(c.req.raw.headers);
        const body = await readBody(c, FRESHNESS_MAX);
        await authorise(c.req.raw, body);
        return await takeFreshness(parts, c.req.header('content-type'), body);
      },
    }),
  );
}

function requireSignature(headers: Headers): void {
  if (!headers.has('signature') || !headers.has('signature-input')) throw new ServerError('request.unsigned');
}

/** Throws unless the team signed this very request, recently, and it has not been seen before. */
async function verify(
  parts: ReviewParts,
  replays: Replays,
  request: Request,
  body?: Uint8Array,
): Promise<void> {
  const { headers, method, url } = request;
  requireSignature(headers);
  const { nonce, created } = verifyRequest({
    method,
    url,
    headers,
    ...(body && { body }),
    key: base64.decode(parts.keyring().teamRequestKey),
    now: Math.floor(parts.now().getTime() / 1000),
    maxAge: parts.config.requestAge,
  });
  // Only after the signature fits, or strangers could fill the table.
  await replays.refuse({ nonce, created, changesNothing: method === 'GET' || method === 'HEAD' });
}

/** The body has to be read before its signature can be checked, so its size is bounded first. */
async function readBody(c: Context, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const body = c.req.raw.body;
  if (Number(c.req.header('content-length') ?? 0) > most) throw new ServerError('request.too-large');
  if (body) {
    for await (const piece of body) {
      length += piece.length;
      if (length > most) throw new ServerError('request.too-large');
      pieces.push(piece);
    }
  }
  return concatBytes(...pieces);
}

/** A SubmissionList, which goes out part by part: of many thousands there is no second copy in memory. */
function listResponse(lists: readonly { day: string; list: string }[]): Response {
  const texts = lists.map(({ day, list }, index) => {
    const entries = list.slice(1, -1);
    // The day goes on.
    if (lists[index - 1]?.day === day) return `,${entries}`;
    return `${index > 0 ? ']},' : ''}{"day":${JSON.stringify(day)},"submissions":[${entries}`;
  });
  const parts = ['{"days":[', ...texts, lists.length > 0 ? ']}]}' : ']}'];
  // Every character is ASCII.
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(encoder.encode(part));
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(length) },
  });
}

async function sendSubmission(
  { store, blobs, now }: ReviewParts,
  id: string,
  request: Request,
): Promise<Response> {
  const found = isId(id) ? await findSubmission(store.db, id, dayOf(now())) : undefined;
  if (!found) throw new ServerError('request.not-found');
  const range = readRange(request.headers, found.size);
  if (range === 'unsatisfiable') {
    return errorResponse('request.wrong-range', { 'Content-Range': `bytes */${String(found.size)}` });
  }
  const { start, end } = range ?? { start: 0, end: found.size };
  return new Response(request.method === 'HEAD' ? null : blobs.read(found.blob, { start, end }), {
    status: range ? 206 : 200,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(end - start),
      'Accept-Ranges': 'bytes',
      ...(range && { 'Content-Range': `bytes ${String(start)}-${String(end - 1)}/${String(found.size)}` }),
    },
  });
}
