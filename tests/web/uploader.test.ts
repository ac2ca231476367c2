import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { WitnessboxError } from '../../crypto/errors.ts';
import { LONGEST_WAIT, PATIENCE } from '../../web/source/pace.ts';
import type { Demand } from '../../web/source/prover.ts';
import { SMALL_UPLOAD } from '../../server/contract.ts';
import type { Tempo } from '../../web/source/tempo.ts';
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

function setUp(
  server = new FakeServer(),
  prove: ((signal: AbortSignal, long: () => void) => string | Promise<string>) | null = null,
  tempo: Tempo | null = null,
) {
  const demands: Demand[] = [];
  const waits: number[] = [];
  const progress: UploadProgress[] = [];
  let clock = 0;
  let made = 0;
  const tools: UploadTools = {
    fetch: server.fetch,
    now: () => (clock += 1000),
    // Waits between tries and pieces pass at once; the patience with a request never ends.
    sleep: (milliseconds, signal) => {
      if (milliseconds <= LONGEST_WAIT) waits.push(milliseconds);
      if (milliseconds !== PATIENCE) return Promise.resolve();
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    },
    chance: () => 1,
    prove: async (_, demand, signal, long) => {
      demands.push(demand);
      if (!demand.again) made += 1;
      return prove ? prove(signal, long) : `proof ${String(made)}`;
    },
  };
  const uploader = new Uploader(tools, (said) => progress.push(said), tempo);
  return { server, uploader, progress, waits, demands };
}

/** One turn of the event loop: nothing in these tests waits for more, so whatever would be asked has been asked. */
const quiet = () => new Promise((resolve) => setImmediate(resolve));

