/**
 * A portal as its operator runs it: `scripts/start.ts` in a process of its own, which can be killed without warning
 * and started again on the same port and data.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export type Portal = {
  address: string;
  home: string;
  /** All that the process printed so far. */
  printed(): string;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
}

/** Starts a demonstration portal and waits until it says that it serves. */
export async function startPortal(options: { data: string; port: number }): Promise<Portal> {
  const child = spawn(
    process.execPath,
    ['scripts/start.ts', '--data', options.data, '--port', String(options.port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (output += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (output += piece));
  const serving = Promise.withResolvers<undefined>();
  child.stdout.on('data', () => {
    if (output.includes('Stop with Ctrl+C.')) serving.resolve(undefined);
  });
  child.on('close', () => {
    serving.reject(new Error(`the portal ended: ${output}`));
  });
  await serving.promise;
  const home = /--home (\S+)/.exec(output)?.[1];
  if (home === undefined) throw new Error(`no reviewer's command was printed: ${output}`);
  return {
    address: `http://127.0.0.1:${options.port}`,
    home,
    printed: () => output,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  };
}

/** The passphrase that a newly made demonstration prints once. */
export function passphraseOf(portal: Portal): string {
  const found = /Passphrase\s+([a-z]+(?:-[a-z]+)+)/.exec(portal.printed())?.[1];
  if (found === undefined) throw new Error('no passphrase was printed');
  return found;
}
