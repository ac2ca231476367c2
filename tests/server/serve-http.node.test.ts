import { describe, expect, it, vi } from 'vitest';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { ageFile } from './support/files.ts';
import { perTest } from './support/per-test.node.ts';
import { append, create, openPatch, raw } from './support/served.node.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describe('a server', () => {
  const own = perTest();

  describe('speaks HTTP so that', () => {
    const forbidden = /^(date|server|x-powered-by|set-cookie|via):/im;
    const body = '{"error":"request.malformed"}';

    it.each<[string, string, number]>([
      ['what is no HTTP at all', 'nonsense\r\n\r\n', 400],
      ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
      [
        'length and chunks',
        'POST /uploads HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
      ],
      ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20000)}\r\n\r\n`, 413],
      ['an expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n', 400],
      ['a proxy request', 'GET http://elsewhere.test/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
      ['a star', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
      ['a network path', 'GET //elsewhere.test/en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
      ['no host', 'GET /en/ HTTP/1.1\r\nConnection: close\r\n\r\n', 200],
      ['a host that is none', 'GET /en/ HTTP/1.1\r\nHost: "<>"\r\nConnection: close\r\n\r\n', 200],
      ['HTTP/1.0', 'GET /en/ HTTP/1.0\r\n\r\n', 200],
      [
        'an upgrade',
        'GET /en/ HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n',
        200,
      ],
      ['dots', 'GET /../../en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 200],
    ])('%s is answered with the same headers and nothing of our own', async (_, text, status) => {
      const { address } = await own.start();
      const answer = await raw(address, text);
      const [head = '', rest = ''] = answer.split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
      expect(head).not.toMatch(forbidden);
      for (const [name, value] of Object.entries(RESPONSE_HEADERS))
        expect(head).toContain(`${name}: ${value}`);
      if (status === 400) expect(rest).toContain(body);
    });

    it('each header stands there once', async () => {
      const { address } = await own.start();
      const [head = ''] = (
        await raw(address, 'GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
      ).split('\r\n\r\n');
      const names = head
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(':')[0]?.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
    });

    it('health is told by what the disk and the database say', async () => {
      const { address } = await own.start();
      expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
    });

    it('a client that goes away in the middle of an answer does no harm and leaves no line', async () => {
      const program = await own.startProgram();
      const before = program.output();
      await raw(program.address, 'GET /snapshot/buckets/0 HTTP/1.1\r\nHost: a\r\n\r\n', 1);
      await raw(program.address, 'nonsense\r\n\r\n');
      await fetch(`${program.address}/nothing`, { headers: { 'User-Agent': 'secret' } });
      const url = await create(program.address, (await ageFile()).length);
      await append(url, 0, new TextEncoder().encode('plain'));
      const broken = openPatch(url, 0, 5000);
      broken.breakOff();
      expect((await fetch(`${program.address}/healthz`)).status).toBe(200);
      expect(program.output()).toBe(before);
      expect(before).toBe(`Witnessbox listens on ${program.address}\n`);
      expect(await program.end()).toBe(0);
    });
  });
});