/** Cancels while piece number `piece` (from 1) is on its way; `before`: what befalls the server by then. */
function cancelAt(
  server: FakeServer,
  uploader: Uploader,
  piece: number,
  before: () => void = () => undefined,
): Promise<{ mayHaveArrived: boolean }> {
  let pieces = 0;
  return new Promise((resolve) => {
    server.onrequest = (method) => {
      if (method !== 'PATCH' || (pieces += 1) !== piece) return;
      before();
      resolve(uploader.cancel());
    };
  });
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

  test('a text goes with the request that begins its upload', async () => {
    const { server, uploader, progress } = setUp();
    const sent = bytesOf(SMALL_UPLOAD);
    await uploader.run(streamOf(sent), SMALL_UPLOAD);
    expect(holdsExactly(server, sent)).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(progress).toEqual([{ state: 'sending', confirmed: SMALL_UPLOAD, total: SMALL_UPLOAD }]);
  });

  test('anything longer is announced before it is sent', async () => {
    const { server, uploader } = setUp();
    await uploader.run(streamOf(bytesOf(SMALL_UPLOAD + 1)), SMALL_UPLOAD + 1);
    expect(server.requests.map(({ method, bytes }) => [method, bytes > 0])).toEqual([
      ['POST', false],
      ['PATCH', true],
      ['PATCH', true],
    ]);
  });

  test('a lost answer to a text is settled by asking with the same proof, not by sending again', async () => {
    const { server, uploader } = setUp();
    server.faults = ['unanswered'];
    const sent = bytesOf(1000);
    await uploader.run(streamOf(sent), 1000);
    expect(holdsExactly(server, sent)).toBe(true);
    expect(server.requests.map(({ method, bytes }) => [method, bytes])).toEqual([
      ['POST', 1000],
      ['POST', 0],
    ]);
  });

  test('a text that is cut on its way goes on behind what has come of it', async () => {
    const { server, uploader } = setUp();
    server.faults = ['cut'];
    const sent = bytesOf(1000);
    await uploader.run(streamOf(sent), 1000);
    expect(holdsExactly(server, sent)).toBe(true);
    expect(server.requests.map(({ method, offset, bytes }) => [method, offset, bytes])).toEqual([
      ['POST', 0, 1000],
      ['POST', 0, 0],
      ['PATCH', 500, 500],
    ]);
  });

  test('a lost answer to the last piece is settled by asking, not by sending again', async () => {
    const { server, uploader } = setUp();
    server.faults = ['none', 'none', 'unanswered'];
    await uploader.run(streamOf(bytesOf(LENGTH)), LENGTH);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH', 'HEAD']);
  });

  test('says that it waits, longer each time and at most half a minute, and that it is back', async () => {
    const { server, uploader, progress, waits } = setUp();
    server.faults = ['none', ...Array.from({ length: 9 }, () => 'lost' as const)];
    await uploader.run(streamOf(bytesOf(LENGTH)), LENGTH);
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

  describe('the proof of work', () => {
    /** Answers announcements with these refusals in turn, then as the server does. */
    function refusing(...refusals: { status: number; error: string; effort?: number }[]) {
      const server = new FakeServer();
      const honest = server.fetch;
      const proofs: (string | null)[] = [];
      server.fetch = (path, init) => {
        if (init.method !== 'POST') return honest(path, init);
        proofs.push(new Headers(init.headers).get('Witnessbox-Proof'));
        const refusal = refusals.shift();
        if (refusal === undefined) return honest(path, init);
        const { status, error, effort } = refusal;
        const headers = { ...(effort !== undefined && { 'Witnessbox-Effort': String(effort) }) };
        return Promise.resolve(Response.json({ error }, { status, headers }));
      };
      return { ...setUp(server), proofs };
    }

    test('goes with the announcement', async () => {
      const { uploader, proofs, demands } = refusing();
      await uploader.run(streamOf(bytesOf(1000)), 1000);
      expect(proofs).toEqual(['proof 1']);
      expect(demands).toEqual([{ afresh: false, again: false, least: 0, haste: 1 }]);
    });

    test('is made anew and for more when the server asks for it, and nothing is lost', async () => {
      const { server, uploader, proofs, demands, waits } = refusing(
        { status: 428, error: 'upload.proof-weak', effort: 64 },
        { status: 428, error: 'upload.proof-stale', effort: 128 },
        { status: 428, error: 'upload.proof-used' },
      );
      const sent = bytesOf(1000);
      await uploader.run(streamOf(sent), 1000);
      expect(holdsExactly(server, sent)).toBe(true);
      expect(proofs).toEqual(['proof 1', 'proof 2', 'proof 3', 'proof 4']);
      expect(demands.map(({ least }) => least)).toEqual([0, 64, 128, 0]);
      expect(demands.slice(1).every(({ afresh }) => afresh)).toBe(true);
      expect(waits).toEqual([]);
    });

    test('that is never enough does not make it work without a pause', async () => {
      const refusal = { status: 428, error: 'upload.proof-weak', effort: 8 };
      const { uploader, waits, demands } = refusing(...Array.from({ length: 9 }, () => refusal));
      await uploader.run(streamOf(bytesOf(1000)), 1000);
      expect(demands).toHaveLength(10);
      expect(waits).toHaveLength(2);
    });

    test('grows where too many want to be let in, because who has proven more goes first', async () => {
      const crowded = { status: 503, error: 'upload.crowded' };
      const { server, uploader, waits, demands } = refusing(
        crowded,
        crowded,
        { ...crowded, effort: 500 },
        crowded,
      );
      await uploader.run(streamOf(bytesOf(1000)), 1000);
      expect(demands.map(({ haste }) => haste)).toEqual([1, 2, 4, 8, 8]);
      expect(demands.map(({ least }) => least)).toEqual([0, 0, 0, 500, 500]);
      // What was not let in has not been used up.
      expect(demands.slice(1).every(({ again, afresh }) => again && !afresh)).toBe(true);
      expect(waits).toHaveLength(4);
      // It was the place that was missing, not the line: the text still goes along.
      expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
    });

    test('that takes long is said, and when it is done', async () => {
      const { uploader, progress } = setUp(new FakeServer(), (_, long) => {
        long();
        return 'proof';
      });
      await uploader.run(streamOf(bytesOf(1000)), 1000);
      expect(progress.map(({ state }) => state)).toEqual(['proving', 'sending', 'sending']);
    });

    test('is given up when the person cancels', async () => {
      const { uploader, server } = setUp(new FakeServer(), (signal) => {
        void uploader.cancel();
        return new Promise((_, reject) => {
          const end = () => {
            reject(signal.reason as Error);
          };
          if (signal.aborted) end();
          else signal.addEventListener('abort', end);
        });
      });
      expect(await codeOf(uploader.run(streamOf(bytesOf(1000)), 1000))).toBe('page.cancelled');
      expect(server.requests).toEqual([]);
    });
  });

  test('a server with room for texts only makes it hold, and says that', async () => {
    const { server, uploader, progress } = setUp();
    server.refuse = { status: 507, error: 'upload.text-only' };
    const run = uploader.run(streamOf(bytesOf(1000)), 1000);
    await expect.poll(() => progress.at(-1)).toMatchObject({ state: 'paused', because: 'upload.text-only' });
    server.refuse = null;
    uploader.resume();
    await run;
    expect(server.finished()).toHaveLength(1);
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
    const server = new FakeServer();
    const honest = server.fetch;
    const interrupted = Promise.withResolvers<undefined>();
    const { uploader } = setUp(
      Object.assign(server, {
        fetch: (path: string, init: RequestInit) =>
          honest(path, init).catch((error: unknown) => {
            interrupted.resolve(undefined);
            throw error;
          }),
      }),
    );
    const tried: string[] = [];
    server.onrequest = (method) => {
      tried.push(method);
      if (tried.length === 2) uploader.pause();
    };
    const run = uploader.run(streamOf(bytesOf(LENGTH)), LENGTH);
    await interrupted.promise;
    await quiet();
    expect(tried).toEqual(['POST', 'PATCH']);
    uploader.resume();
    await run;
    expect(tried.slice(0, 3)).toEqual(['POST', 'PATCH', 'HEAD']);
    expect(holdsExactly(server, bytesOf(LENGTH))).toBe(true);
  });

  test('going on is said at once, before any answer has come, after a pause and in a wait', async () => {
    const { uploader, progress } = setUp();
    uploader.pause();
    uploader.resume();
    expect(progress.map(({ state }) => state)).toEqual(['paused', 'sending']);

    const server = new FakeServer();
    const waiting = Promise.withResolvers<undefined>();
    const said: UploadProgress[] = [];
    const patient = new Uploader(
      {
        fetch: server.fetch,
        now: () => 0,
        // Every wait lasts until it is ended.
        sleep: (milliseconds, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              resolve();
            });
            if (milliseconds <= LONGEST_WAIT) waiting.resolve(undefined);
          }),
        chance: () => 1,
        prove: () => Promise.resolve('a proof'),
      },
      (progress) => said.push(progress),
    );
    server.faults = ['lost'];
    const run = patient.run(streamOf(bytesOf(1000)), 1000);
    await waiting.promise;
    expect(said.at(-1)?.state).toBe('waiting');
    patient.resume();
    expect(said.at(-1)).toEqual({ state: 'sending', confirmed: 0, total: 1000 });
    await run;
  });

  test('cancelling ends it and has the server throw away what it holds', async () => {
    const { server, uploader } = setUp();
    const cancelled = cancelAt(server, uploader, 1);
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
    expect(await cancelled).toEqual({ mayHaveArrived: false });
    expect(server.uploads.size).toBe(0);
  });

  test('cancelling before anything was announced is sure that nothing has arrived', async () => {
    const { server, uploader } = setUp();
    expect(await uploader.cancel()).toEqual({ mayHaveArrived: false });
    expect(await codeOf(uploader.run(streamOf(bytesOf(1000)), 1000))).toBe('page.cancelled');
    expect(server.requests).toEqual([]);
  });

  test('cancelling while the last piece is out may come too late where the server no longer knows the upload', async () => {
    const { server, uploader } = setUp();
    const cancelled = cancelAt(server, uploader, 2, () => {
      // What is complete is a submission, and nothing leads from the upload to it.
      server.forget();
    });
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
    expect(await cancelled).toEqual({ mayHaveArrived: true });
  });

  test('cancelling while the last piece is out is sure again once the server has thrown it away', async () => {
    const { server, uploader } = setUp();
    const cancelled = cancelAt(server, uploader, 2);
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
    expect(await cancelled).toEqual({ mayHaveArrived: false });
    expect(server.finished()).toEqual([]);
  });

  describe('cancelling while a text is out', () => {
    /** `before`: what befalls the server by then. */
    async function cancelText(befall: (server: FakeServer) => void) {
      const { server, uploader } = setUp();
      const cancelled = new Promise((resolve) => {
        server.onrequest = () => {
          server.onrequest = () => undefined;
          befall(server);
          resolve(uploader.cancel());
        };
      });
      expect(await codeOf(uploader.run(streamOf(bytesOf(1000)), 1000))).toBe('page.cancelled');
      return { server, answer: await cancelled };
    }

    test('has the server throw away what has come of it, by the same proof', async () => {
      const { server, answer } = await cancelText((server) => {
        const begin = { headers: { 'Upload-Length': '1000', 'Witnessbox-Proof': 'proof 1' } };
        void server.fetch('/uploads', { ...begin, method: 'POST', body: bytesOf(300) as BodyInit });
      });
      expect(answer).toEqual({ mayHaveArrived: false });
      expect(server.uploads.size).toBe(0);
    });

    test('has what has not arrived arrive no more', async () => {
      const { server, answer } = await cancelText(() => undefined);
      expect(answer).toEqual({ mayHaveArrived: false });
      const headers = { 'Upload-Length': '1000', 'Witnessbox-Proof': 'proof 1' };
      const late = await server.fetch('/uploads', {
        method: 'POST',
        headers,
        body: bytesOf(1000) as BodyInit,
      });
      expect(late.status).toBe(428);
    });

    test('may come too late, where it is complete or no answer comes', async () => {
      const complete = await cancelText((server) => {
        server.onrequest = (method) => {
          // What is complete is a submission, and nothing leads from the upload to it.
          if (method === 'DELETE') server.forget();
        };
      });
      const unheard = await cancelText((server) => {
        server.faults = ['none', 'lost'];
      });
      expect([complete.answer, unheard.answer]).toEqual(Array(2).fill({ mayHaveArrived: true }));
    });
  });

  test('cancelling after a text was out and a later try was refused is not sure that it has not arrived', async () => {
    const { server, uploader, progress } = setUp();
    server.faults = ['unanswered'];
    server.onrequest = () => {
      // As on the day after, when the server no longer knows of it.
      if (server.requests.length === 1) server.full = true;
    };
    const run = uploader.run(streamOf(bytesOf(1000)), 1000);
    await expect.poll(() => progress.at(-1)).toMatchObject({ state: 'paused', because: 'storage.full' });
    expect(await uploader.cancel()).toEqual({ mayHaveArrived: true });
    expect(await codeOf(run)).toBe('page.cancelled');
  });

  test('cancelling after a text was refused is sure that nothing has arrived', async () => {
    const { server, uploader, progress } = setUp();
    server.full = true;
    const run = uploader.run(streamOf(bytesOf(1000)), 1000);
    await expect.poll(() => progress.at(-1)).toMatchObject({ state: 'paused' });
    expect(await uploader.cancel()).toEqual({ mayHaveArrived: false });
    expect(await codeOf(run)).toBe('page.cancelled');
  });

  test('without an answer to the cancelling only what was sent to its end may have arrived', async () => {
    for (const [piece, mayHaveArrived] of [
      [1, false],
      [2, true],
    ] as const) {
      const { server, uploader } = setUp();
      const cancelled = cancelAt(server, uploader, piece, () => {
        server.faults = ['lost'];
      });
      expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
      expect(await cancelled).toEqual({ mayHaveArrived });
    }
  });

  test('an upload that is gone before its last piece went out has not arrived', async () => {
    const { server, uploader } = setUp();
    const cancelled = cancelAt(server, uploader, 1, () => {
      server.forget();
    });
    expect(await codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH))).toBe('page.cancelled');
    expect(await cancelled).toEqual({ mayHaveArrived: false });
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
    await uploader.run(streamOf(bytesOf(LENGTH)), LENGTH);
    expect(inits).toHaveLength(6);
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

