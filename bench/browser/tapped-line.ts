/**
 * A line between a browser and a server on this machine that notes every answer, workers' included, with all its bytes:
 * head and body as they went over the line. It lets browsers ask for no encoding but gzip, as they do by themselves
 * over plain http, onions included; on this machine they take more.
 *
 * @module
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Answer = {
  path: string;
  /** The media type without parameters. */
  type: string;
  encoding: string;
  /** Of head and body. */
  bytes: number;
};

export type TappedLine = {
  /** With a slash at its end. */
  address: string;
  /** By the order in which they were asked for; `bytes` grow until the answer has ended. */
  answers: readonly Answer[];
  stop(): void;
};

export async function tapLine(port: number): Promise<TappedLine> {
  const answers: Answer[] = [];
  const open = new Set<Socket>();
  const line = createServer((browser) => {
    const server = connect(port, '127.0.0.1');
    const waiting: Answer[] = [];
    browser.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      const [, path] = /^(?:GET|HEAD|POST|PATCH|DELETE) (\S+) HTTP\/1\.1\r\n/.exec(text) ?? [];
      if (path !== undefined) {
        const answer: Answer = { path, type: '', encoding: '', bytes: 0 };
        answers.push(answer);
        waiting.push(answer);
      }
      server.write(Buffer.from(path === undefined ? text : gzipOnly(text), 'latin1'));
    });
    const reader = readAnswers(waiting);
    server.on('data', (bytes) => {
      reader(bytes);
      browser.write(bytes);
    });
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  return {
    address: `http://127.0.0.1:${String((line.address() as AddressInfo).port)}/`,
    answers,
    stop() {
      line.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function gzipOnly(request: string): string {
  return request.replace(/\r\naccept-encoding: [^\r]*/i, '\r\nAccept-Encoding: gzip');
}

/** Of one connection: answers one after the other (RFC 9112), each with a length of its own or none. */
function readAnswers(waiting: Answer[]): (bytes: Buffer) => void {
  let held = Buffer.alloc(0);
  /** Bytes of the present answer's body that are still to come. */
  let left = 0;
  let current: Answer | undefined;
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length > 0) {
      if (left === 0) {
        const end = held.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = held.toString('latin1', 0, end);
        const field = (name: string) =>
          new RegExp(`\\r\\n${name}: *([^\\r;]*)`, 'i').exec(head)?.[1]?.trim() ?? '';
        current = waiting.shift();
        if (current) {
          current.type = field('content-type');
          current.encoding = field('content-encoding');
          current.bytes += end + 4;
        }
        const length = field('content-length');
        // Of one without a length all is body until the connection ends.
        const isOpen = length === '' && field('connection').toLowerCase() === 'close';
        left = isOpen ? Infinity : Number(length);
        held = held.subarray(end + 4);
      }
      const taken = Math.min(left, held.length);
      if (current) current.bytes += taken;
      left -= taken;
      held = held.subarray(taken);
      if (taken === 0 && left > 0) return;
    }
  };
}
