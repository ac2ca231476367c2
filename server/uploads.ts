/**
 * `/uploads`: how ciphertext comes in. tus 1.0.0, with one rule more: what cannot be an age file to one hybrid
 * recipient is refused while it streams, and then nothing of it is kept.
 *
 * @module
 */
import type { Context, Hono } from 'hono';
import { admitted } from './admission.ts';
import { begin } from './begin.ts';
import { EFFORT_HEADER, ROUTES, TUS_VERSION, type ServerErrorCode } from './contract.ts';
import { dayOf } from '../crypto/days.ts';
import { codeOf, errorResponse, ServerError } from './errors.ts';
import { receive } from './receive.ts';
import { isId } from './shuffle.ts';
import { forget, judged, progress, stateOf, type State, type UploadParts } from './taking.ts';
import { methodOf, readAppend, requireVersion, TUS_EXTENSIONS } from './tus.ts';

export function addUploads(app: Hono, parts: UploadParts): void {
  const { config } = parts;
  app.all(ROUTES.uploads, (c) =>
    answer(c, {
      OPTIONS: () => noContent({ 'Tus-Max-Size': String(config.maxUpload), ...OFFERED }),
      POST: () => begin(parts, c.req.raw),
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
    const safe = await admitted(parts.guard, upload, turn, ({ turn, spend }) =>
      judged(parts, upload, size, () => receive({ ...parts, spend }, upload, request.body, turn)),
    );
    const complete = safe === state.length;
    if (complete) parts.guard.standing.forget(id);
    return noContent(progress({ offset: safe, expires: complete ? dayOf(parts.now()) : state.expires }));
  } finally {
    turn.release();
  }
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

function requireId(id: string): void {
  if (!isId(id)) throw new ServerError('request.not-found');
}

function noContent(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 204, headers });
}
