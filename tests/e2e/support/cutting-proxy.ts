/**
 * A line that breaks: passes TCP through and cuts each of the first connections after so many bytes from the
 * client, in the middle of whatever it was carrying, or before the answer to them.
 *
 * @module
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type CuttingProxy = { port: number; cuts(): number; stop(): Promise<void> };

export async function cuttingProxy(
  target: number,
  cuts: number,
  after: number,
  where: 'request' | 'answer' = 'request',
): Promise<CuttingProxy> {
  let done = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let carried = 0;
    client.on('data', (bytes: Buffer) => {
      carried += bytes.length;
      if (where === 'request' && carried > after && done < cuts) {
        done += 1;
        // Half of what has just come still goes through: the server keeps it, the client does not know.
        upstream.write(bytes.subarray(0, bytes.length >> 1), () => client.destroy());
        return;
      }
      if (!upstream.write(bytes)) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
    });
    upstream.on('data', (bytes: Buffer) => {
      if (where === 'answer' && carried > after && done < cuts) {
        done += 1;
        client.destroy();
      } else if (!client.write(bytes)) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
    });
    upstream.on('end', () => client.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cuts: () => done,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
