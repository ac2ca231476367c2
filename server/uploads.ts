/**
 * `/uploads`: how ciphertext comes in. tus 1.0.0, with one rule more: what cannot be an age file to one hybrid
 * recipient is refused while it streams, and then nothing of it is kept.
 *
 * @module
 */
import type { Context, Hono } from 'hono';
import type { Store } from '../db/store.ts';
import {
  createUpload,
  deleteUploadIfUnchanged,
  findFinished,
  findUpload,
  type Upload,
} from '../db/uploads.ts';
import type { Random } from '../crypto/encoding.ts';
import { admitted, type Admission } from './admission.ts';
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { EFFORT_HEADER, PROOF_HEADER, ROUTES, TUS_VERSION, type ServerErrorCode } from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { codeOf, errorResponse, rulesOut, ServerError } from './errors.ts';
import { drawExpiry } from './expiry.ts';
import { forgetUpload } from './forget.ts';
import type { Guard } from './guard.ts';
import type { Proof } from './proofs.ts';
import { receive } from './receive.ts';
import { isId, newId } from './shuffle.ts';
import { expiryHeader, methodOf, readAppend, readCreation, requireVersion, TUS_EXTENSIONS } from './tus.ts';
import type { Writers } from './writers.ts';

export type UploadParts = {
  store: Store;
  blobs: BlobStore;
  config: Config;
  writers: Writers;
  guard: Guard;
  /** Whether the organisation's keyring still admits testimonies on this day. */
  isOpen: (today: string) => boolean;
  now: () => Date;
  random: Random;
};

export function addUploads(app: Hono, parts: UploadParts): void {
  const { config } = parts;
  app.all(ROUTES.uploads, (c) =>
    answer(c, {
      OPTIONS: () => noContent({ 'Tus-Max-Size': String(config.maxUpload), ...OFFERED }),
      POST: () => create(parts, c.req.raw),
    }),
  );
  app.all(`${ROUTES.uploads}/:id`, (c) => {
    const id = c.req.param('id');
    return answer(c, {
      OPTIONS: () => noContent({ 'Tus-Max-Size': String(config.maxUpload), ...OFFERED }),
      HEAD: () => head(parts, id),
      PATCH: () => append(parts, id, c.req.raw),
      DELETE: () => terminate(parts, id),
    });
  });
}

const OFFERED = { 'Tus-Version': TUS_VERSION, 'Tus-Extension': TUS_EXTENSIONS };

/** Long enough to let others pass, short enough to be patient with. */
const RETRY_SECONDS = '5';

type Methods = Partial<Record<string, () => Response | Promise<Response>>>;

async function answer(c: Context, methods: Methods): Promise<Response> {
  const response = await dispatch(c.req.raw, methods);
  response.headers.set('Tus-Resumable', TUS_VERSION);
  return response;
}

async function dispatch(request: Request, methods: Methods): Promise<Response> {
  const method = methodOf(request);
  const action = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!action) {
    return errorResponse('request.method-not-allowed', { Allow: Object.keys(methods).join(', ') });
  }
  try {
    if (method !== 'OPTIONS') requireVersion(request.headers);
    return await action();
  } catch (error) {
    const code = codeOf(error);
    return errorResponse(code, headersOf(code, error));
  }
}

/** What helps a client to go on after a refusal. */
function headersOf(code: ServerErrorCode, error: unknown): Record<string, string> {
  if (code === 'upload.unsupported-version') return { 'Tus-Version': TUS_VERSION };
  const effort = error instanceof ServerError ? error.facts['effort'] : undefined;
  return {
    ...(code === 'upload.crowded' && { 'Retry-After': RETRY_SECONDS }),
    ...(effort !== undefined && { [EFFORT_HEADER]: String(effort) }),
  };
}

async function create(parts: UploadParts, request: Request): Promise<Response> {
  const { config, guard, now } = parts;
  if (!parts.isOpen(dayOf(now()))) throw new ServerError('upload.closed');
  const length = readCreation(request.headers, config.maxUpload);
  const size = request.headers.get('content-length');
  // The extension "creation with upload" is not offered.
  if (size !== null && size !== '0') throw new ServerError('request.malformed');
  // Before the proof: nobody should work for what is not taken.
  await guard.room.expect(length);
  return guard.proven(length, request.headers.get(PROOF_HEADER), (proof) => begin(parts, length, proof));
}

