/** A portal that wants to hold the reviewer's program for ever, or to fill its memory. */
import { describe, expect, test } from 'vitest';
import { type Portal, connectPortal, fetchPublic } from '../../reviewer/portal.ts';
import { PORTAL, random } from './support/world.ts';

const PATIENCE = 60;

type Answering = (request: Request) => Response | Promise<Response>;

function hostile(
  answer: Answering,
  patience = PATIENCE,
): {
  portal: Portal;
  publicFile: () => Promise<Uint8Array>;
} {
  const fetch: typeof globalThis.fetch = async (input, init) => answer(new Request(input, init));
  const place = { origin: PORTAL, fetch, patience };
  const now = (): Date => new Date('2026-11-22T12:00:00Z');
  return {
    portal: connectPortal({ ...place, seed: new Uint8Array(32), now, random }),
    publicFile: () => fetchPublic(place, '/keyring.json'),
  };
}

async function everything(body: ReadableStream<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const piece of body) length += piece.length;
  return length;
}

const SLOT = new Uint8Array(16);
const ID = 'ab'.repeat(16);

const ROUTES = {
  'a public file': ({ publicFile }) => publicFile(),
  'the list': ({ portal }) => portal.list(),
  'a drop': ({ portal }) => portal.drop(SLOT),
  placing: ({ portal }) => portal.place([{ slot: SLOT, drop: new Uint8Array(8192) }]),
  'a submission': async ({ portal }) => everything((await portal.submission(ID, 0)).body),
} satisfies Record<string, (at: ReturnType<typeof hostile>) => Promise<unknown>>;

/** A body that begins and then says nothing more; `cancelled` where its reader has let go of it. */
function silent(): { body: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{'));
    },
    cancel() {
      cancelled = true;
    },
  });
  return { body, cancelled: () => cancelled };
}

/** Brings `size` bytes every `milliseconds`, without end. */
function endless(size: number, milliseconds = 0): { body: ReadableStream<Uint8Array>; sent: () => number } {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        sent += size;
        controller.enqueue(new Uint8Array(size).fill(0x20));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, sent: () => sent };
}

describe.each(Object.entries(ROUTES))('%s', (_, ask) => {
  test('whose body stops coming is given up, and let go of', async () => {
    const { body, cancelled } = silent();
    const portal = hostile(() => new Response(body));
    await expect(ask(portal)).rejects.toMatchObject({ code: 'portal.unreachable' });
    expect(cancelled()).toBe(true);
  });

  test('that is refused with a body that never ends is refused all the same', async () => {
    const { body, cancelled } = silent();
    const portal = hostile(() => new Response(body, { status: 403 }));
    await expect(ask(portal)).rejects.toMatchObject({ code: 'portal.refused' });
    expect(cancelled()).toBe(true);
  });

  test('that is refused at endless length is read no further than an error needs', async () => {
    const { body, sent } = endless(16 * 1024);
    const portal = hostile(() => new Response(body, { status: 500 }), 10_000);
    await expect(ask(portal)).rejects.toMatchObject({ code: 'server.fault' });
    expect(sent()).toBeLessThan(256 * 1024);
  });

  test('that trickles without end is given up', async () => {
    const { body } = endless(1, 5);
    const portal = hostile(() => new Response(body));
    await expect(ask(portal)).rejects.toMatchObject({ code: 'portal.unreachable' });
  });

  test('that is never answered is given up', async () => {
    const portal = hostile(
      ({ signal }) =>
        new Promise<Response>((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    );
    await expect(ask(portal)).rejects.toMatchObject({ code: 'portal.unreachable' });
  });
});

// A submission's length is held against its announced size where it is written (download.ts).
const GATHERED = Object.entries(ROUTES).filter(([name]) => name !== 'a submission');

test.each(GATHERED)('%s that is too long is not gathered in memory', async (_, ask) => {
  const { body, sent } = endless(8 * 1024 * 1024);
  const portal = hostile(() => new Response(body), 10_000);
  await expect(ask(portal)).rejects.toMatchObject({ code: 'portal.malformed' });
  expect(sent()).toBeLessThanOrEqual(80 * 1024 * 1024);
});

test('a submission that is slow, but comes, takes as long as it needs', async () => {
  const PIECES = 8;
  let left = PIECES;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, PATIENCE / 3));
      controller.enqueue(new Uint8Array(64 * 1024));
      left -= 1;
      if (left === 0) controller.close();
    },
  });
  const { portal } = hostile(() => new Response(body));
  const answer = await portal.submission(ID, 0);
  expect(await everything(answer.body)).toBe(PIECES * 64 * 1024);
});

test('an empty slot is empty whatever the portal says with it', async () => {
  const { body, cancelled } = silent();
  const { portal } = hostile(() => new Response(body, { status: 404 }));
  expect(await portal.drop(SLOT)).toBeNull();
  expect(cancelled()).toBe(true);
});
