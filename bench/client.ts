/**
 * Who sends to the servers that are measured: one and the same for all, and light, so that it is the servers that are
 * measured. Ours gets the requests of the source's page (web/source/uploader.ts), without its waits and retries.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hex } from '@scure/base';
import { puzzle, solve } from '../crypto/puzzle.ts';
import {
  PROOF_HEADER,
  ROUTES,
  SMALL_UPLOAD,
  TUS_VERSION,
  UPLOAD_TYPE,
  type Challenge,
} from '../server/contract.ts';
import { FIRST_PIECE, nextPiece } from '../web/source/pace.ts';
import { timed } from './row.ts';

/** A line that is slow brings a little so many times a second. */
const STEPS = 5;

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
export type Ask = {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | readonly Uint8Array[];
  /** Bytes of the body in a second; as fast as it goes unless said. */
  pace?: number;
};

export type Client = {
  /** Rejects unless the status is the one that is expected. */
  ask(url: string, status: number, what?: Ask): Promise<Answer>;
  close(): void;
};

/** Keeps `connections` open, and makes no more. */
export function createClient(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: (url, status, { method = 'GET', headers = {}, body, pace } = {}) =>
      new Promise((resolve, reject) => {
        const pieces = body === undefined ? [] : body instanceof Uint8Array ? [body] : body;
        const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
        const outgoing = request(url, {
          method,
          agent,
          headers: { ...headers, ...(method !== 'GET' && { 'Content-Length': String(length) }) },
        });
        outgoing.once('error', reject);
        outgoing.once('response', (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () => {
            const answer = {
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
            };
            if (answer.status === status) resolve(answer);
            else
              reject(
                new Error(`${String(answer.status)} instead of ${String(status)}: ${answer.body.toString()}`),
              );
          });
        });
        void (async () => {
          for (const piece of pieces) {
            const step = pace === undefined ? piece.length : Math.ceil(pace / STEPS);
            for (let start = 0; start < piece.length && !outgoing.destroyed; start += step) {
              const isTaken = outgoing.write(piece.subarray(start, start + step));
              if (!isTaken) await once(outgoing, 'drain').catch(() => undefined);
              if (pace !== undefined) await delay(1000 / STEPS);
            }
          }
          outgoing.end();
        })();
      }),
    close: () => {
      agent.destroy();
    },
  };
}

/** So many proofs of work for uploads of `length` bytes, solved beforehand: they are not what is measured. */
export async function proofsFor(address: string, length: number, count: number): Promise<string[]> {
  const answer = await fetch(`${address}${ROUTES.challenge}`);
  const { challenge, iterations, efforts } = (await answer.json()) as Challenge;
  const effort = efforts.find(({ upTo }) => length <= upTo)?.effort;
  if (effort === undefined) throw new Error('the portal takes nothing of this length');
  const attempt = await puzzle(hex.decode(challenge), iterations, crypto.subtle);
  const signal = new AbortController().signal;
  const proofs: string[] = [];
  while (proofs.length < count) {
    const { nonce } = await solve({ attempt, effort, random: randomBytes, atOnce: 2, signal });
    proofs.push(`${challenge}.${hex.encode(nonce)}`);
  }
  return proofs;
}

const TUS = { 'Tus-Resumable': TUS_VERSION };

/** Begins an upload, with `body` if it is a text; gives its address and how much has come. */
export async function begin(
  client: Client,
  address: string,
  { length, proof, body }: { length: number; proof: string; body?: readonly Uint8Array[] },
): Promise<{ url: string; offset: number }> {
  const headers = {
    ...TUS,
    'Upload-Length': String(length),
    [PROOF_HEADER]: proof,
    ...(body && { 'Content-Type': UPLOAD_TYPE }),
  };
  const { headers: found } = await client.ask(`${address}${ROUTES.uploads}`, 201, {
    method: 'POST',
    headers,
    ...(body && { body }),
  });
  return { url: `${address}${found.location ?? ''}`, offset: Number(found['upload-offset'] ?? 0) };
}

/** `length` bytes that are read from `source` again and again; the first ones must be an age header. */
export type Ciphertext = { length: number; at(start: number, end: number): readonly Uint8Array[] };

export function ciphertextOf(source: Uint8Array, length: number): Ciphertext {
  return {
    length,
    at(start, end) {
      const pieces: Uint8Array[] = [];
      for (let from = start; from < Math.min(end, length);) {
        const place = from % source.length;
        const piece = source.subarray(place, place + Math.min(end, length) - from);
        pieces.push(piece);
        from += piece.length;
      }
      return pieces;
    },
  };
}

export type Line = {
  /** Bytes in a second. */
  pace?: number;
  /** Asked before each piece: whether that is enough. */
  isOver?: () => boolean;
};

/** Sends all of it in the pieces that the source's page would send over this line. Gives the bytes that are confirmed. */
export async function send(
  client: Client,
  address: string,
  ciphertext: Ciphertext,
  proof: string,
  { pace, isOver = () => false }: Line = {},
): Promise<number> {
  const { length } = ciphertext;
  const isText = length <= SMALL_UPLOAD;
  const begun = await begin(client, address, {
    length,
    proof,
    ...(isText && { body: ciphertext.at(0, length) }),
  });
  const { url } = begun;
  let { offset } = begun;
  let size = FIRST_PIECE;
  while (offset < length && !isOver()) {
    const end = Math.min(length, offset + size);
    const headers = { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': UPLOAD_TYPE };
    const started = performance.now();
    await client.ask(url, 204, {
      method: 'PATCH',
      headers,
      body: ciphertext.at(offset, end),
      ...(pace !== undefined && { pace }),
    });
    size = nextPiece(end - offset, performance.now() - started);
    offset = end;
  }
  return offset;
}

/** Sends all of it with a proof of its own, solved before; gives MiB in a second. `after`: what is waited for then. */
export async function speedOfFile(
  client: Client,
  address: string,
  ciphertext: Ciphertext,
  after?: () => Promise<unknown>,
): Promise<number> {
  const [proof = ''] = await proofsFor(address, ciphertext.length, 1);
  return speedOf(ciphertext, async () => {
    await send(client, address, ciphertext, proof);
    await after?.();
  });
}

/** MiB in a second. */
export async function speedOf({ length }: Ciphertext, action: () => Promise<unknown>): Promise<number> {
  return (length * 1000) / (await timed(action)) / 2 ** 20;
}

/** Does `action` for each item, `atOnce` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  action: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await action(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