async function begin(parts: UploadParts, length: number, proof: Proof): Promise<Response> {
  const { store, blobs, config, guard, now, random } = parts;
  const today = dayOf(now());
  const id = newId(random);
  const submission = newId(random);
  const expires = drawExpiry(today, config.uploadDays, config.spreadDays, random);
  const pass = await guard.enter(length, proof.effort);
  try {
    await guard.room.claim(length, length);
    const upload = { id, submission, blob: blobs.create(submission), length, offset: 0, expires };
    const isUnused = await createUpload(store, upload, { hash: proof.hash, day: today });
    if (!isUnused) throw new ServerError('upload.proof-used');
  } finally {
    pass.leave();
  }
  guard.count(length);
  guard.standing.moved(id, proof.effort);
  return new Response(null, {
    status: 201,
    headers: {
      Location: `${ROUTES.uploads}/${id}`,
      'Upload-Expires': expiryHeader(expires),
      'Content-Length': '0',
    },
  });
}

async function head(parts: UploadParts, id: string): Promise<Response> {
  requireId(id);
  await parts.writers.settle(id);
  const state = await stateOf(parts, id);
  return new Response(null, {
    status: 200,
    headers: { ...progress(state), 'Upload-Length': String(state.length) },
  });
}

async function append(parts: UploadParts, id: string, request: Request): Promise<Response> {
  requireId(id);
  const { offset, size } = readAppend(request.headers);
  const turn = await parts.writers.acquire(id);
  if (!turn) throw new ServerError('upload.busy');
  try {
    const state = await stateOf(parts, id);
    if (!state.upload) return await repeatEnd(state, offset, request.body);
    if (offset !== state.offset) throw new ServerError('upload.wrong-offset');
    const { upload } = state;
    const safe = await admitted(parts.guard, upload, turn, (admission) =>
      judgeAndReceive(parts, upload, { size, body: request.body }, admission),
    );
    const complete = safe === state.length;
    if (complete) parts.guard.standing.forget(id);
    return noContent(progress({ offset: safe, expires: complete ? dayOf(parts.now()) : state.expires }));
  } finally {
    turn.release();
  }
}

type Content = { size: number | null; body: ReadableStream<Uint8Array> | null };

async function judgeAndReceive(
  parts: UploadParts,
  upload: Upload,
  { size, body }: Content,
  { turn, spend }: Admission,
): Promise<number> {
  try {
    if (size !== null && upload.offset + size > upload.length) throw new ServerError('upload.overlong');
    return await receive({ ...parts, spend }, upload, body, turn);
  } catch (error) {
    const code = codeOf(error);
    if (rulesOut(code)) await forget(parts, upload.id);
    if (code === 'upload.gone') await giveUp(parts, upload);
    throw error;
  }
}

async function forget(parts: UploadParts, id: string): Promise<void> {
  await forgetUpload(parts, id);
  parts.guard.standing.forget(id);
}

/** Its bytes are lost. Or another process has written meanwhile, and only what this one had read is outdated. */
async function giveUp({ store, blobs, guard }: UploadParts, upload: Upload): Promise<void> {
  const gone = await deleteUploadIfUnchanged(store.db, upload);
  if (!gone) throw new ServerError('upload.busy');
  guard.standing.forget(upload.id);
  await blobs.remove(upload.blob);
}

/**
 * A client whose connection broke just before the answer sends its last bytes again. They are thrown away and
 * the answer is given again; nothing can be written to a finished upload.
 */
async function repeatEnd(
  state: State,
  offset: number,
  body: ReadableStream<Uint8Array> | null,
): Promise<Response> {
  let end = offset;
  if (body) {
    for await (const bytes of body) {
      end += bytes.length;
      if (end > state.length) break;
    }
  }
  if (end !== state.length) throw new ServerError('upload.wrong-offset');
  return noContent(progress(state));
}

async function terminate(parts: UploadParts, id: string): Promise<Response> {
  requireId(id);
  const turn = await parts.writers.seize(id);
  try {
    const { upload } = await stateOf(parts, id);
    // A finished one is the reviewers', and nothing leads from here to it.
    if (!upload) throw new ServerError('upload.gone');
    await forget(parts, upload.id);
  } finally {
    turn.release();
  }
  return noContent();
}

type State = { offset: number; length: number; expires: string; upload: Upload | null };

async function stateOf({ store, now }: UploadParts, id: string): Promise<State> {
  const today = dayOf(now());
  const upload = await findUpload(store.db, id);
  if (upload && upload.expires >= today) {
    return { offset: upload.offset, length: upload.length, expires: upload.expires, upload };
  }
  const done = upload ? undefined : await findFinished(store.db, id, today);
  if (!done) throw new ServerError('upload.gone');
  return { offset: done.length, length: done.length, expires: today, upload: null };
}

function requireId(id: string): void {
  if (!isId(id)) throw new ServerError('request.not-found');
}

function progress({ offset, expires }: { offset: number; expires: string }): Record<string, string> {
  return { 'Upload-Offset': String(offset), 'Upload-Expires': expiryHeader(expires) };
}

function noContent(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 204, headers });
}
