/**
 * The samples of deploy/ in real proxies: what goes through, what comes back, and what they keep. Only ports, paths and
 * certificates are put in for the test.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ciphertextSize } from '../../crypto/padding.ts';
import { RESPONSE_HEADERS } from '../../server/headers.ts';
import { serve, type Serving } from '../../server/main.node.ts';
import { ageFile } from './support/files.ts';
import { proofFor } from './support/proof.ts';
import { eventually, makeFolders, type Folders } from './support/served.node.ts';
import { TUS } from './support/world.ts';

vi.setConfig({ testTimeout: 120_000 });

const has = (program: string): boolean => spawnSync(program, ['version']).error === undefined;
const TRACER = 'tracer-of-a-path';

type Ports = { plain: number; secure: number };
type Proxy = { program: string; prepare(root: string, socket: string, ports: Ports): Promise<string[]> };

async function sample(name: string, changes: [RegExp | string, string][]): Promise<string> {
  let text = await readFile(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
  for (const [from, to] of changes) {
    const changed = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
    // A sample that has changed must not slip past the test unchanged.
    if (changed === text) throw new Error(`${name} has no ${String(from)}`);
    text = changed;
  }
  return text;
}

const SOCKET = '/run/witnessbox/portal.sock';

const PROXIES: Proxy[] = [
  {
    program: 'nginx',
    async prepare(root, socket, { plain, secure }) {
      const text = await sample('nginx.conf', [
        [SOCKET, socket],
        ['/run/nginx.pid', join(root, 'nginx.pid')],
        ['user www-data;', ''],
        [/listen 80;\s+listen \[::\]:80;/, `listen 127.0.0.1:${String(plain)};`],
        [
          /listen 443 ssl http2;\s+listen \[::\]:443 ssl http2;/,
          `listen 127.0.0.1:${String(secure)} ssl http2;`,
        ],
        [/\/etc\/letsencrypt\/live\/portal\.example\/fullchain\.pem/, join(root, 'cert.pem')],
        [/\/etc\/letsencrypt\/live\/portal\.example\/privkey\.pem/, join(root, 'key.pem')],
      ]);
      await writeFile(join(root, 'nginx.conf'), text);
      await mkdir(join(root, 'logs'), { recursive: true });
      return ['-p', root, '-c', join(root, 'nginx.conf'), '-g', 'daemon off;'];
    },
  },
  {
    program: 'caddy',
    async prepare(root, socket, { plain, secure }) {
      const text = await sample('Caddyfile', [
        [SOCKET, socket],
        ['\tadmin off', `\tadmin off\n\thttp_port ${String(plain)}\n\thttps_port ${String(secure)}`],
        ['portal.example {', `portal.example {\n\ttls ${join(root, 'cert.pem')} ${join(root, 'key.pem')}`],
      ]);
      await writeFile(join(root, 'Caddyfile'), text);
      return ['run', '--config', join(root, 'Caddyfile'), '--adapter', 'caddyfile'];
    },
  },
];

for (const proxy of PROXIES) {
  const missing = has(proxy.program) ? '' : ` (SKIPPED: ${proxy.program} is not installed)`;
  describe.skipIf(missing !== '')(`deploy's sample for ${proxy.program}${missing}`, () => {
    let folders: Folders;
    let serving: Serving | undefined;
    let child: ChildProcess;
    let exited: Promise<unknown>;
    let output = '';
    let ports: Ports;
    let socket: string;

    beforeEach(async () => {
      folders = await makeFolders();
      // The proxy may drop its rights.
      await chmod(folders.root, 0o755);
      socket = join(folders.root, 'portal.sock');
      ports = { plain: await freePort(), secure: await freePort() };
      makeCertificate(folders.root);
      const home = join(folders.root, 'proxy');
      await mkdir(home);
      for (const name of ['cert.pem', 'key.pem'])
        await writeFile(join(home, name), await readFile(join(folders.root, name)));
      output = '';
      const args = await proxy.prepare(home, socket, ports);
      child = spawn(proxy.program, args, {
        env: { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home },
      });
      exited = new Promise((resolve) => child.once('exit', resolve));
      child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
      child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
    });
    afterEach(async () => {
      child.kill('SIGTERM');
      await exited;
      await serving?.stop();
      serving = undefined;
      await folders.remove();
    });

    const start = async () => {
      serving = await serve({ ...folders.options, socket: { path: socket, mode: 0o666 } });
      await eventually(async () => (await ask('GET', '/healthz')).status === 200, 30_000);
    };

    type Asked = { status: number; headers: Record<string, string | string[] | undefined>; body: string };
    function ask(method: string, path: string, headers: object = {}, body?: Uint8Array): Promise<Asked> {
      return new Promise((resolve) => {
        const all = { 'User-Agent': 'tracer-agent', Cookie: 'a=tracer', ...headers };
        const outgoing = request(
          {
            ...{
              host: '127.0.0.1',
              port: ports.secure,
              servername: 'portal.example',
              rejectUnauthorized: false,
            },
            ...{ method, path, agent: false, headers: { Host: 'portal.example', ...all } },
          },
          (incoming) => {
            const pieces: Buffer[] = [];
            incoming.on('data', (piece: Buffer) => pieces.push(piece));
            incoming.on('end', () => {
              const text = Buffer.concat(pieces).toString();
              resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
            });
          },
        );
        outgoing.on('error', () => {
          resolve({ status: 0, headers: {}, body: '' });
        });
        outgoing.end(body);
      });
    }

    /** Everything that the proxy has written, to files and to its output. */
    async function kept(): Promise<string> {
      const home = join(folders.root, 'proxy');
      const texts = [output];
      for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), 'latin1'));
      }
      return texts.join('\n');
    }

    it('lets pages through with all our headers, and adds HSTS and nothing that tells more', async () => {
      await start();
      const { status, headers } = await ask('GET', '/en/');
      expect(status).toBe(200);
      for (const [name, value] of Object.entries(RESPONSE_HEADERS))
        expect(headers[name.toLowerCase()]).toBe(value);
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
      for (const name of ['via', 'alt-svc', 'set-cookie', 'etag']) expect(headers[name]).toBeUndefined();
      expect(headers['server'] ?? '').not.toMatch(/\d/);
    });

    it('lets an upload through piece by piece, before it has all of it', async () => {
      await start();
      const file = await ageFile(ciphertextSize(2 ** 23));
      const created = await ask('POST', '/uploads', {
        ...TUS,
        'Upload-Length': String(file.length),
        'Content-Length': 0,
        ...(await proofFor(async (path) => new Response((await ask('GET', path)).body), file.length)),
      });
      expect(created.status).toBe(201);
      const path = String(created.headers['location']);
      expect(path).toMatch(/^\/uploads\//);
      const blobs = join(folders.options.dataFolder, 'blobs');
      const arrived = async () => {
        const [name] = await readdir(blobs);
        return name === undefined ? 0 : (await stat(join(blobs, name))).size;
      };
      const answered = new Promise<number | undefined>((resolve) => {
        const outgoing = request(
          {
            ...{
              host: '127.0.0.1',
              port: ports.secure,
              servername: 'portal.example',
              rejectUnauthorized: false,
            },
            ...{ method: 'PATCH', path, agent: false },
            headers: {
              ...{ ...TUS, Host: 'portal.example', 'Content-Type': 'application/offset+octet-stream' },
              ...{ 'Upload-Offset': '0', 'Content-Length': file.length },
            },
          },
          (incoming) => {
            incoming.resume();
            resolve(incoming.statusCode);
          },
        );
        outgoing.write(file.subarray(0, 2 ** 21));
        // Only if the proxy does not wait for the end does any of it arrive before the rest is sent.
        void eventually(async () => (await arrived()) >= 2 ** 20, 20_000).then(
          () => outgoing.end(file.subarray(2 ** 21)),
          () => outgoing.destroy(),
        );
        outgoing.on('error', () => {
          resolve(undefined);
        });
      });
      expect(await answered).toBe(204);
      const head = await ask('HEAD', path, TUS);
      expect(head.headers['upload-offset']).toBe(String(file.length));
    });

    it('passes on neither address nor program of a visitor', async () => {
      const seen: string[][] = [];
      const backend = createServer((incoming, outgoing) => {
        seen.push(incoming.rawHeaders);
        outgoing.end();
      });
      await new Promise<void>((resolve) => backend.listen(socket, resolve));
      await chmod(socket, 0o666);
      await eventually(
        async () => (await ask('GET', '/', { Referer: 'https://tracer.example/' })).status === 200,
        30_000,
      );
      await ask('GET', '/', { 'X-Forwarded-For': '192.0.2.7', Referer: 'https://tracer.example/' });
      await new Promise((resolve) => backend.close(resolve));
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.flat().join('\n')).not.toMatch(/127\.0\.0\.1|192\.0\.2\.7|tracer|forwarded/i);
    });

    it('keeps no address and no path, of pages, of errors, of what is no HTTP, nor while the server is away', async () => {
      await start();
      await ask('GET', `/${TRACER}`);
      await ask('POST', `/uploads?${TRACER}`, { 'Content-Length': '5' }, new TextEncoder().encode('short'));
      await serving?.stop();
      expect((await ask('GET', `/${TRACER}`)).status).toBeGreaterThanOrEqual(500);
      await ask('GET', `/${'x'.repeat(20_000)}${TRACER}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill('SIGTERM');
      await exited;
      const text = (await kept())
        .replaceAll(`127.0.0.1:${String(ports.plain)}`, '')
        .replaceAll(`127.0.0.1:${String(ports.secure)}`, '');
      expect(text).not.toMatch(/127\.0\.0\.1|tracer/);
    });
  });
}

function makeCertificate(folder: string): void {
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=portal.example', '-addext', 'subjectAltName=DNS:portal.example'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
}

async function freePort(): Promise<number> {
  const server = createPlainServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return bound !== null && typeof bound !== 'string' ? bound.port : 0;
}
