import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Upload, type UploadOptions } from 'tus-js-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { signRequest } from '../../crypto/requests.ts';
import { ciphertextSize } from '../../crypto/padding.ts';
import type { Serving } from '../../server/main.node.ts';
import type { SubmissionList } from '../../server/contract.ts';
import { ageFile, SMALLEST } from './support/files.ts';
import { perTest } from './support/per-test.node.ts';
import { proofFor } from './support/proof.ts';
import { create, offsetAt } from './support/served.node.ts';
import { newNonce } from './support/world.ts';

vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);

describe("other people's clients", () => {
  const own = perTest();
  let serving: Serving;
  beforeEach(async () => {
    serving = await own.start();
  });

  async function asTeam(path: string): Promise<Response> {
    const url = `${serving.address}${path}`;
    const created = Math.floor(Date.now() / 1000);
    const seed = own.folders.organisation.teamSeed;
    return fetch(url, { headers: signRequest({ method: 'GET', url, seed, created, nonce: newNonce() }) });
  }

  /** SHA-256 of everything that the team can fetch, sorted. */
  async function received(): Promise<string[]> {
    const list = (await (await asTeam('/review/submissions')).json()) as SubmissionList;
    const ids = list.days.flatMap(({ submissions }) => submissions.map(({ id }) => id));
    const hashes: string[] = [];
    for (const id of ids)
      hashes.push(await hashOf(await (await asTeam(`/review/submissions/${id}`)).bytes()));
    return hashes.sort();
  }

  const proof = (length: number) => proofFor((path) => fetch(`${serving.address}${path}`), length);

  /** With tus-js-client, the whole way; `start` lets a test break it off. */
  function clientUpload(file: Uint8Array, options: UploadOptions = {}) {
    let upload: Upload | undefined;
    const done = new Promise<void>((resolve, reject) => {
      upload = new Upload(Buffer.from(file), {
        endpoint: `${serving.address}/uploads`,
        retryDelays: [0, 50, 100, 200, 400],
        storeFingerprintForResuming: false,
        onBeforeRequest: async (asked) => {
          if (asked.getMethod() !== 'POST') return;
          for (const [name, value] of Object.entries(await proof(file.length))) asked.setHeader(name, value);
        },
        onSuccess: () => {
          resolve();
        },
        onError: reject,
        ...options,
      });
      upload.start();
    });
    done.catch(() => undefined);
    if (!upload) throw new Error('not made');
    return { upload, done };
  }

  describe('tus-js-client', () => {
    it('sends forty files at once, whole and in pieces, and each arrives once', async () => {
      const files = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          ageFile(index % 8 === 0 ? ciphertextSize(2 ** 20) : SMALLEST),
        ),
      );
      const pieces = [Infinity, 30_000, 65_536];
      await Promise.all(
        files.map((file, index) => clientUpload(file, { chunkSize: pieces[index % 3] ?? Infinity }).done),
      );
      expect(await received()).toEqual((await Promise.all(files.map(hashOf))).sort());
    });

    it('sends with the creation where it is told to, a text in one request', async () => {
      const files = [await ageFile(), await ageFile(ciphertextSize(2 ** 20))];
      const asked = await Promise.all(
        files.map(async (file) => {
          const methods: string[] = [];
          await clientUpload(file, {
            uploadDataDuringCreation: true,
            chunkSize: 600_000,
            onAfterResponse: (request) => {
              methods.push(request.getMethod());
            },
          }).done;
          return methods;
        }),
      );
      expect(asked).toEqual([['POST'], ['POST', 'PATCH']]);
      expect(await received()).toEqual((await Promise.all(files.map(hashOf))).sort());
    });

    it('resumes by itself through connections that break again and again', async () => {
      const shaky = await breakingProxy(serving.address, [90_000, 200_000, 210_000, 500_000, 900_000]);
      const file = await ageFile(ciphertextSize(2 ** 20));
      await clientUpload(file, { endpoint: `${shaky.address}/uploads` }).done;
      expect(shaky.broken()).toBe(5);
      expect(await received()).toEqual([await hashOf(file)]);
      await shaky.stop();
    });

    it('goes on from another client where the first was given up', async () => {
      const file = await ageFile(ciphertextSize(2 ** 20));
      const first = clientUpload(file, {
        chunkSize: 100_000,
        onChunkComplete: (_, accepted) => {
          if (accepted >= 300_000) void first.upload.abort();
        },
      });
      await vi.waitFor(async () => {
        expect(await offsetAt(first.upload.url ?? serving.address)).toBeGreaterThanOrEqual(300_000);
      }, 10_000);
      const sent: number[] = [];
      await clientUpload(file, {
        uploadUrl: first.upload.url ?? '',
        onProgress: (bytes) => sent.push(bytes),
      }).done;
      expect(sent[0]).toBeGreaterThanOrEqual(300_000);
      expect(await received()).toEqual([await hashOf(file)]);
    });

    it('takes an upload back', async () => {
      let begun: Upload | undefined;
      // Taken back from within its own progress, so that it cannot have come to its end before.
      const taken = new Promise<void>((resolve, reject) => {
        ageFile(ciphertextSize(2 ** 20)).then((file) => {
          const { upload, done } = clientUpload(file, {
            chunkSize: 100_000,
            onChunkComplete: () => {
              upload.abort(true).then(resolve, reject);
            },
          });
          begun = upload;
          done.catch(reject);
        }, reject);
      });
      await taken;
      expect(await offsetAt(begun?.url ?? '')).toBe(-410);
      expect(await received()).toEqual([]);
    });

    it('is refused with metadata, before it has sent anything', async () => {
      const { done } = clientUpload(await ageFile(), {
        metadata: { filename: 'name.pdf' },
        retryDelays: null,
      });
      await expect(done).rejects.toThrow('upload.metadata-refused');
      expect(await received()).toEqual([]);
    });
  });

  describe('curl', () => {
    const curl = async (...args: string[]): Promise<string> =>
      (await run('curl', ['--silent', '--show-error', '--max-time', '60', ...args])).stdout;
    const TUS_ARGS = ['--header', 'Tus-Resumable: 1.0.0'];
    const patchArgs = (offset: number, file: string) => [
      ...[...TUS_ARGS, '--request', 'PATCH', '--header', 'Content-Type: application/offset+octet-stream'],
      ...['--header', `Upload-Offset: ${String(offset)}`, '--dump-header', '-', '--output', '/dev/null'],
      ...['--data-binary', `@${file}`],
    ];

    it('creates, sends in two pieces, and asks in between', async () => {
      const file = await ageFile();
      await writeFile(join(own.folders.root, 'first'), file.subarray(0, 40_000));
      await writeFile(join(own.folders.root, 'second'), file.subarray(40_000));
      const created = await curl(
        ...[...TUS_ARGS, '--request', 'POST', '--header', `Upload-Length: ${String(file.length)}`],
        ...Object.entries(await proof(file.length)).flatMap(([name, value]) => [
          '--header',
          `${name}: ${value}`,
        ]),
        ...['--dump-header', '-', `${serving.address}/uploads`],
      );
      expect(created).toMatch(/^HTTP\/1\.1 201 /);
      const location = /^location: (\S+)/im.exec(created)?.[1] ?? '';
      const url = `${serving.address}${location}`;
      expect(await curl(...patchArgs(0, join(own.folders.root, 'first')), url)).toMatch(/^HTTP\/1\.1 204 /m);
      expect(await curl(...TUS_ARGS, '--head', url)).toMatch(/^upload-offset: 40000\r$/im);
      const last = await curl(...patchArgs(40_000, join(own.folders.root, 'second')), url);
      expect(last).toMatch(new RegExp(`^upload-offset: ${String(file.length)}\r$`, 'im'));
      expect(await received()).toEqual([await hashOf(file)]);
    });

    it('streams from a pipe, without saying how long', async () => {
      const file = await ageFile(ciphertextSize(2 ** 20));
      const path = join(own.folders.root, 'file');
      await writeFile(path, file);
      const url = await create(serving.address, file.length);
      const args = [
        ...['--silent', '--show-error', '--upload-file', '-', '--request', 'PATCH', ...TUS_ARGS],
        ...['--header', 'Content-Type: application/offset+octet-stream', '--header', 'Upload-Offset: 0'],
        ...['--header', 'Expect:', '--write-out', '%{http_code}', url],
      ];
      const sending = run('curl', args);
      sending.child.stdin?.end(await readFile(path));
      expect((await sending).stdout).toBe('204');
      expect(await received()).toEqual([await hashOf(file)]);
    });
  });
});

async function hashOf(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes as BufferSource)).toString('hex');
}

/** Passes connections on, and cuts whichever one is at it when so many bytes in all have gone up. */
async function breakingProxy(address: string, cutAt: number[]) {
  const { hostname, port } = new URL(address);
  const cuts = [...cutAt];
  let total = 0;
  let broken = 0;
  const proxy: Server = createServer((down) => {
    const up = connect(Number(port), hostname);
    down.on('data', (bytes: Buffer) => {
      total += bytes.length;
      if (total < (cuts[0] ?? Infinity)) return void up.write(bytes);
      cuts.shift();
      broken += 1;
      down.destroy();
      up.destroy();
    });
    up.on('data', (bytes: Buffer) => void down.write(bytes));
    for (const [one, other] of [
      [up, down],
      [down, up],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const bound = proxy.address();
  if (bound === null || typeof bound === 'string') throw new Error('not bound');
  return {
    address: `http://127.0.0.1:${String(bound.port)}`,
    broken: () => broken,
    stop: () => new Promise((resolve) => proxy.close(resolve)),
  };
}
