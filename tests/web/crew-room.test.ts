/** The crew through the page, with both sides of the hiring and what a browser does between them. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Crew } from '../../web/source/crew.ts';
import { Hiring } from '../../web/source/crew-hiring.ts';
import { CrewRoom } from '../../web/source/crew-room.ts';
import { answerTo, type CrewNews, type FromChunks, type ToChunks } from '../../web/source/crew-work.ts';
import { sleep } from '../../web/source/deadline.ts';
import { codeOfAsync, patterned, random } from '../crypto/helpers.ts';

const turn = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

/** As much of a Worker as CrewRoom uses; answers as chunks.worker.ts does. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  readonly url: string;
  given = 0;
  ended = false;

  constructor(url: string) {
    super();
    this.url = url;
    FakeWorker.all.push(this);
  }

  postMessage({ tasks }: ToChunks, transfer: Transferable[]): void {
    this.given += tasks.length;
    const arrived = structuredClone(tasks, { transfer });
    setTimeout(() => {
      this.say({ answers: arrived.map((task) => answerTo(task, chacha20poly1305)) });
    });
  }

  say(data: FromChunks): void {
    if (!this.ended) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Messages between the two arrive later, their memory handed over. */
function joined(): { room: CrewRoom; crew: Crew } {
  const room = new CrewRoom((url) => `trusted:${url}`, '/chunks.js');
  const hiring: Hiring = new Hiring((order, transfer) => {
    const ordered = structuredClone(order, { transfer });
    setTimeout(() => {
      room.hear(ordered, (news, back) => {
        const told = structuredClone(news, { transfer: back });
        setTimeout(() => {
          hiring.hear(told);
        });
      });
    });
  });
  return { room, crew: new Crew({ size: 2, aead: chacha20poly1305, sleep, hire: () => hiring.hire() }) };
}

async function sealedRight(crew: Crew, length: number): Promise<boolean> {
  const [key, nonce] = [random(32), random(12)];
  const expected = chacha20poly1305(key, nonce).encrypt(patterned(length));
  return Buffer.compare(await crew.seal(key, nonce, patterned(length)), expected) === 0;
}

test('the page starts them at the trusted address, passes on what is said, and ends them', async () => {
  const { crew } = joined();
  expect(await sealedRight(crew, 10)).toBe(true);
  await turn();
  expect(FakeWorker.all.map(({ url }) => url)).toEqual(['trusted:/chunks.js', 'trusted:/chunks.js']);
  for (const worker of FakeWorker.all) worker.say({ ready: true });
  await turn();
  const lengths = [0, 1, 65536, 65535, 100, 65536, 7, 65536];
  const right = await Promise.all(lengths.map((length) => sealedRight(crew, length)));
  expect(right).toEqual(lengths.map(() => true));
  const given = FakeWorker.all.map((worker) => worker.given);
  expect(given[0]).toBeGreaterThan(0);
  expect(given.reduce((sum, count) => sum + count, 0)).toBe(lengths.length);
  crew.end();
  await turn();
  expect(FakeWorker.all.map(({ ended }) => ended)).toEqual([true, true]);
});

test('an error of a worker ends what it held, and stays out of the page', async () => {
  const { crew } = joined();
  await sealedRight(crew, 10);
  await turn();
  const [worker] = FakeWorker.all;
  worker?.say({ ready: true });
  await turn();
  const sealing = crew.seal(random(32), random(12), patterned(10));
  const error = new Event('error', { cancelable: true });
  worker?.dispatchEvent(error);
  expect(await codeOfAsync(() => sealing)).toBe('page.fault');
  expect(error.defaultPrevented).toBe(true);
  await turn();
  expect(worker?.ended).toBe(true);
});

test('where no worker can be started, that is heard and everything is sealed without', async () => {
  vi.stubGlobal('Worker', undefined);
  const { crew } = joined();
  for (const length of [10, 65536, 10]) expect(await sealedRight(crew, length)).toBe(true);
  await turn();
  expect(await sealedRight(crew, 10)).toBe(true);
});

/** A worker started by the page, and one message of work for it. */
function atWork() {
  const room = new CrewRoom((url) => url, '/chunks.js');
  const told: CrewNews[] = [];
  const tell = (news: CrewNews) => told.push(news);
  room.hear({ crew: 7, order: 'hire' }, tell);
  const tasks = [0, 1].map((id) => ({
    id,
    work: 'seal' as const,
    key: patterned(32).fill(5),
    nonce: random(12),
    chunk: patterned(100),
  }));
  const work = () => {
    room.hear({ crew: 7, order: 'work', tasks }, tell);
  };
  return { told, tasks, work, worker: FakeWorker.all[0] };
}

test('the page keeps no key that it has passed on', async () => {
  const { tasks, work, told } = atWork();
  const { nonce } = tasks[0] ?? { nonce: random(12) };
  work();
  for (const { key } of tasks) expect(key).toEqual(new Uint8Array(32));
  await turn();
  const expected = chacha20poly1305(new Uint8Array(32).fill(5), nonce).encrypt(patterned(100));
  expect(told).toMatchObject([{ crew: 7, news: { answers: [{ id: 0, bytes: expected }, { id: 1 }] } }]);
});

test('work that cannot be passed on is told, or it would be waited for, and its keys are not kept either', () => {
  const { tasks, work, told, worker } = atWork();
  if (worker === undefined) throw new Error('nobody was hired');
  vi.spyOn(worker, 'postMessage').mockImplementation(() => {
    throw new DOMException('cannot be cloned', 'DataCloneError');
  });
  work();
  expect(told).toEqual([{ crew: 7, news: { lost: true } }]);
  for (const { key } of tasks) expect(key).toEqual(new Uint8Array(32));
});

test('the page ends all of them when the visit ends', async () => {
  const { crew, room } = joined();
  await sealedRight(crew, 10);
  await turn();
  expect(FakeWorker.all.map(({ ended }) => ended)).toEqual([false, false]);
  room.end();
  expect(FakeWorker.all.map(({ ended }) => ended)).toEqual([true, true]);
});
