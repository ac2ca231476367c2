/**
 * `witnessbox desk`: opens the desk on this machine's loopback address and nowhere else, for as long as the
 * program runs. The address that it returns ends in a fresh token, in the fragment, which no browser sends.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { getRequestListener } from '@hono/node-server';
import type { Session } from '../session.ts';
import { createDeskApp } from './app.ts';
import { readAssets } from './assets.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { Syncing } from './syncing.ts';

const LOOPBACK = '127.0.0.1';
const TOKEN_LENGTH = 32;

export type ServeDesk = {
  /** Stays the caller's: stopping the desk does not close it. */
  session: Session;
  /** 0 takes any free one. */
  port: number;
  /** The built page, dist/desk. */
  webFolder: string;
  random: (length: number) => Uint8Array;
  /** An existing folder in which saved cases are proposed to go; default the reviewer's home folder. */
  saveIn?: string;
};

export type RunningDesk = {
  /** `http://127.0.0.1:PORT/#TOKEN`; to be shown on the terminal only. */
  address: string;
  /** Lets a running sync finish, then closes. */
  stop(): Promise<void>;
};

/** @throws the system's error where the port is taken or the page has not been built. */
export async function serveDesk({
  session,
  port,
  webFolder,
  random,
  saveIn,
}: ServeDesk): Promise<RunningDesk> {
  const assets = await readAssets(webFolder);
  const token = Buffer.from(random(TOKEN_LENGTH)).toString('base64url');
  const syncing = new Syncing(session);
  let host = '';
  const app = createDeskApp({
    session,
    syncing,
    assets,
    token,
    host: () => host,
    saveIn: saveIn ?? homedir(),
  });

  const listener = getRequestListener(app.fetch, {
    // Reached where the request is not even an HTTP request for a host: the app never sees it.
    errorHandler: () =>
      Response.json({ error: 'desk.malformed' }, { status: 400, headers: SECURITY_HEADERS }),
  });
  const server = createServer((request, response) => void listener(request, response));
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port }, resolve);
  });
  host = `${LOOPBACK}:${(server.address() as AddressInfo).port}`;

  return {
    address: `http://${host}/#${token}`,
    async stop() {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      server.closeAllConnections();
      await Promise.all([closed, syncing.settled()]);
    },
  };
}
