/**
 * A tus server in memory behind a line that breaks as a script says: before the request, in the middle of its
 * body, or after the server has done its work and before the answer. Keeps the bytes, so that a test can compare.
 */
import type { Fetch } from '../../web/source/requests.ts';

export type Fault =
  | 'none'
  /** The request never arrives. */
  | 'lost'
  /** Part of the body arrives. */
  | 'cut'
  /** All of it arrives; the answer does not. */
  | 'unanswered'
  /** The server has trouble of its own. */
  | 'trouble'
  /** Something in between answers in its place. */
  | 'portal';

const CHALLENGE = {
  format: 'witnessbox-challenge/1',
  challenge: '5a'.repeat(32),
  iterations: 1,
  efforts: [{ upTo: 2 ** 31, effort: 2 }],
};

export class FakeServer {
  readonly requests: { method: string; path: string; offset: number; bytes: number }[] = [];
  readonly uploads = new Map<string, { length: number; bytes: Uint8Array }>();
  /** What happens to each request in turn; afterwards nothing. */
  faults: Fault[] = [];
  full = false;
  refuse: { status: number; error: string } | null = null;
  /** Called with each request, before anything happens to it. */
  onrequest: (method: string) => void = () => undefined;
  /** Which upload a proof has begun. */
  readonly #begun = new Map<string, string>();

  fetch: Fetch = async (path, init) => {
    await Promise.resolve();
    const method = init.method ?? 'GET';
    this.onrequest(method);
    if (init.signal?.aborted === true) throw new DOMException('aborted', 'AbortError');
    const headers = new Headers(init.headers);
    const body = init.body instanceof Uint8Array ? init.body : new Uint8Array(0);
    const offset = Number(headers.get('Upload-Offset') ?? 0);
    this.requests.push({ method, path, offset, bytes: body.length });
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'lost') throw new TypeError('Failed to fetch');
    if (fault === 'trouble') return refusal(500, 'server.fault');
    if (fault === 'portal') return new Response('<p>Please log in</p>', { status: 200 });
    const answer = this.#answer(
      method,
      path,
      headers,
      fault === 'cut' ? body.subarray(0, body.length / 2) : body,
    );
    if (fault === 'cut' || fault === 'unanswered') throw new TypeError('Failed to fetch');
    return answer;
  };

  /** All bytes of the uploads that are complete. */
  finished(): Uint8Array[] {
    return [...this.uploads.values()]
      .filter(({ length, bytes }) => bytes.length === length)
      .map(({ bytes }) => bytes);
  }

  forget(): void {
    this.uploads.clear();
  }

  #answer(method: string, path: string, headers: Headers, body: Uint8Array): Response {
    if (path === '/challenge') return Response.json(CHALLENGE);
    if (this.refuse) return refusal(this.refuse.status, this.refuse.error);
    if (this.full && method !== 'HEAD') return refusal(507, 'storage.full');
    if (method === 'POST') return this.#create(headers, body);
    const upload = this.uploads.get(path);
    if (!upload) return method === 'HEAD' ? new Response(null, { status: 410 }) : refusal(410, 'upload.gone');
    if (method === 'DELETE') {
      this.uploads.delete(path);
      return new Response(null, { status: 204 });
    }
    if (method === 'PATCH') {
      if (Number(headers.get('Upload-Offset')) !== upload.bytes.length)
        return refusal(409, 'upload.wrong-offset');
      upload.bytes = Buffer.concat([upload.bytes, body]);
    }
    const known = { 'Upload-Offset': String(upload.bytes.length) };
    return new Response(null, { status: method === 'HEAD' ? 200 : 204, headers: known });
  }

  #create(headers: Headers, body: Uint8Array): Response {
    const proof = headers.get('Witnessbox-Proof') ?? `none ${String(this.#begun.size)}`;
    const begun = this.#begun.get(proof);
    const path = begun ?? `/uploads/u${String(this.#begun.size + 1)}`;
    if (begun === undefined) {
      this.#begun.set(proof, path);
      this.uploads.set(path, { length: Number(headers.get('Upload-Length')), bytes: Uint8Array.from(body) });
    }
    const offset = this.uploads.get(path)?.bytes.length;
    if (offset === undefined) return refusal(428, 'upload.proof-used');
    const known = { ...((begun !== undefined || body.length > 0) && { 'Upload-Offset': String(offset) }) };
    return new Response(null, { status: 201, headers: { Location: path, ...known } });
  }
}

function refusal(status: number, error: string): Response {
  return new Response(JSON.stringify({ error }), { status, headers: { 'Content-Type': 'application/json' } });
}
