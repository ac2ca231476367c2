/**
 * node:http on one side, fetch's Request and Response on the other. Written here rather than taken from a
 * library because of what it must not do: no log line when a client goes away, no error text in an answer, no
 * Date header, and no request header that isReadHeader does not name reaches the app.
 *
 * @module
 */
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyOf, type Body } from './body.node.ts';
import type { ServerErrorCode } from './contract.ts';
import { errorBody, errorResponse, STATUS } from './errors.ts';
import { isReadHeader, RESPONSE_HEADERS } from './headers.ts';

/** A slow phone over Tor may take this long to say what it wants … */
const HEADERS_TIMEOUT_MS = 60_000;
/** … and then be silent for this long in the middle of an upload. */
const SILENCE_MS = 300_000;
const KEEP_ALIVE_MS = 75_000;
/**
 * After an early answer (a refusal, mostly) the rest of the body is thrown away for as long: a browser that is
 * cut off while it still sends may never look at the answer.
 */
const LINGER_MS = 60_000;
const MAX_HEADER_BYTES = 16_384;

/** Requests are told apart by path only; the host that a client names is not looked at. */
const BASE = 'http://witnessbox.invalid';

type Fetch = (request: Request) => Response | Promise<Response>;

/** Milliseconds for the headers of a request, and between two looks at whether they have come. */
export type Patience = { headers: number; look: number };

const PATIENCE: Patience = { headers: HEADERS_TIMEOUT_MS, look: 10_000 };

export function createHttpServer(fetch: Fetch, patience = PATIENCE): Server {
  /** Answers that have not ended yet, of each connection. */
  const answering = new WeakMap<Duplex, Set<ServerResponse>>();
  const server = createServer(
    {
      keepAlive: true,
      noDelay: true,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: patience.headers,
      // The whole of an upload may take hours.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: patience.look,
      // Nobody looks at it, and Node's own refusal would carry none of our headers.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      prepare(outgoing);
      const open = answering.get(incoming.socket) ?? new Set();
      answering.set(incoming.socket, open.add(outgoing));
      outgoing.once('close', () => open.delete(outgoing));
      // On a connection that was there before: what comes now would be cut off half done.
      const isStopping = !server.listening;
      void exchange(isStopping ? refuseWhileStopping : fetch, incoming, outgoing, isStopping);
    },
  );
  server.timeout = SILENCE_MS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const hasBegun = ({ headersSent, writableFinished }: ServerResponse) => headersSent && !writableFinished;
    answerBrokenRequest(error, socket, [...(answering.get(socket) ?? [])].some(hasBegun));
  });
  // Node would answer these by itself, without our headers.
  server.on('checkExpectation', (_, outgoing) => {
    prepare(outgoing);
    void send(errorResponse('request.malformed'), outgoing);
  });
  return server;
}

function prepare(outgoing: ServerResponse): void {
  outgoing.sendDate = false;
  // A client that goes away is no event. Without a listener Node would take it for a crash.
  outgoing.on('error', () => undefined);
}

function refuseWhileStopping(): Response {
  return errorResponse('server.stopping', { Connection: 'close' });
}

async function exchange(
  fetch: Fetch,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  isLast: boolean,
): Promise<void> {
  let response: Response;
  const body = carriesBody(incoming) ? bodyOf(incoming) : null;
  try {
    const request = toRequest(incoming, body);
    response = request ? await fetch(request) : errorResponse('request.malformed');
  } catch {
    response = errorResponse('server.fault');
  }
  await send(response, outgoing, incoming.method === 'HEAD');
  if (!isLast) body?.drop();
  // Nobody waits for the rest of a body while the server is being stopped: Node closes the connection.
  if (!incoming.complete && !isLast) {
    const timer = setTimeout(() => incoming.destroy(), LINGER_MS);
    incoming.once('close', () => {
      clearTimeout(timer);
    });
    incoming.resume();
  }
}

/** Null if the target is none. */
function toRequest(incoming: IncomingMessage, body: Body | null): Request | null {
  const { url = '', method = 'GET', rawHeaders } = incoming;
  if (!url.startsWith('/')) return null;
  try {
    const headers = new Headers();
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const name = rawHeaders[index] ?? '';
      if (isReadHeader(name)) headers.append(name, rawHeaders[index + 1] ?? '');
    }
    return new Request(`${BASE}${url}`, {
      method,
      headers,
      ...(body && { body: body.stream, duplex: 'half' }),
    });
  } catch {
    return null;
  }
}

/** RFC 9112, section 6.3: without either header a request has no body. That of GET and HEAD means nothing. */
function carriesBody({ headers, method }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function send(response: Response, outgoing: ServerResponse, isHead = false): Promise<void> {
  const headers: Record<string, string> = { ...RESPONSE_HEADERS };
  // Names in the lower case that Headers gives must not stand beside our own.
  const named = new Map(Object.keys(headers).map((name) => [name.toLowerCase(), name]));
  for (const [name, value] of response.headers) headers[named.get(name) ?? name] = value;
  try {
    outgoing.writeHead(response.status, headers);
    if (response.body && !isHead) await pump(response.body, outgoing);
    outgoing.end();
  } catch {
    // Too late for an error answer: the client sees that the promised length did not come.
    outgoing.destroy();
  }
}

async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  for await (const bytes of body) {
    if (outgoing.destroyed) return;
    if (outgoing.write(bytes)) continue;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        outgoing.off('drain', done).off('close', done);
        resolve();
      };
      outgoing.on('drain', done).on('close', done);
    });
  }
}

/** Node found the request unreadable before there was one. Into the middle of another's answer nothing is written. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  socket.end(rawAnswer(error.code === 'HPE_HEADER_OVERFLOW' ? 'request.too-large' : 'request.malformed'));
}

function rawAnswer(code: ServerErrorCode): string {
  const body = errorBody(code);
  const headers = {
    ...RESPONSE_HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${String(STATUS[code])} ${STATUS_CODES[STATUS[code]] ?? ''}`, ...lines, '', body].join(
    '\r\n',
  );
}
