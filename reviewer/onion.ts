/**
 * Reaches onion addresses through Tor's SOCKS port (RFC 1928, RFC 1929), which Node's own fetch cannot. The name
 * is resolved by Tor, never by this machine; a fresh user name keeps these requests on circuits of their own
 * (Tor's IsolateSOCKSAuth). Every other address goes the ordinary way.
 *
 * @module
 */
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { type Socket, connect } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Random } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';

export type TorPlace = { host: string; port: number };

const VERSION = 5;
const NO_PASSWORD = 0;
const PASSWORD = 2;
const BY_NAME = 3;

/** `HOST:PORT` as people type it, or null. */
export function parseTorPlace(text: string): TorPlace | null {
  const [, host = '', port = ''] = /^([A-Za-z0-9.-]+):(\d{1,5})$/u.exec(text) ?? [];
  return host !== '' && Number(port) > 0 && Number(port) < 65536 ? { host, port: Number(port) } : null;
}

/** A fetch that sends onions through Tor. Bodies must be small: they are read before they are sent. */
export function withTor(fetch: typeof globalThis.fetch, tor: TorPlace, random: Random): typeof fetch {
  const user = Buffer.from(random(16)).toString('hex');
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    // A dot at the end means the same name, and must not send it to the resolver of this machine.
    if (!/\.onion\.*$/u.test(url.hostname)) return fetch(request);
    url.hostname = url.hostname.replace(/\.+$/u, '');
    const body = new Uint8Array(await request.arrayBuffer());
    request.signal.throwIfAborted();
    const socket = await throughTor(tor, url, user, request.signal);
    const secure = url.protocol === 'https:' ? connectTls({ socket, servername: url.hostname }) : socket;
    return send(request, url, body, secure);
  };
}

async function send(request: Request, url: URL, body: Uint8Array, socket: Socket): Promise<Response> {
  // Without an agent Node takes this very socket; with one it would look the onion's name up in the open.
  const sending = httpRequest({
    host: url.hostname,
    path: url.pathname + url.search,
    setHost: false,
    createConnection: () => socket,
    method: request.method,
    headers: {
      ...Object.fromEntries(request.headers),
      host: url.host,
      'content-length': body.length,
      connection: 'close',
    },
    signal: request.signal,
  });
  // It comes paused out of the handshake, so that nothing is lost in between.
  sending.once('socket', (used) => used.resume());
  sending.end(body);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    answer.destroy();
    throw new TypeError('redirects are not followed');
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = ![204, 205].includes(status);
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null, {
    status,
    headers,
  });
}

/** @throws portal.needs-tor where nothing listens, portal.unreachable where Tor cannot reach the onion */
async function throughTor(tor: TorPlace, url: URL, user: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ ...tor, signal });
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    throw new WitnessboxError('portal.needs-tor', {}, { cause: error });
  }
  const broken = new Promise<never>((_, reject) => {
    socket.once('error', reject);
    socket.once('end', () => {
      reject(new Error('closed'));
    });
  });
  try {
    await Promise.race([shakeHands(socket, url, user), broken]);
    return socket;
  } catch (error) {
    socket.destroy();
    throw new WitnessboxError('portal.unreachable', {}, { cause: error });
  } finally {
    broken.catch(() => undefined);
  }
}

async function shakeHands(socket: Socket, url: URL, user: string): Promise<void> {
  const incoming = new Incoming(socket);
  socket.write(Uint8Array.of(VERSION, 2, NO_PASSWORD, PASSWORD));
  const [, method = 0xff] = await incoming.take(2);
  if (method === PASSWORD) {
    const name = Buffer.from(user);
    socket.write(Buffer.concat([Buffer.of(1, name.length), name, Buffer.of(1, 0x30)]));
    const [, refused = 1] = await incoming.take(2);
    if (refused !== 0) throw new Error('refused');
  } else if (method !== NO_PASSWORD) throw new Error('refused');
  const host = Buffer.from(url.hostname);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  socket.write(
    Buffer.concat([Buffer.of(VERSION, 1, 0, BY_NAME, host.length), host, Buffer.of(port >> 8, port & 0xff)]),
  );
  const [, reply = 1, , kind = 0] = await incoming.take(4);
  if (reply !== 0) throw new Error('not reachable');
  // The address that it says it is bound to means nothing here, but must be read.
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await incoming.take(1))[0] ?? 0);
  await incoming.take(length + 2);
  incoming.release();
}

/** Hands out what a socket brings by lengths, and gives the socket back as it was. */
class Incoming {
  readonly #socket: Socket;
  #buffered = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  readonly #onData = (piece: Buffer): void => {
    this.#buffered = Buffer.concat([this.#buffered, piece]);
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
  }

  async take(length: number): Promise<Buffer> {
    while (this.#buffered.length < length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return bytes;
  }

  release(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.pause();
    if (this.#buffered.length > 0) this.#socket.unshift(this.#buffered);
  }
}
