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
import type { BlobStore } from './blobs.ts';
import type { Config } from './config.ts';
import { EFFORT_HEADER, PROOF_HEADER, ROUTES, TUS_VERSION, type ServerErrorCode } from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { codeOf, errorResponse, rulesOut, ServerError } from './errors.ts';
import { drawExpiry } from './expiry.ts';
import { forgetUpload } from './forget.ts';
import type { Guard } from './guard.ts';
import { receive } from './receive.ts';
import { isId, newId } from './shuffle.ts';
import { expiryHeader, methodOf, readAppend, readCreation, requireVersion, TUS_EXTENSIONS } from './tus.ts';
import type { Writer, Writers } from './writers.ts';

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
  if (code === 'upload.crowded') return { 'Retry-After': RETRY_SECONDS };
  const effort = error instanceof ServerError ? error.facts['effort'] : undefined;
  return effort === undefined ? {} : { [EFFORT_HEADER]: String(effort) };
}

async function create(parts: UploadParts, request: Request): Promise<Response> {
  const { store, blobs, config, guard, now, random } = parts;
  const today = dayOf(now());
  if (!parts.isOpen(today)) throw new ServerError('upload.closed');
  const length = readCreation(request.headers, config.maxUpload);
  const size = request.headers.get('content-length');
  // The extension "creation with upload" is not offered.
  if (size !== null && size !== '0') throw new ServerError('request.malformed');
  // Before the proof: nobody should work for what is not taken.
  await guard.room.expect(length);
  const proof = await guard.check(length, request.headers.get(PROOF_HEADER));
  const id = newId(random);
  const submission = newId(random);
  const expires = drawExpiry(today, config.uploadDays, config.spreadDays, random);
  const pass = await guard.enter(length, proof.effort);
  try {
    await guard.room.claim(length, length);
    const upload = { id, submission, blob: blobs.create(submission), length, offset: 0, expires };
    const isUnused = await createUpload(store, upload, { hash: proof.hash, day: today });
    if (!isUnused) throw new ServerError('upload.proof-used', { effort: proof.asked });
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
    const safe = await admitted(parts, upload, turn, (writer) =>
      judgeAndReceive(parts, upload, size, request.body, writer),
    );
    const complete = safe === state.length;
    return noContent(progress({ offset: safe, expires: complete ? dayOf(parts.now()) : state.expires }));
  } finally {
    turn.release();
  }
}

/** Waits for a place among those who write, and sees to it that there is room for what comes. */
async function admitted<T>(
  { guard }: UploadParts,
  { id, length }: Upload,
  turn: Writer,
  action: (writer: Writer) => Promise<T>,
): Promise<T> {
  const pass = await guard.enter(length, guard.standing.effortOf(id), turn.stopped);
  try {
    guard.standing.moved(id);
    await guard.room.claim(length, 1);
    return await action({
      ...turn,
      stopped: Promise.race([turn.stopped, pass.over]),
      alive: () => {
        turn.alive();
        guard.standing.moved(id);
      },
    });
  } finally {
    pass.leave();
  }
}

async function judgeAndReceive(
  parts: UploadParts,
  upload: Upload,
  size: number | null,
  body: ReadableStream<Uint8Array> | null,
  turn: Writer,
): Promise<number> {
  try {
    if (size !== null && upload.offset + size > upload.length) throw new ServerError('upload.overlong');
    return await receive({ ...parts, spend: parts.guard.room.spend }, upload, body, turn);
  } catch (error) {
    const code = codeOf(error);
    if (rulesOut(code)) await forgetUpload(parts, upload.id);
    if (code === 'upload.gone') await giveUp(parts, upload);
    throw error;
  }
}

/** Its bytes are lost. Or another process has written meanwhile, and only what this one had read is outdated. */
async function giveUp({ store, blobs }: UploadParts, upload: Upload): Promise<void> {
  const gone = await deleteUploadIfUnchanged(store.db, upload);
  if (!gone) throw new ServerError('upload.busy');
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
    await forgetUpload(parts, upload.id);
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
