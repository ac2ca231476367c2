/** What is no proper request: the answer carries the headers of every answer, or there is none. */
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { createHttpServer } from '../../server/http.node.ts';

const BIG = 8_000_000;
const PATIENCE = { headers: 300, look: 50 };
const HOST = 'Host: a\r\n';
const LAST = `${HOST}Connection: close\r\n`;

let server: Server;
let asked: string[];
const printed = vi.fn();

beforeEach(async () => {
  asked = [];
  for (const name of ['log', 'warn', 'error', 'info'] as const) {
    vi.spyOn(console, name).mockImplementation(printed);
  }
  server = createHttpServer(async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname === '/big') return new Response(new Uint8Array(BIG).fill(65));
    const length = await request.arrayBuffer().then(
      ({ byteLength }) => byteLength,
      () => -1,
    );
    return new Response(`took ${String(length)}`);
  }, PATIENCE);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(printed).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

/** Sends one after the other, the second once something has come back or a moment has passed; gives all that comes. */
function exchange(...parts: string[]): Promise<string> {
  return new Promise((resolve) => {
    const { port } = server.address() as AddressInfo;
    const [first = '', ...rest] = parts;
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(first, 'latin1'));
    const goOn = () => {
      for (const part of rest.splice(0)) socket.write(part, 'latin1');
    };
    setTimeout(goOn, 100);
    socket.on('data', (data: Buffer) => {
      received += data.toString('latin1');
      goOn();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(received);
    });
  });
}

/** The answers in what came back, interim ones aside. */
const answersIn = (received: string) =>
  received
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 100 '));

function expectOurs(answer: string, status: number, body: string): void {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} \\w`));
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) expect(head).toContain(`${name}: ${value}`);
  expect(head).not.toMatch(/^(date|server|x-powered-by):/im);
  expect(rest.join('\r\n\r\n')).toBe(body);
}

const MALFORMED = '{"error":"request.malformed"}';
const TOO_LARGE = '{"error":"request.too-large"}';
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`;

describe('a connection on which no proper request comes', () => {
  it.each<[string, string[], number, string]>([
    ['an expectation that nobody meets', [`GET / HTTP/1.1\r\n${LAST}Expect: tea\r\n\r\n`], 400, MALFORMED],
    ['one by HEAD', [`HEAD / HTTP/1.1\r\n${LAST}Expect: tea\r\n\r\n`], 400, ''],
    ['the preface of HTTP/2', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], 400, MALFORMED],
    ['a greeting of TLS', ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 400, MALFORMED],
    ['a version that there is not', [`GET / HTTP/9.9\r\n${HOST}\r\n`], 400, MALFORMED],
    ['a method that there is not', [`FOO / HTTP/1.1\r\n${HOST}\r\n`], 400, MALFORMED],
    ['a zero in a header', ['GET / HTTP/1.1\r\nX: a\0b\r\n\r\n'], 400, MALFORMED],
    ['many headers', [`GET / HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(3000)}\r\n`], 413, TOO_LARGE],
    ['one long header', [`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`], 413, TOO_LARGE],
    ['a long trailer', [CHUNKED, `0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`], 413, TOO_LARGE],
    ['a chunk without a length', [CHUNKED, '5\r\nhello\r\nZZ\r\n'], 400, MALFORMED],
    ['a chunk with a long extension', [CHUNKED, `5;${'x'.repeat(20_000)}\r\nhello\r\n`], 400, MALFORMED],
    [
      'an encoding that nobody knows',
      [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip\r\n\r\nx`],
      400,
      MALFORMED,
    ],
    ['headers that do not end', [`GET / HTTP/1.1\r\n${HOST}`], 400, MALFORMED],
  ])('is answered once and closed: %s', async (_, parts, status, body) => {
    const [answer = '', ...more] = answersIn(await exchange(...parts));
    expectOurs(answer, status, body);
    expect(more).toEqual([]);
  });

  it('is closed without a word where it wants to be a tunnel', async () => {
    expect(await exchange(`CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`)).toBe('');
    expect(asked).toEqual([]);
  });

  it('has nothing written into the midst of an answer that has begun', async () => {
    const received = await exchange(`GET /big HTTP/1.1\r\n${HOST}\r\n`, 'nonsense\r\n\r\n');
    expect(answersIn(received)).toHaveLength(1);
    expect(received).not.toContain('request.malformed');
    expect(asked).toEqual(['GET /big']);
  });

  it('nor where another request waits behind that answer', async () => {
    const next = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`;
    const received = await exchange(`GET /big HTTP/1.1\r\n${HOST}\r\n`, `${next}ZZ\r\n`);
    expect(answersIn(received)).toHaveLength(1);
    expect(received).not.toContain('request.malformed');
    expect(asked[0]).toBe('GET /big');
  });
});

describe('a body behind an expectation that is refused', () => {
  it('is not taken for the next request', async () => {
    const body = `GET /inner HTTP/1.1\r\n${HOST}\r\n`;
    const received = await exchange(
      `POST / HTTP/1.1\r\n${HOST}Expect: tea\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
      `GET /next HTTP/1.1\r\n${LAST}\r\n`,
    );
    expect(answersIn(received).map((answer) => answer.slice(9, 12))).toEqual(['400', '200']);
    expect(asked).toEqual(['GET /next']);
  });
});

it('whoever waits for leave to send a body is given it, and answered as always', async () => {
  const received = await exchange(
    `POST / HTTP/1.1\r\n${LAST}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    'hello',
  );
  expect(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP/);
  const [answer = ''] = answersIn(received);
  expectOurs(answer, 200, '6\r\ntook 5\r\n0\r\n\r\n');
});
