/**
 * A server between the source and the portal that answers some paths otherwise: what a hostile host could do
 * without touching the page's code.
 *
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:http';

export type AlteringProxy = { address: string; stop(): Promise<void> };

/** `alter` gets the path and the portal's answer, and gives the bytes that the browser is shown. */
export async function alteringProxy(
  portal: string,
  alter: (path: string, body: Buffer) => Buffer,
): Promise<AlteringProxy> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET' } = request;
      const answer = await fetch(portal + path, {
        method,
        headers: {
          'accept-language': request.headers['accept-language'] ?? 'en',
          // What is to be altered must be readable here.
          'accept-encoding': 'identity',
        },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const body = alter(path, Buffer.from(await answer.arrayBuffer()));
      const headers = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, { ...headers, 'content-length': String(body.length) });
      response.end(method === 'HEAD' ? undefined : body);
    })().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
