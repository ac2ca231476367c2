/**
 * The four requests of tus 1.0 (https://tus.io/protocols/resumable-upload) that an upload needs, and what each
 * answer means. Written here and not taken from tus-js-client because that one keeps fingerprints in storage,
 * wants a Blob or a reader of its own (a Blob may be paged to disk), adds headers of its own and gives up by
 * count; what is needed is four requests that carry nothing but an offset.
 *
 * Knows nothing of time, retries or pieces: that is uploader.ts.
 *
 * @module
 */
import { WitnessboxError } from '../../crypto/errors.ts';
import {
  EFFORT_HEADER,
  PROOF_HEADER,
  ROUTES,
  TUS_VERSION,
  UPLOAD_TYPE,
  type ServerErrorCode,
} from '../../server/contract.ts';
import { refusal } from './refusal.ts';
import { ask, type Fetch } from './requests.ts';

/** Nothing was decided: the same may be tried again. */
export class Break extends Error {
  override readonly name = 'Break';
  readonly where: 'connection' | 'server';
  /** Whether the server has too much to do: then who proves more work goes first. */
  readonly isCrowded: boolean;
  /** What would be let in, where the server has said so; else 0. */
  readonly effort: number;

  constructor(where: 'connection' | 'server', isCrowded = false, effort = 0) {
    super(where);
    this.where = where;
    this.isCrowded = isCrowded;
    this.effort = effort;
  }
}

/** The server wants another proof, good for at least `effort`; 0 where it did not say. */
export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
  readonly effort: number;

  constructor(effort: number) {
    super('proof');
    this.effort = effort;
  }
}

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string>; signal: AbortSignal };

/**
 * What the server may say and not mean for ever; every other code of its own is final. A body that was cut short
 * on its way, by a proxy say, is malformed in the server's eyes.
 */
const PASSING: ReadonlySet<ServerErrorCode> = new Set<ServerErrorCode>([
  'request.malformed',
  'upload.wrong-offset',
  'upload.busy',
  'upload.crowded',
  'storage.failed',
  'server.stopping',
  'server.fault',
]);

export type Created = { path: string; offset: number };

export class Tus {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /**
   * Announces `length` bytes with a proof of work, and sends those of `body` with it. Gives the path under which they go
   * and the offset from there; if the same proof has begun an upload before, those of that one. May throw `ProofRefused`.
   */
  async create(
    length: number,
    { proof, body }: { proof: string | null; body: Uint8Array<ArrayBuffer> | null },
    signal: AbortSignal,
  ): Promise<Created> {
    const headers = {
      'Upload-Length': String(length),
      ...(proof !== null && { [PROOF_HEADER]: proof }),
      ...(body && { 'Content-Type': UPLOAD_TYPE }),
    };
    const response = await this.#send(ROUTES.uploads, { method: 'POST', headers, signal, body });
    const path = uploadPath(response.headers.get('Location'));
    if (response.status !== 201 || path === null) throw new Break('server');
    return { path, offset: response.headers.has('Upload-Offset') ? offsetOf(response) : 0 };
  }

  /** Sends one piece; gives the offset that the server has after it. */
  async append(
    path: string,
    offset: number,
    body: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<number> {
    const headers = { 'Upload-Offset': String(offset), 'Content-Type': UPLOAD_TYPE };
    const after = offsetOf(await this.#send(path, { method: 'PATCH', headers, signal, body }));
    // An answer that says yes and takes nothing would have us ask for ever without a pause.
    if (after <= offset) throw new Break('server');
    return after;
  }

  /** Asks how far the server has come. */
  async offset(path: string, signal: AbortSignal): Promise<number> {
    return offsetOf(await this.#send(path, { method: 'HEAD', signal }));
  }

  /** Has the server throw away what it holds. */
  async terminate(path: string, signal: AbortSignal): Promise<void> {
    await this.#send(path, { method: 'DELETE', signal });
  }

  async #send(path: string, { headers, ...init }: Init): Promise<Response> {
    let response: Response;
    try {
      response = await ask(this.#fetch, path, {
        ...init,
        headers: { 'Tus-Resumable': TUS_VERSION, ...headers },
      });
    } catch {
      throw new Break('connection');
    }
    if (response.ok) return response;
    // An answer to HEAD has no body, so the status alone speaks.
    if (init.method === 'HEAD')
      throw isGone(response) ? new WitnessboxError('upload.gone') : new Break('server');
    const code = await refusal(response, init.signal);
    const effort = Number(response.headers.get(EFFORT_HEADER) ?? 0) || 0;
    if (code?.startsWith('upload.proof-') === true) throw new ProofRefused(effort);
    if (code === null || PASSING.has(code)) throw new Break('server', code === 'upload.crowded', effort);
    throw new WitnessboxError(code === 'request.not-found' ? 'upload.gone' : code);
  }
}

function isGone(response: Response): boolean {
  return response.status === 404 || response.status === 410;
}

/** Only a path under our own uploads is followed: an answer must not send ciphertext elsewhere. */
function uploadPath(location: string | null): string | null {
  if (location === null || location.length > 500) return null;
  const path = location.replace(/^https?:\/\/[^/]+/, '');
  return path.startsWith(`${ROUTES.uploads}/`) && /^[A-Za-z0-9/_-]+$/.test(path) ? path : null;
}

/** An answer without an offset comes from something in between (a captive portal, say), not from the server. */
function offsetOf(response: Response): number {
  const text = response.headers.get('Upload-Offset');
  if (text === null || !/^\d{1,15}$/.test(text)) throw new Break('server');
  return Number(text);
}
