/** Two letters in one visit, the first of them cancelled while its file hangs. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { base64, hex } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { generateIdentity, open, recipientOf } from '../../crypto/envelope.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import type { Keyring } from '../../crypto/keyring.ts';
import { ciphertextSize, padTo } from '../../crypto/padding.ts';
import { deriveReceiptKeys } from '../../crypto/receipt.ts';
import { answerTo } from '../../web/source/crew-work.ts';
import type { ChunkWorker } from '../../web/source/crew.ts';
import { sleep } from '../../web/source/deadline.ts';
import type { Letter } from '../../web/source/errands.ts';
import { Sender } from '../../web/source/sender.ts';
import { codeOfAsync, random } from '../crypto/helpers.ts';
import { asItIs } from './files.ts';
import { FakeServer } from './fake-server.ts';

const DAY = '2026-11-20';
const SIZE = 3_000_000;

class Member implements ChunkWorker {
  static all: Member[] = [];
  ended = false;
  #hear: Parameters<ChunkWorker['listen']>[0] = () => undefined;

  constructor() {
    Member.all.push(this);
    setTimeout(() => {
      this.#hear({ ready: true });
    });
  }

  give(tasks: Parameters<ChunkWorker['give']>[0]): void {
    const arrived = structuredClone([...tasks]);
    setTimeout(() => {
      if (!this.ended) this.#hear({ answers: arrived.map((task) => answerTo(task, chacha20poly1305)) });
    });
  }

  listen(hear: Parameters<ChunkWorker['listen']>[0]): void {
    this.#hear = hear;
  }

  end(): void {
    this.ended = true;
  }
}

/** A file that hangs in its middle until `until`. */
function file(until: Promise<unknown>): File {
  let offset = 0;
  const stream = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (offset >= SIZE / 2) await until;
        offset += 100_000;
        controller.enqueue(new Uint8Array(100_000));
        if (offset === SIZE) controller.close();
      },
    });
  return { name: 'a.bin', size: SIZE, type: '', stream } as unknown as File;
}

function letter(until: Promise<unknown>): Letter {
  const answers = { what: 'They came at dawn.' };
  const consent = { contact: true };
  return {
    kind: 'testimony',
    language: 'en',
    written: DAY,
    desk: 'main',
    answers,
    consent,
    files: [asItIs(file(until))],
  };
}

async function setUp() {
  const identity = await generateIdentity();
  const keyring: Keyring = {
    format: 'witnessbox-keyring/1',
    organisation: { id: hex.encode(random(32)), names: { en: 'Harbour' } },
    epoch: 1,
    issued: DAY,
    validFrom: DAY,
    validUntil: DAY,
    desks: [{ id: 'main', names: { en: 'Main' }, recipient: await recipientOf(identity) }],
    intake: { id: 'default', sha256: '0'.repeat(64) },
    onion: null,
    teamRequestKey: base64.encode(random(32)),
    demonstration: false,
  };
  const server = new FakeServer();
  const states: string[] = [];
  const sender = new Sender(
    {
      fetch: server.fetch,
      sleep,
      now: () => performance.now(),
      chance: () => 1,
      random,
      subtle: undefined,
      prove: () => Promise.resolve(null),
      crewSize: 2,
      hire: () => new Member(),
    },
    ({ state }) => states.push(state),
  );
  const keys = deriveReceiptKeys(random(16), random(32));
  const send = (until: Promise<unknown>) => codeOfAsync(() => sender.send(letter(until), keyring, keys));
  return { identity, sender, server, send, states };
}

test('a cancelled letter whose file hangs leaves the next one its crew and its upload', async () => {
  const { identity, sender, server, send, states } = await setUp();
  const hanging = Promise.withResolvers<undefined>();
  const first = send(hanging.promise);
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBeGreaterThan(1);
  const crewOfFirst = [...Member.all];
  expect(crewOfFirst).toHaveLength(2);
  expect(await sender.cancel()).toEqual({ mayHaveArrived: false });
  expect(crewOfFirst.map(({ ended }) => ended)).toEqual([true, true]);

  const holding = Promise.withResolvers<undefined>();
  const second = send(holding.promise);
  await expect.poll(() => Member.all.length, { timeout: 20_000 }).toBe(4);
  hanging.resolve(undefined);
  expect(await first).toBe('page.cancelled');
  expect(Member.all.map(({ ended }) => ended)).toEqual([true, true, false, false]);
  sender.pause();
  expect(states.at(-1)).toBe('paused');
  sender.resume();
  holding.resolve(undefined);
  expect(await second).toBe('no error');
  expect(Member.all.every(({ ended }) => ended)).toBe(true);
  const [sent] = server.finished();
  if (sent === undefined) throw new Error('nothing arrived');
  expect((await collect(await open([identity], streamOf(sent)))).length).toBeGreaterThan(SIZE);
  // Nothing runs any more that could be cancelled.
  await sender.cancel();
  expect(server.finished()).toHaveLength(1);
});

test('a letter that is cancelled while its keys are in the making is not sent', async () => {
  const { sender, server, send } = await setUp();
  const sent = send(Promise.resolve());
  expect(await sender.cancel()).toEqual({ mayHaveArrived: false });
  expect(await sent).toBe('page.cancelled');
  expect(server.requests).toEqual([]);
});

describe('what was encrypted elsewhere', () => {
  const content = (plaintext: number) => {
    const some = random(60_000);
    return new Uint8Array(ciphertextSize(padTo(plaintext))).map((_, at) => some[at % some.length] ?? 0);
  };

  test.each([
    ['with a crew that has nothing to do, because others of its size fetch one', SIZE, 2],
    ['without one where others need none', 10_000, 0],
  ])('goes out as it is, %s', async (_, plaintext, crew) => {
    const { sender, server } = await setUp();
    Member.all = [];
    const bytes = content(plaintext);
    await sender.handIn(new Blob([bytes]));
    const [sent] = server.finished();
    expect(Buffer.compare(sent ?? new Uint8Array(), bytes)).toBe(0);
    expect(Member.all.map(({ ended }) => ended)).toEqual(Array<boolean>(crew).fill(true));
  });
});
