import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { WitnessboxError } from '../../crypto/errors.ts';
import { LONGEST_WAIT } from '../../web/source/pace.ts';
import { Uploader, type UploadProgress, type UploadTools } from '../../web/source/uploader.ts';
import { FakeServer, type Fault } from './fake-server.ts';

const LENGTH = 700_001;

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

/** A stream that can be read once, in chunks of odd sizes. */
function streamOf(bytes: Uint8Array, chunk = 65_552): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset === bytes.length) controller.close();
      else controller.enqueue(bytes.slice(offset, (offset += Math.min(chunk, bytes.length - offset))));
    },
  });
}

/** Whether the server holds exactly this, once. Comparing large arrays item by item would take minutes. */
function holdsExactly(server: FakeServer, bytes: Uint8Array): boolean {
  const [first, ...more] = server.finished();
  return first !== undefined && more.length === 0 && Buffer.compare(first, bytes) === 0;
}

function setUp(server = new FakeServer()) {
  const waits: number[] = [];
  const progress: UploadProgress[] = [];
  let clock = 0;
  const tools: UploadTools = {
    fetch: server.fetch,
    now: () => (clock += 1000),
    // Waits between tries pass at once; the patience with a request never ends.
    sleep: (milliseconds, signal) => {
      if (milliseconds <= LONGEST_WAIT) {
        waits.push(milliseconds);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    },
    chance: () => 1,
  };
  const uploader = new Uploader(tools, (said) => progress.push(said));
  return { server, uploader, progress, waits };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown): string => (error instanceof WitnessboxError ? String(error.code) : 'other'),
  );

