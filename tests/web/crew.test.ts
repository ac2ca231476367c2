import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { describe, expect, test } from 'vitest';
import type { Aead } from '../../crypto/chunk-cipher.ts';
import { collect, streamOf } from '../../crypto/encoding.ts';
import { generateIdentity, open, recipientOf, seal } from '../../crypto/envelope.ts';
import { Crew, crewSize, type ChunkWorker } from '../../web/source/crew.ts';
import { answerTo, memoryOfAnswers, memoryOfTasks, type ChunkTask } from '../../web/source/crew-work.ts';
import { sleep } from '../../web/source/deadline.ts';
import { codeOfAsync, digest, patterned, random } from '../crypto/helpers.ts';

const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

type Hear = Parameters<ChunkWorker['listen']>[0];

/** A worker as a browser has them: what is given arrives later, and what is handed over is gone here. */
class FakeWorker implements ChunkWorker {
  /** What was given, one list a message. */
  readonly messages: ChunkTask[][] = [];
  ended = false;
  #hear: Hear = () => undefined;
  readonly #delay: () => number;

  /** `starts`: milliseconds until it is ready, or never. */
  constructor(starts: number | 'never' | 'not', delay: () => number = () => 0) {
    this.#delay = delay;
    if (starts === 'never') return;
    setTimeout(
      () => {
        this.#say(starts === 'not' ? { lost: true } : { ready: true });
      },
      Number(starts) || 0,
    );
  }

  get tasks(): ChunkTask[] {
    return this.messages.flat();
  }

  give(tasks: readonly ChunkTask[]): void {
    const arrived = structuredClone([...tasks], { transfer: memoryOfTasks(tasks) });
    this.messages.push(arrived);
    setTimeout(() => {
      const news = { answers: arrived.map((task) => answerTo(task, chacha20poly1305)) };
      this.#say(structuredClone(news, { transfer: memoryOfAnswers(news) }));
    }, this.#delay());
  }

  listen(hear: Hear): void {
    this.#hear = hear;
  }

  end(): void {
    this.ended = true;
  }

  break(): void {
    this.#say({ lost: true });
  }

  #say(news: Parameters<Hear>[0]): void {
    if (!this.ended) this.#hear(news);
  }
}

/** Counts what is sealed without any worker. */
function counted(): { aead: Aead; count: () => number } {
  let count = 0;
  const aead: Aead = (key, nonce) => {
    count += 1;
    return chacha20poly1305(key, nonce);
  };
  return { aead, count: () => count };
}

function crewOf(workers: FakeWorker[], aead: Aead = chacha20poly1305): { crew: Crew; hired: () => number } {
  let hired = 0;
  const hire = () => {
    const worker = workers[hired];
    if (worker === undefined) throw new DOMException('no more', 'QuotaExceededError');
    hired += 1;
    return worker;
  };
  return { crew: new Crew({ size: workers.length, hire, aead, sleep }), hired: () => hired };
}

const ready = async (workers: FakeWorker[], aead?: Aead) => {
  const made = crewOf(workers, aead);
  // The first chunk hires them.
  await made.crew.seal(random(32), random(12), new Uint8Array(1));
  await turn(5);
  for (const { messages } of workers) messages.length = 0;
  return made.crew;
};

const identity = await generateIdentity();
const recipient = await recipientOf(identity);
const plaintext = patterned(1_000_001);

/** Seals through the crew, reading slowly enough for workers to get ready in between. */
async function sealedBy(crew: Crew): Promise<Uint8Array> {
  const slow = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(plaintext);
      controller.close();
    },
  }).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(piece, controller) {
        for (let start = 0; start < piece.length; start += 50_000) {
          controller.enqueue(piece.subarray(start, start + 50_000));
          await turn();
        }
      },
    }),
  );
  return collect(await seal(recipient, slow, crew));
}

async function opens(file: Uint8Array): Promise<string> {
  return digest(await collect(await open([identity], streamOf(file))));
}