describe('an upload that is to go slowly', () => {
  /** A rest of one minute between pieces of 75 kB, as the tests' chance is always the highest. */
  const SLOW: Tempo = { rate: 100_000, piece: 50_000 };

  test('goes in small pieces with rests between them, none behind the last, and arrives whole', async () => {
    const { server, uploader, progress } = setUp(new FakeServer(), null, SLOW);
    const sent = bytesOf(LENGTH);
    await uploader.run(streamOf(sent), LENGTH);
    expect(holdsExactly(server, sent)).toBe(true);
    const pieces = server.requests.filter(({ method }) => method === 'PATCH');
    expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBe(75_000);
    const rests = progress.filter(({ state }) => state === 'resting');
    expect(rests).toHaveLength(pieces.length - 1);
    expect(progress.at(-1)).toEqual({ state: 'sending', confirmed: LENGTH, total: LENGTH });
  });

  test('can be told in the middle of a rest to go on as fast as the line allows', async () => {
    const { server, uploader, progress } = setUp(new FakeServer(), null, SLOW);
    const sent = bytesOf(LENGTH);
    server.onrequest = (method) => {
      if (method === 'PATCH' && server.requests.length === 3) uploader.keepTo(null);
    };
    await uploader.run(streamOf(sent), LENGTH);
    expect(holdsExactly(server, sent)).toBe(true);
    const sizes = server.requests.filter(({ method }) => method === 'PATCH').map(({ bytes }) => bytes);
    expect(Math.max(...sizes)).toBeGreaterThan(75_000);
    expect(progress.filter(({ state }) => state === 'resting').length).toBeLessThan(4);
  });

  test.each(['pause', 'cancel'] as const)(
    'is reached by %s in a rest that would last for minutes',
    async (what) => {
      const server = new FakeServer();
      const waiting: (() => void)[] = [];
      const progress: UploadProgress[] = [];
      const uploader: Uploader = new Uploader(
        {
          fetch: server.fetch,
          now: () => 0,
          // No rest ends by itself here.
          sleep: (_, signal) =>
            new Promise((resolve) => {
              signal.addEventListener('abort', () => {
                resolve();
              });
            }),
          chance: () => 0.5,
          prove: () => Promise.resolve('proof'),
        },
        (said) => {
          progress.push(said);
          if (said.state === 'resting') waiting.splice(0).forEach((go) => go());
        },
        SLOW,
      );
      const resting = new Promise<void>((resolve) => waiting.push(resolve));
      const running = codeOf(uploader.run(streamOf(bytesOf(LENGTH)), LENGTH));
      await resting;
      await quiet();
      if (what === 'pause') {
        uploader.pause();
        await quiet();
        const before = server.requests.length;
        expect(progress.at(-1)).toMatchObject({ state: 'paused', because: 'person' });
        uploader.resume();
        await quiet();
        expect(server.requests.length).toBeGreaterThan(before);
      }
      await uploader.cancel();
      expect(await running).toBe('page.cancelled');
      expect(server.finished()).toEqual([]);
    },
  );
});
