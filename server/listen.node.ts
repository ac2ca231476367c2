/** Begins and ends listening. @module */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-errors.ts';

/** How long requests that are under way may take when the server stops. */
const DRAIN_MS = 5_000;

/** Whether only this machine can reach a host that is listened on. */
export const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host);

/** Gives the address as a URL. Throws StartError `server.port-in-use` or `server.address-refused`. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        inUse ? new StartError('server.port-in-use', { port }) : new StartError('server.address-refused'),
      );
    });
    server.listen({ host, port }, () => {
      const { address, family, port: taken } = server.address() as AddressInfo;
      const name = family === 'IPv6' ? `[${address}]` : address;
      resolve(`http://${name}:${String(taken)}`);
    });
  });
}

/**
 * Takes no new connection, waits a while for requests under way, has those that still write record what they
 * got, and closes the rest.
 */
export async function drain(server: Server, stopWriters: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const timer = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS).unref());
  await Promise.race([closed, timer]);
  await stopWriters();
  server.closeAllConnections();
  await closed;
}