describe('the crew', () => {
  test('seals what anybody can open, though its workers finish in disorder', async () => {
    let delay = 20;
    const workers = [0, 1, 2].map(() => new FakeWorker(0, () => (delay = (delay * 7) % 23)));
    const { aead, count } = counted();
    const crew = await ready(workers, aead);
    const before = count();
    const much = patterned(3_000_001);
    expect(await opens(await collect(await seal(recipient, streamOf(much), crew)))).toBe(digest(much));
    const shares = workers.map(({ tasks }) => tasks.length);
    expect(Math.min(...shares)).toBeGreaterThan(2);
    expect(shares.reduce((sum, share) => sum + share)).toBe(46);
    expect(count()).toBe(before);
  });

  test('opens, and refuses what was changed', async () => {
    const crew = await ready([new FakeWorker(0), new FakeWorker(0)]);
    const file = await collect(await seal(recipient, streamOf(plaintext)));
    expect(digest(await collect(await open([identity], streamOf(file), crew)))).toBe(digest(plaintext));
    const changed = file.slice();
    changed[500_000] = (changed[500_000] ?? 0) ^ 1;
    expect(await codeOfAsync(async () => collect(await open([identity], streamOf(changed), crew)))).toBe(
      'envelope.damaged',
    );
  });

  test('starts nobody before there is something to do', async () => {
    const { crew, hired } = crewOf([new FakeWorker(0), new FakeWorker(0)]);
    await turn(5);
    expect(hired()).toBe(0);
    await crew.seal(random(32), random(12), new Uint8Array(10));
    expect(hired()).toBe(2);
  });

  test('lets its workers start though everything to seal is at hand at once', async () => {
    const workers = [new FakeWorker(0), new FakeWorker(0)];
    const { aead, count } = counted();
    const { crew } = crewOf(workers, aead);
    expect(await opens(await collect(await seal(recipient, streamOf(plaintext), crew)))).toBe(
      digest(plaintext),
    );
    expect(count()).toBeLessThanOrEqual(crew.atOnce);
  });

  test('never waits for a worker that does not start', async () => {
    const { aead, count } = counted();
    const { crew } = crewOf([new FakeWorker('never'), new FakeWorker('never')], aead);
    expect(await opens(await sealedBy(crew))).toBe(digest(plaintext));
    expect(count()).toBe(16);
  });

  test('does without workers that cannot be made or do not load, and keeps their error to itself', async () => {
    const { aead, count } = counted();
    const impossible = new Crew({
      size: 4,
      aead,
      sleep,
      hire: () => {
        throw new TypeError('Worker is not a constructor');
      },
    });
    expect(await opens(await sealedBy(impossible))).toBe(digest(plaintext));
    const { crew } = crewOf([new FakeWorker('not'), new FakeWorker('not')], aead);
    expect(await opens(await sealedBy(crew))).toBe(digest(plaintext));
    expect(count()).toBe(32);

    const worker = new FakeWorker('never');
    await crewOf([worker]).crew.seal(random(32), random(12), new Uint8Array(1));
    worker.break();
    expect(worker.ended).toBe(true);
  });

  test('gives each worker two messages of eight chunks at most, and keeps the rest until one is done', async () => {
    const workers = [new FakeWorker(0, () => 20), new FakeWorker(0, () => 20)];
    const { aead, count } = counted();
    const crew = await ready(workers, aead);
    expect(crew.atOnce).toBe(32);
    const before = count();
    const all = Promise.all(
      Array.from({ length: 80 }, () => crew.seal(random(32), random(12), new Uint8Array(10))),
    );
    await turn();
    for (const { messages } of workers) {
      expect(messages.length).toBeLessThanOrEqual(2);
      expect(messages.every((tasks) => tasks.length <= 8)).toBe(true);
    }
    await all;
    expect(workers.map(({ tasks }) => tasks.length).reduce((sum, tasks) => sum + tasks)).toBe(80);
    expect(count()).toBe(before);
  });

  test('hands memory over instead of copying it, and the key as a copy', async () => {
    const worker = new FakeWorker(0);
    const crew = await ready([worker]);
    const [key, chunk] = [patterned(32), patterned(65536)];
    const sealing = crew.seal(key, random(12), chunk);
    expect(chunk.length).toBe(0);
    await sealing;
    expect(key).toEqual(patterned(32));
    // What the worker had of it is overwritten.
    expect(worker.tasks[0]?.key).toEqual(new Uint8Array(32));
  });

  test('a worker that breaks takes its chunks with it: the stream ends with an error, nothing skips', async () => {
    const whole = plaintext.length;
    const [good, bad] = [new FakeWorker(0, () => 3), new FakeWorker(0, () => 3)];
    const crew = await ready([good, bad]);
    const stream = (await seal(recipient, streamOf(plaintext), crew)).getReader();
    let given = 0;
    const reading = async () => {
      for (let piece = await stream.read(); !piece.done; piece = await stream.read()) {
        given += piece.value.length;
        if (bad.tasks.length > 0) bad.break();
      }
    };
    expect(await codeOfAsync(reading)).toBe('page.fault');
    expect(given).toBeLessThan(whole);
    expect(bad.ended).toBe(true);
  });

  test('ends every worker at once; what is under way is cancelled and nothing new begins', async () => {
    const workers = [new FakeWorker(0, () => 50), new FakeWorker('never')];
    const crew = await ready(workers);
    const reading = seal(recipient, streamOf(plaintext), crew).then(collect);
    await turn(5);
    crew.end();
    expect(await codeOfAsync(() => reading)).toBe('page.cancelled');
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
    const more = () => crew.seal(random(32), random(12), new Uint8Array(1));
    expect(await codeOfAsync(more)).toBe('page.cancelled');
  });

  test('an answer that says only that it failed is a fault, whatever the reason was', async () => {
    const worker = new FakeWorker(0);
    const crew = await ready([worker]);
    // 11 bytes are no nonce.
    expect(await codeOfAsync(() => crew.seal(random(32), random(11), new Uint8Array(1)))).toBe('page.fault');
  });
});