describe('uploader', () => {
  test('sends everything, in pieces, and is done when the server has confirmed the last byte', async () => {
    const { server, uploader, progress } = setUp();
    const sent = bytesOf(LENGTH);
    await uploader.run(streamOf(sent), LENGTH);
    expect(holdsExactly(server, sent)).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH']);
    expect(progress.at(-1)).toEqual({ state: 'sending', confirmed: LENGTH, total: LENGTH });
  });

  test('whatever breaks, the server ends with exactly the ciphertext, once', async () => {
    const fault = fc.constantFrom<Fault>('none', 'lost', 'cut', 'unanswered', 'trouble', 'portal');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 25 }),
        fc.integer({ min: 1, max: 400_000 }),
        fc.integer({ min: 4000, max: 100_000 }),
        async (faults, length, chunk) => {
          const { server, uploader, progress } = setUp();
          server.faults = faults;
          const sent = bytesOf(length);
          await uploader.run(streamOf(sent, chunk), length);
          expect(holdsExactly(server, sent)).toBe(true);
          expect(progress.map(({ confirmed }) => confirmed)).toEqual(
            progress.map(({ confirmed }) => confirmed).sort((a, b) => a - b),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('bytes at one place are always the same bytes', async () => {
    const length = 300_000;
    const first = new Uint8Array(length);
    let end = 0;
    let same = true;
    const server = new FakeServer();
    const honest = server.fetch;
    const { uploader } = setUp(
      Object.assign(server, {
        fetch: (path: string, init: RequestInit) => {
          const start = Number(new Headers(init.headers).get('Upload-Offset') ?? 0);
          if (init.body instanceof Uint8Array) {
            const again = init.body.subarray(0, Math.max(0, end - start));
            same &&= Buffer.compare(again, first.subarray(start, start + again.length)) === 0;
            first.set(init.body, start);
            end = Math.max(end, start + init.body.length);
          }
          return honest(path, init);
        },
      }),
    );
    server.faults = ['none', 'cut', 'none', 'cut', 'lost', 'none', 'unanswered', 'none', 'cut'];
    await uploader.run(streamOf(bytesOf(length)), length);
    expect(same).toBe(true);
    expect(end).toBe(length);
    expect(server.requests.filter(({ method }) => method === 'PATCH').length).toBeGreaterThan(2);
  });

  test('a lost answer to the last piece is settled by asking, not by sending again', async () => {
    const { server, uploader } = setUp();
    server.faults = ['none', 'unanswered'];
    await uploader.run(streamOf(bytesOf(1000)), 1000);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'HEAD']);
  });

  test('says that it waits, longer each time and at most half a minute, and that it is back', async () => {
    const { server, uploader, progress, waits } = setUp();
    server.faults = ['none', ...Array.from({ length: 9 }, () => 'lost' as const)];
    await uploader.run(streamOf(bytesOf(1000)), 1000);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(progress.map(({ state }) => state)).toContain('waiting');
    expect(progress.some(({ state }) => state === 'resumed')).toBe(true);
  });

  test('an upload that is gone ends with upload.gone', async () => {
    const { server, uploader } = setUp();
    server.faults = ['none', 'none', 'lost'];
    server.onrequest = (method) => {
      if (method === 'HEAD') server.forget();
    };
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('upload.gone');
  });

  test('a server that claims more than it was given, or forgets what it confirmed, ends with upload.gone', async () => {
    for (const lie of [0, LENGTH + 1]) {
      const { server, uploader } = setUp();
      server.faults = ['none', 'none', 'cut'];
      server.onrequest = (method) => {
        const upload = server.uploads.get('/uploads/u1');
        if (method === 'HEAD' && upload) upload.bytes = new Uint8Array(lie);
      };
      expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('upload.gone');
    }
  });

  test('a full server makes it hold until the person tries again', async () => {
    const { server, uploader, progress } = setUp();
    server.full = true;
    const run = uploader.run(streamOf(bytesOf(1000)), 1000);
    await expect.poll(() => progress.at(-1)).toMatchObject({ state: 'paused', because: 'storage.full' });
    const asked = server.requests.length;
    server.full = false;
    expect(server.requests.length).toBe(asked);
    uploader.resume();
    await run;
    expect(server.finished()).toHaveLength(1);
  });

  test('a refusal ends it with the server’s code', async () => {
    const { server, uploader } = setUp();
    server.refuse = { status: 413, error: 'upload.too-large' };
    expect(await codeOf(uploader.run(streamOf(bytesOf(1000)), 1000))).toBe('upload.too-large');
  });

  test('a pause stops the requests; going on sends the rest', async () => {
    const { server, uploader, progress } = setUp();
    server.onrequest = (method) => {
      if (method === 'PATCH' && server.requests.length === 1) uploader.pause();
    };
    const run = uploader.run(streamOf(bytesOf(LENGTH)), LENGTH);
    await expect.poll(() => progress.at(-1)?.state).toBe('paused');
    const asked = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests.length).toBe(asked);
    server.onrequest = () => undefined;
    uploader.resume();
    await run;
    expect(holdsExactly(server, bytesOf(LENGTH))).toBe(true);
  });

  test('cancelling ends it and has the server throw away what it holds', async () => {
    const { server, uploader } = setUp();
    let cancelled: Promise<void> | undefined;
    server.onrequest = (method) => {
      if (method === 'PATCH') cancelled ??= uploader.cancel();
    };
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
    await cancelled;
    expect(server.uploads.size).toBe(0);
  });

  test('an answer that points elsewhere is not followed', async () => {
    const server = new FakeServer();
    const honest = server.fetch;
    let answered = 0;
    const places = [
      'https://elsewhere.example/u1',
      '/uploads/../keyring.json',
      '//elsewhere.example/uploads/x',
    ];
    const { uploader } = setUp(
      Object.assign(server, {
        fetch: async (path: string, init: RequestInit) => {
          const Location = init.method === 'POST' ? places[answered++] : undefined;
          if (Location !== undefined) return new Response(null, { status: 201, headers: { Location } });
          return honest(path, init);
        },
      }),
    );
    await uploader.run(streamOf(bytesOf(1000)), 1000);
    expect(server.requests.every(({ path }) => path.startsWith('/uploads'))).toBe(true);
    expect(server.finished()).toHaveLength(1);
  });

  test('a stream that gives fewer or more bytes than announced never becomes complete', async () => {
    for (const announced of [999, 1001]) {
      const { server, uploader } = setUp();
      expect(await codeOf(uploader.run(streamOf(bytesOf(1000)), announced))).toBe('bundle.file-changed');
      expect(server.finished()).toEqual([]);
    }
  });

  test('every request goes out without credentials, cache, referrer and redirects', async () => {
    const server = new FakeServer();
    const honest = server.fetch;
    const inits: RequestInit[] = [];
    const { uploader } = setUp(
      Object.assign(server, {
        fetch: (path: string, init: RequestInit) => {
          inits.push(init);
          return honest(path, init);
        },
      }),
    );
    server.faults = ['none', 'lost'];
    await uploader.run(streamOf(bytesOf(1000)), 1000);
    expect(inits).toHaveLength(4);
    for (const init of inits) {
      expect(init).toMatchObject({
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
    }
  });
});
