/** Begins and ends listening. @module */
import { chmod, lstat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type ListenOptions } from 'node:net';
import { StartError } from './start-errors.ts';

/** How long requests that are under way may take when the server stops. */
const DRAIN_MS = 5_000;

/** Whether only this machine can reach a host that is listened on. */
export const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host);

/** Gives the address as a URL. Throws StartError `server.port-in-use` or `server.address-refused`. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  try {
    await begin(server, { host, port });
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') throw new StartError('server.port-in-use', { port });
    throw new StartError('server.address-refused');
  }
  const { address, family, port: taken } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return `http://${name}:${String(taken)}`;
}

/**
 * Listens on a socket with these permission bits; Node removes it when the server is closed. One that a crash
 * left behind is removed, but never one on which somebody answers. Gives `unix:PATH`. Throws StartError
 * `server.socket-in-use`, `server.socket-taken` or `server.socket-refused`.
 */
export async function listenOnSocket(server: Server, path: string, mode: number): Promise<string> {
  await removeStale(path);
  try {
    // Programs run with a umask of 077, so that until now nobody else can connect.
    await begin(server, { path });
    await chmod(path, mode);
  } catch {
    throw new StartError('server.socket-refused');
  }
  return `unix:${path}`;
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found) return;
  if (!found.isSocket()) throw new StartError('server.socket-taken');
  if (await answers(path)) throw new StartError('server.socket-in-use');
  await unlink(path).catch(() => {
    throw new StartError('server.socket-refused');
  });
}

/** Only a refusal is taken as a sign that nobody listens: a socket that may not be asked may be in use. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const done = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => {
      done(true);
    });
    socket.once('error', (error) => {
      done(systemCode(error) !== 'ECONNREFUSED');
    });
  });
}

function begin(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      // A connection that cannot be taken, for want of file handles, is no reason to stop for all the others.
      server.off('error', reject).on('error', () => undefined);
      resolve();
    });
  });
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
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
