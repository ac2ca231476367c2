/** What a server can do with an answer: never give it, never end it, or give far more of it than was asked for. */
import { describe, expect, test } from 'vitest';
import { PATIENCE } from '../../web/source/pace.ts';
import { refusal } from '../../web/source/refusal.ts';
import { fetchBytes, type Fetch } from '../../web/source/requests.ts';
import { codeOfAsync } from '../crypto/helpers.ts';
import { FakeClock } from './fake-clock.ts';

/** A body that gives what the test hands it, piece by piece. */
function dripping() {
  let out: ReadableStreamDefaultController<Uint8Array> | null = null;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      out = controller;
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return {
    body,
    isCancelled: () => cancelled,
    drip: (length = 1) => {
      out?.enqueue(new Uint8Array(length));
    },
  };
}

/** A body without an end, in pieces of 1 KiB. */
function flood() {
  let given = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given += 1024;
      // Whoever reads on is to fail and not to hang.
      if (given > 1024 * 1024) controller.close();
      else controller.enqueue(new Uint8Array(1024).fill(0x20));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return { body, given: () => given, isCancelled: () => cancelled };
}

function fetching(fetch: Fetch, most = 4096) {
  const clock = new FakeClock();
  const asked = { clock, ended: '' };
  void codeOfAsync(() => fetchBytes({ fetch, sleep: clock.sleep }, '/keyring.json', most)).then(
    (code) => (asked.ended = code),
  );
  return asked;
}

describe('a public file', () => {
  test('that is longer than it can be is read no further than that', async () => {
    const { body, given, isCancelled } = flood();
    const asked = fetching(() => Promise.resolve(new Response(body)));
    await asked.clock.pass(0);
    expect(asked.ended).toBe('page.bad-answer');
    expect(isCancelled()).toBe(true);
    expect(given()).toBeLessThanOrEqual(8 * 1024);
  });

  test('that is as long as it may be is taken, and the line is let go', async () => {
    const clock = new FakeClock();
    const bytes = await fetchBytes(
      { fetch: () => Promise.resolve(new Response(new Uint8Array(4096).fill(7))), sleep: clock.sleep },
      '/keyring.json',
      4096,
    );
    expect(bytes).toEqual(new Uint8Array(4096).fill(7));
    expect(clock.waiting).toBe(0);
  });

  test('for which no answer comes is given up', async () => {
    const silent: Fetch = (_, { signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    const asked = fetching(silent);
    await asked.clock.pass(PATIENCE - 1);
    expect(asked.ended).toBe('');
    await asked.clock.pass(1);
    expect(asked.ended).toBe('page.unreachable');
  });

  test('may come as slowly as it likes, but not fall silent', async () => {
    const { body, drip, isCancelled } = dripping();
    const asked = fetching(() => Promise.resolve(new Response(body)));
    for (let piece = 0; piece < 5; piece += 1) {
      await asked.clock.pass(PATIENCE - 1);
      drip();
    }
    await asked.clock.pass(PATIENCE - 1);
    expect(asked.ended).toBe('');
    await asked.clock.pass(1);
    expect([asked.ended, isCancelled()]).toEqual(['page.unreachable', true]);
  });

  test('that is refused is not read', async () => {
    let signal: AbortSignal | null | undefined;
    const { body, given } = flood();
    const asked = fetching((_, init) => {
      signal = init.signal;
      return Promise.resolve(new Response(body, { status: 500 }));
    });
    await asked.clock.pass(0);
    expect(asked.ended).toBe('page.bad-answer');
    // By which a browser stops what is still on its way.
    expect(signal?.aborted).toBe(true);
    expect(given()).toBeLessThanOrEqual(1024);
  });
});

describe('a refusal', () => {
  const never = new AbortController().signal;

  test('says one of the server’s codes or nothing', async () => {
    const said = (body: string) => refusal(new Response(body), never);
    expect(await said('{"error":"upload.gone"}')).toBe('upload.gone');
    for (const other of ['{"error":"<b>"}', '<p>Please log in</p>', 'null', ''])
      expect(await said(other)).toBeNull();
    expect(await refusal(new Response(null), never)).toBeNull();
  });

  test('without an end is read no further than a refusal is long', async () => {
    const { body, given, isCancelled } = flood();
    expect(await refusal(new Response(body), never)).toBeNull();
    expect(isCancelled()).toBe(true);
    expect(given()).toBeLessThanOrEqual(8 * 1024);
  });

  test('that falls silent ends with the patience of whoever asked', async () => {
    const { body, drip, isCancelled } = dripping();
    const asking = new AbortController();
    const said = refusal(new Response(body), asking.signal);
    drip();
    asking.abort();
    expect(await said).toBeNull();
    expect(isCancelled()).toBe(true);
  });
});
