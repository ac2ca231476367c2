/** Small helpers for routes. @module */
import type { Context } from 'hono';
import { codeOf, errorResponse } from './errors.ts';

type Handler = (c: Context) => Response | Promise<Response>;
type Handlers = { GET?: Handler; POST?: Handler; PUT?: Handler };

/** Dispatches by method and answers every other with 405; HEAD goes to GET, whose body Hono drops. */
export function methods(handlers: Handlers): Handler {
  const allowed = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return async (c) => {
    const method = c.req.raw.method;
    const handler = handlerFor(method, handlers);
    if (!handler) return errorResponse('request.method-not-allowed', { Allow: allowed.join(', ') });
    try {
      return await handler(c);
    } catch (error) {
      return errorResponse(codeOf(error));
    }
  };
}

function handlerFor(method: string, handlers: Handlers): Handler | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return handlers.GET;
    case 'POST':
      return handlers.POST;
    case 'PUT':
      return handlers.PUT;
    default:
      return undefined;
  }
}

export function json(value: unknown, status = 200): Response {
  return jsonText(JSON.stringify(value), status);
}

export function jsonText(text: string, status = 200): Response {
  return bytesOf(new TextEncoder().encode(text), 'application/json', {}, status);
}

export function bytesOf(
  body: Uint8Array,
  type: string,
  headers: Record<string, string> = {},
  status = 200,
): Response {
  // The Response takes a copy of its own.
  const init = {
    status,
    headers: { 'Content-Type': type, 'Content-Length': String(body.length), ...headers },
    // Workers would compress once more what is said to be compressed.
    encodeBody: 'manual',
  };
  return new Response(body as Uint8Array<ArrayBuffer>, init);
}
