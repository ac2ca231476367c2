/**
 * Reads what a portal answers, believing none of it: status, size and shape are checked before anything is used.
 *
 * @module
 */
import * as v from 'valibot';
import { collect } from '../crypto/encoding.ts';
import { WitnessboxError } from '../crypto/errors.ts';
import { SERVER_ERROR_CODES } from '../server/contract.ts';

const ServerErrorSchema = v.object({ error: v.picklist(SERVER_ERROR_CODES) });

/** Turns an answer that is not a success into the server's own code, or the nearest of ours. */
export async function refuse(response: Response): Promise<void> {
  if (response.ok) return;
  let code: string | null = null;
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(await readSmall(response, 64 * 1024)));
    code = v.parse(ServerErrorSchema, said).error;
  } catch {
    // Not our server's words: a proxy, a captive portal. The status alone decides.
  }
  if (code === 'request.stale') throw new WitnessboxError('portal.clock');
  if (code === 'request.bad-signature') throw new WitnessboxError('portal.refused');
  if (code !== null) throw new WitnessboxError(code);
  if (response.status === 401 || response.status === 403) throw new WitnessboxError('portal.refused');
  throw new WitnessboxError(response.status >= 500 ? 'server.fault' : 'portal.malformed');
}

/** A body that is known to be small. @throws portal.malformed where it is longer than `most`, portal.unreachable */
export async function readSmall(
  response: { body: ReadableStream<Uint8Array> | null },
  most: number,
): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(0);
  let length = 0;
  const capped = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        length += piece.length;
        if (length > most) throw new WitnessboxError('portal.malformed');
        controller.enqueue(piece);
      },
    }),
  );
  try {
    return await collect(capped);
  } catch (error) {
    if (error instanceof WitnessboxError) throw error;
    throw new WitnessboxError('portal.unreachable', {}, { cause: error });
  }
}

/** @throws portal.malformed, portal.unreachable */
export async function readJson<S extends v.GenericSchema>(
  response: Response,
  most: number,
  schema: S,
): Promise<v.InferOutput<S>> {
  const bytes = await readSmall(response, most);
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new WitnessboxError('portal.malformed', {}, { cause: error });
  }
}

/** First byte of a partial answer (RFC 9110, 14.4); a whole one starts at 0. */
export function startOf(response: Response): number {
  if (response.status !== 206) return 0;
  const start = /^bytes (\d+)-\d+\/(?:\d+|\*)$/u.exec(response.headers.get('content-range') ?? '')?.[1];
  if (start === undefined) throw new WitnessboxError('portal.malformed');
  return Number(start);
}

/**
 * The same answer, whose body ends with portal.unreachable as soon as `signal` is aborted, whatever the connection beneath
 * does: a portal that stops in the middle of a body, or never ends one, must not hold a sync for ever.
 */
export function interruptible(response: Response, signal: AbortSignal): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const interrupt = (): void => {
          controller.error(new WitnessboxError('portal.unreachable', {}, { cause: signal.reason }));
          reader.cancel(signal.reason).catch(() => undefined);
        };
        if (signal.aborted) interrupt();
        else signal.addEventListener('abort', interrupt, { once: true });
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

/**
 * The same bytes; `stalled` is called when fewer than `least` of them have come within `milliseconds`. A slow body
 * takes as long as it needs, but one that trickles is none.
 */
export function watched(
  body: ReadableStream<Uint8Array>,
  { least, milliseconds, stalled }: { least: number; milliseconds: number; stalled: () => void },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let timer = setTimeout(stalled, milliseconds);
  let since = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            clearTimeout(timer);
            controller.close();
            return;
          }
          since += value.length;
          if (since >= least) {
            clearTimeout(timer);
            timer = setTimeout(stalled, milliseconds);
            since = 0;
          }
          controller.enqueue(value);
        } catch (error) {
          clearTimeout(timer);
          throw error;
        }
      },
      cancel(reason) {
        clearTimeout(timer);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