test('a chunk is sealed where it lies if there is room for the tag, and elsewhere if not', () => {
  const [key, nonce] = [random(32), random(12)];
  const expected = chacha20poly1305(key, nonce).encrypt(patterned(1000));
  for (const [before, behind] of [
    [0, 16],
    [0, 100],
    [4, 16],
    [0, 15],
    [0, 0],
  ] as const) {
    const memory = new Uint8Array(before + 1000 + behind);
    memory.set(patterned(1000), before);
    const chunk = memory.subarray(before, before + 1000);
    const answer = answerTo({ id: 1, work: 'seal', key: key.slice(), nonce, chunk }, chacha20poly1305);
    expect(answer).toEqual({ id: 1, bytes: expected });
    expect(Buffer.compare(memory.subarray(before, before + 1000), expected.subarray(0, 1000)) === 0).toBe(
      behind >= 16,
    );
  }
});

test('what a cipher cut out of memory that it keeps is copied before it goes', () => {
  const memory = new Uint8Array(100);
  const keeping: Aead = () => ({
    encrypt: () => memory.subarray(0, 20),
    decrypt: () => memory.subarray(0, 4),
  });
  const task = { id: 1, key: new Uint8Array(32), nonce: new Uint8Array(12), chunk: new Uint8Array(4) };
  for (const work of ['seal', 'open'] as const) {
    const transfer = memoryOfAnswers({ answers: [answerTo({ ...task, work }, keeping)] });
    expect(transfer).toHaveLength(1);
    expect(transfer).not.toContain(memory.buffer);
  }
});

test.each([
  [undefined, 1],
  [Number.NaN, 1],
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [6, 4],
  [8, 8],
  [64, 8],
])('%s processors get a crew of %d, so that its size tells little of the device', (processors, size) => {
  expect(crewSize(processors as number)).toBe(size);
});
