/** Onion addresses through a SOCKS port that plays Tor. */
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, type Server, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portalOrigin } from '../../reviewer/home.ts';
import { parseTorPlace, withTor } from '../../reviewer/onion.ts';
import { openSession } from '../../reviewer/session.ts';
import { PASSPHRASE, makeOrganisation, random, temporaryFolder } from './support/world.ts';

const ONION = `${'a'.repeat(56)}.onion`;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

type Asked = { host: string; port: number; user: string };

/** Speaks SOCKS5 byte by byte, so that answers arrive in pieces. @returns its port and what it was asked for */
async function fakeTor(target: number, reply = 0): Promise<{ port: number; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((client) => {
    client.on('error', () => undefined);
    let buffer = Buffer.alloc(0);
    let user = '';
    let stage: 'methods' | 'password' | 'connect' = 'methods';
    const answer = (...bytes: number[]): void => {
      for (const byte of bytes) client.write(Buffer.of(byte));
    };
    const onData = (piece: Buffer): void => {
      buffer = Buffer.concat([buffer, piece]);
      if (stage === 'methods' && buffer.length >= 4) {
        buffer = buffer.subarray(4);
        stage = 'password';
        answer(5, 2);
      } else if (stage === 'password' && buffer.length > 2 + (buffer[1] ?? 0)) {
        const length = buffer[1] ?? 0;
        user = buffer.subarray(2, 2 + length).toString();
        buffer = buffer.subarray(2 + length + 2);
        stage = 'connect';
        answer(1, 0);
      } else if (stage === 'connect' && buffer.length >= 7 + (buffer[4] ?? 0)) {
        const length = buffer[4] ?? 0;
        asked.push({
          host: buffer.subarray(5, 5 + length).toString(),
          port: buffer.readUInt16BE(5 + length),
          user,
        });
        client.off('data', onData);
        answer(5, reply, 0, 1, 0, 0, 0, 0, 0, 0);
        if (reply !== 0) return;
        const onward = connect(target, '127.0.0.1');
        onward.on('error', () => client.destroy());
        client.pipe(onward).pipe(client);
      }
    };
    client.on('data', onData);
  });
  return { port: await listening(server), asked };
}

async function echoServer(): Promise<number> {
  const server = createHttp((request, response) => {
    if (request.url === '/silent') {
      response.writeHead(200, { 'content-length': 1000 }).write('begun');
      return;
    }
    if (request.url === '/away') {
      response.writeHead(302, { location: 'http://example.org/' }).end();
      return;
    }
    response.writeHead(200, { 'x-method': request.method ?? '', 'x-host': request.headers.host ?? '' });
    request.pipe(response);
  });
  onTestFinished(() => {
    server.closeAllConnections();
  });
  return listening(server);
}

const noFetch: typeof fetch = () => Promise.reject(new Error('past Tor'));

test('an onion is reached through Tor by name, body and answer whole, on a circuit of its own', async () => {
  const { port, asked } = await fakeTor(await echoServer());
  const fetch = withTor(noFetch, { host: '127.0.0.1', port }, random);
  const body = random(500_000);
  const answer = await fetch(`http://${ONION}/path?x=1`, { method: 'POST', body: new Uint8Array(body) });
  expect(answer.status).toBe(200);
  expect([answer.headers.get('x-method'), answer.headers.get('x-host')]).toEqual(['POST', ONION]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  expect(asked[0]).toMatchObject({ host: ONION, port: 80 });
  expect(asked[0]?.user).toHaveLength(32);
  await expect(fetch(`http://${ONION}/away`)).rejects.toThrow('redirects');
});

test('a dot at its end, in whatever case, sends no onion past Tor', async () => {
  const { port, asked } = await fakeTor(await echoServer());
  const fetch = withTor(noFetch, { host: '127.0.0.1', port }, random);
  for (const name of [`${ONION}.`, `${ONION.toUpperCase()}.`, `${ONION}..`]) {
    const answer = await fetch(`http://${name}/`);
    expect(answer.headers.get('x-host')).toBe(ONION);
    expect(asked.at(-1)).toMatchObject({ host: ONION });
  }
  for (const address of [`https://${ONION}.`, `http://${ONION.toUpperCase()}.`, 'https://example.org.'])
    expect(() => portalOrigin(address)).toThrow(expect.objectContaining({ code: 'portal.bad-address' }));
  expect(portalOrigin(`http://${ONION.toUpperCase()}`)).toBe(`http://${ONION}`);
});

test('an onion that stops in the middle of its answer is let go of when the signal says so', async () => {
  const { port } = await fakeTor(await echoServer());
  const fetch = withTor(noFetch, { host: '127.0.0.1', port }, random);
  const answer = await fetch(`http://${ONION}/silent`, { signal: AbortSignal.timeout(200) });
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});

test('what is no onion does not go through Tor', async () => {
  const { port, asked } = await fakeTor(await echoServer());
  const fetch = withTor(noFetch, { host: '127.0.0.1', port }, random);
  await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow('past Tor');
  expect(asked).toEqual([]);
});

test('no Tor, and an onion that Tor cannot reach, are told apart', async () => {
  const { home } = await makeOrganisation(await temporaryFolder(), { portal: `http://${ONION}` });
  const syncWith = async (port: number): Promise<unknown> => {
    const fetch = withTor(noFetch, { host: '127.0.0.1', port }, random);
    const session = await openSession({ home, passphrase: PASSPHRASE, fetch, now: () => new Date(), random });
    return session.sync().finally(() => session.close());
  };
  await expect(syncWith(9)).rejects.toMatchObject({ code: 'portal.needs-tor' });
  const { port } = await fakeTor(9, 4);
  await expect(syncWith(port)).rejects.toMatchObject({ code: 'portal.unreachable' });
});

test('a place is read as people type it', () => {
  expect(parseTorPlace('127.0.0.1:9150')).toEqual({ host: '127.0.0.1', port: 9150 });
  for (const wrong of ['9050', 'localhost:', ':1', 'a:70000', 'http://a:1'])
    expect(parseTorPlace(wrong)).toBeNull();
});
