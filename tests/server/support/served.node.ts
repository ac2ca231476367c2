/** A server on a real port, in this process or in one of its own, and clients that can behave badly. @module */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UPLOAD_TYPE } from '../../../server/contract.ts';
import type { ServeOptions } from '../../../server/main.node.ts';
import { makeOrganisation, type Changes, type TestOrganisation } from './organisation.ts';
import { proofFor } from './proof.ts';
import { smallSite, TUS } from './world.ts';

const PROGRAM = fileURLToPath(new URL('../../../server/main.node.ts', import.meta.url));

export type Folders = {
  root: string;
  organisation: TestOrganisation;
  options: ServeOptions;
  remove(): Promise<void>;
};

export const ALWAYS: Changes = { validFrom: '2020-01-01', validUntil: '2099-12-31' };

/** Folders for a server: an organisation's, a website and one for data. */
export async function makeFolders(changes: Changes = ALWAYS): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), 'witnessbox-'));
  const organisation = await makeOrganisation(changes);
  const webFolder = join(root, 'web');
  for (const [path, bytes] of smallSite()) {
    await mkdir(dirname(join(webFolder, path)), { recursive: true });
    await writeFile(join(webFolder, path), bytes);
  }
  const organisationFolder = join(root, 'organisation');
  await writeOrganisation(organisationFolder, organisation);
  return {
    root,
    organisation,
    options: { organisationFolder, dataFolder: join(root, 'data'), webFolder, host: '127.0.0.1', port: 0 },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export async function writeOrganisation(folder: string, { files }: TestOrganisation): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

export type Program = {
  address: string;
  process: ChildProcess;
  output(): string;
  kill(): Promise<void>;
  end(): Promise<number | null>;
};

/** The server as a program. `environment`: what it is told beside this process' own. */
export async function startProgram(
  { options }: Folders,
  environment: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', PROGRAM],
      ...['--organisation', options.organisationFolder, '--data', options.dataFolder],
      ...['--web', options.webFolder, '--host', options.host, '--port', String(options.port)],
    ],
    { env: { ...process.env, ...environment } },
  );
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const take = (data: Buffer): void => {
      output += data.toString();
      const found = /listens on (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', () => {
      reject(new Error(output));
    });
  });
  const endBy = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    address,
    process: child,
    output: () => output,
    kill: async () => {
      await endBy('SIGKILL');
    },
    end: () => endBy('SIGTERM'),
  };
}

export async function create(address: string, length: number): Promise<string> {
  const proof = await proofFor((path) => fetch(`${address}${path}`), length);
  const answer = await fetch(`${address}/uploads`, {
    method: 'POST',
    headers: { ...TUS, 'Upload-Length': String(length), ...proof },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return `${address}${answer.headers.get('location') ?? ''}`;
}

export function append(url: string, offset: number, body: Uint8Array): Promise<Response> {
  const headers = { ...TUS, 'Content-Type': UPLOAD_TYPE, 'Upload-Offset': String(offset) };
  return fetch(url, { method: 'PATCH', headers, body: body as BodyInit });
}

export async function offsetAt(url: string): Promise<number> {
  const answer = await fetch(url, { method: 'HEAD', headers: TUS });
  return answer.status === 200 ? Number(answer.headers.get('upload-offset')) : -answer.status;
}

/** Bytes in the one blob there is, recorded or not. */
export async function bytesReceived({ options }: Folders): Promise<number> {
  const blobs = join(options.dataFolder, 'blobs');
  const [name] = await readdir(blobs);
  return name === undefined ? 0 : (await stat(join(blobs, name))).size;
}

/** A PATCH whose body the test writes itself, to break it off wherever it likes. */
export function openPatch(url: string, offset: number, length: number) {
  const outgoing = request(url, {
    method: 'PATCH',
    headers: { ...TUS, 'Content-Type': UPLOAD_TYPE, 'Upload-Offset': offset, 'Content-Length': length },
  });
  const answered = new Promise<{ status: number; headers: IncomingHttpHeaders } | null>((resolve) => {
    outgoing.once('response', (incoming) => {
      incoming.resume();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers });
    });
    outgoing.once('error', () => {
      resolve(null);
    });
  });
  return {
    write: (bytes: Uint8Array) =>
      new Promise<void>((resolve) =>
        outgoing.write(bytes, () => {
          resolve();
        }),
      ),
    breakOff: () => outgoing.destroy(),
    answered,
  };
}

/** Sends raw bytes and gives everything that comes back until the server closes, or for a while. */
export function raw(address: string, text: string, patience = 2000): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let received = '';
    const socket: Socket = connect(Number(port), hostname, () => socket.write(text));
    const done = (): void => {
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(done, patience);
    socket.on('data', (data) => (received += data.toString('latin1')));
    socket.on('close', () => {
      clearTimeout(timer);
      done();
    });
    socket.on('error', () => undefined);
  });
}

export async function eventually(check: () => Promise<boolean>, patience = 5000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
